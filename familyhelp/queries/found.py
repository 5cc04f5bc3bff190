"""What a search found, as a page shows it: families in the order of the people who led to them, as far as the reader
may see, and no more rows of each kind than the page has room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Case, Contact, Family, Member, Person, Practitioner
from ..policy import as_viewer, sees_family, somebody
from ..practice.break_glass import may_open
from ..practice.people import going_by, whole_years
from ..practice.references import write_code
from ..practice.roles import Role
from .families import latest_cases, whom_to_ask
from .paging import PAGE

MOST_SCANNED, MOST_NAMED = 100, 12
NAMED = (
    *(Person.id, Person.code, Person.name_key, Person.forename, Person.surname, Person.known_as, Person.birth_date),
)


class Named(NamedTuple):
    """Somebody as a list of those found names them: read as plain columns, since many are read and none is changed."""

    id: int
    code: str
    name_key: str
    forename: str
    surname: str
    known_as: str | None
    birth_date: date | None

    @property
    def name(self) -> str:
        """The name the person goes by, known-as first."""
        return going_by(self.forename, self.surname, self.known_as)

    def age_on(self, day: date) -> int | None:
        """Whole years on a day; None where the date of birth is not known or lies ahead."""
        return whole_years(self.birth_date, day)


class Home(NamedTuple):
    """A family as a list names it."""

    id: int
    code: str
    name: str
    restricted: bool


@dataclass
class Line:
    """One family that was found: the people in it, those who were found first, and what help it has."""

    family: Family | Home
    found: list[Named]
    members: list[Named] = field(default_factory=list)
    case: Case | None = None


@dataclass(frozen=True)
class Results:
    """What one search found."""

    lines: Sequence[Line] = ()
    ask: Sequence[str] = ()
    hidden: bool = False
    following: str | None = None
    openable: Sequence[str] = ()
    """The references of the hidden families that the reader may open for a reason."""
    cases: Sequence[Case] = ()
    contacts: Sequence[Contact] = ()
    sounds: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.lines or self.hidden or self.cases or self.contacts)


def listed(people: Sequence[Named], viewer: Practitioner, *, whole: Callable[[Named], bool]) -> Results:
    """A page of families, in the order of the people who were found, in a fixed number of statements.

    A family out of the reader's sight answers only to a whole name, and then only with whom to ask."""
    homes = _homes([person.id for person in people[:MOST_SCANNED]], viewer)
    lines: dict[int, Line] = {}
    unseen: dict[int, Home] = {}
    following = None
    for place, person in enumerate(people[:MOST_SCANNED]):
        seen = [family for family, visible in homes.get(person.id, []) if visible]
        hides = [family for family, visible in homes.get(person.id, []) if not visible and family.restricted]
        if hides or not seen:
            if homes.get(person.id) and whole(person):
                unseen |= {family.id: family for family, visible in homes[person.id] if not visible}
            continue
        if len(lines) == PAGE and any(family.id not in lines for family in seen):
            following = write_code(people[place - 1].code)
            break
        for family in seen:
            lines.setdefault(family.id, Line(family, [])).found.append(person)
    if following is None and len(people) > MOST_SCANNED:
        following = write_code(people[MOST_SCANNED - 1].code)
    return _filled(viewer, lines, unseen, following)


def openable_codes(viewer: Practitioner, unseen: Iterable[Family | Home]) -> list[str]:
    """The references of the families out of sight that the reader may open for a reason."""
    return [family.code for family in unseen if may_open(viewer.role, restricted=family.restricted)]


def _filled(viewer: Practitioner, lines: dict[int, Line], unseen: dict[int, Home], following: str | None) -> Results:
    involved = latest_cases(lines.keys() | unseen.keys())
    members = members_of(lines)
    for number, line in lines.items():
        line.case = involved.get(number)
        line.members = [person for person in members.get(number, []) if person not in line.found]
    ask = whom_to_ask(case for number, case in involved.items() if number in unseen)
    openable = openable_codes(viewer, unseen.values())
    return Results(list(lines.values()), list(ask.values()), bool(unseen), following, openable)


def _homes(people: list[int], viewer: Practitioner) -> dict[int, list[tuple[Home, bool]]]:
    if not people:
        return {}
    rows = db.session.execute(_homes_for(viewer.role), as_viewer(viewer) | {"people": people})
    homes: dict[int, list[tuple[Home, bool]]] = {}
    for person, visible, *family in rows:
        homes.setdefault(person, []).append((Home(*family), bool(visible)))
    return homes


@cache
def _homes_for(role: Role) -> Any:
    family = (Family.id, Family.code, Family.name, Family.restricted)
    return (
        sa.select(Member.person_id, sees_family(somebody(role)), *family)
        .join(Family, Family.id == Member.family_id)
        .where(
            Member.person_id.in_(sa.bindparam("people", expanding=True)),
            sa.or_(Member.ends_on.is_(None), Family.restricted),
        )
        .order_by(Member.id)
    )


def members_of(families: Iterable[int]) -> dict[int, list[Named]]:
    """The other people of these families, at most 12 of each, none of whom is also in a restricted one."""
    wanted = list(families)
    if not wanted:
        return {}
    named: dict[int, list[Named]] = {}
    for family, also_restricted, *person in db.session.execute(_named_members(), {"families": wanted}):
        if not also_restricted:
            named.setdefault(family, []).append(Named(*person))
    return named


@cache
def _named_members() -> Any:
    place = sa.func.row_number().over(partition_by=Member.family_id, order_by=Member.id).label("place")
    other, restricted = aliased(Member), aliased(Family)
    elsewhere = sa.exists().where(
        other.person_id == Member.person_id,
        other.family_id != Member.family_id,
        restricted.id == other.family_id,
        restricted.restricted,
    )
    ranked = (
        sa.select(Member.id, place)
        .where(Member.family_id.in_(sa.bindparam("families", expanding=True)), Member.ends_on.is_(None))
        .subquery()
    )
    return (
        sa.select(Member.family_id, elsewhere, *NAMED)
        .join(ranked, ranked.c.id == Member.id)
        .join(Person, Person.id == Member.person_id)
        .where(ranked.c.place <= MOST_NAMED)
        .order_by(Member.id)
    )
