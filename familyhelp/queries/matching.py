"""Who may already be held: candidates by indexed keys, ranked by the practice, within what the reader may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Case, ContactPerson, Family, Member, Person, Practitioner
from ..policy import sees_family
from ..practice import matching, names
from ..practice.matching import Described, Likeness
from ..practice.names import fold
from ..practice.roles import Role
from .families import latest_cases, whom_to_ask

MOST_A_KEY, MOST_SCORED, MOST_SHOWN = 100, 40, 10
END = "~"
"""Sorts after everything in a folded name, so that a beginning is a range of an index."""


@dataclass
class Candidate:
    """A person held who may be the one asked about: how alike, why, in which families, and what help there is."""

    person: Person
    likeness: Likeness
    families: list[Family] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """The candidates, the likeliest first, and whom to ask about somebody out of the reader's sight."""

    candidates: Sequence[Candidate]
    ask: Sequence[str]
    hidden: bool


def begins_with(beginning: str) -> sa.ColumnElement[bool]:
    """The condition that a name key begins like this: a range, which the index finds without a scan."""
    return sa.and_(Person.name_key >= beginning, Person.name_key < beginning + END)


def candidates(asked: Described, viewer: Practitioner, *, besides: Sequence[int] = ()) -> Found:
    """The people held who may be the one described, in five statements at most, whatever is held."""
    scored = _scored(asked, besides)
    shown = [person for person, _ in scored]
    rows = db.session.execute(
        sa.select(Member.person_id, Family, sees_family(viewer))
        .join(Family, Family.id == Member.family_id)
        .where(Member.person_id.in_([p.id for p in shown]))
        .order_by(Member.ends_on.is_not(None), Member.id)
    ).all()
    involved = latest_cases({family.id for _, family, _ in rows})
    asks = whom_to_ask(involved.values())
    found: list[Candidate] = []
    ask: dict[str, None] = {}
    hidden = False
    for person, likeness in scored:
        families = [(family, visible) for who, family, visible in rows if who == person.id]
        unseen = [f for f, visible in families if not visible and (f.restricted or not _sees_anyone(viewer))]
        if unseen:
            hidden = True
            ask |= {asks[case.team_id]: None for f in unseen if (case := involved.get(f.id)) and case.team_id in asks}
            continue
        seen = list(dict.fromkeys(family for family, visible in families if visible))
        cases = [case for family in seen if (case := involved.get(family.id))]
        found.append(Candidate(person, likeness, seen, cases))
    return Found(found[:MOST_SHOWN], list(ask), hidden)


def _sees_anyone(viewer: Practitioner) -> bool:
    return viewer.role in (Role.FRONT_DOOR, Role.KEY_WORKER, Role.MANAGER)


def _scored(asked: Described, besides: Sequence[int]) -> list[tuple[Person, Likeness]]:
    keys = list(_keys(asked))
    if not keys:
        return []
    ids = sa.union(*(sa.select(key.limit(MOST_A_KEY).subquery().c[0]) for key in keys)).subquery()
    known = sa.or_(
        sa.exists().where(Member.person_id == Person.id), sa.exists().where(ContactPerson.person_id == Person.id)
    )
    # Most of them are somebody else: compare plain columns, and read as records only those that are shown.
    rows = db.session.execute(
        sa.select(Person.id, Person.name_key, *_COMPARED, _home(asked)).where(
            Person.id.in_(sa.select(ids.c[0])), Person.id.not_in(besides), known
        )
    ).all()
    scored = [(row, matching.compare(asked, Described(*row[2:]))) for row in rows]
    likely = [(row, likeness) for row, likeness in scored if likeness.points >= matching.SHOWN_FROM]
    likely = sorted(likely, key=lambda found: (-found[1].points, found[0].name_key, found[0].id))[:MOST_SCORED]
    people = {
        p.id: p for p in db.session.scalars(sa.select(Person).where(Person.id.in_([row.id for row, _ in likely])))
    }
    return [(people[row.id], likeness) for row, likeness in likely]


_COMPARED = (
    Person.forename,
    Person.surname,
    Person.known_as,
    Person.birth_date,
    Person.due_date,
    Person.nhs_number,
    Person.upn,
    Person.phone,
)


def _home(asked: Described) -> sa.ColumnElement[Any]:
    """The postcode of where a person lives now, as far as everybody may know it; only where there is one to compare."""
    if not asked.postcode:
        return sa.null()
    return (
        sa.select(Address.postcode)
        .where(Address.person_id == Person.id, Address.ends_on.is_(None), sa.not_(Address.hidden))
        .order_by(Address.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _keys(asked: Described) -> Iterator[sa.Select[int]]:
    """One small select for each indexed way to the same person."""
    person = sa.select(Person.id)
    surname, forename = fold(asked.surname), fold(asked.forename)
    beginnings = {f"{surname} "} if surname else set()
    if surname and forename:
        beginnings |= {f"{surname} {name}" for name in (forename, *matching.SHORT_FORMS.get(forename, ()))}
        beginnings |= {f"{part} {forename}" for part in surname.split()}
        beginnings.add(f"{forename} {surname}")
    for beginning in sorted(beginnings):
        yield person.where(begins_with(beginning))
    if surname:
        yield from _by_sound(asked, names.sound_key(asked.surname))
    if asked.birth_date:
        yield person.where(Person.birth_date == asked.birth_date)
        turned = matching.turned(asked.birth_date)
        if turned:
            yield person.where(Person.birth_date == turned)
    if asked.nhs_number:
        yield person.where(Person.nhs_number == asked.nhs_number)
    if asked.upn:
        yield person.where(Person.upn == asked.upn)
    if asked.postcode:
        yield sa.select(Address.person_id).where(
            Address.postcode == asked.postcode, Address.ends_on.is_(None), sa.not_(Address.hidden)
        )


def _by_sound(asked: Described, sounds: str) -> Iterator[sa.Select[int]]:
    person = sa.select(Person.id).where(Person.sound_key == sounds)
    if asked.birth_date:
        yield person.where(Person.birth_date.in_([asked.birth_date, *matching.near_dates(asked.birth_date)]))
    elif asked.due_date:
        around = (asked.due_date - matching.EXPECTED_WITHIN, asked.due_date + matching.EXPECTED_WITHIN)
        yield person.where(Person.birth_date.is_(None))
        yield person.where(Person.birth_date.between(*around))
    else:
        yield person.order_by(Person.birth_date.desc())
