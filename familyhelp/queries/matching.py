"""Who may already be held: candidates by indexed keys, ranked by the practice, within what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Case, ContactPerson, Family, Member, Person, Practitioner
from ..policy import as_viewer, sees_family, somebody
from ..practice import matching
from ..practice.matching import Described, Likeness
from ..practice.roles import Role
from .families import latest_cases, whom_to_ask
from .ways import found_by

MOST_SCORED, MOST_SHOWN = 40, 10
FIELDS = (
    *("forename", "surname", "known_as", "birth_date", "due_date", "nhs_number", "upn", "phone", "birth_estimated"),
)
"""What is compared of a person, beside where they live."""


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
    ids = found_by(asked)
    if not ids:
        return []
    # Most of them are somebody else: compare plain columns, and read as records only those that are shown.
    rows = db.session.execute(_compared(), {"people": ids, "postcode": asked.postcode}).all()
    found = [
        (row, likeness)
        for row in rows
        if row.id not in besides
        and (likeness := matching.compare(asked, _described(row, asked))).points >= matching.SHOWN_FROM
    ]
    found.sort(key=lambda one: (-one[1].points, one[0].name_key, one[0].id))
    return [(row.id, likeness) for row, likeness in found[:MOST_SCORED]]


@cache
def _compared() -> Any:
    """What is compared of people who are in a family or named by a request, built once."""
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
    phone = sa.case((sa.not_(Person.contact_hidden), Person.phone))
    compared = (phone if name == "phone" else getattr(Person, name) for name in FIELDS)
    return sa.select(Person.id, Person.name_key, *compared, home).where(
        Person.id.in_(sa.bindparam("people", expanding=True)), known
    )


def _described(row: Any, asked: Described) -> Described:
    """A row as it is compared. Where it lives now counts only at the postcode that was asked for, and not where that
    is withheld."""
    held = dict(zip(FIELDS, row[2:11], strict=True))
    return Described(**held, postcode=asked.postcode if row[11] is not None else None, lines=row[11])


@cache
def _families_of(role: Role) -> Any:
    return (
        sa.select(Person, Family, sees_family(somebody(role)))
        .outerjoin(Member, Member.person_id == Person.id)
        .outerjoin(Family, Family.id == Member.family_id)
        .where(Person.id.in_(sa.bindparam("people", expanding=True)))
        .order_by(Member.ends_on.is_not(None), Member.id)
    )
