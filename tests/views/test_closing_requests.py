"""A manager approves a closing where the authority wants it; and what comes late is added to a closed case as that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import closing_requests as deeds
from familyhelp.casework import notes
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, ClosingRequest, Event, Message, Note
from familyhelp.practice import clock, endings
from familyhelp.practice.endings import RequestState
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.outcomes import Result
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from familyhelp.practice.words import NotYet
from tests import stories
from tests.conftest import MONDAY
from tests.stories_steps import ask_to_close

WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def asked(cast, case):
    ask_to_close(case, cast.kamal)
    db.session.commit()
    return case


@pytest.fixture
def by_manager():
    endings.approve_by("manager")
    yield
    endings.approve_by("off")


def path(case: Case, tail: str = "") -> str:
    return f"/cases/{write_code(case.code)}{tail}"


def faults() -> list[str]:
    db.session.commit()
    return list(Check().faults())


# Asking and answering -----------------------------------------------------------------------------------------


def test_until_it_is_answered_the_case_stays_open_held_and_dated(cast, asked):
    assert (asked.stage, asked.lead, asked.closed_on) == (Stage.ACTIVE, cast.kamal, None)
    assert (asked.next_due, asked.next_due_on) == (Due.CLOSING_ANSWER, date(2026, 3, 9))
    assert {s.value for s in asked.scores} == {3} and all(o.result is None for o in asked.agreed_outcomes)
    assert faults() == []
    message = db.session.scalars(sa.select(Message).order_by(Message.id.desc())).first()
    assert message.to == cast.mabel.email and "Ashdown" not in message.text


def test_an_approved_closing_ends_the_case_as_it_was_written_on_the_day_it_is_approved(cast, asked):
    with clock.at(WEDNESDAY):
        deeds.approve_closing(asked, by=cast.mabel)
        assert faults() == []
    assert (asked.stage, asked.closed_on, asked.closing_due_on) == (Stage.CLOSED, date(2026, 3, 4), None)
    assert (asked.closing.summary, asked.closing.recorded_by_id) == ("Mornings work now.", cast.kamal.id)
    assert [c.due_on for c in asked.closing.check_ins] == [date(2026, 6, 4), date(2026, 9, 4)]
    assert [o.result for o in asked.agreed_outcomes] == [Result.MET, Result.MET]
    request = db.session.scalar(sa.select(ClosingRequest))
    assert (request.state, request.answered_by) == (RequestState.APPROVED, cast.mabel)


def test_one_that_is_sent_back_leaves_the_case_as_it_was_and_can_be_asked_for_again(cast, asked):
    with pytest.raises(NotYet, match="what is missing"):
        deeds.send_back_closing(asked, because=" ", by=cast.mabel)
    deeds.send_back_closing(asked, because="See Jude first.", by=cast.mabel)
    assert (asked.stage, asked.closing_due_on, asked.next_due) == (Stage.ACTIVE, None, Due.FIRST_REVIEW)
    message = db.session.scalars(sa.select(Message).order_by(Message.id.desc())).first()
    assert message.to == cast.kamal.email
    with pytest.raises(NotYet, match="No closing is waiting"):
        deeds.approve_closing(asked, by=cast.mabel)
    ask_to_close(asked, cast.kamal)
    assert faults() == []


def test_nobody_approves_their_own_and_only_one_waits(cast, case):
    ask_to_close(case, cast.mabel)
    with pytest.raises(NotYet, match="another manager approves it"):
        deeds.approve_closing(case, by=cast.mabel)
    with pytest.raises(NotYet, match="waiting for the manager"):
        ask_to_close(case, cast.kamal)
    with pytest.raises(NotYet, match="waiting for the manager"):
        stories.close(case, cast.kamal)
    db.session.rollback()


def test_what_could_not_close_is_not_asked_for(cast, case):
    with pytest.raises(NotYet, match="Say how outcome 1 ended"):
        ask_to_close(case, cast.kamal, results={})
    stories.ask_up(case, cast.kamal)
    with pytest.raises(NotYet, match="A step-up is waiting"):
        ask_to_close(case, cast.kamal)


def test_a_step_up_that_is_asked_meanwhile_comes_first(cast, asked):
    stories.ask_up(asked, cast.kamal)
    assert asked.next_due is Due.STEP_ANSWER
    with pytest.raises(NotYet, match="A step-up is waiting"):
        deeds.approve_closing(asked, by=cast.mabel)
    assert asked.stage is Stage.ACTIVE


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE closing_requests SET state = 'approved'",
        "UPDATE closing_requests SET state = 'sent_back', answered_at = asked_at, answered_by_id = asked_by_id",
        "UPDATE closing_requests SET answered_at = asked_at",
    ],
)
def test_the_database_refuses_what_cannot_be(cast, asked, change):
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql(change)


def test_the_check_finds_a_day_that_no_request_has(cast, asked):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE closing_requests SET due_on = '2026-03-20'")
    assert [fault.partition(": ")[2] for fault in faults()] == [
        "keeps another day for the answer to its closing than the request for it."
    ]


def test_a_worker_asks_where_the_authority_wants_it_and_a_manager_closes(client, cast, case, by_manager):
    client.sign_in(cast.kamal)
    page = client.get(path(case, "/close"))
    assert page.heading.endswith("Ask the manager to close the case")
    said = {
        "reason": "met",
        "summary": "Mornings work now.",
        "family_feedback": "Good.",
        "sustaining_plan": "Ring Grandma.",
        "who_was_told": "School.",
        "check_ins": ["3"],
        **{f"result_{n}": "met" for n in (1, 2)},
        **{f"score_{n}": "8" for n in (1, 2)},
    }
    page = client.follow(client.send(page, said))
    assert "Answer the closing" in page.main and "Close the case" not in page.links
    assert client.status(path(case, "/close")) == 409
    assert client.status(path(case, "/closing/approve")) == 403
    client.sign_in(cast.morag)
    assert "Ashdown" not in client.get("/closings").main
    client.sign_in(cast.mabel)
    assert client.get("/").links["Closings to approve"] == "/closings"
    page = client.get(client.get("/closings").links["Ashdown family"])
    assert "Ring Grandma." in page.main and "last score 8" in page.main
    client.send(client.get(page.links["Send it back"]), {"because": "See Jude first."})
    client.sign_in(cast.kamal)
    page = client.get(path(case, "/close"))
    assert "See Jude first." in page.main
    assert (page.fields()["summary"], page.fields()["result_2"]) == ("Mornings work now.", ["met"])
    client.send(page, {})
    client.sign_in(cast.mabel)
    page = client.follow(client.send(client.get(path(case, "/closing/approve")), {}))
    assert "How it ended" in page.main
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    assert client.get(path(other, "/close")).heading.endswith("Close the case")


def test_nothing_is_asked_where_the_authority_does_not_want_it(client, cast, case):
    client.sign_in(cast.kamal)
    assert client.get(path(case, "/close")).heading.endswith("Close the case")
    client.sign_in(cast.mabel)
    assert client.status(path(case, "/closing/approve")) == 409
    assert "Closings to approve" not in client.get("/").main
    with pytest.raises(ValueError, match="nobody"):
        endings.approve_by("nobody")


def test_the_list_sends_few_statements_however_many_wait(client, cast, asked, count_queries):
    client.sign_in(cast.mabel)
    client.get("/closings")

    def counted():
        with count_queries() as count:
            client.get("/closings")
        return count()

    first = counted()
    assert first <= 8
    for number in range(27):
        ask_to_close(stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Family{number}")), cast.kamal)
    db.session.commit()
    assert counted() == first
    assert len(list(client.get(client.get("/closings").links["Next page"]).find("tr"))) == 4


# Late papers --------------------------------------------------------------------------------------------------


def late_paper(case: Case, who: object, **more: object) -> Note:
    said = {
        "kind": NoteKind.MEETING,
        "happened_on": date(2026, 3, 2),
        "text": "The school’s minutes.",
        "because": "They came today.",
        "by": who,
    }
    return notes.add_late_paper(case, **(said | more))


def test_a_late_paper_says_when_it_happened_and_when_it_was_added_and_nothing_else_changes(cast):
    case = stories.a_case(cast, Stage.CLOSED)
    before = (case.stage, case.lead_id, case.next_due_on, case.closed_on, case.closing.summary)
    with clock.at(WEDNESDAY):
        note = late_paper(case, cast.kamal)
        assert faults() == []
    assert (case.stage, case.lead_id, case.next_due_on, case.closed_on, case.closing.summary) == before
    assert (note.happened_on, note.first_written_at.date()) == (date(2026, 3, 2), date(2026, 3, 4))
    event = db.session.scalars(sa.select(Event).order_by(Event.id.desc())).first()
    assert (event.kind.value, event.because) == ("late_paper_added", "They came today.")
    assert (event.facts["on"], event.at.date()) == ("2026-03-02", date(2026, 3, 4))


def test_a_closed_case_takes_late_papers_and_no_other_note_and_an_open_one_no_late_paper(cast, case):
    with pytest.raises(NotYet, match="does not fit"):
        late_paper(case, cast.kamal)
    closed = stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Birch"))
    with pytest.raises(NotYet, match="does not fit"):
        notes.write_note(
            closed,
            kind=NoteKind.CALL,
            happened_on=clock.today(),
            text="Rang.",
            people_seen=None,
            restricted=False,
            by=cast.kamal,
        )
    for change, sentence in (({"text": ""}, "what happened"), ({"because": " "}, "only now")):
        with pytest.raises(NotYet, match=sentence):
            late_paper(closed, cast.kamal, **change)
    with pytest.raises(NotYet, match="lies ahead"):
        late_paper(closed, cast.kamal, happened_on=date(2026, 3, 9))


def test_a_managers_word_on_a_closing_is_added_as_one(client, cast):
    case = stories.a_case(cast, Stage.CLOSED)
    with clock.at(WEDNESDAY):
        client.sign_in(cast.mabel)
        page = client.get("/team-work/oversight")
        page = client.get(page.links["Write it for Ashdown family"])
        assert page.path.startswith(path(case, "/late-paper"))
        day = {"happened_on-day": "4", "happened_on-month": "3", "happened_on-year": "2026"}
        client.send(page, {"text": "A good ending.", "because": "Read today."} | day)
        assert db.session.scalar(sa.select(Note.kind)) is NoteKind.OVERSIGHT
        assert "Ashdown family" not in client.get("/team-work/oversight").links
        client.sign_in(cast.kamal)
        assert "Management oversight" not in client.get(path(case, "/late-paper")).main


def test_the_last_lead_and_their_manager_add_it_and_the_notes_show_it(client, cast):
    case = stories.a_case(cast, Stage.CLOSED)
    with clock.at(WEDNESDAY):
        client.sign_in(cast.colette)
        page = client.get(path(case, "/notes"))
        assert "Add a late paper" not in page.links and "Write a note" not in page.links
        assert client.status(path(case, "/late-paper")) == 403
        for who in (cast.kamal, cast.mabel):
            client.sign_in(who)
            page = client.get(path(case, "/notes"))
            assert "Write a note" not in page.links
            page = client.get(page.links["Add a late paper"])
            sent = {"kind": "meeting", "text": "The minutes.", "because": "They came today."}
            day = {"happened_on-day": "2", "happened_on-month": "3", "happened_on-year": "2026"}
            page = client.follow(client.send(page, sent | day))
        assert page.main.count("Late paper") == 2
        note = db.session.scalars(sa.select(Note)).first()
        main = client.get(path(case, f"/notes/{write_code(note.code)}")).main
        assert "Added on 4 March 2026, after the case had closed on 2 March 2026." in main
        assert "Correct this note" not in main
