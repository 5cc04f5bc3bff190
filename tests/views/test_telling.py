"""How people are told: a calendar at a secret address, and a message that names nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from familyhelp.casework import follow_ups, leads
from familyhelp.casework import practitioners as people
from familyhelp.casework import telling as deeds
from familyhelp.cli.digests import digest, write_all
from familyhelp.models import CalendarFeed, Event, Message
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.telling import Rhythm, tells_on
from familyhelp.queries.agenda import agenda, counted
from tests import stories
from tests.browser.places import a_note
from tests.client import StrictClient
from tests.conftest import MONDAY
from tests.filled_workforce import a_leave

PATH = "/how-you-are-told"


def later(days: int):
    return clock.at(MONDAY + timedelta(days=days))


def address(client) -> str:
    """Make an address as whoever is signed in, and give its path."""
    shown = client.send(client.get(f"{PATH}/calendar"), {}, 200)
    whole = next(shown.find("textarea")).text.strip()
    assert whole.startswith("http://localhost:5000/calendar/") and whole.endswith(".ics")
    return whole.removeprefix("http://localhost:5000")


@pytest.fixture
def feed(client, cast):
    client.sign_in(cast.kamal)
    return address(client)


@pytest.fixture
def program(app):
    """A calendar program: it has no cookie."""
    return StrictClient(app)


def read(program, path) -> list[tuple[str, date]]:
    response = program.ask("GET", path)
    assert response.status_code == 200, response.status
    parsed = Calendar.from_ical(response.get_data())
    return [(str(event["summary"]), event["dtstart"].dt) for event in parsed.walk("VEVENT")]


# The calendar -------------------------------------------------------------------------------------------------


def test_one_s_own_days_by_reference_and_never_by_name(cast, feed, program, session):
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"), lead=cast.colette)
    note = a_note(case, cast)
    follow_ups.ask(case, note, of=cast.kamal, due_on=MONDAY.date(), what="Ring Rosa’s sister.", by=cast.mabel)
    session.commit()
    code = write_code(case.code)
    expected = [
        (f"Answer what a note asks ({code})", MONDAY.date()),
        (f"Hold the first review ({code})", case.next_due_on),
    ]
    assert read(program, feed) == expected
    response = program.ask("GET", feed)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in response.headers
    text = response.get_data(as_text=True)
    for word in ("Ashdown", "Rosa", "Birch", "Kamal"):
        assert word not in text
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\n" not in text.replace("\r\n", "")
    event = next(iter(Calendar.from_ical(text).walk("VEVENT")))
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1) and event["dtstamp"].dt == MONDAY
    with later(1):
        again = [str(e["uid"]) for e in Calendar.from_ical(program.ask("GET", feed).get_data()).walk("VEVENT")]
    assert again == [str(e["uid"]) for e in Calendar.from_ical(text).walk("VEVENT")]
    assert len(set(again)) == 2


def test_it_is_worked_out_from_todays_roles(cast, feed, program, session):
    case = stories.a_case(cast, Stage.ACTIVE)
    session.commit()
    assert len(read(program, feed)) == 1
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="Ring first.")
    session.commit()
    assert read(program, feed) == []


def test_whoever_covers_has_the_days_of_those_they_cover(client, cast, program, session):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal", restricted=True))
    client.sign_in(cast.colette)
    path = address(client)
    assert read(program, path) == []
    a_leave(cast)
    assert len(read(program, path)) == 1
    with later(5):
        assert read(program, path) == []


def test_managers_and_liaisons_have_the_steps_they_answer_and_the_supervision_they_hold(client, cast, program, session):
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.ask_up(case, cast.kamal)
    down = stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Wren"))
    stories.ask_down(down, cast.lionel)
    session.commit()
    client.sign_in(cast.lionel)
    found = [what for what, _ in read(program, address(client))]
    assert f"Answer the step ({write_code(case.code)})" in found
    client.sign_in(cast.mabel)
    found = [what for what, _ in read(program, address(client))]
    assert f"Answer the step ({write_code(down.code)})" in found and "Hold supervision" in found


def test_a_new_address_ends_the_old_and_anything_else_is_nothing(client, cast, feed, program):
    assert program.status(feed) == 200
    new = address(client)
    assert new != feed
    assert (program.status(feed), program.status(new)) == (404, 200)
    client.send(client.get(f"{PATH}/calendar/end"), {})
    assert program.status(new) == 404
    client.send(client.get(f"{PATH}/calendar/end"), {}, 409)
    token = new.removeprefix("/calendar/").removesuffix(".ics")
    for path in ("x", token[:-2] + "xx", token.partition(".")[0], "%00", "ü", f"{token}x"):
        assert program.status(f"/calendar/{path}.ics") == 404
    assert program.ask("POST", new).status_code in (400, 404, 405)


def test_it_ends_with_the_account_and_stays_ended(cast, feed, program, session):
    people.suspend(cast.kamal, because="Left.", by=cast.adam)
    session.commit()
    assert program.status(feed) == 404
    people.restore(cast.kamal, because="Back.", by=cast.adam)
    session.commit()
    assert program.status(feed) == 404


def test_only_a_digest_is_kept_and_each_change_is_an_event(client, cast, feed, session):
    row = session.scalars(sa.select(CalendarFeed)).one()
    assert len(row.token_digest) == 64 and row.token_digest not in feed
    client.send(client.get(f"{PATH}/calendar/end"), {})
    kinds = session.scalars(sa.select(Event.kind).where(Event.by_id == cast.kamal.id).order_by(Event.id)).all()
    assert kinds[-2:] == [EventKind.CALENDAR_MADE, EventKind.CALENDAR_ENDED]


def test_too_many_readings_are_put_off(feed, program):
    assert [program.status(feed) for _ in range(10)] == [200] * 10
    response = program.ask("GET", feed)
    assert response.status_code == 429 and int(response.headers["Retry-After"]) == 300
    with clock.at(MONDAY + timedelta(minutes=6)):
        assert program.status(feed) == 200


def test_the_owner_sees_when_it_was_last_read(client, feed, program):
    assert "Nobody has read it yet." in client.get(PATH).main
    with clock.at(MONDAY + timedelta(minutes=30)):
        program.status(feed)
    assert "It was last read on 2 March 2026, 10:00." in client.get(PATH).main


def test_the_pages_cost_a_fixed_number_of_statements(client, cast, feed, program, count_queries):
    with count_queries() as count:
        client.get(PATH)
    assert count() <= 8
    counts = []
    for name in ("Teal", "Wren"):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
        stories.db.session.commit()
        with count_queries() as count:
            program.status(feed)
        counts.append(count())
    assert counts[0] == counts[1] <= 12


# The message --------------------------------------------------------------------------------------------------


def told(session) -> list[tuple[str, str]]:
    session.rollback()
    return [(m.to, m.text) for m in session.scalars(sa.select(Message).order_by(Message.id))]


@pytest.fixture
def busy(cast, session):
    """Kamal has one thing late, one due today and one this week; nobody else but their manager has anything."""
    for name, days in (("Late", -3), ("Today", 0), ("Week", 3), ("Later", 30)):
        case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
        case.next_due_on = case.late_after = MONDAY.date() + timedelta(days=days)
    session.commit()


def test_how_much_is_late_due_today_and_this_week_and_no_name(cast, busy, session):
    assert write_all() == 1
    ((to, text),) = told(session)
    assert to == cast.kamal.email
    assert text.startswith("Late: 1\nDue today: 1\nDue this week: 1\n\nYour work: http://localhost:5000/\n")
    assert "Ashdown" not in text and "family" not in text.replace("familyhelp", "")


def test_once_a_day_even_when_it_is_run_twice(cast, busy, session):
    assert [write_all(), write_all()] == [1, 0]
    with later(1):
        assert [write_all(), write_all()] == [1, 0]
    assert len(told(session)) == 2


def test_nothing_on_a_day_without_work_nor_to_who_has_nothing_or_is_gone(app, cast, busy, session):
    run = app.test_cli_runner()
    with later(5):
        assert "no working day" in run.invoke(args=["messages", "digest"]).output
    people.suspend(cast.kamal, because="Left.", by=cast.adam)
    session.commit()
    assert run.invoke(args=["messages", "digest"]).output == "Written: 0.\n"
    assert told(session) == []
    assert digest.name == "digest"


def test_whoever_is_away_is_left_alone_and_whoever_covers_is_told(cast, busy, session):
    a_leave(cast)
    session.execute(sa.delete(Message))
    session.commit()
    assert write_all() == 1
    ((to, text),) = told(session)
    assert to == cast.colette.email and text.startswith("Late: 1\nDue today: 1\nDue this week: 1\n")


def test_each_chooses_how_often(client, cast, busy, session):
    client.sign_in(cast.kamal)
    assert "Each working day" in client.get(PATH).main
    client.send(client.get(f"{PATH}/message"), {"rhythm": "never"})
    assert write_all() == 0
    client.send(client.get(f"{PATH}/message"), {"rhythm": "weekly"})
    assert write_all() == 1
    for days in (1, 2, 3, 4):
        with later(days):
            assert write_all() == 0
    with later(7):
        assert write_all() == 1
    kinds = session.scalars(sa.select(Event.kind).where(Event.by_id == cast.kamal.id)).all()
    assert kinds.count(EventKind.RHYTHM_CHOSEN) == 2


def test_the_first_working_day_of_a_week_may_be_a_tuesday():
    easter_monday = date(2026, 4, 6)
    tuesday = easter_monday + timedelta(days=1)
    assert not tells_on(Rhythm.WEEKLY, easter_monday) and not tells_on(Rhythm.DAILY, easter_monday)
    assert tells_on(Rhythm.WEEKLY, tuesday) and not tells_on(Rhythm.WEEKLY, tuesday + timedelta(days=1))
    for rhythm in Rhythm:
        days = [
            easter_monday + timedelta(days=n)
            for n in range(-7, 14)
            if tells_on(rhythm, easter_monday + timedelta(days=n))
        ]
        assert len(days) == {Rhythm.DAILY: 13, Rhythm.WEEKLY: 3, Rhythm.NEVER: 0}[rhythm]


def test_what_is_counted_is_what_the_day_says(cast, busy):
    found = counted(agenda(cast.kamal))
    assert (found.late, found.today, found.week, bool(found)) == (1, 1, 1, True)
    assert not counted(agenda(cast.anita)) and not counted(agenda(cast.flora))
    deeds.choose_rhythm(Rhythm.NEVER, by=cast.kamal)
