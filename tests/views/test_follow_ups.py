"""What a note asks of somebody, what the family says beside it, and what a new lead is left."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import follow_ups, leads, notes
from familyhelp.extensions import db
from familyhelp.models import FollowUp, Handover, Note, NoteComment, NoteShare
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.stories import a_case

IN_THREE_DAYS = {"due_on-day": "5", "due_on-month": "3", "due_on-year": "2026"}


@pytest.fixture
def case(cast):
    case = a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    db.session.commit()
    return case


def at(case, rest: str = "") -> str:
    return f"/cases/{write_code(case.code)}{rest}"


def a_note(case, by, text="A call.", *, restricted=False):
    note = notes.write_note(
        case, kind=NoteKind.CALL, happened_on=clock.today(), text=text, people_seen=None, restricted=restricted, by=by
    )
    db.session.commit()
    return note


def of(case, note, rest=""):
    return at(case, f"/notes/{write_code(note.code)}{rest}")


def ask(case, note, of, by, what="Ring the school.", days=3):
    asked = follow_ups.ask(case, note, of=of, due_on=clock.today() + timedelta(days=days), what=what, by=by)
    db.session.commit()
    return asked


def another(client, person):
    browser = type(client)(client.app)
    browser.sign_in(person)
    return browser


def test_a_note_asks_somebody_who_finds_it_at_home_and_answers_it(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/notes/new"))
    asked = {"kind": "call", "text": "School rang.", "what": "Ask about lunch.", "of": cast.conor.code}
    client.send(page, asked | IN_THREE_DAYS)
    told = client.get(at(case, "/chronology")).main
    assert "Kamal Osei asked Conor Bright to follow up a note: Call" in told and "wrote a note: Call" in told
    assert "Ask about lunch. – Conor Bright, by 5 March 2026" in client.get(at(case)).main
    browser = another(client, cast.conor)
    home = browser.get("/")
    assert "What you are asked to follow up" in home.main and "Ask about lunch." in home.main
    assert "Asked by Kamal Osei" in home.main
    form = browser.get(home.links["Answer: Ashdown family"])
    assert "Ask about lunch." in form.main
    assert browser.send(form, {"answer": " "}, status=400).errors == ["Write what was done, or why it will not be."]
    shown = browser.follow(browser.send(form, {"answer": "Lunch is paid for."}))
    assert "Lunch is paid for." in shown.main and "Answered by Conor Bright on 2 March 2026" in shown.main
    assert "follow up" not in browser.get("/").main
    assert "To follow up" not in client.get(at(case)).main
    assert "answered what a note asked for" in client.get(at(case, "/chronology")).main


@pytest.mark.parametrize("absent", ["what", "of", "due_on"])
def test_a_follow_up_is_asked_whole_or_not_at_all(client, cast, case, absent):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/notes/new"))
    whole = {"what": "Ring.", "of": cast.conor.code} | IN_THREE_DAYS
    answers = {"kind": "call", "text": "Hello."} | {k: v for k, v in whole.items() if not k.startswith(absent)}
    refused = client.send(page, answers, status=400)
    assert len(refused.errors) == 1
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 0
    kept = refused.fields("text")
    assert all(kept[name] == value for name, value in answers.items() if name not in ("kind", "of"))


def test_a_day_that_has_passed_and_somebody_without_a_part_are_refused_and_no_note_is_left_half(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/notes/new"))
    past = IN_THREE_DAYS | {"due_on-month": "2"}
    refused = client.send(
        page, {"kind": "call", "text": "Hello.", "what": "Ring.", "of": cast.conor.code} | past, status=409
    )
    assert refused.errors == ["This day has passed: choose a day that is still to come."]
    sent = page.fields("text") | {"kind": "call", "text": "x", "what": "Ring.", "of": cast.sven.code} | IN_THREE_DAYS
    assert client.post(at(case, "/notes/new"), sent, status=400).errors == ["Choose one from the list."]
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 0
    with pytest.raises(NotYet, match="has no part"):
        ask(case, a_note(case, cast.kamal), cast.sven, cast.kamal)


def test_two_people_answer_and_the_first_answer_stands(client, cast, case):
    note = a_note(case, cast.kamal)
    asked = ask(case, note, cast.conor, cast.kamal)
    path = of(case, note, f"/follow-ups/{write_code(asked.code)}")
    first, second = another(client, cast.conor), another(client, cast.mabel)
    early, late = first.get(path), second.get(path)
    first.send(early, {"answer": "His."})
    refused = second.send(late, {"answer": "Hers."}, status=409)
    assert "answered already" in refused.errors[0] and "His." in refused.main
    assert refused.fields("answer")["answer"] == "Hers."
    db.session.expire_all()
    assert db.session.get(FollowUp, asked.id).answer == "His."
    assert second.ask("GET", path).status_code == 303


def test_what_a_restricted_note_asks_is_known_to_its_readers_alone(client, cast, case):
    browser = another(client, cast.conor)
    before = {path: browser.get(path).main for path in ("/", at(case), at(case, "/chronology"), at(case, "/summary"))}
    note = a_note(case, cast.kamal, "canary", restricted=True)
    asked = ask(case, note, cast.kamal, cast.mabel, "canary: look into it")
    for path, main in before.items():
        assert browser.get(path).main == main, path
    there = of(case, note, f"/follow-ups/{write_code(asked.code)}")
    assert browser.status(there) == 404 == browser.status(of(case, note, "/follow-ups/new"))
    client.sign_in(cast.kamal)
    assert "canary: look into it" in client.get("/").main
    assert "canary: look into it" in client.get(at(case)).main
    page = client.get(of(case, note, "/follow-ups/new"))
    assert "Conor" not in page.main, "who may not read it is not asked"
    answer = {"kind": "call", "text": "x", "restricted": "y", "what": "Ring.", "of": cast.conor.code} | IN_THREE_DAYS
    refused = client.send(client.get(at(case, "/notes/new")), answer, status=409)
    assert refused.errors == ["Conor Bright may not read restricted notes: ask the lead."]


def test_what_was_asked_passes_to_the_lead_when_a_part_ends(client, cast, case):
    note = a_note(case, cast.kamal)
    first, second = ask(case, note, cast.conor, cast.kamal, "One."), ask(case, note, cast.kamal, cast.mabel, "Two.")
    part = next(p for p in case.leads if p.practitioner is cast.conor)
    leads.end_contributor(case, part=part, by=cast.mabel, because="New school.")
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="Ring first.")
    db.session.commit()
    db.session.expire_all()
    assert {first.held_by, second.held_by} == {cast.colette}
    assert {first.asked_of, second.asked_of} == {cast.conor, cast.kamal}
    assert "One." in another(client, cast.colette).get("/").main
    assert "One." not in another(client, cast.conor).get("/").main
    client.sign_in(cast.mabel)
    assert "Asked of Conor Bright, now with Colette Barr" in client.get(of(case, note)).main


def test_a_follow_up_is_found_at_its_own_note_only(client, cast, case):
    note, other = a_note(case, cast.kamal), a_note(case, cast.kamal)
    asked = ask(case, note, cast.conor, cast.kamal)
    client.sign_in(cast.kamal)
    assert client.status(of(case, other, f"/follow-ups/{write_code(asked.code)}")) == 404
    assert client.status(of(case, note, "/follow-ups/nonsense")) == 404


def test_a_correction_keeps_what_was_asked_shared_and_said(client, cast, case):
    note = a_note(case, cast.kamal)
    ask(case, note, cast.conor, cast.kamal, "Ring the school.")
    notes.share_note(case, note, shared_with="Rosa", shared_on=clock.today(), by=cast.kamal)
    notes.add_comment(case, note, said_by="Rosa", said_on=clock.today(), text="So it was.", by=cast.kamal)
    notes.correct_note(case, note, text="Corrected.", because="So.", read_version=1, by=cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(of(case, note))
    assert "Ring the school." in page.main and "So it was." in page.main
    assert "That was version 1; it has been corrected since." in page.main


def test_the_family_sees_a_note_and_every_comment_stands_beside_it(client, cast, case):
    note = a_note(case, cast.kamal)
    client.sign_in(cast.kamal)
    assert client.status(of(case, note, "/comments/new")) == 409, "nobody comments on what they have not seen"
    page = client.get(client.get(of(case, note)).links["Record that the family has seen it"])
    page = client.follow(client.send(page, {"shared_with": "Rosa"}))
    assert "Rosa saw it on 2 March 2026 (recorded by Kamal Osei)" in page.main
    for text in ("It was not like that.", "Now I think it was."):
        form = client.get(client.get(of(case, note)).links["Write down what the family says about it"])
        client.send(form, {"said_by": "Rosa", "text": text})
    page = client.get(of(case, note))
    assert page.main.index("It was not like that.") < page.main.index("Now I think it was.")
    told = client.get(at(case, "/chronology")).main
    assert "Kamal Osei shared a note with Rosa: Call" in told and "what Rosa says about a note: Call" in told
    assert "not like that" not in told
    assert db.session.scalar(sa.select(sa.func.count(NoteComment.id))) == 2


def test_a_restricted_note_is_never_shared(client, cast, case):
    note = a_note(case, cast.kamal, restricted=True)
    client.sign_in(cast.kamal)
    assert "family has seen" not in client.get(of(case, note)).main
    assert client.status(of(case, note, "/share")) == 409
    forged = {"shared_with": "Rosa", "csrf_token": client.token()}
    assert client.ask("POST", of(case, note, "/share"), data=forged).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count(NoteShare.id))) == 0


@pytest.mark.parametrize(("day", "said"), [(date(2026, 3, 3), "future"), (date(2026, 3, 1), "before the note’s own")])
def test_a_note_is_shared_on_a_day_that_can_be(cast, case, day, said):
    note = a_note(case, cast.kamal)
    with pytest.raises(NotYet, match=said):
        notes.share_note(case, note, shared_with="Rosa", shared_on=day, by=cast.kamal)


# Handovers ---------------------------------------------------------------------------------------------------


def change(client, case, cast, **more):
    answers = {"lead": cast.colette.code, "because": "Leave.", "handover": "Rosa likes a text first."} | more
    return client.send(client.get(at(case, "/lead")), answers)


def test_a_change_of_lead_asks_what_the_new_one_needs_to_know(client, cast, case):
    client.sign_in(cast.mabel)
    page = client.get(at(case, "/lead"))
    refused = client.send(page, {"lead": cast.colette.code, "because": "Leave."}, status=400)
    assert refused.errors == ["Write what the new lead needs to know, so that the family need not tell it again."]
    change(client, case, cast)
    note = db.session.scalar(sa.select(Note))
    assert (note.kind, note.text, note.written_by) == (NoteKind.HANDOVER, "Rosa likes a text first.", cast.mabel)
    handover = db.session.scalar(sa.select(Handover))
    assert handover.note_id == note.id and handover.lead_id == case.leads[-1].id
    assert client.get(at(case, "/chronology")).main.count("Mabel Thorne wrote a note") == 0, "one deed, one event"


def test_the_new_lead_reads_the_note_on_the_case_until_they_say_so(client, cast, case):
    manager = another(client, cast.mabel)
    change(manager, case, cast)
    client.sign_in(cast.colette)
    page = client.get(at(case))
    assert "Handover from Mabel Thorne" in page.main and "Rosa likes a text first." in page.main
    assert "Rosa likes a text first." not in manager.get(at(case)).main
    assert manager.status(at(case, "/handover/read")) == 403, "only the new lead says that they read it"
    page = client.follow(client.send(client.get(at(case, "/handover/read")), {}))
    assert "Handover from" not in page.main
    assert "Colette Barr read the handover note" in client.get(at(case, "/chronology")).main
    assert client.status(at(case, "/handover/read")) == 409
    assert "Rosa likes a text first." in client.get(at(case, "/notes")).main


def test_the_case_says_to_tell_the_family_until_it_is_recorded(client, cast, case):
    client.sign_in(cast.mabel)
    assert "Tell the family who works with them now" not in client.get(at(case)).main
    change(client, case, cast)
    page = client.get(client.get(at(case)).links["Tell the family who works with them now"])
    assert len(client.send(page, {}, status=400).errors) == 2
    page = client.follow(client.send(page, {"told_how": "by_phone", "told_by": "Kamal Osei"}))
    assert "Tell the family who works with them now" not in page.main
    assert "Kamal Osei told the family who works with them now (By phone)" in client.get(at(case, "/chronology")).main
    assert client.status(at(case, "/handover/family-told")) == 409


def test_a_family_that_was_told_before_the_change_is_on_the_record_at_once(client, cast, case):
    client.sign_in(cast.mabel)
    half = {"told_by": "Kamal Osei"}
    page = client.get(at(case, "/lead"))
    answers = {"lead": cast.colette.code, "because": "Leave.", "handover": "All is well."}
    assert len(client.send(page, answers | half, status=400).errors) == 2
    told = {"told_on-day": "1", "told_on-month": "3", "told_on-year": "2026", "told_how": "in_person"}
    client.send(page, answers | half | told)
    assert "Tell the family" not in client.get(at(case)).main
    handover = db.session.scalar(sa.select(Handover))
    assert (handover.told_on, handover.told_by, handover.recorded_by) == (date(2026, 3, 1), "Kamal Osei", cast.mabel)


def test_a_second_change_asks_anew_and_the_first_handover_stays(client, cast, case):
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="First.")
    leads.change_lead(case, lead=cast.kamal, by=cast.mabel, because="Back.", handover="Second.")
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(at(case)).main
    assert "Second." in page and "First." not in page
    assert db.session.scalar(sa.select(sa.func.count(Handover.id))) == 2


def test_a_step_that_is_accepted_changes_who_works_with_the_family(client, cast):
    case = a_case(cast, Stage.STATUTORY)
    client.sign_in(cast.lionel)
    assert "Tell the family who works with them now" in client.get(at(case)).main
    assert "Handover from" not in client.get(at(case)).main
    assert client.status(at(case, "/handover/read")) == 409


@pytest.mark.parametrize("stage", [Stage.ACTIVE, Stage.CLOSED])
def test_the_case_page_stays_within_twelve_statements_whatever_stands_on_it(client, cast, count_queries, stage):
    case = a_case(cast, Stage.ACTIVE)
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="First.")
    note = a_note(case, cast.kamal)
    for n in range(30):
        ask(case, note, cast.colette, cast.mabel, f"Thing {n}.")
    if stage is Stage.CLOSED:
        stories.close(case, cast.colette)
        db.session.commit()
    for person in (cast.colette, cast.mabel):
        client.sign_in(person)
        with count_queries() as count:
            page = client.get(at(case))
        assert count() <= 12, (person.name, count())
        assert len(page.html) < 60_000
