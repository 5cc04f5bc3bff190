"""Sharing until a day: due some days before, told once to whoever leads and the managers when it is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import sharing, sharing_ends
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Event, Message
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from tests import stories
from tests.filled_sharing import agreed

LAST = date(2026, 3, 16)
WORDS = "Decide with the family whether sharing goes on"


@pytest.fixture
def case(cast):
    made = stories.a_case(cast, Stage.ACTIVE)
    agreed(made, cast.school, cast.kamal, ends_on=LAST)
    return made


def told():
    found = db.session.scalars(sa.select(Message).order_by(Message.id)).all()
    db.session.commit()
    return [(one.to, one.text) for one in found]


def test_it_is_due_five_working_days_before_its_last_day_where_it_is_decided(case, cast, client):
    assert (case.next_due, case.next_due_on, case.late_after) == (Due.SHARING_ENDS, date(2026, 3, 9), LAST)
    page = f"/cases/{write_code(case.code)}"
    client.sign_in(cast.kamal)
    assert client.get(page).links[WORDS] == f"{page}/sharing"
    assert WORDS in client.get("/").main and WORDS in client.get("/clocks").main
    assert not list(Check().faults())
    db.session.commit()
    sharing.withdraw(case, db.session.scalars(sa.select(sharing.Sharing)).one(), because="Enough.", by=cast.kamal)
    assert (case.next_due, case.sharing_ends_on) == (Due.FIRST_REVIEW, None)


def test_when_it_is_over_the_lead_and_the_manager_are_told_once_and_nothing_is_due(app, case, cast):
    run = app.test_cli_runner()
    with clock.at(clock.now() + timedelta(days=14)):
        assert sharing_ends.tell_of_ends() == 0, "its last day is not over"
        db.session.commit()
    assert not told()
    with clock.at(clock.now() + timedelta(days=15)):
        assert "Sharing that ended by its date: 1." in run.invoke(args=["messages", "digest"]).output
        assert "Sharing" not in run.invoke(args=["messages", "digest"]).output
        ends = [(to, text) for to, text in told() if "ended by its date" in text]
        assert {to for to, _ in ends} == {cast.kamal.email, cast.mabel.email} and len(ends) == 2
        assert all(write_code(case.code) in text and "Ashdown" not in text for _, text in ends)
        db.session.refresh(case)
        assert (case.next_due, case.sharing_ends_on) == (Due.FIRST_REVIEW, None)
        event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.SHARING_ENDED)).one()
        assert (event.by_id, event.facts["last_day"]) == (None, "2026-03-16")
        assert not list(Check().faults())
    db.session.commit()


def test_what_was_decided_before_this_was_due_is_taken_up(case):
    case.sharing_ends_on = None
    case.reset_clock()
    db.session.commit()
    assert sharing_ends.tell_of_ends() == 0
    assert (case.next_due, case.sharing_ends_on) == (Due.SHARING_ENDS, LAST)
    db.session.commit()


def test_a_closed_case_owes_nothing(case, cast):
    stories.close(case, cast.kamal)
    assert (case.next_due, case.sharing_ends_on) == (Due.CHECK_IN, None)
    with clock.at(clock.now() + timedelta(days=30)):
        assert sharing_ends.tell_of_ends() == 0
    db.session.commit()
