"""Reading who may be held twice, and which records were merged, as far as a person may see both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from ..extensions import db
from ..models import Family, Member, Merge, Person, PersonPair, Practitioner
from ..policy import visible_people
from ..practice.references import read_code
from .paging import Page, page_by_number

MOST_MERGES, MOST_HOMES = 10, 25


@dataclass(frozen=True)
class Waiting:
    """How many pairs wait, and the references of the first of them: all that an administrator is shown."""

    count: int
    codes: Sequence[tuple[str, str]]


def pairs_waiting(viewer: Practitioner, after: str | None) -> Page[PersonPair]:
    """The pairs that may be one person, both within the reader's sight, the newest first."""
    seen = visible_people(viewer).with_only_columns(Person.id)
    query = (
        sa.select(PersonPair)
        .where(PersonPair.apart_at.is_(None), PersonPair.one_id.in_(seen), PersonPair.other_id.in_(seen))
        .options(joinedload(PersonPair.one, innerjoin=True), joinedload(PersonPair.other, innerjoin=True))
    )
    return page_by_number(query, PersonPair.id, after)


def all_waiting(most: int = 25) -> Waiting:
    """Every pair that waits, without a name."""
    one, other, gone = aliased(Person), aliased(Person), aliased(Merge)
    merged = sa.exists().where(gone.undone_at.is_(None), gone.gone_id.in_((PersonPair.one_id, PersonPair.other_id)))
    waits = sa.and_(PersonPair.apart_at.is_(None), sa.not_(merged))
    count = db.session.scalar(sa.select(sa.func.count()).select_from(PersonPair).where(waits)) or 0
    rows = db.session.execute(
        sa.select(one.code, other.code)
        .select_from(PersonPair)
        .join(one, one.id == PersonPair.one_id)
        .join(other, other.id == PersonPair.other_id)
        .where(waits)
        .order_by(PersonPair.id.desc())
        .limit(most)
    )
    return Waiting(count, [(first, second) for first, second in rows])


def newest_merges(viewer: Practitioner) -> Sequence[Merge]:
    """The newest merges that stand, of people within the reader's sight."""
    seen = visible_people(viewer).with_only_columns(Person.id)
    near = (joinedload(Merge.kept, innerjoin=True), joinedload(Merge.gone, innerjoin=True))
    return db.session.scalars(
        sa.select(Merge)
        .where(Merge.undone_at.is_(None), Merge.kept_id.in_(seen))
        .options(*near, joinedload(Merge.merged_by, innerjoin=True))
        .order_by(Merge.id.desc())
        .limit(MOST_MERGES)
    ).all()


def seen_person(viewer: Practitioner, text: str) -> Person | None:
    """A person held, by reference, within the reader's sight, with where they live and lived."""
    code = read_code(text)
    if code is None:
        return None
    query = visible_people(viewer).where(Person.code == code).options(selectinload(Person.addresses))
    return db.session.scalar(query)


def merge_into(kept: Person, text: str) -> Merge | None:
    """A merge into this record, by its reference."""
    near = (joinedload(Merge.kept, innerjoin=True), joinedload(Merge.gone, innerjoin=True))
    query = sa.select(Merge).where(Merge.code == (read_code(text) or ""), Merge.kept_id == kept.id)
    return db.session.scalar(query.options(*near))


def families_of(people: Sequence[Person]) -> dict[int, list[Family]]:
    """The families that each of these is or was in."""
    found: dict[int, list[Family]] = {}
    rows = db.session.execute(
        sa.select(Member.person_id, Family)
        .join(Family, Family.id == Member.family_id)
        .where(Member.person_id.in_([person.id for person in people]))
        .order_by(Member.id)
        .limit(MOST_HOMES)
    )
    for number, family in rows:
        if family not in found.setdefault(number, []):
            found[number].append(family)
    return found


def kept_for(code: str | None) -> Person | None:
    """The person whose record took in the one of this reference; through several merges, the last."""
    person: Person | None = None
    gone: Any = sa.select(Person.id).where(Person.code == (code or "")).scalar_subquery()
    for _ in range(MOST_MERGES):
        query = sa.select(Person).join(Merge, Merge.kept_id == Person.id)
        found = db.session.scalar(query.where(Merge.gone_id == gone, Merge.undone_at.is_(None)))
        if found is None:
            break
        person, gone = found, found.id
    return person
