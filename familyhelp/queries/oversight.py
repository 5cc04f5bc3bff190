"""Where a manager's word is missing on a family's record, the longest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Event, Note, Practitioner
from ..policy import as_viewer, in_teams, sees_case, somebody
from ..practice import clock
from ..practice.chronology import Subject
from ..practice.drift import long_before
from ..practice.notes import NoteKind
from ..practice.oversight import AFTER_CLOSING, AGAIN, ASKED_BY, LOOKS_BACK, Lacking, Point, events_asking
from ..practice.roles import Role
from .cases import NEAR
from .paging import PAGE, Page
from .scored import Scored, scored
from .workload import drifting

_MOMENT = Event.at.type
_OF_CASE = sa.and_(Event.subject == Subject.CASE, Event.subject_id == Case.id)


@dataclass(frozen=True)
class Silent:
    """A family with the points at which no manager wrote anything yet."""

    case: Case
    lacking: Sequence[Lacking]


def silent(viewer: Practitioner, points: frozenset[Point], after: str | None) -> Page[Silent]:
    """The families of a manager's teams on whose record a manager's word is missing; three statements."""
    key = _read_key(after)
    today = clock.today()
    values = as_viewer(viewer) | {
        "earliest": clock.now() - LOOKS_BACK,
        "again": clock.now() - AGAIN,
        "closed_since": today - AFTER_CLOSING,
        "today": today,
        "long_before": long_before(today),
        "after_moment": key[0] if key else None,
        "after_number": key[1] if key else None,
    }
    rows = db.session.execute(_silent(points, key is not None), values).unique().all()
    shown = rows[:PAGE]
    lacking = _lacking([(row[0], row.said) for row in shown], points)
    following = f"{shown[-1].since.isoformat()}_{shown[-1][0].id}" if len(rows) > PAGE else None
    return Page([Silent(row[0], lacking[row[0].id]) for row in shown], following)


@cache
def _silent(points: frozenset[Point], goes_on: bool) -> Any:
    viewer = somebody(Role.MANAGER)
    said = (
        sa.select(sa.func.max(Note.first_written_at))
        .where(Note.case_id == Case.id, Note.is_current, Note.kind == NoteKind.OVERSIGHT)
        .correlate(Case)
        .scalar_subquery()
    )
    asked = sa.select(sa.func.min(Event.at)).where(
        _OF_CASE,
        Event.kind.in_(events_asking(points)),
        Event.at >= sa.bindparam("earliest", type_=_MOMENT),
        sa.or_(said.is_(None), Event.at > said),
        _no_word(),
    )
    since: Any = asked.correlate(Case).scalar_subquery()
    if Point.DRIFT in points:
        began = sa.select(sa.func.min(Event.at)).where(_OF_CASE).correlate(Case).scalar_subquery()
        last = sa.func.coalesce(said, began)
        still = sa.and_(Case.closed_on.is_(None), drifting(), last < sa.bindparam("again", type_=_MOMENT))
        since = sa.func.coalesce(since, sa.case((still, last)))
    found = (
        sa.select(Case.id, sa.type_coerce(since, _MOMENT).label("since"), said.label("said"))
        .where(in_teams(viewer), sees_case(viewer))
        .where(sa.or_(Case.closed_on.is_(None), Case.closed_on >= sa.bindparam("closed_since", type_=sa.Date())))
        .subquery()
    )
    query = sa.select(Case, found.c.since, found.c.said).join(found, found.c.id == Case.id).options(*NEAR)
    query = query.where(found.c.since.is_not(None))
    if goes_on:
        moment = sa.bindparam("after_moment", type_=_MOMENT)
        number = sa.bindparam("after_number", type_=sa.BigInteger())
        query = query.where(sa.or_(found.c.since > moment, sa.and_(found.c.since == moment, Case.id > number)))
    return query.order_by(found.c.since, Case.id).limit(PAGE + 1)


def _no_word() -> sa.ColumnElement[bool]:
    """The condition on an event that no manager did it and said why."""
    managers = sa.select(Practitioner.id).where(Practitioner.role == Role.MANAGER)
    return sa.not_(sa.and_(Event.because.is_not(None), Event.by_id.is_not(None), Event.by_id.in_(managers)))


def _lacking(rows: Sequence[tuple[Case, datetime | None]], points: frozenset[Point]) -> Mapping[int, Sequence[Lacking]]:
    """What is missing on each of these cases since a manager's last word; two statements, none for none."""
    if not rows:
        return {}
    happened = db.session.execute(
        sa.select(Event.subject_id, Event.kind, Event.at)
        .where(Event.subject == Subject.CASE, Event.subject_id.in_([case.id for case, _ in rows]))
        .where(Event.kind.in_(events_asking(points)), Event.at >= clock.now() - LOOKS_BACK, _no_word())
        .order_by(Event.at, Event.id)
    ).all()
    drift = scored([case for case, _ in rows]) if Point.DRIFT in points else {}
    return {case.id: _of_one(case, said, happened, drift.get(case.id)) for case, said in rows}


def _of_one(case: Case, said: datetime | None, happened: Sequence[Any], drift: Scored | None) -> Sequence[Lacking]:
    found = [
        Lacking(ASKED_BY[event.kind], clock.local_day(event.at))
        for event in happened
        if event.subject_id == case.id and (said is None or event.at > said)
    ]
    if drift and drift.drifts and (said is None or said < clock.now() - AGAIN):
        found.append(Lacking(Point.DRIFT, clock.local_day(said) if said else min(one.since for one in drift.drifts)))
    return found


def _read_key(text: str | None) -> tuple[datetime, int] | None:
    moment, _, number = (text or "").partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(number)) if at.tzinfo and number.isascii() and len(number) < 19 else None
    except ValueError:
        return None
