"""What each figure of the flow, and each row of a cut, counts one by one: for the lists behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..models import Case, Closing, Contact, Lead, Outcome, Plan, Practitioner, Step
from ..practice.cuts import Cut, Told
from ..practice.domains import Headline
from ..practice.endings import ClosureReason
from ..practice.flow_figures import Column, Count
from ..practice.roles import LEADING, Part
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import ContactOutcome, Level
from .cuts import each_told
from .each_counted import IS_DECIDED, OPENED, Each, came_again, episodes, is_newest_plan, requests, steps
from .measure_rows import has_day


def _from(*tables: Any) -> sa.Select[Any]:
    return sa.select(sa.literal(1)).select_from(*tables)


def _passed(outcome: ContactOutcome) -> Callable[[], Each]:
    return lambda: requests().where(IS_DECIDED & (Contact.outcome == outcome))


def _otherwise() -> Each:
    passed = Contact.outcome.in_([ContactOutcome.STEP_UP, ContactOutcome.ALREADY_OPEN])
    return requests().where(IS_DECIDED & ~passed & ~OPENED)


def _begun(*conditions: Any) -> Each:
    """Episodes that began in the period, also by a step-down; those opened in error never were."""
    base = _from(Case).outerjoin(Closing, Closing.case_id == Case.id).outerjoin(Contact, Contact.id == Case.contact_id)
    true = Closing.reason.is_(None) | (Closing.reason != ClosureReason.ERROR)
    return Each(base.where(has_day(Case.opened_on), true, *conditions), Case.id, Case.id, Case.opened_on)


def _stepped(direction: Direction) -> Callable[[], Each]:
    return lambda: steps().where((Step.direction == direction) & (Step.state == StepState.ACCEPTED))


def _ended() -> Each:
    base = _from(Case).join(Closing, Closing.case_id == Case.id)
    return Each(
        base.where(has_day(Case.closed_on), Closing.reason != ClosureReason.ERROR), Case.id, Case.id, Case.closed_on
    )


COUNTS: dict[Count, Callable[[], Each]] = {
    Count.RECEIVED: requests,
    Count.ACCEPTED: lambda: requests().where(OPENED),
    Count.PASSED_ON: _passed(ContactOutcome.STEP_UP),
    Count.JOINED: _passed(ContactOutcome.ALREADY_OPEN),
    Count.OTHERWISE: _otherwise,
    Count.WAITING: lambda: requests().where(~IS_DECIDED),
    Count.NEW: lambda: replace(episodes(), counts=None),
    Count.AGAIN: lambda: replace(episodes().where(came_again()), counts=None),
    Count.BY_STEP_DOWN: lambda: _begun(Contact.outcome == ContactOutcome.STEP_DOWN),
    Count.BEGUN: _begun,
    Count.STEPPED_UP: _stepped(Direction.UP),
    Count.STEPPED_DOWN: _stepped(Direction.DOWN),
    Count.ENDED: _ended,
}
COHORTS: dict[Column, Callable[[], Each]] = {
    Column.BEGUN: _begun,
    Column.OPEN: lambda: _begun(Case.closed_on.is_(None)),
    Column.MET: lambda: _begun(Closing.reason == ClosureReason.MET),
}
"""The columns that have a list. Whether a family stepped up or came back is on the journey of each."""


_MOST_OUTCOMES = 16


def of_cut(told: Told, cut: Cut | None, of: Any) -> Each:
    """What a row of a cut counts (or with no cut the whole): `of` is the headline, level, part or number of the agency,
    None where it is not recorded."""
    each = each_told(told)
    last = _last_lead()
    base = (
        _from(each)
        .join(Case, Case.id == each.c.case_id)
        .outerjoin(Lead, Lead.id == last)
        .outerjoin(Practitioner, Practitioner.id == Lead.practitioner_id)
    )
    item = each.c.item
    if told is Told.SUSTAINED and cut is Cut.HEADLINE:
        # A check-in is about every outcome that the family agreed, and counted under each.
        base = base.outerjoin(Plan, sa.and_(Plan.case_id == Case.id, is_newest_plan()))
        base = base.outerjoin(Outcome, Outcome.plan_id == Plan.id)
        item = item * _MOST_OUTCOMES + sa.func.coalesce(Outcome.number, 0)
    found = Each(base, each.c.case_id, item, each.c.on_day, each.c.counts == 1)
    return found if cut is None else found.where(sa.and_(*_condition(told, cut, of, each)))


def _condition(told: Told, cut: Cut, of: Any, each: Any) -> Iterable[Any]:
    if cut is Cut.LEVEL:
        yield Case.level.is_(None) if of is None else Case.level == of
    elif cut is Cut.LEAD:
        yield Lead.part.is_(None) if of is None else Lead.part == of
    elif cut is Cut.AGENCY:
        yield Lead.part == Part.LEAD_PROFESSIONAL
        yield Practitioner.agency_id.is_(None) if of is None else Practitioner.agency_id == of
    else:
        headline = Outcome.headline if told is Told.SUSTAINED else each.c.headline
        yield headline.is_(None) if of is None else headline == of


def _last_lead() -> Any:
    later = aliased(Lead)
    return (
        sa.select(sa.func.max(later.id))
        .where(later.case_id == Case.id, later.part.in_(LEADING))
        .correlate(Case)
        .scalar_subquery()
    )


ROWS: dict[Cut, type[Headline] | type[Level] | type[Part] | type[int]] = {
    Cut.HEADLINE: Headline,
    Cut.LEVEL: Level,
    Cut.LEAD: Part,
    Cut.AGENCY: int,
}
"""What names a row of each cut."""
