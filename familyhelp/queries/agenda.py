"""What is due for one person, by today's roles: for their calendar and their message. It names no family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Disagreement, FollowUp, Practitioner, Step
from ..policy import covered_by, covers, in_teams, reads_restricted, sees_case, visible_cases
from ..practice import clock
from ..practice.roles import Role
from ..practice.steps import RECEIVED_BY, StepState
from ..practice.telling import week_ends
from ..practice.timescales import Due
from ..practice.words import N_
from . import supervision

MOST = 500
ANSWER = N_("Answer what a note asks")


@dataclass(frozen=True)
class Dated:
    """One day of somebody's: what is due, from when it is late, and the reference of the case, if it is about one."""

    key: str
    """Tells it from every other, also in another reading of the same day."""
    what: str
    on: date
    late_after: date
    case: str | None


@dataclass(frozen=True)
class Counted:
    """How much is late, due today, and due later this week."""

    late: int
    today: int
    week: int

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.late or self.today or self.week)


def agenda(person: Practitioner) -> Sequence[Dated]:
    """Everything that is due for a person, the earliest day first: families they lead or cover, what notes ask of them,
    steps they answer, disagreements and supervision they hold. At most five statements."""
    found = [*_cases(person), *_asked(person), *_steps(person), *_held(person), *_supervision(person)]
    return sorted(found, key=lambda one: (one.on, one.key))


def counted(dated: Sequence[Dated]) -> Counted:
    """How much of it is late, due today, and due later this week."""
    today = clock.today()
    late = sum(one.late_after < today for one in dated)
    due = sum(one.on <= today <= one.late_after for one in dated)
    return Counted(late, due, sum(today < one.on <= week_ends(today) for one in dated))


def _cases(person: Practitioner) -> list[Dated]:
    query = (
        visible_cases(person)
        .with_only_columns(Case.code, Case.next_due, Case.next_due_on, Case.late_after)
        .where(Case.next_due_on.is_not(None), sa.or_(Case.lead_id == person.id, covers(person)))
        .order_by(Case.next_due_on, Case.id)
        .limit(MOST)
    )
    return [
        Dated(f"case-{row.code}-{row.next_due.value}", row.next_due.label, row.next_due_on, row.late_after, row.code)
        for row in db.session.execute(query)
    ]


def _asked(person: Practitioner) -> list[Dated]:
    query = (
        sa.select(FollowUp.code, FollowUp.due_on, Case.code.label("case"))
        .join(Case, Case.id == FollowUp.case_id)
        .where(sa.or_(FollowUp.held_by_id == person.id, FollowUp.held_by_id.in_(covered_by(person))))
        .where(FollowUp.answered_at.is_(None), sees_case(person))
        .where(sa.or_(sa.not_(FollowUp.restricted), reads_restricted(person)))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(MOST)
    )
    return [Dated(f"asked-{row.code}", ANSWER, row.due_on, row.due_on, row.case) for row in db.session.execute(query)]


def _steps(person: Practitioner) -> list[Dated]:
    direction = RECEIVED_BY.get(person.role)
    if direction is None:
        return []
    query = (
        sa.select(Step.id, Step.due_on, Case.code)
        .join(Case, Case.id == Step.case_id)
        .where(Step.state == StepState.PENDING, Step.direction == direction, sees_case(person))
        .order_by(Step.due_on, Step.id)
        .limit(MOST)
    )
    if person.role is Role.MANAGER:
        query = query.where(in_teams(person))
    return [
        Dated(f"step-{row.code}-{row.id}", Due.STEP_ANSWER.label, row.due_on, row.due_on, row.code)
        for row in db.session.execute(query)
    ]


SETTLE = N_("Settle a disagreement")


def _held(person: Practitioner) -> list[Dated]:
    query = (
        sa.select(Disagreement.code, Disagreement.due_on, Case.code.label("case"))
        .join(Case, Case.id == Disagreement.case_id)
        .where(Disagreement.ended_at.is_(None), Disagreement.holder_id == person.id, sees_case(person))
        .order_by(Disagreement.due_on, Disagreement.id)
        .limit(MOST)
    )
    return [
        Dated(f"disagreement-{row.code}", SETTLE, row.due_on, row.due_on, row.case) for row in db.session.execute(query)
    ]


def _supervision(person: Practitioner) -> list[Dated]:
    if person.role is not Role.MANAGER:
        return []
    return [
        Dated(f"supervision-{one.worker.code}", one.next.due.label, one.next.on, one.next.late_after, None)
        for one in supervision.supervised(person, None).rows
    ]
