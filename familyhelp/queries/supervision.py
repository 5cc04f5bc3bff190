"""Reading supervision: who is due, the families of a worker with their facts, what was decided and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Event, GroupCase, Lead, Note, Outcome, Practitioner, Step, SupervisedCase, Supervision
from ..policy import as_viewer, reads_restricted, sees_case, somebody, supervised_cases, visible_supervisions
from ..practice import clock, references
from ..practice.chronology import Subject
from ..practice.distance import ScoreFacts
from ..practice.notes import NoteKind
from ..practice.roles import LEADING, Role
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.supervision import SUPERVISED, at_stage_since, next_supervision
from ..practice.timescales import Deadline
from .cases import NEAR, fill_plans
from .paging import PAGE, Page, page_by_number, read_key, write_key
from .scored import latest_scores

MOST = 200
"""More families than anybody holds."""


@dataclass(frozen=True)
class Supervised:
    """Somebody whom a manager supervises: how many families, the last supervision, and one that is begun."""

    worker: Practitioner
    families: int
    last: date | None
    since: date
    begun: str | None
    """The reference of the supervision that the reader has begun with them."""

    @property
    def next(self) -> Deadline:
        """When the next supervision is due."""
        return next_supervision(self.last, self.since)


# Who is due ---------------------------------------------------------------------------------------------------


@cache
def _supervised(role: Role, goes_on: bool, one: bool, size: int) -> Any:
    viewer = somebody(role)
    part = aliased(Lead)
    held = (
        supervised_cases(viewer)
        .join(part, sa.and_(part.case_id == Case.id, part.practitioner_id == Case.lead_id))
        .where(part.ends_on.is_(None), part.part.in_(LEADING))
        .with_only_columns(
            Case.lead_id.label("worker_id"),
            sa.func.min(part.starts_on).label("since"),
            sa.func.count(sa.distinct(Case.id)).label("families"),
        )
        .group_by(Case.lead_id)
        .subquery()
    )
    finished = sa.and_(Supervision.worker_id == held.c.worker_id, Supervision.finished_at.is_not(None))
    last = sa.select(sa.func.max(Supervision.held_on)).where(finished).scalar_subquery()
    mine = aliased(Supervision)
    found = sa.select(held, last.label("last")).subquery()
    start = sa.func.coalesce(found.c.last, found.c.since, type_=sa.Date())
    begun = sa.and_(mine.worker_id == found.c.worker_id, mine.supervisor_id == viewer.id, mine.finished_at.is_(None))
    query = (
        sa.select(Practitioner, found.c.families, found.c.last, found.c.since, mine.code)
        .join(found, found.c.worker_id == Practitioner.id)
        .outerjoin(mine, begun)
        .where(Practitioner.is_active, Practitioner.role.in_(SUPERVISED))
        .options(joinedload(Practitioner.agency))
    )
    if one:
        query = query.where(Practitioner.code == sa.bindparam("code"))
    if goes_on:
        day = sa.bindparam("after_day", type_=sa.Date())
        number = sa.bindparam("after_number", type_=sa.BigInteger())
        query = query.where(sa.or_(start > day, sa.and_(start == day, Practitioner.id > number)))
    return query.order_by(start, Practitioner.id).limit(size)


def _rows(viewer: Practitioner, query: Any, **more: Any) -> list[Supervised]:
    return [Supervised(*row) for row in db.session.execute(query, as_viewer(viewer) | more)]


def supervised(viewer: Practitioner, after: str | None) -> Page[Supervised]:
    """Whom a manager supervises, those who wait longest first; one statement."""
    key = read_key(after)
    more = {"after_day": key[0], "after_number": key[1]} if key else {}
    rows = _rows(viewer, _supervised(viewer.role, key is not None, False, PAGE + 1), **more)
    if len(rows) <= PAGE:
        return Page(rows, None)
    end = rows[PAGE - 1]
    return Page(rows[:PAGE], write_key(end.last or end.since, end.worker.id))


def supervised_one(viewer: Practitioner, text: str) -> Supervised | None:
    """Somebody whom a manager supervises, by reference."""
    code = references.read_code(text)
    found = _rows(viewer, _supervised(viewer.role, False, True, 1), code=code) if code else []
    return found[0] if found else None


# One supervision ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Discussed:
    """A family that was discussed: its case and note where the reader may open them, else neither."""

    case_id: int
    case: Case | None
    note: str | None


def discussed(viewer: Practitioner, supervision: Supervision) -> Sequence[Discussed]:
    """The families that were discussed, in turn, as far as the reader sees them; one statement."""
    return seen_in(viewer, SupervisedCase, SupervisedCase.supervision_id == supervision.id)


def seen_in(
    viewer: Practitioner, link: type[SupervisedCase] | type[GroupCase], held: sa.ColumnElement[bool]
) -> Sequence[Discussed]:
    """The families of a supervision, of two or of a group, in turn, as far as the reader sees them; one statement."""
    rows = db.session.execute(
        sa.select(link.case_id, Case, Note.code, Note.restricted, reads_restricted(viewer))
        .join(Note, Note.id == link.note_id)
        .outerjoin(Case, sa.and_(Case.id == link.case_id, sees_case(viewer)))
        .where(held)
        .options(joinedload(Case.family))  # not an inner join, which would leave out who is not seen
        .order_by(link.id)
        .limit(MOST)
    )
    return [
        Discussed(case_id, case, code if case and (not restricted or reads) else None)
        for case_id, case, code, restricted, reads in rows
    ]


def to_discuss(viewer: Practitioner, supervision: Supervision) -> Sequence[tuple[Case, date | None]]:
    """The families that a supervision has not come to yet, what is due first in front, each with the day it was last
    discussed in one; one statement."""
    now = sa.select(SupervisedCase.case_id).where(SupervisedCase.supervision_id == supervision.id)
    before = (
        sa.select(sa.func.max(Supervision.held_on))
        .join(SupervisedCase, SupervisedCase.supervision_id == Supervision.id)
        .where(SupervisedCase.case_id == Case.id)
        .scalar_subquery()
    )
    query = (
        supervised_cases(viewer)
        .where(Case.lead_id == supervision.worker_id, Case.id.not_in(now))
        .options(*NEAR)
        .add_columns(before)
        .order_by(Case.next_due_on, Case.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def held_count(viewer: Practitioner, supervision: Supervision) -> int:
    """How many families the worker holds that the supervisor sees."""
    held = supervised_cases(viewer).where(Case.lead_id == supervision.worker_id).with_only_columns(Case.id)
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(held.subquery())) or 0)


def case_of(viewer: Practitioner, supervision: Supervision, text: str, *, locking: bool) -> Case | None:
    """A family of the worker by the reference of its case."""
    code = references.read_code(text)
    if code is None:
        return None
    query = supervised_cases(viewer).where(Case.code == code, Case.lead_id == supervision.worker_id)
    query = query.options(
        joinedload(Case.family, innerjoin=True), joinedload(Case.lead), joinedload(Case.team, innerjoin=True)
    )
    return db.session.scalar(query.with_for_update(of=Case) if locking else query)


def past(viewer: Practitioner, after: str | None) -> Page[Supervision]:
    """The supervisions that a person took part in, the newest first; one statement."""
    query = visible_supervisions(viewer).options(
        joinedload(Supervision.supervisor, innerjoin=True), joinedload(Supervision.worker, innerjoin=True)
    )
    return page_by_number(query, Supervision.id, after)


def events_of(supervision: Supervision) -> Sequence[Event]:
    """What was done in a supervision, in turn."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.SUPERVISION, Event.subject_id == supervision.id)
        .options(joinedload(Event.by))
        .order_by(Event.number)
        .limit(MOST)
    ).all()


