"""Accounts that nobody uses: warned first, suspended later; never the last administrator; no family is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.casework import practitioners, sign_ins
from familyhelp.extensions import db
from familyhelp.models import Leave, Message, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.stages import Stage
from familyhelp.practice.unused import UnusedDays, days_in
from tests import stories
from tests.conftest import MONDAY


@pytest.fixture
def run(app) -> Any:
    """`run(days)`: what the command says so many days after the beginning."""

    def ran(days: int, *more: str) -> Any:
        db.session.commit()
        with clock.at(MONDAY + timedelta(days=days)):
            said = app.test_cli_runner().invoke(args=["practitioners", "unused", *more])
        db.session.expire_all()
        return said

    return ran


def told(person: Practitioner) -> list[str]:
    return [m.topic for m in db.session.scalars(sa.select(Message).where(Message.to == person.email))]


def here(person: Practitioner, day: int) -> None:
    with clock.at(MONDAY + timedelta(days=day)):
        sign_ins.start(person, "a browser")
    db.session.commit()


def test_who_is_not_here_is_warned_once_then_suspended_and_their_families_go_to_the_manager(cast, run):
    stories.a_case(cast, Stage.ACTIVE)
    for person in (cast.mabel, cast.adam):
        here(person, 59)
    assert run(59).output == ""
    assert "kamal@example.org: warned" in run(60).output
    assert run(61).output == "" and len(told(cast.kamal)) == 1
    here(cast.colette, 70)
    assert run(89).output == ""
    looked = run(90, "--look").output
    assert "kamal@example.org: suspended" in looked and cast.kamal.is_active
    said = run(90).output
    assert "1 families of North family help are to be handed over by mabel@example.org" in said
    assert not cast.kamal.is_active
    assert cast.colette.is_active and cast.mabel.is_active and cast.adam.is_active
    assert cast.colette.warned_unused_at is None
    assert told(cast.mabel) == ["Families to hand over"]
    with clock.at(MONDAY + timedelta(days=90)):
        practitioners.restore(cast.kamal, because="Came back.", by=cast.adam)
    assert "kamal" not in run(91).output, "a restored account counts from that day"


def test_nobody_is_suspended_at_once_where_the_command_begins_late(cast, run):
    for day, active in ((300, True), (329, True), (330, False)):
        run(day)
        assert cast.kamal.is_active is active, day


def test_the_last_administrator_and_the_holder_whom_nobody_answers_for_stay(cast, run):
    stories.a_case(cast, Stage.ACTIVE)
    cast.north.managers.clear()
    run(60)
    said = run(90)
    assert said.exit_code == 1
    assert "adam@example.org: not suspended. This is the only administrator" in said.output
    assert "kamal@example.org: not suspended. Nobody else answers for North family help" in said.output
    assert cast.adam.is_active and cast.kamal.is_active
    assert not cast.sven.is_active


def test_who_is_on_leave_is_left_alone(cast, run):
    day = MONDAY.date()
    ids = {"worker_id": cast.sven.id, "cover_id": cast.morag.id, "recorded_by_id": cast.morag.id}
    away = Leave(**ids, starts_on=day, ends_on=day + timedelta(days=200), recorded_at=MONDAY)
    db.session.add(away)
    assert "sven" not in run(100).output
    assert "sven@example.org: warned" in run(201).output


def test_the_setting_is_read_strictly():
    assert days_in("off") is None
    assert days_in("60, 90") == UnusedDays(60, 90)
    for wrong in ("", "60", "90,60", "0,5", "a,b", "1,2,3"):
        with pytest.raises(ValueError, match="FAMILYHELP_UNUSED_ACCOUNTS"):
            days_in(wrong)
