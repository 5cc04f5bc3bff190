"""What is due, for whom: one person's list by day, and a team's work by stage. Nothing here grows with the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Family, Lead, Practitioner, Step
from ..policy import sees_case
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.stages import Direction, Stage
from ..practice.steps import StepState
from ..practice.timescales import Due
from ..practice.words import word_of
from .cases import team_ids
from .paging import PAGE, Page, read_key, write_key

MOST_COUNTED = 1000
HOLDS_CASES = frozenset({Role.KEY_WORKER, Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR, Role.MANAGER, Role.LIAISON})


@dataclass(frozen=True)
class DueItem:
    """One thing that is due in one case."""

    case: str
    family: str
    stage: Stage
    due: Due
    on: date
    late_after: date
    lead: str | None
    today: date
    step: Direction | None
    """Which way a step waits for its answer, if one does."""

    @property
    def is_late(self) -> bool:
        """Late once the last day has passed."""
        return self.today > self.late_after

    @property
    def is_warning(self) -> bool:
        """Past its day, but not late yet."""
        return self.on < self.today <= self.late_after


def due_items(viewer: Practitioner, today: date, after: str | None = None, limit: int = PAGE) -> Page[DueItem]:
    """What is due next in each case that a person holds (a manager: their teams), the earliest day first. Pages by
    the key of the last line (`after`), `limit` lines each."""
    arms = [_first(viewer, held, after, limit) for held in _held(viewer)]
    if not arms:
        return Page([], None)
    # Each arm reads its own index and stops; only what they found is sorted together.
    nearest = (
        sa.union_all(*(sa.select(arm.subquery()) for arm in arms)).subquery() if len(arms) > 1 else arms[0].subquery()
    )
    lead = sa.orm.aliased(Practitioner)
    query = (
        sa.select(
            Case.id,
            Case.code,
            Family.name.label("family"),
            Case.stage,
            Case.next_due,
            Case.next_due_on,
            Case.late_after,
            lead.name.label("lead"),
            Step.direction,
        )
        .join(nearest, nearest.c.id == Case.id)
        .join(Family, Family.id == Case.family_id)
        .outerjoin(lead, lead.id == Case.lead_id)
        .outerjoin(Step, sa.and_(Step.case_id == Case.id, Step.state == StepState.PENDING))
        .order_by(Case.next_due_on, Case.id)
        .limit(limit + 1)
    )
    rows = db.session.execute(query).all()
    items = [
        DueItem(
            write_code(r.code), r.family, r.stage, r.next_due, r.next_due_on, r.late_after, r.lead, today, r.direction
        )
        for r in rows[:limit]
    ]
    following = write_key(rows[limit - 1].next_due_on, rows[limit - 1].id) if len(rows) > limit else None
    return Page(items, following)


def _held(viewer: Practitioner) -> Sequence[sa.ColumnElement[bool]]:
    """The cases that a person holds, as conditions that one index each answers."""
    match viewer.role:
        case Role.MANAGER:
            return [Case.team_id == team for team in team_ids(viewer)]
        case Role.KEY_WORKER | Role.LIAISON:
            return [Case.lead_id == viewer.id]
        case Role.LEAD_PROFESSIONAL | Role.CONTRIBUTOR:
            parts = sa.select(Lead.case_id).where(Lead.practitioner_id == viewer.id, Lead.ends_on.is_(None))
            return [Case.id.in_(parts)]
        case _:
            return []


def _first(viewer: Practitioner, held: sa.ColumnElement[bool], after: str | None, limit: int) -> sa.Select[int]:
    query = sa.select(Case.id).where(held, Case.next_due_on.is_not(None), sees_case(viewer))
    key = read_key(after)
    if key is not None:
        there = sa.tuple_(sa.literal(key[0], sa.Date), sa.literal(key[1], sa.BigInteger))
        query = query.where(sa.tuple_(Case.next_due_on, Case.id) > there)
    return query.order_by(Case.next_due_on, Case.id).limit(limit + 1)


@dataclass(frozen=True)
class Count:
    """How many, counted no further than a thousand."""

    number: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.number >= MOST_COUNTED


@dataclass(frozen=True)
class Board:
    """A team's open work: how many cases stand at each stage, and how many are late."""

    stages: dict[Stage, Count]
    late: Count


def team_board(viewer: Practitioner, today: date) -> Board | None:
    """The open cases of a person's teams by stage, and the late ones among them, in one statement that reads at most
    a thousand rows a figure. None for somebody without a team. It counts what the team holds, restricted or not."""
    teams = team_ids(viewer)
    if not teams:
        return None
    ours = Case.team_id.in_(teams)
    arms = {stage.value: sa.and_(ours, Case.stage == stage) for stage in Stage if stage is not Stage.CLOSED}
    arms["late"] = sa.and_(ours, Case.closed_on.is_(None), Case.next_due_on < today, Case.late_after < today)
    counts = [
        sa.select(sa.func.count()).select_from(sa.select(Case.id).where(arm).limit(MOST_COUNTED).subquery())
        for arm in arms.values()
    ]
    row = db.session.execute(
        sa.select(*(c.scalar_subquery().label(name) for name, c in zip(arms, counts, strict=True)))
    )
    found = {name: Count(number) for name, number in row.mappings().one().items()}
    late = found.pop("late")
    return Board({word_of(Stage, name): count for name, count in found.items()}, late)
