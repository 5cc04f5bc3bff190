"""Reading how the people of a family are related, and who holds parental responsibility for its children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Family, Member, Person, Practitioner, Relationship, Responsibility
from ..policy import visible_people
from ..practice import relationships as rules
from ..practice import responsibilities
from ..practice.people import FamilyRole
from ..practice.references import read_code
from ..practice.relationships import Kin, Seen, Tie

MOST = 400
"""More than any family has."""


@dataclass(frozen=True)
class Held:
    """Parental responsibility, and whether the reader may know whose: a person whose record is shut has no name."""

    record: Responsibility
    named: bool


@dataclass(frozen=True)
class Kinship:
    """How people are related as it stands now, and who holds parental responsibility for each child."""

    relations: Sequence[Relationship] = ()
    responsibilities: Mapping[int, Sequence[Held]] = field(default_factory=dict)

    @property
    def ties(self) -> list[Tie]:
        """The relationships, as the rules read them."""
        return [Tie(r.person_id, r.kin, r.other_id, r.ends_on is not None, r.code) for r in self.relations]

    def around(self, members: Iterable[Member]) -> dict[int, list[tuple[Kin, bool, list[str]]]]:
        """For each person: what others are to them, whether that is over, and their names."""
        people = [m.person for m in members]
        names = {p.id: p.name for p in people}
        names |= {p.id: p.name for r in self.relations for p in (r.person, r.other)}
        seen = rules.around(self.ties, [p.id for p in people])
        return {person: _grouped(found, names) for person, found in seen.items()}


def _grouped(found: Sequence[Seen], names: Mapping[int, str]) -> list[tuple[Kin, bool, list[str]]]:
    groups: dict[tuple[Kin, bool], list[str]] = {}
    for one in found:
        groups.setdefault((one.kin, one.ended), []).append(names[one.other])
    return [(kin, ended, called) for (kin, ended), called in groups.items()]


def kinship(members: Sequence[Member], viewer: Practitioner) -> Kinship:
    """How these people are related, to each other and to others whom the reader sees; two statements."""
    people = [m.person_id for m in members]
    held = _in_force(Relationship)
    seen = visible_people(viewer).with_only_columns(Person.id)
    relations = db.session.scalars(
        sa.select(Relationship)
        .where(
            held,
            sa.or_(Relationship.person_id.in_(people), Relationship.other_id.in_(people)),
            Relationship.person_id.in_(seen),
            Relationship.other_id.in_(seen),
        )
        .options(joinedload(Relationship.person, innerjoin=True), joinedload(Relationship.other, innerjoin=True))
        .order_by(Relationship.id)
        .limit(MOST)
    ).all()
    return Kinship(relations, _responsibilities(people, viewer))


def _in_force(kept: type[Relationship] | type[Responsibility]) -> sa.ColumnElement[bool]:
    return sa.and_(kept.current, sa.not_(kept.withdrawn))


def _responsibilities(people: Sequence[int], viewer: Practitioner) -> dict[int, list[Held]]:
    seen = visible_people(viewer).with_only_columns(Person.id)
    rows = db.session.execute(
        sa.select(Responsibility, sa.or_(Responsibility.holder_id.is_(None), Responsibility.holder_id.in_(seen)))
        .where(_in_force(Responsibility), Responsibility.child_id.in_(people), Responsibility.ends_on.is_(None))
        .options(joinedload(Responsibility.holder))
        .order_by(Responsibility.id)
        .limit(MOST)
    )
    found: dict[int, list[Held]] = {}
    for record, named in rows:
        found.setdefault(record.child_id, []).append(Held(record, bool(named)))
    return found


def children_of(members: Iterable[Member], today: date) -> list[Person]:
    """The children for whom somebody holds parental responsibility."""
    return [m.person for m in members if m.role is FamilyRole.CHILD and needs_somebody(m.person, today)]


def needs_somebody(person: Person, today: date) -> bool:
    """Whether somebody holds parental responsibility for a person."""
    return responsibilities.needs(
        person.birth_date, today, expected=person.due_date is not None, died=person.died_on is not None
    )


# One of them --------------------------------------------------------------------------------------------------


def relationship_seen(family: Family, viewer: Practitioner, text: str) -> Relationship | None:
    """A relationship of somebody in a family as it stands now, by reference, where the reader sees both people."""
    seen = visible_people(viewer).with_only_columns(Person.id)
    return db.session.scalar(
        sa.select(Relationship).where(
            _in_force(Relationship),
            Relationship.code == read_code(text),
            sa.or_(Relationship.person_id.in_(_members(family)), Relationship.other_id.in_(_members(family))),
            Relationship.person_id.in_(seen),
            Relationship.other_id.in_(seen),
        )
    )


def responsibility_seen(family: Family, viewer: Practitioner, text: str) -> Responsibility | None:
    """Who holds it for a child of a family as it stands now, by reference, where the reader sees them both."""
    seen = visible_people(viewer).with_only_columns(Person.id)
    return db.session.scalar(
        sa.select(Responsibility).where(
            _in_force(Responsibility),
            Responsibility.code == read_code(text),
            Responsibility.child_id.in_(_members(family)),
            Responsibility.child_id.in_(seen),
            sa.or_(Responsibility.holder_id.is_(None), Responsibility.holder_id.in_(seen)),
        )
    )


def _members(family: Family) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(Member.person_id).where(Member.family_id == family.id)


# What was -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Before:
    """What no longer stands: versions that were corrected, and what was taken off the record."""

    relations: Sequence[Relationship]
    responsibilities: Sequence[Responsibility]


def before(members: Sequence[Member], viewer: Practitioner) -> Before:
    """Every version that no longer stands and every responsibility that ended, newest first; two statements."""
    people = [m.person_id for m in members]
    seen = visible_people(viewer).with_only_columns(Person.id)
    relations = db.session.scalars(
        sa.select(Relationship)
        .where(
            sa.or_(sa.not_(Relationship.current), Relationship.withdrawn),
            sa.or_(Relationship.person_id.in_(people), Relationship.other_id.in_(people)),
            Relationship.person_id.in_(seen),
            Relationship.other_id.in_(seen),
        )
        .options(
            joinedload(Relationship.person, innerjoin=True),
            joinedload(Relationship.other, innerjoin=True),
            joinedload(Relationship.written_by, innerjoin=True),
        )
        .order_by(Relationship.id.desc())
        .limit(MOST)
    ).all()
    held = db.session.scalars(
        sa.select(Responsibility)
        .where(
            sa.or_(sa.not_(Responsibility.current), Responsibility.withdrawn, Responsibility.ends_on.is_not(None)),
            Responsibility.child_id.in_(people),
            sa.or_(Responsibility.holder_id.is_(None), Responsibility.holder_id.in_(seen)),
        )
        .options(
            joinedload(Responsibility.child, innerjoin=True),
            joinedload(Responsibility.holder),
            joinedload(Responsibility.written_by, innerjoin=True),
        )
        .order_by(Responsibility.id.desc())
        .limit(MOST)
    ).all()
    return Before(relations, held)
