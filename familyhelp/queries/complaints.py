"""Reading compliments and complaints: what waits, what there was, and who can handle one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Case, Complaint, Event, Practitioner
from ..policy import sees_case, visible_complaints
from ..practice import references
from ..practice.chronology import Subject
from ..practice.roles import Role
from .paging import Page, page_by_day, page_by_number

MOST_OFFERED = 500
"""How many people one page offers for choice."""


def waiting(viewer: Practitioner, after: str | None) -> Page[Complaint]:
    """The complaints that are not answered, what is due first in front: the overdue ones lead. One statement."""
    query = visible_complaints(viewer).where(Complaint.next_due_on.is_not(None))
    return page_by_day(query.options(joinedload(Complaint.handler)), Complaint.next_due_on, Complaint.id, after)


def held(viewer: Practitioner, after: str | None) -> Page[Complaint]:
    """The compliments and the answered complaints, the newest first. One statement."""
    query = visible_complaints(viewer).where(Complaint.next_due_on.is_(None))
    return page_by_number(query.options(joinedload(Complaint.handler)), Complaint.id, after)


def case_of(viewer: Practitioner, complaint: Complaint) -> Case | None:
    """The case that it is about, where the reader sees it."""
    if complaint.case_id is None:
        return None
    query = sa.select(Case).where(Case.id == complaint.case_id, sees_case(viewer))
    return db.session.scalar(query.options(joinedload(Case.family, innerjoin=True)))


def events_of(complaint: Complaint, most: int = 50) -> Sequence[Event]:
    """What was done about it, in turn."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.COMPLAINT, Event.subject_id == complaint.id)
        .options(joinedload(Event.by))
        .order_by(Event.number)
        .limit(most)
    ).all()


def case_by(viewer: Practitioner, text: str) -> Case | None:
    """A case by its reference, among those that a person sees."""
    code = references.read_code(text)
    # Not one that is open to them for a reason alone: then they read, and write nothing down about it.
    return db.session.scalar(sa.select(Case).where(Case.code == code, sees_case(viewer))) if code else None


def workers(most: int = MOST_OFFERED) -> Sequence[Practitioner]:
    """Everybody who can be praised or complained of, by name; managers among them, who can handle a complaint."""
    query = sa.select(Practitioner).where(
        Practitioner.is_active, Practitioner.role.not_in((Role.ADMINISTRATOR, Role.ANALYST))
    )
    return db.session.scalars(query.order_by(Practitioner.name, Practitioner.id).limit(most)).all()
