"""Audits as pages read them: one's own to hold, those of one's own families, one audit, what on the record shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Audit, AuditGrade, AuditModeration, AuditReflection, Case, Event, Note, Plan, Practitioner, Review
from ..policy import audits_of_own_work, led_audits, reads_audit, visible_cases
from ..practice.chronology import Subject
from ..practice.notes import NoteKind
from .paging import Page, page_by_number

MOST = 200
MOST_NOTES = 40
"""The newest notes, which a domain can point at."""

_NEAR = joinedload(Audit.case, innerjoin=True)
_OF_CASE = (
    _NEAR.joinedload(Case.family, innerjoin=True),
    _NEAR.joinedload(Case.lead),
    joinedload(Audit.auditor, innerjoin=True),
)


def to_hold(viewer: Practitioner) -> Sequence[Audit]:
    """The open audits that a person is to hold, what is due first in front; one statement."""
    query = led_audits(viewer).where(Audit.finished_at.is_(None)).options(*_OF_CASE)
    return db.session.scalars(query.order_by(Audit.due_on, Audit.id).limit(MOST)).all()


def of_own_work(viewer: Practitioner, after: str | None) -> Page[Audit]:
    """A page of the audits of the cases that a person leads, the newest first; one statement."""
    query = audits_of_own_work(viewer).options(*_OF_CASE, joinedload(Audit.reflection))
    return page_by_number(query, Audit.id, after)


@dataclass(frozen=True)
class Shown:
    """One audit as its reader may know it: whether they read its grades, and whether they see the case now."""

    reads: bool
    sees_case: bool
    grades: Mapping[str, AuditGrade]
    reflection: AuditReflection | None
    evidence: Mapping[str, Evidence]
    events: Sequence[Event]
    agreed: AuditModeration | None = None
    """What was agreed after a second look."""
    second: str | None = None
    """The reference of a second look that is finished."""


@dataclass(frozen=True)
class Evidence:
    """Something on the record of a case that a grade points at: a note, a version of the plan, a review, the
    assessment."""

    ref: str
    kind: NoteKind | None = None
    on: date | None = None

    @property
    def what(self) -> str:
        """Note, plan, review or assessment."""
        return self.ref.partition(":")[0]

    @property
    def number(self) -> str:
        """Which one: a reference or a number."""
        return self.ref.partition(":")[2]


def shown(viewer: Practitioner, audit: Audit) -> Shown:
    """Everything for the page of an audit that its reader may read; at most six statements."""
    reads, sees = db.session.execute(
        sa.select(
            sa.exists().where(Audit.id == audit.id, reads_audit(viewer)).correlate(None),
            visible_cases(viewer).where(Case.id == audit.case_id).with_only_columns(Case.id).exists(),
        )
    ).one()
    reflection = db.session.scalar(
        sa.select(AuditReflection)
        .where(AuditReflection.audit_id == audit.id)
        .options(joinedload(AuditReflection.written_by, innerjoin=True))
    )
    if not reads:
        return Shown(False, bool(sees), {}, reflection, {}, ())
    row = db.session.execute(
        sa.select(AuditModeration, Audit.code)
        .select_from(Audit)
        .outerjoin(AuditModeration, AuditModeration.audit_id == Audit.moderates_id)
        .where(Audit.moderates_id == (audit.moderates_id or audit.id), Audit.finished_at.is_not(None))
        .options(joinedload(AuditModeration.agreed_by))
    ).first()
    agreed, second = row if row else (None, None)
    grades = {row.domain: row for row in audit.grades}
    refs = [ref for row in grades.values() for ref in row.evidence]
    return Shown(True, bool(sees), grades, reflection, _notes_of(refs), events_of(audit), agreed, second)


def _notes_of(refs: Sequence[str]) -> dict[str, Evidence]:
    codes = {ref.partition(":")[2] for ref in refs if ref.startswith("note:")}
    notes = db.session.execute(
        sa.select(Note.code, Note.kind, Note.happened_on).where(Note.code.in_(codes), Note.is_current)
    )
    found = {f"note:{code}": Evidence(f"note:{code}", kind, on) for code, kind, on in notes}
    return {ref: found.get(ref, Evidence(ref)) for ref in refs}


def evidence_of(case: Case) -> Sequence[Evidence]:
    """What of a case's record a grade can point at: the assessment, agreed plans, reviews, the newest notes that are
    not restricted; three statements."""
    plans = db.session.execute(
        sa.select(Plan.number, Plan.agreed_on)
        .where(Plan.case_id == case.id, Plan.agreed_on.is_not(None))
        .order_by(Plan.number)
    )
    reviews = db.session.execute(
        sa.select(Review.number, Review.held_on).where(Review.case_id == case.id).order_by(Review.number)
    )
    notes = db.session.execute(
        sa.select(Note.code, Note.kind, Note.happened_on)
        .where(Note.case_id == case.id, Note.is_current, sa.not_(Note.restricted))
        .order_by(Note.happened_on.desc(), Note.first_written_at.desc(), Note.code.desc())
        .limit(MOST_NOTES)
    )
    return [
        *([Evidence("assessment", on=case.assessed_on)] if case.assessed_on else []),
        *(Evidence(f"plan:{number}", on=on) for number, on in plans),
        *(Evidence(f"review:{number}", on=on) for number, on in reviews),
        *(Evidence(f"note:{code}", kind, on) for code, kind, on in notes),
    ]


def events_of(audit: Audit) -> Sequence[Event]:
    """What was done in an audit, in turn. No event says a grade."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.AUDIT, Event.subject_id == audit.id)
        .options(joinedload(Event.by))
        .order_by(Event.number)
        .limit(MOST)
    ).all()
