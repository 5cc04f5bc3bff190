"""One box that finds a family: by a reference, a name however it is spelled, a date of birth, a number or a home."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Contact, Family, Member, Person, Practitioner
from ..policy import as_viewer, sees_family, somebody, visible_cases, visible_contacts, visible_families
from ..practice import identifiers, matching, names
from ..practice.break_glass import may_open
from ..practice.names import fold
from ..practice.references import read_code, write_code
from ..practice.roles import Role
from .families import latest_cases, whom_to_ask
from .homes import by_home_or_phone
from .paging import PAGE, nearest
from .ways import begins_with, surnames_near

SHOWN_FROM, HIDDEN_FROM = 0.5, 0.75
"""How near a name that sounds alike must come to be shown, and to be told that something is held."""
LONGEST, MOST_SCANNED, MOST_SOUNDS, MOST_SPELLED, MOST_NAMED = 100, 100, 100, 30, 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass
class Line:
    """One family that was found: the people in it, those who were found first, and what help it has."""

    family: Family
    found: list[Person]
    members: list[Person] = field(default_factory=list)
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


def search(text: str, viewer: Practitioner, after: str | None = None) -> Results:
    """Find families, cases and requests; `after` is the reference of the last person on the page before."""
    text = " ".join(text[:LONGEST].split())
    code = read_code(text)
    if code is not None:
        found = _by_reference(code, viewer)
        if not found.nothing:
            return found
    born, words = read_day(text)
    if born or identifiers.read_nhs_number(text) or identifiers.read_upn(text):
        return _listed(_by_fact(text, born, words), viewer, after, whole=lambda _: True)
    near = by_home_or_phone(text)
    if near is not None:
        people, tells = near
        return _listed(sa.select(Person).where(Person.id.in_(people)), viewer, after, whole=lambda _: tells)
    key = fold(text)
    if len(key) < 2:
        return Results()
    return _by_name(key, viewer, after)


# By reference ---------------------------------------------------------------------------------------------------


def _by_reference(code: str, viewer: Practitioner) -> Results:
    family = db.session.scalar(sa.select(Family).where(Family.code == code))
    near = (joinedload(Case.family, innerjoin=True), joinedload(Case.lead))
    case = db.session.scalar(sa.select(Case).where(Case.code == code))
    contacts = db.session.scalars(visible_contacts(viewer).where(Contact.code == code)).all()
    if case is not None:
        cases = db.session.scalars(visible_cases(viewer).where(Case.id == case.id).options(*near)).all()
        if cases:
            return Results(cases=cases)
        family = db.session.get(Family, case.family_id)
    if family is None:
        return Results(contacts=contacts)
    seen = db.session.scalar(visible_families(viewer).where(Family.id == family.id))
    involved = latest_cases([family.id])
    if seen is None:
        ask = list(whom_to_ask(involved.values()).values())
        return Results(ask=ask, hidden=True, openable=_openable(viewer, [family]))
    line = Line(family, [], case=involved.get(family.id))
    line.members = _members([family.id]).get(family.id, [])
    return Results(lines=[line])


# By name ---------------------------------------------------------------------------------------------------------


def _by_name(key: str, viewer: Practitioner, after: str | None) -> Results:
    words = key.split()
    turned = " ".join([words[-1], *words[:-1]])
    beginnings = sa.or_(*(begins_with(beginning) for beginning in dict.fromkeys((key, turned))))
    whole = (f"{' '.join(words[:-1])} ", f"{words[-1]} ") if len(words) > 1 else (f"{key} ",)
    found = _listed(
        sa.select(Person).where(beginnings),
        viewer,
        after,
        whole=lambda person: f"{person.name_key} ".startswith(whole),
    )
    if found.lines or found.following or after:
        return found
    alike = _sounding_like(words)
    if not alike:
        return found
    again = _listed(
        sa.select(Person).where(Person.id.in_(alike)),
        viewer,
        None,
        whole=lambda person: alike[person.id] >= HIDDEN_FROM,
    )
    return Results(
        lines=again.lines,
        ask=again.ask,
        hidden=again.hidden or found.hidden,
        openable=list(dict.fromkeys([*again.openable, *found.openable])),
        sounds=True,
    )


def _sounding_like(words: list[str]) -> dict[int, float]:
    """The people whose surname sounds like it, the nearest names first, each with how near (0 to 1) it is."""
    asked = [(words[-1], words[:-1]), (words[0], words[1:])]
    sounds = {names.sound_key(surname) for surname, _ in asked} - {""}
    held = surnames_near(surname for surname, _ in asked)
    spelled = [begins_with(f"{surname} {' '.join(rest)}") for surname in held for _, rest in asked]
    person = sa.select(Person.id)
    arms = [person.where(Person.sound_key == s).order_by(Person.birth_date.desc()).limit(MOST_SOUNDS) for s in sounds]
    arms += [person.where(way).order_by(Person.name_key).limit(MOST_SPELLED) for way in spelled]
    if not arms:
        return {}
    found = nearest(arms)
    named = sa.select(Person.id, Person.surname, Person.forename).join(found, found.c.id == Person.id)
    rows = set(db.session.execute(named).all())

    def near(row: Any) -> float:
        return max(
            matching.name_likeness(surname, " ".join(rest), fold(row.surname), fold(row.forename))
            for surname, rest in asked
        )

    nearer = sorted(((near(row), row.id) for row in rows), key=lambda one: (-one[0], one[1]))
    return {number: nearness for nearness, number in nearer[:PAGE] if nearness >= SHOWN_FROM}


# By a day or a number --------------------------------------------------------------------------------------------


def _by_fact(text: str, born: date | None, words: list[str]) -> sa.Select[Any]:
    if born is None:
        number, pupil = identifiers.read_nhs_number(text), identifiers.read_upn(text)
        return sa.select(Person).where(Person.nhs_number == number if number else Person.upn == pupil)
    query = sa.select(Person).where(Person.birth_date == born)
    if words:
        # A day is held by few people, so that the names beside it may be looked at one by one.
        likes = [sa.or_(Person.name_key.contains(f" {w}"), Person.name_key.startswith(w)) for w in words]
        query = query.where(*likes)
    return query


def read_day(text: str) -> tuple[date | None, list[str]]:
    """The date in a text (27/3/2017, 27 3 2017, 2017-03-27, 27 March 2017), and the folded words beside it."""
    number = re.search(r"(?<!\d)(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})(?!\d)", text)
    turned = re.search(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text)
    named = re.search(r"(?<!\d)(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})(?!\d)", text)
    if turned:
        match, parts = turned, (turned[3], turned[2], turned[1])
    elif number:
        match, parts = number, (number[1], number[2], number[3])
    elif named and named[2][:3].lower() in _MONTHS:
        match, parts = named, (named[1], str(_MONTHS.index(named[2][:3].lower()) + 1), named[3])
    else:
        return None, []
    try:
        day = date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None, []
    return day, fold(text[: match.start()] + " " + text[match.end() :]).split()


# The page --------------------------------------------------------------------------------------------------------


def _listed(query: sa.Select[Any], viewer: Practitioner, after: str | None, *, whole: Any) -> Results:
    """A page of families, in the order of the people who were found, in a fixed number of statements.

    A family out of the reader's sight answers only to a whole name, and then only with whom to ask."""
    start = _key_of(after)
    if start is not None:
        query = query.where(sa.tuple_(Person.name_key, Person.id) > sa.tuple_(*map(sa.literal, start)))
    people = db.session.scalars(query.order_by(Person.name_key, Person.id).limit(MOST_SCANNED + 1)).all()
    homes = _homes([person.id for person in people[:MOST_SCANNED]], viewer)
    lines: dict[int, Line] = {}
    unseen: dict[int, Family] = {}
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


