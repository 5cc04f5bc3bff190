"""Rounds of audits as pages read them: the list, one round with its audits, its draw made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, undefer

from ..extensions import db
from ..models import Audit, AuditRound, Case, Event, Family, Practitioner
from ..policy import reads_audit, sees_family, visible_audit_rounds
from ..practice import clock, sampling
from ..practice.chronology import EventKind, Subject
from .paging import Page, page_by_day, page_by_number

MOST = 200


@dataclass(frozen=True)
class Listed:
    """A round in the list: how many audits it has, and how many of them are finished."""

    round: AuditRound
    audits: int
    finished: int


def rounds(viewer: Practitioner, after: str | None) -> Page[Listed]:
    """A page of rounds, the last to end first; two statements."""
    query = visible_audit_rounds(viewer).options(joinedload(AuditRound.planned_by, innerjoin=True))
    page = page_by_day(query, AuditRound.due_on, AuditRound.id, after, newest_first=True)
    counts: dict[int | None, tuple[int, int]] = {
        row[0]: (row[1], row[2])
        for row in db.session.execute(
            sa.select(Audit.round_id, sa.func.count(), sa.func.count(Audit.finished_at))
            .where(Audit.round_id.in_([r.id for r in page.rows]), Audit.moderates_id.is_(None))
            .group_by(Audit.round_id)
        )
    }
    return Page([Listed(r, *counts.get(r.id, (0, 0))) for r in page.rows], page.following)


@dataclass(frozen=True)
class OfRound:
    """An audit in the list of its round: the name of the family where the reader may know it, and whether they may
    read its grades."""

    audit: Audit
    family: str | None
    reads: bool
    second: str | None
    """The reference of a second look at it; none where nobody was asked."""
    second_finished: bool


def audits_of(planned: AuditRound, viewer: Practitioner, after: str | None) -> Page[OfRound]:
    """A page of the audits of a round, without a grade; two statements."""
    query = (
        sa.select(Audit)
        .where(Audit.round_id == planned.id, Audit.moderates_id.is_(None))
        .options(joinedload(Audit.auditor, innerjoin=True), joinedload(Audit.case, innerjoin=True))
    )
    page = page_by_number(query, Audit.id, after)
    case = aliased(Case)  # what a person sees of a family asks for cases of its own
    second = aliased(Audit)
    known: dict[int, tuple[str | None, bool, str | None, bool]] = {
        row[0]: (row[1], bool(row[2]), row[3], row[4] is not None)
        for row in db.session.execute(
            sa.select(Audit.id, Family.name, reads_audit(viewer), second.code, second.finished_at)
            .join(case, case.id == Audit.case_id)
            .outerjoin(Family, sa.and_(Family.id == case.family_id, sees_family(viewer)))
            .outerjoin(second, second.moderates_id == Audit.id)
            .where(Audit.id.in_([audit.id for audit in page.rows]))
        )
    }
    return Page([OfRound(audit, *known[audit.id]) for audit in page.rows], page.following)


def events_of(planned: AuditRound) -> Sequence[Event]:
    """What was done to a round, in turn."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.AUDIT_ROUND, Event.subject_id == planned.id)
        .options(joinedload(Event.by))
        .order_by(Event.number)
        .limit(MOST)
    ).all()


@dataclass(frozen=True)
class Again:
    """A draw that was made again from what was kept: whether it is the same, and whether what was kept is what the
    chronology says; of each stratum how many there were and how many were drawn."""

    equal: bool
    unchanged: bool
    strata: Sequence[tuple[str, int, int]]
    frame: int
    drawn: int
    nobody: int
    """How many cases none of the auditors may audit."""


def drawn_again(planned: AuditRound) -> Again:
    """Make the draw of a round again; three statements."""
    held = db.session.scalars(
        sa.select(AuditRound)
        .where(AuditRound.id == planned.id)
        .options(undefer(AuditRound.frame), undefer(AuditRound.drawn))
        .execution_options(populate_existing=True)
    ).one()
    frame, drawn, at = sampling.read(held.frame or ()), held.drawn or [], held.drawn_at or clock.now()
    people = [person.code for person in held.auditors]
    again = sampling.draw(frame, people, seed=held.seed, size=held.size, on=clock.local_day(at))
    said = db.session.scalar(
        sa.select(Event.facts).where(
            Event.subject == Subject.AUDIT_ROUND,
            Event.subject_id == held.id,
            Event.kind == EventKind.AUDIT_ROUND_DRAWN,
        )
    )
    by_code = {case.code: case.stratum for case in frame}
    of, got = Counter(by_code.values()), Counter(by_code[code] for code, _ in drawn if code in by_code)
    return Again(
        equal=[list(pair) for pair in again] == drawn,
        unchanged=said is not None
        and said.get("seed") == held.seed
        and said.get("digest") == sampling.digest(held.frame or [], people, drawn),
        strata=[(stratum, of[stratum], got[stratum]) for stratum in sorted(of)],
        frame=len(frame),
        drawn=len(drawn),
        nobody=sum(not set(people) - case.barred for case in frame),
    )
