"""One box that finds a family: by a reference, a name however it is spelled, a date of birth, a number or a home."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Case, Contact, Family, KeptSearch, Person, Practitioner
from ..policy import visible_cases, visible_contacts, visible_families
from ..practice import clock, identifiers, matching, names
from ..practice.names import fold
from ..practice.references import read_code
from ..practice.searches import KEPT_FOR
from .families import latest_cases, whom_to_ask
from .found import MOST_SCANNED, NAMED, Line, Named, Results, listed, members_of, openable_codes
from .homes import by_home_or_phone
from .paging import PAGE
from .ways import END, Ways, surnames_near

SHOWN_FROM, HIDDEN_FROM = 0.5, 0.75
"""How near a name that sounds alike must come to be shown, and to be told that something is held."""
LONGEST, MOST_SOUNDS, MOST_SPELLED = 100, 100, 30
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def kept_search(text: str, viewer: Practitioner) -> KeptSearch | None:
    """What a person looked for, by its reference, as long as it is kept; nobody else finds it."""
    code = read_code(text)
    if code is None:
        return None
    query = sa.select(KeptSearch).where(KeptSearch.code == code, KeptSearch.practitioner_id == viewer.id)
    return db.session.scalar(query.where(KeptSearch.kept_at > clock.now() - KEPT_FOR))


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
        return listed(_named(_by_fact(text, born, words), after), viewer, whole=lambda _: True)
    near = by_home_or_phone(text)
    if near is not None:
        people, tells = near
        return listed(_named(_OF_THESE, after, people=people), viewer, whole=lambda _: tells)
    key = fold(text)
    if len(key) < 2:
        return Results()
    return _by_name(key, viewer, after)


# By reference ---------------------------------------------------------------------------------------------------


def _by_reference(code: str, viewer: Practitioner) -> Results:
    family = db.session.scalar(sa.select(Family).where(Family.code == code, Family.disposed_on.is_(None)))
    near = (joinedload(Case.family, innerjoin=True), joinedload(Case.lead))
    case = db.session.scalar(sa.select(Case).where(Case.code == code, Case.disposed_on.is_(None)))
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
        return Results(ask=ask, hidden=True, openable=openable_codes(viewer, [family]))
    line = Line(family, [], case=involved.get(family.id))
    line.members = members_of([family.id]).get(family.id, [])
    return Results(lines=[line])


# By name ---------------------------------------------------------------------------------------------------------


def _by_name(key: str, viewer: Practitioner, after: str | None) -> Results:
    words = key.split()
    turned = " ".join([words[-1], *words[:-1]])
    beginnings = list(dict.fromkeys((key, turned)))
    whole = (f"{' '.join(words[:-1])} ", f"{words[-1]} ") if len(words) > 1 else (f"{key} ",)
    begin = _beginning(beginnings, _key_of(after))
    found = listed(begin, viewer, whole=lambda person: f"{person.name_key} ".startswith(whole))
    if found.lines or found.following or after:
        return found
    alike = _sounding_like(words)
    if not alike:
        return found
    again = listed(
        sorted(alike, key=lambda person: (person.name_key, person.id)),
        viewer,
        whole=lambda person: alike[person] >= HIDDEN_FROM,
    )
    return Results(
        lines=again.lines,
        ask=again.ask,
        hidden=again.hidden or found.hidden,
        openable=list(dict.fromkeys([*again.openable, *found.openable])),
        sounds=True,
    )


def _beginning(beginnings: Sequence[str], start: tuple[str, int] | None) -> list[Named]:
    """Whose names begin in one of these ways, after the key: each way reads one index from there, and no farther than
    the page, however many bear the name."""
    values: dict[str, Any] = {}
    for number, beginning in enumerate(beginnings):
        key, last = max((beginning, -1), start or ("", -1))
        values |= {f"key_{number}": key, f"last_{number}": last, f"end_{number}": beginning + END}
    rows = db.session.execute(_begin(len(beginnings)), values)
    found = {row.id: Named(*row) for row in rows}
    return sorted(found.values(), key=lambda person: (person.name_key, person.id))[: MOST_SCANNED + 1]


@cache
def _begin(ways: int) -> Any:
    def way(number: int) -> Any:
        key = sa.bindparam(f"key_{number}", type_=sa.String)
        last = sa.bindparam(f"last_{number}", type_=sa.BigInteger)
        here = sa.tuple_(Person.name_key, Person.id) > sa.tuple_(key, last)
        query = sa.select(*NAMED).where(here, Person.name_key < sa.bindparam(f"end_{number}", type_=sa.String))
        return query.order_by(Person.name_key, Person.id).limit(MOST_SCANNED + 1)

    return sa.union_all(*(sa.select(way(number).subquery()) for number in range(ways)))


def _sounding_like(words: list[str]) -> dict[Named, float]:
    """The people whose surname sounds like it or is spelled almost like it, each with how near (0 to 1) it is; at
    most a page of the nearest."""
    asked = [(words[-1], words[:-1]), (words[0], words[1:])]
    ways = Ways(db.session.connection().dialect.name)
    for sound in sorted({names.sound_key(surname) for surname, _ in asked} - {""}):
        ways.add("sound_key = {} ORDER BY birth_date DESC", sound, most=MOST_SOUNDS)
    for surname in surnames_near(surname for surname, _ in asked):
        for beginning in dict.fromkeys(f"{surname} {' '.join(rest)}" for _, rest in asked):
            ways.begins(beginning, most=MOST_SPELLED, order="name_key")
    nearness = {}
    for row in ways.found(", ".join(f"p.{column.key}" for column in NAMED)):
        person = Named._make((*row[:-1], ways.day(row[-1])))
        last, first = fold(person.surname), fold(person.forename)
        nearness[person] = max(matching.name_likeness(name, " ".join(rest), last, first) for name, rest in asked)
    nearest = sorted(nearness, key=lambda person: (-nearness[person], person.id))[:PAGE]
    return {person: nearness[person] for person in nearest if nearness[person] >= SHOWN_FROM}


# By a day or a number --------------------------------------------------------------------------------------------


def _by_fact(text: str, born: date | None, words: list[str]) -> sa.ColumnElement[bool]:
    if born is None:
        number, pupil = identifiers.read_nhs_number(text), identifiers.read_upn(text)
        return Person.nhs_number == number if number else Person.upn == pupil
    # A day is held by few people, so that the names beside it may be looked at one by one.
    likes = [sa.or_(Person.name_key.contains(f" {w}"), Person.name_key.startswith(w)) for w in words]
    return sa.and_(Person.birth_date == born, *likes)


_OF_THESE = Person.id.in_(sa.bindparam("people", expanding=True))


def _named(condition: sa.ColumnElement[bool], after: str | None, **values: Any) -> list[Named]:
    """Who fulfils a condition that few do, in the order of their names."""
    query, start = sa.select(*NAMED).where(condition), _key_of(after)
    if start is not None:
        query = query.where(sa.tuple_(Person.name_key, Person.id) > sa.tuple_(*map(sa.literal, start)))
    rows = db.session.execute(query.order_by(Person.name_key, Person.id).limit(MOST_SCANNED + 1), values)
    return [Named(*row) for row in rows]


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


def _key_of(after: str | None) -> tuple[str, int] | None:
    code = read_code(after) if after else None
    row = db.session.execute(sa.select(Person.name_key, Person.id).where(Person.code == code)).first() if code else None
    return (row.name_key, row.id) if row else None
