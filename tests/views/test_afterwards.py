"""After a case has closed: the family says by a link how things are, and what comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.casework import closings
from familyhelp.extensions import db
from familyhelp.models import Answer, Case, CheckIn, Event, Feedback
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.endings import CheckInHow, CheckInResult, ClosureReason
from familyhelp.practice.links import AnswerKind, ReadingAge, speaks_for_itself
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.by_link import Held, afterwards_link, enter, is_gone, member
from tests.client import StrictClient
from tests.conftest import MONDAY

NEAR = MONDAY + timedelta(days=80)
"""A few days before the first check-in after a case that closed on the Monday."""


@pytest.fixture
def closed(cast):
    return stories.a_case(cast, Stage.CLOSED)


@pytest.fixture
def near():
    with clock.at(NEAR):
        yield


def first_of(case: Case) -> CheckIn:
    db.session.rollback()
    return min(db.session.get(Case, case.id).closing.check_ins, key=lambda c: c.months)


def tell(client: StrictClient, held: Held, kind: str, text: str = "", status: int = 303) -> Any:
    page = client.get(enter(client, held).links["Say how things are"])
    return client.post(page.path, page.fields() | {"kind": kind, "text": text}, status)


def kinds(case: Case) -> list[EventKind]:
    return list(
        db.session.scalars(
            sa.select(Event.kind).where(Event.subject == Subject.CASE, Event.subject_id == case.id).order_by(Event.id)
        )
    )


@pytest.mark.parametrize("kind", list(AnswerKind))
@pytest.mark.parametrize("text", [None, " ", "Ring me."])
@pytest.mark.parametrize("age", list(ReadingAge))
def test_only_a_grown_up_who_asks_for_nothing_speaks_for_itself(kind, text, age):
    settled = kind in {AnswerKind.STILL_WELL, AnswerKind.RATHER_NOT} and text != "Ring me." and age is ReadingAge.ADULT
    assert speaks_for_itself(kind, text, age) is settled


def test_still_well_is_the_check_in_and_nobody_has_to_do_anything(app, client, cast, closed, near):
    held = afterwards_link(app, closed, cast)
    tell(client, held, "still_well")
    check_in = first_of(closed)
    assert (check_in.result, check_in.made_on) == (CheckInResult.SUSTAINED, clock.today())
    assert (check_in.how, check_in.recorded_by_id) == (CheckInHow.LINK, None) and check_in.answer.waits is False
    case = db.session.get(Case, closed.id)
    assert case.next_due_on == case.closing.check_ins[1].due_on and case.lead_id == cast.kamal.id
    assert kinds(case)[-1] is EventKind.FAMILY_SAID_AFTERWARDS
    front = client.get(held.path)
    assert "Say how things are" not in front.links and "Things are still good" in front.main
    worker = StrictClient(app)
    worker.sign_in(cast.kamal)
    sentence = "Rosa Ashdown said by a link, for the check-in at 3 months: Things are still good, or good enough"
    assert sentence in worker.get(f"/cases/{write_code(case.code)}/chronology").main


def test_harder_waits_on_the_leads_home_and_the_check_in_is_filled_in(app, client, cast, closed, near):
    tell(client, afterwards_link(app, closed, cast), "harder", "Dad has moved out again.")
    check_in = first_of(closed)
    assert check_in.result is None, "whoever leads rings first"
    case = db.session.get(Case, closed.id)
    assert case.next_due_on == check_in.due_on and case.lead_id == cast.kamal.id, "it is held until a day"
    worker = StrictClient(app)
    worker.sign_in(cast.kamal)
    assert "Things are harder than they were" in worker.get("/").main
    page = worker.get(f"/cases/{write_code(case.code)}/check-ins/3")
    assert page.fields()["result"] == ["slipping"] and page.fields()["what_was_said"] == "Dad has moved out again."
    assert "Rosa Ashdown said by a link" in page.main
    worker.post(page.path, page.fields() | {"what_was_said": "Rosa will ring Grandma. I ring on Friday."})
    answer = db.session.scalars(sa.select(Answer)).one()
    assert (answer.seen_by_id, answer.done_about) == (cast.kamal.id, "Rosa will ring Grandma. I ring on Friday.")
    assert first_of(closed).result is CheckInResult.SLIPPING
    assert kinds(case)[-2:] == [EventKind.FAMILY_SAID_AFTERWARDS, EventKind.CHECKED_IN]
    assert "Dad has moved out again." not in worker.get("/").main


def test_who_wants_help_again_is_one_form_away_from_a_new_episode(app, client, cast, closed, near):
    tell(client, afterwards_link(app, closed, cast), "help_again", "We miss our Fridays.")
    worker = StrictClient(app)
    worker.sign_in(cast.kamal)
    page = worker.get(f"/cases/{write_code(closed.code)}/check-ins/3")
    after = worker.follow(worker.post(page.path, page.fields()))
    assert after.path.endswith("/re-engage")
    assert "We miss our Fridays." in after.fields()["why"], "the story is not told again"


def test_a_check_in_is_answered_once_by_whoever_is_first(app, client, cast, closed, near):
    rosa, jude = afterwards_link(app, closed, cast), afterwards_link(app, closed, cast, "Jude", ReadingAge.YOUNG_PERSON)
    other = StrictClient(app)
    asked = other.get(enter(other, jude).links["Say how things are"])
    tell(client, rosa, "still_well")
    answer = other.post(asked.path, asked.fields() | {"kind": "harder", "text": "Still bad."}, 409)
    assert answer.fields()["text"] == "Still bad.", "nothing typed is lost"
    assert db.session.scalar(sa.select(sa.func.count(Answer.id))) == 1
    assert "Say how things are" not in other.get(jude.path).links


def test_said_twice_by_one_click_it_is_said_once(app, client, cast, closed, near):
    held = afterwards_link(app, closed, cast)
    page = client.get(enter(client, held).links["Say how things are"])
    sent = page.fields() | {"kind": "harder"}
    assert client.post(page.path, sent).location == client.post(page.path, sent).location
    assert db.session.scalar(sa.select(sa.func.count(Answer.id))) == 1


def test_a_child_is_heard_but_a_grown_up_reads_it_before_anything_is_recorded(app, client, cast, closed, near):
    tell(client, afterwards_link(app, closed, cast, "Jude", ReadingAge.YOUNG_PERSON), "still_well")
    check_in = first_of(closed)
    assert check_in.result is None and check_in.answer.waits


def test_a_check_in_long_before_its_day_is_not_asked_and_how_the_help_was_still_is(app, client, cast, closed):
    held = afterwards_link(app, closed, cast)
    front = enter(client, held)
    assert "Say how things are" not in front.links
    assert client.ask("GET", f"{held.path}/now").status_code == 303
    page = client.get(front.links["Say how the help was"])
    client.post(page.path, page.fields() | {"heard": "no", "differently": "Nobody rang."})
    given = db.session.scalars(sa.select(Feedback)).one()
    assert given.answer.waits and given.answer.plan_id is not None


def test_after_the_last_check_in_the_manager_hears_what_is_said(app, client, cast, closed):
    for check_in in closed.closing.check_ins:
        said = {"made_on": clock.today(), "result": CheckInResult.DECLINED, "what_was_said": None}
        closings.check_in(closed, check_in, **said, by=cast.kamal)
    page = client.get(enter(client, afterwards_link(app, closed, cast)).links["Say how the help was"])
    client.post(page.path, page.fields() | {"differently": "Nobody rang."})
    manager = StrictClient(app)
    manager.sign_in(cast.mabel)
    told = manager.get("/what-families-tell-us")
    assert f"/cases/{write_code(closed.code)}/feedback" in told.links.values()


def ended(how: str, case: Case, held: Held) -> None:
    match how:
        case "a child died":
            case.closing.reason = ClosureReason.CHILD_DIED
        case "opened in error":
            case.closing.reason = ClosureReason.ERROR
        case "left the family":
            member(case, "Rosa").ends_on = clock.today()
        case "died":
            member(case, "Rosa").person.died_on = clock.today()
        case "restricted since":
            case.family.restricted = True
    db.session.commit()


@pytest.mark.parametrize("how", ["a child died", "opened in error", "left the family", "died", "restricted since"])
def test_what_ends_it_ends_the_page_that_is_open_too(app, client, cast, closed, near, how):
    held = afterwards_link(app, closed, cast)
    page = client.get(enter(client, held).links["Say how things are"])
    ended(how, db.session.get(Case, closed.id), held)
    assert is_gone(client.get(held.path, 404))
    assert is_gone(client.post(page.path, page.fields() | {"kind": "harder"}, 404))
    assert db.session.scalar(sa.select(sa.func.count(Answer.id))) == 0


def test_nobody_is_asked_after_a_child_died(app, client, cast, closed):
    closed.closing.reason = ClosureReason.CHILD_DIED
    db.session.commit()
    worker = StrictClient(app)
    worker.sign_in(cast.kamal)
    hub = worker.get(f"/cases/{write_code(closed.code)}/family-page")
    assert "nobody is asked by a link" in hub.main
    assert not [text for text in hub.links if text.startswith("Give a link")]


def test_a_worker_gives_the_link_from_the_check_in(app, client, cast, closed, near):
    worker = StrictClient(app)
    worker.sign_in(cast.kamal)
    page = worker.get(f"/cases/{write_code(closed.code)}/check-ins/3")
    hub = worker.get(page.links["Or give somebody a link, to say it themselves"])
    form = worker.get(hub.links["Give a link to Rosa Ashdown"])
    assert "how things are now" in form.main
    shown = worker.post(form.path, form.fields(), 200)
    assert "/afterwards/" in shown.html


@pytest.mark.parametrize("times", [1, 6])
def test_the_pages_cost_the_same_however_much_was_said(app, client, cast, closed, near, count_queries, times):
    held = afterwards_link(app, closed, cast)
    front = enter(client, held)
    for number in range(times):
        page = client.get(front.links["Say how the help was"])
        client.post(page.path, page.fields() | {"differently": f"{number}"})
    with count_queries() as count:
        client.get(held.path)
    assert count() == 5
