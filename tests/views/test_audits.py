"""One audit: who may see what and when, the reason of every grade, safety that limits, and an end that stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from familyhelp.casework import audits as deeds
from familyhelp.casework import leads, notes
from familyhelp.casework.audits import Graded
from familyhelp.extensions import db
from familyhelp.models import Audit, AuditGrade, Event, Look, NamedViewer, in_row
from familyhelp.practice import clock
from familyhelp.practice.audits import Ending, Grade, WhichTool
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from tests import audit_stories as audits
from tests import learning, stories
from tests.audit_stories import audit_address as where
from tests.conftest import MONDAY

OTHERS = ("flora", "colette", "sven", "lena", "conor", "lionel", "anita", "adam")
WRITING = ("/begin", "/domains/plan", "/words", "/finish")
CANARY = "Zwartkop was never asked"


def case_of(audit: Audit, tail: str = "") -> str:
    return f"/cases/{write_code(audit.case.code)}{tail}"


# Who may ------------------------------------------------------------------------------------------------------


def test_an_auditor_sees_the_case_while_the_audit_is_open_and_changes_nothing_in_it(client, cast, session):
    audit = audits.drawn(cast, families=["Ashdown"])[0]
    client.sign_in(cast.morag)
    page = client.get(case_of(audit))
    assert not any("/notes/new" in link for link in page.links.values())
    for tail in ("/notes", "/chronology", "/plan", "/assessment"):
        assert client.status(case_of(audit, tail)) == 200
    for tail in ("/notes/new", "/plan/agree", "/step-up", "/close", "/lead"):
        assert client.status(case_of(audit, tail)) == 403
    assert client.status(f"/families/{write_code(audit.case.family.code)}") == 200
    session.rollback()
    looks = session.scalars(sa.select(Look).where(Look.practitioner_id == cast.morag.id, Look.subject == Subject.CASE))
    assert len([look for look in looks if not look.refused]) == 5
    deeds.begin(audit, by=cast.morag)
    for domain in audit.tool.domains:
        audits.grade(audit, domain.slug, Grade.GOOD)
    version = audit.version
    deeds.write_words(audit, strengths="x", family_said="x", family_asked="", read_version=version, by=cast.morag)
    deeds.finish(audit, Ending(Grade.GOOD, held_on=clock.today()), by=cast.morag)
    db.session.commit()
    assert client.status(case_of(audit)) == 404
    assert "Good" in client.get(where(audit)).main, "their own audit they still read"


def test_an_audit_opens_no_restricted_family(client, cast, session):
    audit = audits.drawn(cast, families=["Ashdown"])[0]
    audit.case.family.restricted = True
    session.commit()
    client.sign_in(cast.morag)
    assert client.status(case_of(audit)) == 404
    assert client.status(where(audit)) == client.status(where(audit, "/begin")) == 404
    assert "Ashdown" not in client.get("/audits/mine").html
    session.add(NamedViewer(family_id=audit.case.family_id, practitioner_id=cast.morag.id))
    session.commit()
    assert client.status(case_of(audit)) == client.status(where(audit)) == 200


def test_the_lead_knows_that_there_is_one_and_reads_the_grades_once_it_is_finished(client, cast):
    audit = audits.begun(cast, worse={"plan": Grade.REQUIRES_IMPROVEMENT})
    audits.grade(audit, "plan", Grade.REQUIRES_IMPROVEMENT, CANARY)
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(client.get("/audits/mine").links["Ashdown family, drawn on 2 March 2026"])
    assert "You can read the grades once the audit is finished." in page.main
    for said in ("Good", "Requires improvement", CANARY, "Visits are kept.", "graded"):
        assert said not in page.main, said
    for tail in WRITING:
        assert client.status(where(audit, tail)) == 404
    page = client.follow(client.send(client.get(where(audit, "/reflection")), {"text": "I saw Jude too rarely."}))
    assert "I saw Jude too rarely." in page.main
    deeds.finish(audit, Ending(Grade.GOOD, held_on=clock.today()), by=cast.morag)
    db.session.commit()
    page = client.get(where(audit))
    for said in ("Good", "Requires improvement", CANARY, "Visits are kept."):
        assert said in page.main, said
    assert client.get(where(audit, "/reflection"), 409)
    leads.change_lead(audit.case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="All is well.")
    db.session.commit()
    assert client.status(where(audit)) == 404
    client.sign_in(cast.colette)
    assert CANARY in client.get(where(audit)).main, "whoever leads the case now learns from it"


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("made", [audits.begun, audits.finished])
def test_to_everybody_else_it_does_not_exist(who, made, client, cast, session):
    audit = made(cast)
    leads.add_contributor(audit.case, person=cast.conor, by=cast.kamal)
    leads.add_contributor(audit.case, person=cast.lena, by=cast.kamal)
    session.commit()
    client.sign_in(getattr(cast, who))
    token = client.token()
    for tail in ("", "/reflection", *WRITING):
        pages = [client.ask("GET", at + tail) for at in (where(audit), "/audits/2222-2223")]
        assert [page.status_code for page in pages] == [404, 404]
        assert len(pages[0].data) == len(pages[1].data)
        assert client.ask("POST", where(audit, tail), data={"csrf_token": token}).status_code in (404, 405)


def test_a_manager_reads_a_finished_audit_and_none_before(client, cast, session):
    audit = audits.begun(cast)
    client.sign_in(cast.mabel)
    assert client.status(where(audit)) == 404
    deeds.finish(audit, Ending(Grade.GOOD, held_on=clock.today()), by=cast.morag)
    session.commit()
    assert "Visits are kept." in client.get(where(audit)).main
    for tail in ("/reflection", *WRITING):
        assert client.status(where(audit, tail)) == 404
    audit.case.family.restricted = True
    session.commit()
    assert client.status(where(audit)) == 404


# What is done -------------------------------------------------------------------------------------------------


def test_the_chronology_says_that_there_was_an_audit_and_no_grade(client, cast, session):
    audit = audits.finished(cast, worse={"voice": Grade.INADEQUATE}, overall=Grade.INADEQUATE)
    kinds = session.scalars(
        sa.select(Event.kind).where(Event.subject == Subject.CASE, Event.subject_id == audit.case_id).order_by(Event.id)
    ).all()
    assert kinds[-2:] == [EventKind.CASE_AUDIT_BEGUN, EventKind.CASE_AUDIT_FINISHED]
    for event in session.scalars(sa.select(Event)).all():
        said = f"{event.facts} {event.because}"
        assert not any(grade.value in said or grade.label in said for grade in Grade), event.kind
    client.sign_in(cast.kamal)
    page = client.get(case_of(audit, "/chronology"))
    assert "Morag Ellery began a practice audit of this case" in page.main
    assert "Morag Ellery finished a practice audit of this case" in page.main
    assert "Inadequate" not in page.main


def test_every_grade_has_its_reason_and_points_at_the_record(client, cast, session):
    audit = audits.drawn(cast, families=["Ashdown"])[0]
    for text, restricted in (("At home.", False), ("A bruise.", True)):
        notes.write_note(
            audit.case, kind=NoteKind.VISIT, happened_on=clock.today(), text=text, people_seen=None,
            restricted=restricted, by=cast.kamal,
        )  # fmt: skip
    stories.review(audit.case, cast.kamal)
    deeds.begin(audit, by=cast.morag)
    session.commit()
    client.sign_in(cast.morag)
    page = client.get(where(audit, "/domains/plan"))
    offered = [e.get("value") for e in page.find("input") if e.get("name") == "evidence"]
    assert [ref.partition(":")[0] for ref in offered] == ["assessment", "plan", "review", "note"]
    refused = client.send(page, {"grade": "good", "why": "  "}, 400)
    assert "Say why" in refused.main
    for wrong in ({"evidence": ["note:00000000"]}, {"grade": "splendid"}):
        assert client.send(page, {"grade": "good", "why": "x"} | wrong, 400).errors
    answer = client.send(page, {"grade": "good", "why": "A few, and clear.", "evidence": offered})
    assert answer.location.endswith("/domains/agreement"), "the next domain without a grade"
    page = client.get(where(audit))
    for words in ("Assessment", "Plan, version 1", "Review 1"):
        assert client.status(page.links[words]) == 200
    assert client.status(page.links["Visit, 2 March 2026"]) == 200
    session.rollback()
    looks = session.scalars(sa.select(Look.page).where(Look.subject == Subject.CASE, Look.page == "audits.grade")).all()
    assert looks, "its record was shown: the look is noted on the case"


def test_an_inadequate_on_safety_limits_the_whole_and_the_page_says_so(client, cast):
    audit = audits.begun(cast, worse={"voice": Grade.INADEQUATE})
    client.sign_in(cast.morag)
    page = client.get(where(audit, "/finish"))
    day = {"held_on-day": "2", "held_on-month": "3", "held_on-year": "2026"}
    said = "“Voice and lived experience” is about safety and was graded inadequate"
    assert said in page.main and page.fields()["overall"] == ["inadequate"]
    refused = client.send(page, {"overall": "good", "overall_because": "It was one day."} | day, 409)
    assert any(said in sentence for sentence in refused.errors)
    page = client.follow(client.send(page, {"overall": "inadequate"} | day))
    assert said in page.main


def test_a_finished_audit_never_changes_not_even_past_the_deeds(client, cast, session):
    audit = audits.finished(cast)
    for deed in (
        lambda: deeds.begin(audit, by=cast.morag),
        lambda: audits.grade(audit, "plan", Grade.OUTSTANDING),
        lambda: deeds.write_words(
            audit, strengths="y", family_said="", family_asked="", read_version=audit.version, by=cast.morag
        ),
        lambda: audits.reflect(audit, cast),
        lambda: deeds.finish(audit, Ending(Grade.GOOD, held_on=clock.today()), by=cast.morag),
    ):
        with pytest.raises(NotYet, match="stays as it is"):
            deed()
    session.rollback()
    client.sign_in(cast.morag)
    for tail in WRITING:
        assert "stays as it is" in client.get(where(audit, tail), 409).main
    of_audit = AuditGrade.audit_id == audit.id
    session.commit()
    for change in (
        sa.update(Audit).where(Audit.id == audit.id).values(overall=Grade.OUTSTANDING),
        sa.delete(Audit).where(Audit.id == audit.id),
        sa.update(AuditGrade).where(of_audit).values(grade=Grade.OUTSTANDING),
        sa.delete(AuditGrade).where(of_audit),
        sa.insert(AuditGrade).values(
            audit_id=audit.id,
            domain="own_1",
            grade=Grade.GOOD,
            why=in_row("x", 1),
            evidence=[],
            graded_at=clock.now(),
            version=1,
        ),
    ):
        with pytest.raises(DBAPIError, match="never changes"):
            session.execute(change)
        session.rollback()


def test_what_is_asked_in_turn_is_asked_first(cast):
    audit = audits.drawn(cast, families=["Ashdown"])[0]
    with pytest.raises(NotYet, match="Begin"):
        audits.grade(audit, "plan", Grade.GOOD)
    deeds.begin(audit, by=cast.morag)
    with pytest.raises(NotYet, match="begun already"):
        deeds.begin(audit, by=cast.morag)
    with pytest.raises(NotYet, match="not graded yet"):
        deeds.finish(audit, Ending(Grade.GOOD, held_on=clock.today()), by=cast.morag)
    with pytest.raises(NotYet, match="does not ask"):
        audits.grade(audit, "diversity", Grade.GOOD)
    graded = Graded(Grade.GOOD, "x", ["note:00000000"])
    with pytest.raises(NotYet, match="not on the record"):
        deeds.grade(audit, "plan", graded, offered=[], read_version=0, by=cast.morag)
    with pytest.raises(NotYet, match="leads the case"):
        deeds.reflect(audit, text="x", read_version=0, by=cast.morag)
    with pytest.raises(NotYet, match="think"):
        audits.reflect(audit, cast, " ")
    audits.grade(audit, "plan", Grade.GOOD)
    with pytest.raises(Changed):
        deeds.grade(audit, "plan", Graded(Grade.GOOD, "x"), offered=[], read_version=0, by=cast.morag)


def test_who_is_given_the_family_after_the_draw_audits_it_no_more(cast, session):
    audit = audits.begun(cast)
    waits = audits.drawn(cast, families=["Birch"], size=1)[0]
    for one in (audit, waits):
        cast.north.managers.append(cast.morag) if cast.morag not in cast.north.managers else None
        leads.change_lead(one.case, lead=cast.morag, by=cast.mabel, because="Leave.", handover="All is well.")
    with pytest.raises(NotYet, match="somebody else must audit"):
        deeds.finish(audit, Ending(Grade.GOOD, held_on=clock.today()), by=cast.morag)
    with pytest.raises(NotYet, match="somebody else must audit"):
        deeds.begin(waits, by=cast.morag)


def test_an_audit_reads_as_it_was_begun_whatever_the_tool_asks_later(client, cast):
    audit = audits.begun(cast)
    from familyhelp.casework import audit_tools

    tool = audits.a_tool(cast)
    audit_tools.leave_out_domain(tool, "plan", by=cast.adam)
    audit_tools.use_version(tool, by=cast.adam)
    db.session.commit()
    client.sign_in(cast.morag)
    assert "Plan" in client.get(where(audit)).main
    assert client.status(where(audit, "/domains/plan")) == 200
    assert client.status(where(audit, "/domains/diversity")) == 404


# Pages --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_is_late_first_and_pages_by_key(client, cast):
    audits.drawn(cast, families=["Ashdown"])
    with clock.at(MONDAY + timedelta(days=10)):
        audits.drawn(cast, families=["Birch"])
    with clock.at(MONDAY + timedelta(days=35)):
        client.sign_in(cast.morag)
        main = client.get("/audits/mine").main
        assert main.index("Ashdown family") < main.index("Late") < main.index("Birch family")
        assert main.count("Late") == 1
        client.sign_in(cast.kamal)
        assert "Birch family" in client.get("/audits/mine").main
        client.sign_in(cast.lena)
        assert "None was drawn yet." in client.get("/audits/mine").main


def test_what_the_family_and_workers_told_stands_beside_what_is_written(client, cast):
    held = audits.begun(cast)
    learning.feedback(held.case, cast)
    learning.workers_say(held.case, cast, "The school answers late.")
    client.sign_in(cast.morag)
    main = client.get(where(held, "/words")).main
    assert "nobody needs to ask for it again" in main and "The school answers late." in main
    assert "What the family told us about the help" in client.get(where(held)).links


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    def counted(path: str) -> int:
        with count_queries() as count:
            client.get(path)
        return count()

    small = audits.begun(cast)
    big = audits.begun(cast, families=["Birch"], which=WhichTool.TEN_DOMAINS)
    client.sign_in(cast.morag)
    tails = ("", "/domains/plan", "/words", "/finish")
    few = [counted(where(small, tail)) for tail in tails]
    for n in range(12):
        notes.write_note(
            big.case, kind=NoteKind.VISIT, happened_on=clock.today(), text=f"Visit {n}.", people_seen=None,
            restricted=False, by=cast.kamal,
        )  # fmt: skip
    refs = [f"note:{code}" for code in db.session.scalars(sa.text("SELECT code FROM notes"))]
    for domain in big.tool.domains:
        audits.grade(big, domain.slug, Grade.GOOD, "Read it.", *refs)
    db.session.commit()
    assert [counted(where(big, tail)) for tail in tails] == few
    assert max(few) <= 13, f"twelve, and the look at the case: {few}"
    mine = counted("/audits/mine")
    client.sign_in(cast.kamal)
    own = counted("/audits/mine")
    for n in range(30):
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family(f"Elm{n:02}"))
    audits.drawn(cast, families=[], size=40)
    assert counted("/audits/mine") == own <= 8
    page = client.get("/audits/mine")
    assert "Earlier" in page.links and "Ashdown" not in page.main
    assert "Ashdown" in client.get(page.links["Earlier"]).main
    client.sign_in(cast.morag)
    assert counted("/audits/mine") == mine <= 8
