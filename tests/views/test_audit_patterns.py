"""Patterns and the summary of a round: counted from what was agreed, small numbers said, and no name in it."""

from __future__ import annotations

from datetime import timedelta

from familyhelp.casework import moderations
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.audits import Grade
from familyhelp.queries import audit_patterns as queries
from tests import audit_stories as audits
from tests.audit_stories import round_address
from tests.conftest import MONDAY


def shares(found) -> dict[str, tuple[int, int | None]]:
    return {slug: (one.graded, one.share) for slug, one in found}


def test_grades_are_counted_by_domain_team_and_quarter(client, cast):
    with clock.at(MONDAY - timedelta(days=90)):
        audits.finished(cast, overall=Grade.INADEQUATE, worse={"voice": Grade.INADEQUATE})
    with clock.at(MONDAY - timedelta(days=900)):
        audits.finished(cast, families=["Cole"])  # too long ago
    audits.paired(cast, families=["Birch"], agreed=True)
    audits.begun(cast, families=["Dunn"])  # not finished
    found = queries.patterns(cast.morag, None)
    assert shares(found.domains) == {
        "agreement": (2, 100), "assessment": (2, 100), "voice": (2, 50), "plan": (2, 50), "multi_agency": (2, 100),
        "impact": (2, 100),
    }  # fmt: skip
    assert [(name, one.graded, one.share) for name, one in found.teams] == [("North family help", 2, 50)]
    assert [(day.isoformat(), one.graded, one.share) for day, one in found.quarters][:3] == [
        ("2026-01-01", 1, 100), ("2025-10-01", 1, 0), ("2025-07-01", 0, None),
    ]  # fmt: skip
    client.sign_in(cast.mabel)
    page = client.get("/audits/patterns")
    assert "50% of 2 only" in page.main and "Not known" in page.main
    assert "50% of 2 only" in client.get(page.links["Only North family help"]).main
    assert client.status(f"/audits/patterns?team={cast.south.id}") == 404
    client.sign_in(cast.morag)
    page = client.get(client.get("/audits/patterns").links["Only South family help"])
    assert "North family help" not in page.main


def test_who_is_to_grade_a_case_blind_finds_its_first_grades_in_no_count(client, cast):
    first = audits.finished(cast, overall=Grade.INADEQUATE, worse={"voice": Grade.INADEQUATE})
    moderations.ask_second(first, cast.mabel, by=cast.morag)
    db.session.commit()
    assert queries.patterns(cast.morag, None).overall.graded == 1
    found = queries.patterns(cast.mabel, None)
    assert found.overall.graded == 0 and not found.domains
    week = queries.week(cast.mabel, first.round)
    assert (week.finished, week.overall.graded, week.actions) == (0, 0, 0) and not week.domains


def test_a_restricted_family_is_counted_for_nobody_who_may_not_see_it(cast):
    first = audits.finished(cast)
    first.case.family.restricted = True
    db.session.commit()
    assert queries.patterns(cast.mabel, None).overall.graded == 0


def test_the_summary_of_a_round_has_its_numbers_and_no_name(client, cast):
    waits = audits.a_round(cast)
    first = audits.paired(cast, agreed=True)
    client.sign_in(cast.mabel)
    page = client.get(client.get(round_address(first.round)).links["What was found, to print"])
    week = queries.week(cast.mabel, first.round)
    assert (week.audits, week.finished, week.with_worker, week.reflected, week.families, week.twice) == (1,) * 6
    assert "1 of 1" in page.main and "somebody may guess whose they are" in page.main
    for name in ("Ashdown", "Kamal", "Morag", "Rosa"):
        assert name not in page.main
    assert client.status(round_address(waits, "/practice-week")) == 404
    for person in (cast.kamal, cast.anita):
        client.sign_in(person)
        assert client.status(round_address(first.round, "/practice-week")) == 404
        assert client.status("/audits/patterns") == 403


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    def counted(path: str) -> int:
        with count_queries() as count:
            client.get(path)
        return count()

    first = audits.paired(cast, agreed=True)
    client.sign_in(cast.mabel)
    paths = ["/audits/patterns", round_address(first.round, "/practice-week")]
    few = [counted(path) for path in paths]
    assert max(few) <= 12, few
    for name in ("Birch", "Cole"):
        audits.finished(cast, families=[name])
    assert [counted(path) for path in paths] == few
