"""How people are related: recorded, corrected, ended. Nothing is overwritten; the family's chronology tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Family, Person, Practitioner, Relationship
from ..practice import clock
from ..practice import relationships as rules
from ..practice.chronology import EventKind
from ..practice.relationships import PARENTS, Kin, Somebody, Tie
from ..practice.words import N_, NotYet, Sentence, say
from .families import spelled
from .new_versions import set_aside

_GENERATIONS = 12
"""Further back than any record goes."""


def relate(
    family: Family,
    person: Person,
    kin: Kin,
    other: Person,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str | None = None,
    by: Practitioner,
) -> Relationship:
    """Record that `person` is `kin` to `other`, once for both. Raises NotYet."""
    _refuse(_wrong(person, kin, other, starts_on, ends_on, None))
    one, kin, two = _turned(person, kin, other)
    made = Relationship(
        person=one, other=two, kin=kin, starts_on=starts_on, ends_on=ends_on, note=note,
        written_at=clock.now(), written_by=by,
    )  # fmt: skip
    db.session.add(made)
    _tell(family, EventKind.RELATIONSHIP_RECORDED, made, by=by)
    return made


def correct_relationship(
    family: Family,
    held: Relationship,
    *,
    kin: Kin,
    starts_on: date | None,
    ends_on: date | None,
    note: str | None,
    withdrawn: bool,
    because: str,
    read_number: int,
    by: Practitioner,
) -> Relationship:
    """Write the next version of a relationship, `kin` being what its first person is to the other; or take it off the
    record. Raises Changed, NotYet."""
    if not because.strip():
        raise NotYet(say(N_("Say why it is corrected."), "because"))
    if not withdrawn:
        _refuse(_wrong(held.person, kin, held.other, starts_on, ends_on, held.code))
    made = _next(held, read_number, kin=kin, starts_on=starts_on, ends_on=ends_on, note=note, by=by)
    made.withdrawn, made.because = withdrawn, because
    _tell(family, EventKind.RELATIONSHIP_CORRECTED, made, by=by, because=because)
    return made


def end_relationship(
    family: Family, held: Relationship, *, ends_on: date, because: str | None, read_number: int, by: Practitioner
) -> Relationship:
    """Record that a relationship ended. Raises Changed, NotYet."""
    if held.ends_on:
        raise NotYet(say(N_("This has ended already: correct it instead.")))
    _refuse(list(rules.wrong_dates(held.kin, held.starts_on, ends_on, clock.today())))
    made = _next(held, read_number, kin=held.kin, starts_on=held.starts_on, ends_on=ends_on, note=held.note, by=by)
    made.because = because
    _tell(family, EventKind.RELATIONSHIP_ENDED, made, by=by, because=because)
    return made


def _next(
    held: Relationship,
    read_number: int,
    *,
    kin: Kin,
    starts_on: date | None,
    ends_on: date | None,
    note: str | None,
    by: Practitioner,
) -> Relationship:
    stored = {
        "kin": held.kin.label,
        "starts_on": spelled(held.starts_on),
        "ends_on": spelled(held.ends_on),
        "note": held.note or "",
    }
    set_aside(held, read_number, stored)
    one, kin, two = _turned(held.person, kin, held.other)
    made = Relationship(
        code=held.code, number=held.number + 1, person=one, other=two, kin=kin, starts_on=starts_on,
        ends_on=ends_on, note=note, written_at=clock.now(), written_by=by,
    )  # fmt: skip
    db.session.add(made)
    return made


def _turned(person: Person, kin: Kin, other: Person) -> tuple[Person, Kin, Person]:
    one, kept, _two = rules.turned(person.id, kin, other.id)
    return (person, kept, other) if one == person.id else (other, kept, person)


def _tell(family: Family, kind: EventKind, held: Relationship, *, by: Practitioner, because: str | None = None) -> None:
    one, other = held.person, held.other
    family.record(
        kind, by=by, because=because, person=one.name, other=other.name, kin=held.kin, named=f"{one.code} {other.code}"
    )


def _refuse(lacking: Sequence[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)


# What the rules ask -------------------------------------------------------------------------------------------


def somebody(person: Person) -> Somebody:
    """A person, as far as the rules ask."""
    return Somebody(person.id, person.name, person.birth_date or person.due_date)


def _wrong(
    person: Person, kin: Kin, other: Person, starts_on: date | None, ends_on: date | None, corrected: str | None
) -> list[Sentence]:
    one, kin, two = _turned(person, kin, other)
    held = _held({one.id, two.id}, corrected)
    before = _forebears(one.id, corrected) if kin in PARENTS else set()
    found = list(rules.problems(somebody(one), kin, somebody(two), held, before))
    return found + list(rules.wrong_dates(kin, starts_on, ends_on, clock.today()))


_NOW = (Relationship.current, sa.not_(Relationship.withdrawn))


def _held(people: set[int], corrected: str | None) -> list[Tie]:
    query = sa.select(Relationship).where(
        *_NOW, sa.or_(Relationship.person_id.in_(people), Relationship.other_id.in_(people))
    )
    return [
        Tie(r.person_id, r.kin, r.other_id, r.ends_on is not None, r.code)
        for r in db.session.scalars(query.order_by(Relationship.id))
        if r.code != corrected
    ]


def _forebears(person: int, corrected: str | None) -> set[int]:
    found: set[int] = set()
    level = {person}
    for _generation in range(_GENERATIONS):
        query = sa.select(Relationship.person_id).where(
            *_NOW,
            Relationship.kin.in_(PARENTS),
            Relationship.other_id.in_(level),
            Relationship.code != (corrected or ""),
        )
        level = set(db.session.scalars(query)) - found
        if not level:
            break
        found |= level
    return found
