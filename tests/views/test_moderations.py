"""Moderation: the second auditor cannot learn the first grades by any way; then both agree, and kappa is counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sqlalchemy as sa

from familyhelp.casework import audits as deeds
from familyhelp.casework import moderations, supervision
from familyhelp.extensions import db
from familyhelp.models import Audit, AuditGrade, AuditModeration, Event
from familyhelp.practice import clock
from familyhelp.practice.audits import Ending, Grade
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.words import NotYet
from familyhelp.queries import moderations as queries
from tests import audit_stories as audits
from tests.audit_stories import audit_address as where
from tests.audit_stories import round_address
from tests.cast import practitioner
from tests.practice.test_agreement import by_another_route

CANARY = "Zwartkop was never asked"
WORSE = {"voice": Grade.INADEQUATE, "plan": Grade.OUTSTANDING}


def with_canary(cast) -> tuple[Audit, Audit]:
    first = audits.begun(cast, worse=WORSE)
    audits.grade(first, "plan", Grade.OUTSTANDING, CANARY)
    deeds.write_words(
        first, strengths=CANARY, family_said=CANARY, family_asked=CANARY, read_version=first.version, by=cast.morag
    )
    deeds.finish(first, Ending(Grade.INADEQUATE, CANARY, clock.today()), by=cast.morag)
    second = moderations.ask_second(first, cast.mabel, by=cast.morag)
    db.session.flush()
    deeds.begin(second, by=cast.mabel)
    db.session.commit()
    return first, second


def test_the_second_learns_the_first_grades_by_no_way_until_their_own_are_finished(client, cast, app, tmp_path):
    """Every page that a manager can open is read, with every case of theirs, and the files that leave the service."""
    first, second = with_canary(cast)
    case, family = write_code(first.case.code), write_code(first.case.family.code)
    client.sign_in(cast.mabel)
    pages = ["/", "/audits/mine", "/audits/agreement", "/audit-rounds", "/supervision", "/exports", "/cases"]
    pages += [str(rule) for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    tails = ("", "/notes", "/chronology", "/plan", "/distance", "/summary", "/assessment", "/reviews")
    pages += [f"/cases/{case}{tail}" for tail in tails]
    pages += [f"/families/{family}", f"/families/{family}/journey", where(second), round_address(first.round)]
    pages += [where(second, tail) for tail in ("/domains/plan", "/domains/voice", "/words", "/finish")]
    for path in pages:
        html = client.ask("GET", path).get_data(as_text=True)
        assert "Zwartkop" not in html, path
        if path == where(second) or path.startswith("/audit-rounds/"):
            assert "Inadequate" not in html and "Outstanding" not in html, path
    for tail in ("", "/both", "/agree", "/second-look", "/domains/plan", "/reflection"):
        pages = [client.ask("GET", at + tail) for at in (where(first), "/audits/2222-2223")]
        assert [page.status_code for page in pages] == [404, 404], tail
        assert len(pages[0].data) == len(pages[1].data)
    assert client.status(where(second, "/both")) == 404
    for event in db.session.scalars(sa.select(Event)).all():
        said = f"{event.facts} {event.because}"
        assert "Zwartkop" not in said and not any(grade.value in said for grade in Grade), event.kind
    runner = app.test_cli_runner()
    for what, out in (("annex-a", tmp_path / "a.xlsx"), ("ssd", tmp_path / "ssd")):
        args = ["export", what, "--out", str(out), "--at", "2026-03-02", "--purpose", "A test"]
        assert runner.invoke(args=args).exit_code == 0
    assert b"Zwartkop" not in b"".join(path.read_bytes() for path in (tmp_path / "ssd").iterdir())
    for domain in second.tool.domains:
        audits.grade(second, domain.slug, Grade.GOOD)
    deeds.finish(second, Ending(Grade.GOOD), by=cast.mabel)
    db.session.commit()
    assert "Zwartkop" in client.get(where(first)).main
    assert "Zwartkop" in client.get(where(second, "/both")).main


def names(audit: Audit) -> list[str]:
    return [person.name for person in queries.could_be_second(audit)]


def test_who_has_read_the_grades_or_has_a_part_cannot_be_the_second(client, cast, session):
    third = practitioner("Marcus Vale", Role.MANAGER)
    session.flush()
    audit = audits.finished(cast)
    assert names(audit) == ["Mabel Thorne", "Marcus Vale"]
    client.sign_in(cast.mabel)
    page = client.get(where(audit, "/second-look"))
    assert "Mabel Thorne" in page.main and "Morag Ellery" not in page.main.partition("Who looks")[2]
    assert "Mabel Thorne" in names(audit), "asking shows no grade"
    client.get(where(audit))
    assert names(audit) == ["Marcus Vale"]
    with pytest.raises(NotYet, match="cannot look at it blind"):
        moderations.ask_second(audit, cast.mabel, by=cast.mabel)
    with pytest.raises(NotYet, match="cannot look at it blind"):
        moderations.ask_second(audit, cast.morag, by=cast.mabel)
    talk = supervision.begin(cast.kamal, held_on=clock.today(), by=third)
    supervision.discuss(talk, audit.case, decision="Go on.", restricted=False, by=third)
    with pytest.raises(NotYet, match="cannot look at it blind"):
        moderations.ask_second(audit, third, by=cast.mabel)
    session.rollback()
    client.sign_in(third)
    client.get(where(audit))
    client.sign_in(cast.mabel)
    assert "Nobody can look at it blind" in client.get(where(audit, "/second-look")).main


def test_one_second_look_follows_a_first_one_that_is_finished(cast):
    audit = audits.begun(cast)
    with pytest.raises(NotYet, match="is finished"):
        moderations.ask_second(audit, cast.mabel, by=cast.mabel)
    second = audits.second(cast, families=["Birch"])
    with pytest.raises(NotYet, match="asked to look a second time already"):
        moderations.ask_second(second.moderates, cast.mabel, by=cast.morag)
    with pytest.raises(NotYet, match="finish their own grades first"):
        moderations.agree(second.moderates, second, grades={}, overall=Grade.GOOD, because="x", by=cast.mabel)


def test_the_two_agree_with_a_reason_and_safety_limits_them_too(client, cast, session):
    first = audits.paired(cast, second_worse={"voice": Grade.INADEQUATE, "plan": Grade.OUTSTANDING})
    client.sign_in(cast.mabel)
    page = client.get(client.get(where(first, "/both")).links["Write what you agreed"])
    asked = {e.get("name") for e in page.find("input") if (e.get("name") or "").startswith("grade_")}
    assert asked == {"grade_voice", "grade_plan"}, "what they graded alike is not asked again"
    said = {"grade_voice": "inadequate", "grade_plan": "good", "overall": "good", "because": "He was not seen."}
    assert "so the overall grade is inadequate" in client.send(page, said, 409).main
    assert client.send(page, said | {"because": " "}, 400).errors
    page = client.follow(client.send(page, said | {"overall": "inadequate"}))
    assert "He was not seen." in page.main and "What they agreed" in page.main
    agreed = session.scalars(sa.select(AuditModeration)).one()
    assert (agreed.overall, agreed.graded["plan"], agreed.graded["impact"]) == (
        Grade.INADEQUATE, Grade.GOOD, Grade.GOOD,
    )  # fmt: skip
    assert first.overall is Grade.GOOD, "both audits stay as they are"
    assert (
        "agreed already" in client.send(client.get(where(first, "/agree")), said | {"overall": "inadequate"}, 409).main
    )
    client.sign_in(cast.kamal)
    page = client.get(where(first))
    assert "Agreed after a second look" in page.main and "He was not seen." in page.main
    assert client.status(where(first, "/both")) == 404


def test_nobody_but_the_two_agrees(client, cast, session):
    third = practitioner("Marcus Vale", Role.MANAGER)
    session.flush()
    first = audits.paired(cast)
    client.sign_in(third)
    page = client.get(where(first, "/both"))
    assert "Write what you agreed" not in page.links
    assert client.status(where(first, "/agree")) == 404
    second = session.scalars(sa.select(Audit).where(Audit.moderates_id == first.id)).one()
    with pytest.raises(NotYet, match="and nobody else"):
        moderations.agree(first, second, grades={}, overall=Grade.GOOD, because="x", by=third)
    with pytest.raises(NotYet, match="Choose a grade"):
        moderations.agree(first, second, grades={}, overall=Grade.GOOD, because="x", by=cast.mabel)


def test_kappa_is_counted_over_all_pairs_that_are_finished(client, cast, session, count_queries):
    client.sign_in(cast.anita)
    assert client.status("/audits/agreement") == 403
    client.sign_in(cast.morag)
    page = client.get("/audits/agreement")
    assert "Cases graded by two0" in page.main and "Not known (0 pairs)" in page.main
    audits.paired(cast, worse={"plan": Grade.INADEQUATE, "impact": Grade.NOT_APPLICABLE})
    audits.paired(
        cast, families=["Birch"], second_worse={"voice": Grade.OUTSTANDING}, worse={"agreement": Grade.OUTSTANDING}
    )
    audits.second(cast, families=["Cole"])  # open: it does not count yet
    graded = dict(session.execute(sa.select(AuditGrade.audit_id, sa.func.count()).group_by(AuditGrade.audit_id)).all())
    assert len(graded) == 6
    pairs = []
    for second in session.scalars(
        sa.select(Audit).where(Audit.moderates_id.is_not(None), Audit.finished_at.is_not(None))
    ):
        pairs += [(second.moderates.graded[slug], grade) for slug, grade in second.graded.items()]
    found = queries.agreements(cast.morag)
    assert (found.audits, found.all_domains.pairs) == (2, 11)
    assert found.all_domains.kappa == by_another_route(pairs) == Fraction(found.all_domains.kappa)
    assert found.overall.kappa is None, "both always gave the same"
    assert dict(found.by_domain)["plan"].pairs == 2
    with count_queries() as count:
        page = client.get("/audits/agreement")
    assert count() <= 8
    assert f"{float(found.all_domains.kappa):.2f}" in page.main and "(11 pairs)" in page.main
    assert "With fewer than 30 pairs a kappa says little" in page.main


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    first = audits.paired(cast, agreed=True)
    other = audits.finished(cast, families=["Birch"])
    client.sign_in(cast.mabel)
    for path in (where(first, "/both"), where(other, "/second-look"), where(first), round_address(first.round)):
        with count_queries() as count:
            client.get(path)
        assert count() <= 12, path