# The facts of one family --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What lies on the table while a family is discussed."""

    since: date
    outcomes: Sequence[Outcome]
    """The agreed ones that have not ended."""
    scores: Mapping[int, ScoreFacts]
    visit: Note | None
    note: Note | None
    decision: Note | None
    discussed_on: date | None


def facts(case: Case) -> Facts:
    """The facts of a family, for a manager of its team, who reads its restricted notes too; five statements."""
    fill_plans(case)
    back = sa.select(sa.func.max(Step.decided_at)).where(
        Step.case_id == case.id, Step.state == StepState.ACCEPTED, Step.direction == Direction.DOWN
    )
    before = (
        sa.select(sa.func.max(Supervision.held_on))
        .join(SupervisedCase, SupervisedCase.supervision_id == Supervision.id)
        .where(SupervisedCase.case_id == case.id)
    )
    back_at, discussed_on = db.session.execute(sa.select(back.scalar_subquery(), before.scalar_subquery())).one()
    visit, note, decision = _newest_notes(case)
    return Facts(
        at_stage_since(case, back_at.astimezone(clock.LOCAL).date() if back_at else None),
        [outcome for outcome in case.agreed_outcomes if outcome.result is None],
        latest_scores(case),
        visit,
        note,
        decision,
        discussed_on,
    )


def _newest_notes(case: Case) -> tuple[Note | None, Note | None, Note | None]:
    """The newest visit, the newest note of any other kind, the newest decision of a manager; one statement."""
    order = (Note.happened_on.desc(), Note.first_written_at.desc(), Note.code.desc())
    kinds = (
        Note.kind == NoteKind.VISIT,
        Note.kind.not_in((NoteKind.VISIT, NoteKind.OVERSIGHT)),
        Note.kind == NoteKind.OVERSIGHT,
    )
    arms = [
        sa.select(Note.id, sa.literal(n).label("which"))
        .where(Note.case_id == case.id, Note.is_current, kind)
        .order_by(*order)
        .limit(1)
        .subquery()
        for n, kind in enumerate(kinds)
    ]
    found = sa.union_all(*(sa.select(arm) for arm in arms)).subquery()
    rows = db.session.execute(
        sa.select(found.c.which, Note)
        .join(Note, Note.id == found.c.id)
        .options(joinedload(Note.written_by, innerjoin=True))
    )
    by_kind: dict[int, Note] = {row[0]: row[1] for row in rows}
    return by_kind.get(0), by_kind.get(1), by_kind.get(2)
