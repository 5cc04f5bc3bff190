"""Panels: which steps wait for one, by when it meets, and that the family is held meanwhile."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from familyhelp.casework import panels as deeds
from familyhelp.casework import steps
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, Panel, Step
from familyhelp.practice import clock, panels
from familyhelp.practice.panels import Advice, Before
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Direction, Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.conftest import MONDAY

SAID = {"present": "Rosa and Kamal", "because": "It is time."}


@pytest.fixture
def asked(cast):
    panels.ask_for("both")
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.ask_up(case, cast.kamal)
    db.session.commit()
    return case


def advise(case: Case, cast, advice: Advice) -> None:
    step = case.steps[-1]
    deeds.set_panel(case, step, meets_on=clock.today(), by=cast.lionel)
    deeds.record_advice(case, step, advice=advice, **SAID, by=cast.lionel)


@pytest.mark.parametrize(("before", "up", "immediate"), list(product(Before, (True, False), (True, False))))
def test_which_steps_go_before_a_panel(before, up, immediate):
    panels.ask_for(before.value)
    step = Step(direction=Direction.UP if up else Direction.DOWN, immediate=immediate)
    wanted = before is Before.BOTH or before is (Before.UP if up else Before.DOWN)
    assert panels.goes_before(step) is (wanted and not immediate)
    assert bool(list(panels.not_ready(step, None))) is (wanted and not immediate)
    for advice in Advice:
        ready = not list(panels.not_ready(step, Panel(advice=advice)))
        assert ready is (advice is Advice.AGREES or not wanted or immediate)


def test_nothing_of_ours_is_no_setting():
    with pytest.raises(ValueError, match="sometimes"):
        panels.ask_for("sometimes")


def test_it_is_accepted_only_once_the_panel_agrees_and_held_until_then(cast, asked):
    step = asked.steps[-1]
    for advice in (None, Advice.MORE):
        if advice:
            advise(asked, cast, advice)
        with pytest.raises(NotYet, match="panel has not agreed"):
            steps.accept_step_up(asked, by=cast.lionel)
        assert asked.lead is cast.kamal and asked.next_due_on is not None
    advise(asked, cast, Advice.AGREES)
    steps.accept_step_up(asked, by=cast.lionel)
    assert asked.lead is cast.lionel
    assert [p.advice for p in db.session.scalars(sa.select(Panel).order_by(Panel.id))] == [Advice.MORE, Advice.AGREES]
    with pytest.raises(NotYet, match="answered or taken back"):
        deeds.set_panel(asked, step, meets_on=clock.today(), by=cast.lionel)
    db.session.commit()
    assert not list(Check().faults())


def test_against_its_advice_a_step_is_declined_or_taken_back_but_never_accepted(cast, asked):
    advise(asked, cast, Advice.AGAINST)
    with pytest.raises(NotYet, match="panel has not agreed"):
        steps.accept_step_up(asked, by=cast.lionel)
    with pytest.raises(NotYet, match="has given its advice"):
        deeds.set_panel(asked, asked.steps[-1], meets_on=clock.today(), by=cast.lionel)
    steps.decline_step(asked, because="The panel said no.", by=cast.lionel)
    assert asked.lead is cast.kamal


def test_an_immediate_step_never_waits_for_a_panel(cast):
    panels.ask_for("both")
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.ask_up(case, cast.kamal, immediate=True)
    with pytest.raises(NotYet, match="does not go before a panel"):
        deeds.set_panel(case, case.steps[-1], meets_on=clock.today(), by=cast.lionel)
    steps.accept_step_up(case, by=cast.lionel)


def test_the_panel_meets_soon_and_the_step_is_answered_on_the_working_day_after(cast, asked):
    step = asked.steps[-1]
    for days in (-1, 15):
        with pytest.raises(NotYet, match="meets from today"):
            deeds.set_panel(asked, step, meets_on=clock.today() + timedelta(days=days), by=cast.lionel)
    deeds.set_panel(asked, step, meets_on=clock.today() + timedelta(days=4), by=cast.lionel)
    assert step.due_on == asked.next_due_on == clock.today() + timedelta(days=7), "Friday, so Monday"
    with pytest.raises(NotYet, match="has not met yet"):
        deeds.record_advice(asked, step, advice=Advice.AGREES, **SAID, by=cast.lionel)
    deeds.set_panel(asked, step, meets_on=clock.today() + timedelta(days=1), by=cast.mabel)
    assert db.session.scalar(sa.select(sa.func.count(Panel.id))) == 1, "another day, not another panel"
    with clock.at(MONDAY + timedelta(days=1)):
        for lacking in ("present", "because"):
            with pytest.raises(NotYet):
                deeds.record_advice(asked, step, advice=Advice.AGREES, **(SAID | {lacking: " "}), by=cast.lionel)
        deeds.record_advice(asked, step, advice=Advice.AGREES, **SAID, by=cast.lionel)


def test_the_step_says_what_it_waits_for_in_few_statements(client, cast, asked, count_queries):
    path = f"/cases/{write_code(asked.code)}/steps/{write_code(asked.steps[-1].code)}"
    db.session.commit()
    client.sign_in(cast.mabel)
    assert "No day is set yet." in client.get(path).main
    deeds.set_panel(asked, asked.steps[-1], meets_on=clock.today(), by=cast.lionel)
    db.session.commit()
    with count_queries() as count:
        page = client.get(path)
    assert count() <= 12
    assert "The panel meets on 2 March 2026." in page.main
    panels.ask_for("off")
    client.get(f"{path}/panel", 409)
