"""Reading the agencies that work with the authority, and their people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Agency, Case, Event, Lead, Practitioner
from ..policy import sees_case, visible_agencies
from ..practice import references
from ..practice.chronology import Subject
from .paging import PAGE, Page
from .practitioners import by_name


@dataclass(frozen=True)
class Listed:
    """An agency, and how many of its people have an account that is not suspended."""

    agency: Agency
    people: int


def agencies(viewer: Practitioner, after: str | None) -> Page[Listed]:
    """The agencies by name, those that no longer work with us last, starting after the one with the reference
    `after`. Two statements at most."""
    ended = sa.case((Agency.ended_on.is_(None), 0), else_=1)
    people = sa.select(sa.func.count()).where(Practitioner.agency_id == Agency.id, Practitioner.is_active)
    query = visible_agencies(viewer).add_columns(people.scalar_subquery())
    code = references.read_code(after) if after else None
    last = db.session.execute(sa.select(ended, Agency.name, Agency.id).where(Agency.code == code)).first()
    if last is not None:
        query = query.where(sa.tuple_(ended, Agency.name, Agency.id) > sa.tuple_(*last))
    rows = db.session.execute(query.order_by(ended, Agency.name, Agency.id).limit(PAGE + 1)).all()
    found = [Listed(row[0], int(row[1])) for row in rows]
    following = references.write_code(found[PAGE - 1].agency.code) if len(found) > PAGE else None
    return Page(found[:PAGE], following)


def people_of(agency: Agency, after: str | None) -> Page[Practitioner]:
    """Everybody of an agency who has an account, also a suspended one, by name."""
    return by_name(sa.select(Practitioner).where(Practitioner.agency_id == agency.id), after)


def open_accounts(agency: Agency, most: int = 100) -> Sequence[Practitioner]:
    """The people of an agency whose account is not suspended, by name; at most 100."""
    theirs = sa.select(Practitioner).where(Practitioner.agency_id == agency.id, Practitioner.is_active)
    return db.session.scalars(theirs.order_by(Practitioner.name, Practitioner.id).limit(most)).all()


def open_families(viewer: Practitioner, people: Sequence[Practitioner]) -> dict[int, int]:
    """In how many open cases that the reader sees each of these people has a part now. One statement, none for
    nobody."""
    if not people:
        return {}
    query = (
        sa.select(Lead.practitioner_id, sa.func.count(sa.distinct(Lead.case_id)))
        .join(Case, Case.id == Lead.case_id)
        .where(Lead.practitioner_id.in_([person.id for person in people]), Lead.ends_on.is_(None))
        .where(Case.closed_on.is_(None), sees_case(viewer))
        .group_by(Lead.practitioner_id)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def events_of(agency: Agency, most: int = 20) -> Sequence[Event]:
    """What was done about an agency, newest first."""
    query = sa.select(Event).where(Event.subject == Subject.AGENCY, Event.subject_id == agency.id)
    return db.session.scalars(query.order_by(Event.number.desc()).limit(most).options(joinedload(Event.by))).all()