def _openable(viewer: Practitioner, unseen: Iterable[Family]) -> list[str]:
    return [family.code for family in unseen if may_open(viewer.role, restricted=family.restricted)]


def _filled(viewer: Practitioner, lines: dict[int, Line], unseen: dict[int, Family], following: str | None) -> Results:
    involved = latest_cases(lines.keys() | unseen.keys())
    members = _members(lines)
    for number, line in lines.items():
        line.case = involved.get(number)
        line.members = [p for p in members.get(number, []) if p not in line.found]
    ask = whom_to_ask(case for number, case in involved.items() if number in unseen)
    openable = _openable(viewer, unseen.values())
    return Results(list(lines.values()), list(ask.values()), bool(unseen), following, openable)


def _key_of(after: str | None) -> tuple[str, int] | None:
    code = read_code(after) if after else None
    row = db.session.execute(sa.select(Person.name_key, Person.id).where(Person.code == code)).first() if code else None
    return (row.name_key, row.id) if row else None


def _homes(people: list[int], viewer: Practitioner) -> dict[int, list[tuple[Family, bool]]]:
    if not people:
        return {}
    rows = db.session.execute(_homes_for(viewer.role), as_viewer(viewer) | {"people": people})
    homes: dict[int, list[tuple[Family, bool]]] = {}
    for person, family, visible in rows:
        homes.setdefault(person, []).append((family, bool(visible)))
    return homes


@cache
def _homes_for(role: Role) -> Any:
    return (
        sa.select(Member.person_id, Family, sees_family(somebody(role)))
        .join(Family, Family.id == Member.family_id)
        .where(
            Member.person_id.in_(sa.bindparam("people", expanding=True)),
            sa.or_(Member.ends_on.is_(None), Family.restricted),
        )
        .order_by(Member.id)
    )


def _members(families: Any) -> dict[int, list[Person]]:
    """The other people of these families, at most 12 of each, none of whom is also in a restricted one."""
    if not families:
        return {}
    rows = db.session.execute(_members_of(), {"families": list(families)})
    named: dict[int, list[Person]] = {}
    for family, person, also_restricted in rows:
        if not also_restricted:
            named.setdefault(family, []).append(person)
    return named


@cache
def _members_of() -> Any:
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
        sa.select(Member.family_id, Person, elsewhere)
        .join(ranked, ranked.c.id == Member.id)
        .join(Person, Person.id == Member.person_id)
        .where(ranked.c.place <= MOST_NAMED)
        .order_by(Member.id)
    )
