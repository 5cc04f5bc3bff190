"""Counting the flow of a year: four statements, each with as many rows as there are kinds, not families."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Case, Closing, Contact, Step
from ..practice import flow as rules
from ..practice.endings import ClosureReason
from ..practice.flow import DAYS, Back, Begun, Ended, Part, Request, Stepped, Stood
from ..practice.periods import Period
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import ContactOutcome, ContactState
from ..practice.words import word_of
from .each_counted import came_again
from .measure_rows import TODAY, bounds, has_day, has_moment
from .times import days_between, local_day

_STARTS = tuple(sa.bindparam(f"quarter_{number}", type_=sa.Date) for number in (2, 3, 4))


def counts(ending: int, today: date) -> Counter[Part]:
    """Everything that the flow of the year ending on 31 March `ending` is counted from, as things stand today."""
    values = bounds(Period(ending), today)
    values |= {f"quarter_{number}": Period(ending, number).first_day for number in (2, 3, 4)}
    connection = db.session.connection()
    found: Counter[Part] = Counter()
    for rows in (_asked, _begun, _ended, _stepped):
        found.update(rows(connection, values))
    return found


def _quarter(day: Any) -> Any:
    """Which quarter of the year a day lies in."""
    second, third, fourth = _STARTS
    return sa.case((day < second, 1), (day < third, 2), (day < fourth, 3), else_=4)


def _asked(connection: sa.Connection, values: dict[str, Any]) -> Counter[Part]:
    received, decided = local_day(Contact.received_at), local_day(Contact.decided_at)
    is_decided = Contact.state == ContactState.DECIDED
    columns = (
        _quarter(received).label("quarter"),
        received.label("received_on"),
        Contact.due_on,
        sa.case((is_decided, decided)).label("decided_on"),
        sa.case((is_decided, Contact.outcome)).label("outcome"),
        Case.opened_on,
    )
    each = (
        sa.select(*columns)
        .select_from(Contact)
        .outerjoin(Case, Case.id == Contact.case_id)
        .where(has_moment(Contact.received_at))
        .subquery()
    )
    query = sa.select(*list(each.c), sa.func.count()).group_by(*list(each.c))
    rows: Any = connection.execute(query, values)
    found: Counter[Part] = Counter()
    for quarter, received_on, due_on, decided_on, outcome, opened_on, number in rows:
        fate = rules.fate_of(outcome, opened_on is not None)
        request = Request(received_on, due_on, decided_on, opened_on, fate)
        found[rules.asked(quarter, request, values["today"])] += number
    return found


def _window(days: Any) -> Any:
    """Within which window something so many days away lies."""
    windows = [(days <= longest, number) for number, longest in enumerate(DAYS)]
    return sa.case((days.is_(None), rules.NEVER), *windows, else_=len(DAYS))


def _ripe(start: Any) -> Any:
    """How many windows that began on a day are wholly over."""
    age = days_between(start, TODAY)
    return sa.case(*((age > longest, number) for number, longest in reversed(list(enumerate(DAYS, 1)))), else_=0)


def _next() -> Any:
    """The day on which the family's next episode began that counts as coming back: neither a step-down nor one that
    was opened in error; None where the family did not come back."""
    later, ended, asked = aliased(Case), aliased(Closing), aliased(Contact)
    return (
        sa.select(sa.func.min(later.opened_on))
        .outerjoin(ended, ended.case_id == later.id)
        .outerjoin(asked, asked.id == later.contact_id)
        .where(
            later.family_id == Case.family_id,
            later.opened_on >= Case.closed_on,
            (later.opened_on > Case.opened_on) | (later.id > Case.id),
            ended.reason.is_(None) | (ended.reason != ClosureReason.ERROR),
            asked.outcome.is_(None) | (asked.outcome != ContactOutcome.STEP_DOWN),
        )
        .correlate(Case)
        .scalar_subquery()
    )


def _begun(connection: sa.Connection, values: dict[str, Any]) -> Counter[Part]:
    stepped = (
        sa.select(sa.func.min(local_day(Step.decided_at)))
        .where(Step.case_id == Case.id, Step.direction == Direction.UP, Step.state == StepState.ACCEPTED)
        .correlate(Case)
        .scalar_subquery()
    )
    each = (
        sa.select(
            Case.opened_on,
            Case.closed_on,
            Closing.reason,
            sa.case((Contact.outcome == ContactOutcome.STEP_DOWN, 1), else_=0).label("by_step_down"),
            sa.case((came_again(), 1), else_=0).label("again"),
            days_between(Case.opened_on, stepped).label("stepped_after"),
            days_between(Case.closed_on, _next()).label("back_after"),
        )
        .select_from(Case)
        .outerjoin(Closing, Closing.case_id == Case.id)
        .outerjoin(Contact, Contact.id == Case.contact_id)
        .where(has_day(Case.opened_on), Closing.reason.is_(None) | (Closing.reason != ClosureReason.ERROR))
        .subquery()
    )
    stood = sa.case(
        (each.c.closed_on.is_(None), Stood.OPEN.value),
        (each.c.reason == ClosureReason.MET, Stood.MET.value),
        else_=Stood.OTHERWISE.value,
    )
    back = sa.case(
        (each.c.back_after <= DAYS[-1], Back.YES.value),
        (days_between(each.c.closed_on, TODAY) > DAYS[-1], Back.NO.value),
        else_=Back.YOUNG.value,
    )
    kinds = sa.select(
        _quarter(each.c.opened_on).label("quarter"),
        each.c.by_step_down,
        each.c.again,
        stood.label("stood"),
        back.label("back"),
        _window(each.c.stepped_after).label("reached"),
        _ripe(each.c.opened_on).label("ripe"),
    ).subquery()
    found: Counter[Part] = Counter()
    rows: Any = connection.execute(sa.select(*list(kinds.c), sa.func.count()).group_by(*list(kinds.c)), values)
    for quarter, by_step_down, again, stood_now, came_back, reached, ripe, number in rows:
        part = Begun(
            quarter, bool(by_step_down), bool(again), word_of(Stood, stood_now), word_of(Back, came_back), reached, ripe
        )
        found[part] += number
    return found


def _ended(connection: sa.Connection, values: dict[str, Any]) -> Counter[Part]:
    each = (
        sa.select(Case.closed_on, Case.contact_id, days_between(Case.closed_on, _next()).label("back_after"))
        .join(Closing, Closing.case_id == Case.id)
        .where(has_day(Case.closed_on), Closing.reason != ClosureReason.ERROR)
        .subquery()
    )
    kinds = sa.select(
        _quarter(each.c.closed_on).label("quarter"),
        _window(each.c.back_after).label("reached"),
        _ripe(each.c.closed_on).label("ripe"),
        sa.case((each.c.contact_id.is_not(None), 1), else_=0).label("by_request"),
    ).subquery()
    rows: Any = connection.execute(sa.select(*list(kinds.c), sa.func.count()).group_by(*list(kinds.c)), values)
    return Counter({Ended(quarter, reached, ripe, bool(asked)): n for quarter, reached, ripe, asked, n in rows})


def _stepped(connection: sa.Connection, values: dict[str, Any]) -> Counter[Part]:
    each = (
        sa.select(_quarter(local_day(Step.decided_at)).label("quarter"), Step.direction, Step.state)
        .where(Step.state.in_([StepState.ACCEPTED, StepState.DECLINED]), has_moment(Step.decided_at))
        .subquery()
    )
    rows: Any = connection.execute(sa.select(*list(each.c), sa.func.count()).group_by(*list(each.c)), values)
    return Counter({Stepped(q, direction, state is StepState.ACCEPTED): n for q, direction, state, n in rows})
