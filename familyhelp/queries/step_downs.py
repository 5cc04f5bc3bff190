"""The step-downs that wait in the front door's queue, among the requests for help, and what each carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Case, Family, Practitioner, Step, Team
from ..policy import as_viewer, sees_step_down, somebody
from ..practice.references import read_code, write_code
from ..practice.roles import Role
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import URGENCY_ORDER, Urgency
from .paging import PAGE
from .steps import Packet, packet

ORDER = URGENCY_ORDER[Urgency.ROUTINE]
"""A step-down is planned: it stands among the routine requests, by its day."""
KEY = "step-"


@dataclass(frozen=True)
class WaitingDown:
    """One line of the queue: a step-down, from whom, who holds the family, who has it in hand. Its family is named only
    to those who may open it."""

    step: str
    case_code: str
    family: str
    may_open: bool
    due_on: date
    asked_at: datetime
    asked_by: str
    lead: str | None
    team: str
    held_by_id: int | None
    held_by: str | None
    passed_at: datetime | None
    id: int

    @property
    def place(self) -> tuple[int, date, int, int]:
        """Where it stands in the queue: urgency, day, after the requests of that day, number."""
        return (ORDER, self.due_on, 1, self.id)


def waiting_downs(viewer: Practitioner, after: tuple[int, date, int, int] | None) -> Sequence[WaitingDown]:
    """The step-downs that wait, by their day, after a place in the queue; one more than a page."""
    urgency, day, kind, number = after or (0, date.min, 0, 0)
    goes_on = urgency >= ORDER
    values: dict[str, Any] = dict(as_viewer(viewer))
    if goes_on:
        values |= {"after_day": day, "after_number": number if kind else 0}
    rows = db.session.execute(_waiting(viewer.role, goes_on), values)
    return [WaitingDown(write_code(row[0]), write_code(row[1]), row[2], bool(row[3]), *row[4:]) for row in rows]


@cache
def _waiting(role: Role, goes_on: bool) -> Any:
    asker, lead, holder = aliased(Practitioner), aliased(Practitioner), aliased(Practitioner)
    query = (
        sa.select(
            *(Step.code, Case.code, Family.name, sees_step_down(somebody(role)), Step.due_on, Step.asked_at),
            *(asker.name, lead.name, Team.name, Step.held_by_id, holder.name, Step.passed_at, Step.id),
        )
        .join(Case, Case.id == Step.case_id)
        .join(Family, Family.id == Case.family_id)
        .join(Team, Team.id == Case.team_id)
        .join(asker, asker.id == Step.asked_by_id)
        .outerjoin(lead, lead.id == Case.lead_id)
        .outerjoin(holder, holder.id == Step.held_by_id)
        .where(Step.state == StepState.PENDING, Step.direction == Direction.DOWN, Step.immediate == sa.false())
    )
    if goes_on:
        there = (sa.bindparam("after_day", type_=sa.Date()), sa.bindparam("after_number", type_=sa.BigInteger()))
        query = query.where(sa.tuple_(Step.due_on, Step.id) > sa.tuple_(*there))
    return query.order_by(Step.due_on, Step.id).limit(PAGE + 1)


def place_of(after: str) -> tuple[int, date, int, int] | None:
    """The place in the queue of a step-down, by the key that `key_of` gave."""
    code = read_code(after.removeprefix(KEY))
    found = db.session.execute(sa.select(Step.due_on, Step.id).where(Step.code == code)).first() if code else None
    return (ORDER, found[0], 1, found[1]) if found else None


def ages_of_downs() -> sa.Select[date, datetime]:
    """The day of each step-down that waits and since when, to be counted with the requests."""
    return sa.select(Step.due_on, Step.asked_at).where(
        Step.state == StepState.PENDING, Step.direction == Direction.DOWN, Step.immediate == sa.false()
    )


def carried(viewer: Practitioner, case: Case) -> Packet:
    """What a step-down carries over: who, the plan, how it goes; of the chronology nothing."""
    return replace(packet(viewer, case), last_event=None)
