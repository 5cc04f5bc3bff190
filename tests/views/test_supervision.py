"""Supervision: who is due, decisions on the families' records, and private words that nobody else ever reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, notes
from familyhelp.casework import supervision as deeds
from familyhelp.extensions import Base, db
from familyhelp.models import Case, Event, Look, Note, SupervisedCase, Supervision
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from tests import stories
from tests.cast import practitioner
from tests.conftest import MONDAY

CANARY = "Zwartkop sleeps in the car"
OTHERS = ("colette", "sven", "lena", "conor", "morag", "lionel", "flora", "anita", "adam")


def where(supervision: Supervision, tail: str = "") -> str:
    return f"/supervision/{write_code(supervision.code)}{tail}"


def later(days: int):
    return clock.at(MONDAY + timedelta(days=days))


# Who is due ---------------------------------------------------------------------------------------------------


def test_nobody_is_due_before_28_days_and_late_the_day_after(client, cast):
    stories.a_case(cast, Stage.ACTIVE)
    for days, state in ((27, ""), (28, "Due"), (29, "Late")):
        with later(days):
            client.sign_in(cast.mabel)
            page = client.get("/supervision")
            assert "Never; leads families since 2 March 2026" in page.main
            assert "30 March 2026" in page.main
            said = [w for w in ("Due", "Late") if f"30 March 2026 {w}" in page.main]
            assert said == ([state] if state else [])
            assert client.get("/").links["Supervision: whose is due"] == "/supervision"


def test_the_clock_starts_again_with_each_finished_supervision(client, cast):
    with later(10):
        stories.a_supervision(cast)
    with later(37):
        client.sign_in(cast.mabel)
        assert "9 April 2026" in client.get("/supervision").main


def test_one_that_is_begun_and_not_finished_stops_no_clock_and_is_gone_on_with(client, cast):
    held = stories.a_supervision(cast, finished=False)
    with later(29):
        client.sign_in(cast.mabel)
        page = client.get("/supervision")
        assert "Late" in page.main
        assert page.links["Go on with Kamal Osei"] == where(held)
        begin = client.ask("GET", f"/supervision/begin/{write_code(cast.kamal.code)}")
        assert (begin.status_code, begin.location) == (303, where(held))


def test_late_ones_come_first_and_partners_who_lead_are_supervised_too(client, cast):
    stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    with later(3):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"), lead=cast.colette)
    client.sign_in(cast.mabel)
    main = client.get("/supervision").main
    assert main.index("Lena Whitlock") < main.index("Colette Barr")
    assert "Marsh Lane Primary School" in main and "Kamal" not in main


def test_who_leads_nothing_here_or_is_suspended_is_not_listed(client, cast):
    stories.a_case(cast, Stage.CLOSED)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Vole"), lead=cast.mabel)
    stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Wren"))
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal", restricted=True), lead=cast.colette)
    gone = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Rook"), lead=cast.lena)
    gone.lead.is_active = False
    db.session.commit()
    client.sign_in(cast.mabel)
    assert "Nobody leads a family of your teams" in client.get("/supervision").main
    client.sign_in(cast.morag)
    assert "Nobody leads a family of your teams" in client.get("/supervision").main


# What is done -------------------------------------------------------------------------------------------------


def test_a_decision_stands_on_the_familys_record_and_here_only_where_it_is(cast, session):
    held = stories.a_supervision(cast)
    case = session.scalars(sa.select(Case).order_by(Case.id)).first()
    note = session.scalars(sa.select(Note).where(Note.kind == NoteKind.OVERSIGHT)).one()
    assert (note.case_id, note.text, note.written_by_id) == (case.id, "Go on, and see Jude alone.", cast.mabel.id)
    assert note.happened_on == held.held_on
    row = session.scalars(sa.select(SupervisedCase)).one()
    assert (row.supervision_id, row.case_id, row.note_id) == (held.id, case.id, note.id)
    last = session.scalars(
        sa.select(Event).where(Event.subject == Subject.CASE, Event.subject_id == case.id).order_by(Event.id.desc())
    ).first()
    assert last.kind is EventKind.NOTED
    kinds = session.scalars(sa.select(Event.kind).where(Event.subject == Subject.SUPERVISION).order_by(Event.id)).all()
    assert kinds == [
        EventKind.SUPERVISION_BEGUN,
        EventKind.SUPERVISION_DISCUSSED,
        EventKind.SUPERVISION_FINISHED,
    ]


def test_nothing_is_discussed_twice_nor_for_somebody_who_does_not_lead_it(cast, session):
    held = stories.a_supervision(cast, finished=False)
    first, second = session.scalars(sa.select(Case).order_by(Case.id)).all()
    with pytest.raises(NotYet, match="already"):
        deeds.discuss(held, first, decision="Again.", restricted=False, by=cast.mabel)
    leads.change_lead(second, lead=cast.colette, by=cast.mabel, because="Leave.", handover="All is well.")
    with pytest.raises(NotYet, match="does not lead"):
        deeds.discuss(held, second, decision="Go on.", restricted=False, by=cast.mabel)
    with pytest.raises(NotYet, match="finish that one"):
        deeds.begin(cast.kamal, held_on=clock.today(), by=cast.mabel)
    with pytest.raises(NotYet, match="decided"):
        deeds.discuss(held, second, decision=" ", restricted=False, by=cast.mabel)


def test_a_finished_one_is_frozen_and_its_decision_is_corrected_on_the_note(client, cast, session):
    held = stories.a_supervision(cast, wellbeing=CANARY)
    case = session.scalars(sa.select(Case).order_by(Case.id.desc())).first()
    for deed in (
        lambda: deeds.discuss(held, case, decision="More.", restricted=False, by=cast.mabel),
        lambda: deeds.write_private_words(
            held, wellbeing="x", development="", read_version=held.version, by=cast.mabel
        ),
        lambda: deeds.finish(held, held=2, by=cast.mabel),
    ):
        with pytest.raises(NotYet, match="finished"):
            deed()
    session.rollback()
    client.sign_in(cast.mabel)
    for tail in ("/private", "/finish", f"/families/{write_code(case.code)}"):
        assert client.status(where(held, tail)) == 409
    page = client.get(where(held))
    assert "Not discussed this time" in page.main and "Birch" in page.main
    note = session.scalars(sa.select(Note).where(Note.kind == NoteKind.OVERSIGHT)).one()
    notes.correct_note(
        note_case(note), note, text="Go on; Jude was seen.", because="He was.", read_version=1, by=cast.mabel
    )
    db.session.commit()
    link = next(href for words, href in page.links.items() if words.startswith("What was decided"))
    assert "Go on; Jude was seen." in client.get(link).main


def note_case(note: Note) -> Case:
    return db.session.get(Case, note.case_id)


def test_two_who_write_private_words_at_once_overwrite_nothing(cast):
    held = stories.a_supervision(cast, finished=False, wellbeing="First.")
    with pytest.raises(Changed) as refused:
        deeds.write_private_words(held, wellbeing="Second.", development="", read_version=1, by=cast.mabel)
    assert refused.value.stored["wellbeing"] == "First."


def test_a_restricted_decision_is_read_by_the_lead_and_the_manager_alone(client, cast, session):
    held = stories.a_supervision(cast, finished=False, discuss=False)
    case = session.scalars(sa.select(Case).order_by(Case.id)).first()
    leads.add_contributor(case, person=cast.conor, by=cast.kamal)
    note = deeds.discuss(held, case, decision="Ask about the bruise.", restricted=True, by=cast.mabel)
    path = f"/cases/{write_code(case.code)}/notes/{write_code(note.code)}"
    deeds.finish(held, held=2, by=cast.mabel)
    db.session.commit()
    for person, status in ((cast.kamal, 200), (cast.mabel, 200), (cast.conor, 404)):
        client.sign_in(person)
        assert client.status(path) == status
    # Kamal gave the case away: he still reads his supervision, and of the family only what he still sees.
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="All is well.")
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(where(held))
    assert "what was decided is restricted" in page.main


# Who may ------------------------------------------------------------------------------------------------------


def test_only_the_two_read_it_and_the_worker_once_it_is_finished(client, cast):
    held = stories.a_supervision(cast, finished=False, wellbeing=CANARY)
    client.sign_in(cast.kamal)
    assert client.status(where(held)) == 404
    assert write_code(held.code) not in client.get("/supervision/mine").html
    deeds.finish(held, held=2, by=cast.mabel)
    db.session.commit()
    page = client.get(where(held))
    assert CANARY in page.main and not list(page.find("a", class_="govuk-button"))
    assert where(held) in client.get("/supervision/mine").links.values()
    for tail in ("/private", "/finish"):
        assert client.status(where(held, tail)) == 404
    client.sign_in(cast.mabel)
    assert CANARY in client.get(where(held)).main


@pytest.mark.parametrize("who", OTHERS)
def test_to_everybody_else_it_does_not_exist(who, client, cast, session):
    held = stories.a_supervision(cast, wellbeing=CANARY, development=CANARY)
    cast.north.managers.append(cast.morag)  # a second manager of the same team, who sees all of its families
    db.session.commit()
    person = getattr(cast, who)
    client.sign_in(person)
    token = client.token()
    absent = "/supervision/2222-2223"
    for tail in ("", "/private", "/finish", f"/families/{write_code(session.scalars(sa.select(Case)).first().code)}"):
        pages = [client.ask("GET", at + tail) for at in (where(held), absent)]
        assert [page.status_code for page in pages] == [404, 404]
        assert len(pages[0].data) == len(pages[1].data)
        assert client.ask("POST", where(held, tail), data={"csrf_token": token}).status_code in (404, 405)
    begin = client.status(f"/supervision/begin/{write_code(cast.kamal.code)}")
    assert begin == (200 if who == "morag" else 403)
    session.rollback()
    refused = session.scalars(sa.select(Look).where(Look.practitioner_id == person.id, Look.refused)).all()
    assert refused and not any(CANARY in (look.because or "") for look in refused)


def test_a_manager_whom_another_supervises_reads_and_does_not_write(client, cast, session):
    cast.north.managers.append(cast.morag)
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.mabel)
    held = deeds.begin(cast.mabel, held_on=clock.today(), by=cast.morag)
    deeds.discuss(held, case, decision="Go on.", restricted=False, by=cast.morag)
    deeds.finish(held, held=1, by=cast.morag)
    db.session.commit()
    client.sign_in(cast.mabel)
    assert client.status(where(held)) == 200
    assert client.status(where(held, "/private")) == 404


def test_only_families_of_the_teams_that_the_worker_leads_can_be_discussed(client, cast, session):
    held = stories.a_supervision(cast, finished=False)
    others = [
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Vole"), lead=cast.colette),
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Wren"), lead=cast.kamal, team=cast.south),
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal", restricted=True)),
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Rook")),
    ]
    client.sign_in(cast.mabel)
    main = client.get(where(held)).main
    for case in others:
        assert client.status(where(held, f"/families/{write_code(case.code)}")) == 404
        assert case.family.name not in main
    assert client.status("/supervision/begin/nobody") == 404
    assert client.status(f"/supervision/begin/{write_code(cast.sven.code)}") == 404


def test_a_family_that_the_worker_does_not_see_now_is_still_counted_and_not_named(client, cast, session):
    held = stories.a_supervision(cast)
    case = session.scalars(sa.select(Case).order_by(Case.id)).first()
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="All is well.")
    case.family.restricted = True
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(where(held))
    assert "A family that you do not see now" in page.main and "Ashdown" not in page.main


def test_private_words_are_nowhere_but_on_the_record_of_the_two(client, cast, session, app, tmp_path):
    """The canary is in one column; in no event, look, note, message, draft, export or page of anybody else."""
    held = stories.a_supervision(cast, wellbeing=CANARY, development=CANARY)
    pages = ["/", "/cases", "/supervision", "/supervision/mine", "/exports", "/scorecard"]
    for case in session.scalars(sa.select(Case)).all():
        code = write_code(case.code)
        tails = ("", "/notes", "/chronology", "/plan", "/distance", "/summary")
        pages += [f"/cases/{code}{tail}" for tail in tails]
        pages.append(f"/families/{write_code(case.family.code)}/journey?show=notes")
    for person in cast.everybody:
        client.sign_in(person)
        for path in pages:
            assert "Zwartkop" not in client.ask("GET", path).get_data(as_text=True), (person.name, path)
    runner = app.test_cli_runner()
    for what, out in (("annex-a", tmp_path / "a.xlsx"), ("ssd", tmp_path / "ssd")):
        args = ["export", what, "--out", str(out), "--at", "2026-03-02", "--purpose", "A test"]
        assert runner.invoke(args=args).exit_code == 0
    written = b"".join(path.read_bytes() for path in (tmp_path / "ssd").iterdir())
    assert written and CANARY.encode() not in written
    session.rollback()
    found = []
    for table in Base.metadata.sorted_tables:
        for row in session.execute(sa.select(table)):
            found += [f"{table.name}.{key}" for key, value in row._mapping.items() if CANARY in str(value)]
    assert sorted(set(found)) == ["supervisions.development", "supervisions.wellbeing"]
    assert held.id


# Pages --------------------------------------------------------------------------------------------------------


def test_the_facts_of_a_family_are_laid_out_and_the_look_is_noted_on_its_case(client, cast, session, count_queries):
    path = stories.family_to_discuss(cast)
    case = session.scalars(sa.select(Case).order_by(Case.id.desc())).first()
    for kind, text in ((NoteKind.VISIT, "At home."), (NoteKind.CALL, "Rang."), (NoteKind.OVERSIGHT, "See her alone.")):
        notes.write_note(
            case, kind=kind, happened_on=clock.today(), text=text, people_seen=None, restricted=False, by=cast.mabel
        )
    stories.review(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.mabel)
    with count_queries() as count:
        page = client.get(path)
    assert count() <= 13, "twelve, and the look at the case"
    for said in ("Plan under way", "since 2 March 2026", "Visit, 2 March 2026", "Call, 2 March 2026", "See her alone.",
                 "First score 3, goal 7, latest 5", "Management oversight, 2 March 2026"):  # fmt: skip
        assert said in page.main, said
    session.rollback()
    looks = session.scalars(sa.select(Look).where(Look.subject == Subject.CASE, Look.subject_id == case.id)).all()
    assert [look.page for look in looks] == ["supervision.family"]
    refused = client.send(page, {"decision": "  "}, 400)
    assert "Write what was decided" in refused.main
    done = client.send(page, {"decision": "Go on."})
    page = client.follow(done)
    assert "Go on." not in page.main, "the words are on the family's record alone"
    assert "Go on." in client.get(f"/cases/{write_code(case.code)}/notes").main


def test_a_draft_of_private_words_is_found_again_by_its_writer(client, cast):
    held = stories.a_supervision(cast, finished=False)
    client.sign_in(cast.mabel)
    token = client.token()
    path = where(held, "/private")
    client.post(f"/drafts?path={path}", {"csrf_token": token, "wellbeing": CANARY}, 204)
    home = client.get("/")
    assert home.links.get("Supervision: Kamal Osei") == path
    assert CANARY not in home.html
    assert client.get(path).fields()["wellbeing"] == CANARY


def test_pages_have_a_fixed_number_of_statements(client, cast, session, count_queries):
    def counted(path: str) -> int:
        with count_queries() as count:
            client.get(path)
        return count()

    held = stories.a_supervision(cast, finished=False)
    with later(40):
        client.sign_in(cast.mabel)
        paths = ["/supervision", "/supervision/mine", where(held), where(held, "/finish"), "/"]
        few = [counted(path) for path in paths]
        for n in range(20):
            stories.a_case(cast, Stage.ASSESSING, family=stories.a_family(f"Ash{n}"))
            worker = practitioner(f"Worker{n} Name", Role.KEY_WORKER, team=cast.north)
            db.session.flush()
            stories.a_case(cast, Stage.ASSESSING, family=stories.a_family(f"Elm{n}"), lead=worker)
        for case in session.scalars(sa.select(Case).where(Case.lead_id == cast.kamal.id).order_by(Case.id)).all()[2:12]:
            deeds.discuss(held, case, decision="Go on.", restricted=False, by=cast.mabel)
        db.session.commit()
        assert [counted(path) for path in paths] == few
        assert max(few[:2]) <= 8 and max(few) <= 12 and few[-1] <= 8


def test_the_list_pages_by_key(client, cast):
    for n in range(30):
        worker = practitioner(f"Worker{n:02} Name", Role.KEY_WORKER, team=cast.north)
        db.session.flush()
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family(f"Elm{n}"), lead=worker)
    client.sign_in(cast.mabel)
    page = client.get("/supervision")
    assert "Worker24" in page.main and "Worker25" not in page.main
    second = client.get(page.links["More"])
    assert "Worker25" in second.main and "Worker29" in second.main and "Worker24" not in second.main
    assert "More" not in second.links
