"""Who may already be held: candidates by indexed keys, ranked by the practice, within what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Case, ContactPerson, Family, Member, Person, Practitioner
from ..policy import as_viewer, sees_family, somebody
from ..practice import matching, names
from ..practice.matching import Described, Likeness
from ..practice.roles import Role
from .families import latest_cases, whom_to_ask
from .ways import found_by

MOST_SCORED, MOST_SHOWN = 40, 10


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


def candidates(asked: Described, viewer: Practitioner, *, besides: Sequence[int] = ()) -> Found:
    """The people held who may be the one described, in six statements at most, whatever is held."""
    likest = scored(asked, besides)
    numbers = [number for number, _ in likest]
    rows = db.session.execute(_families_of(viewer.role), as_viewer(viewer) | {"people": numbers}).all()
    people = {person.id: person for person, _, _ in rows}
    involved = latest_cases({family.id for _, family, _ in rows if family})
    asks = whom_to_ask(involved.values())
    found: list[Candidate] = []
    ask: dict[str, None] = {}
    hidden = False
    for number, likeness in likest:
        families = [(family, visible) for who, family, visible in rows if family and who.id == number]
        unseen = [f for f, visible in families if not visible and (f.restricted or not _sees_anyone(viewer))]
        if unseen:
            hidden = True
            ask |= {asks[case.team_id]: None for f in unseen if (case := involved.get(f.id)) and case.team_id in asks}
            continue
        seen = list(dict.fromkeys(family for family, visible in families if visible))
        cases = [case for family in seen if (case := involved.get(family.id))]
        found.append(Candidate(people[number], likeness, seen, cases))
    return Found(found[:MOST_SHOWN], list(ask), hidden)


def _sees_anyone(viewer: Practitioner) -> bool:
    return viewer.role in (Role.FRONT_DOOR, Role.KEY_WORKER, Role.MANAGER)


def scored(asked: Described, besides: Sequence[int]) -> list[tuple[int, Likeness]]:
    """The numbers of the people held who are like the one described, with how alike they are; the likeliest first."""
    comparison = matching.Comparison(asked)
    # Most of them are somebody else, wherever they live: only of the others is it asked where that is.
    near = {number: held for number, held in found_by(asked) if number not in besides and comparison.may_show(held)}
    if not near:
        return []
    rows = db.session.execute(_homes(), {"people": list(near), "postcode": asked.postcode})
    found = []
    for number, lines in rows:
        held = near[number] if lines is None else replace(near[number], postcode=asked.postcode, lines=lines)
        likeness = comparison.likeness(held)
        if likeness.points >= matching.SHOWN_FROM:
            found.append((-likeness.points, names.name_key(held.surname, held.forename), number, likeness))
    found.sort(key=lambda one: one[:3])
    return [(number, likeness) for _, _, number, likeness in found[:MOST_SCORED]]


@cache
def _homes() -> Any:
    """Where people live now, if that is at the postcode asked for and is not withheld, of those who are in a family
    or named by a request."""
    home = (
        sa.select(Address.lines)
        .where(
            Address.person_id == Person.id,
            Address.postcode == sa.bindparam("postcode", type_=sa.String),
            Address.ends_on.is_(None),
            sa.not_(Address.hidden),
        )
        .order_by(Address.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    known = sa.or_(
        sa.exists().where(Member.person_id == Person.id), sa.exists().where(ContactPerson.person_id == Person.id)
    )
    return sa.select(Person.id, home).where(Person.id.in_(sa.bindparam("people", expanding=True)), known)


@cache
def _families_of(role: Role) -> Any:
    return (
        sa.select(Person, Family, sees_family(somebody(role)))
        .outerjoin(Member, Member.person_id == Person.id)
        .outerjoin(Family, Family.id == Member.family_id)
        .where(Person.id.in_(sa.bindparam("people", expanding=True)))
        .order_by(Member.ends_on.is_not(None), Member.id)
    )
