"""When supervision is due, since when a case is at its stage, and what a supervision lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest

from familyhelp.practice import supervision
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import DUE, Due, Unit

DAYS = [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 1), date(2028, 2, 29), date(2027, 2, 1)]


@pytest.mark.parametrize(("last", "since"), list(product([None, *DAYS], DAYS)))
def test_it_is_due_28_days_after_the_last_one_or_after_the_first_family(last, since):
    found = supervision.next_supervision(last, since)
    assert found.due is Due.SUPERVISION
    assert found.on == found.late_after == (last or since) + timedelta(days=28)
    assert not found.is_late(found.on) and found.is_late(found.on + timedelta(days=1))


def test_a_leap_day_counts_as_a_day():
    assert supervision.next_supervision(date(2028, 2, 1), date(2020, 1, 1)).on == date(2028, 2, 29)
    assert supervision.next_supervision(date(2028, 2, 2), date(2020, 1, 1)).on == date(2028, 3, 1)
    assert supervision.next_supervision(None, date(2027, 2, 1)).on == date(2027, 3, 1)


def test_the_default_is_every_28_days():
    clock = DUE[Due.SUPERVISION]
    assert (clock.length, clock.unit, clock.late, clock.move) == (28, Unit.DAYS, 28, None)


@dataclass
class Case:
    stage: Stage
    opened_on: date = date(2026, 1, 1)
    allocated_on: date | None = date(2026, 1, 2)
    assessed_on: date | None = date(2026, 1, 3)
    plan_agreed_on: date | None = date(2026, 1, 4)
    stepped_on: date | None = date(2026, 1, 5)
    closed_on: date | None = date(2026, 1, 6)


@pytest.mark.parametrize("stage", Stage)
def test_a_case_is_at_its_stage_since_the_day_it_came_there(stage):
    order = [Stage.ALLOCATING, Stage.ASSESSING, Stage.PLANNING, Stage.ACTIVE, Stage.STATUTORY, Stage.CLOSED]
    case = Case(stage)
    assert supervision.at_stage_since(case, None) == date(2026, 1, 1 + order.index(stage))
    back = date(2026, 2, 1)
    assert (supervision.at_stage_since(case, back) == back) is (stage is Stage.ACTIVE)


@pytest.mark.parametrize(("discussed", "held"), list(product((0, 1, 3), (0, 1, 3))))
def test_a_supervision_of_somebody_who_holds_families_discusses_one(discussed, held):
    assert bool(list(supervision.missing_to_finish(discussed, held))) is (held > 0 and discussed == 0)


def test_a_decision_says_something_and_a_supervision_is_not_tomorrow():
    today = date(2026, 3, 2)
    assert list(supervision.missing_to_discuss(" \n"))
    assert not list(supervision.missing_to_discuss("Go on."))
    assert list(supervision.missing_to_begin(today + timedelta(days=1), today))
    assert not list(supervision.missing_to_begin(today, today))
