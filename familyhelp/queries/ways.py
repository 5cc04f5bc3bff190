"""The ways to somebody who may be held: each a short walk along an index, and all of them one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from rapidfuzz.distance import OSA, JaroWinkler

from ..extensions import db
from ..models import Person, Surname
from ..practice import matching, names
from ..practice.matching import Described
from ..practice.names import fold

MOST_A_WAY, MOST_A_DAY, MOST_NEAR = 40, 150, 6
YEARS = timedelta(days=550)
PEOPLE, HOMES = "SELECT id AS found FROM people", "SELECT person_id AS found FROM addresses"
COMPARED = (
    *("forename", "surname", "known_as", "birth_date", "due_date", "nhs_number", "upn", "phone", "birth_estimated"),
)
"""What is compared of a person, beside where they live: how `Described` begins."""
_COLUMNS = "p.id, " + ", ".join(
    "CASE WHEN NOT p.contact_hidden THEN p.phone END" if name == "phone" else f"p.{name}" for name in COMPARED
)
END = "~"
"""Sorts after everything in a folded name, so that a beginning is a range of an index."""


def begins_with(beginning: str) -> sa.ColumnElement[bool]:
    """The condition that a name key begins like this: a range, which the index finds without a scan."""
    return sa.and_(Person.name_key >= beginning, Person.name_key < beginning + END)


_HELD = sa.select(Surname.surname).where(Surname.spelling.in_(sa.bindparam("spellings", expanding=True))).distinct()


def surnames_near(surnames: Iterable[str], most: int = MOST_NEAR) -> list[str]:
    """The folded surnames held that are one slip from one of these, or share a word with it; the nearest first."""
    asked = [surname for surname in surnames if surname]
    spellings = sorted(set().union(*(names.spellings(surname) for surname in asked)))
    if not spellings:
        return []
    held = db.session.scalars(_HELD, {"spellings": spellings}).all()

    def nearness(name: str) -> tuple[float, float, str]:
        slips = min(OSA.distance(name, surname) for surname in asked)
        return slips, -max(JaroWinkler.similarity(name, surname) for surname in asked), name

    return sorted(set(held) - set(asked), key=nearness)[:most]


class Ways:
    """Statements written out for the driver: built and compiled anew each time, they would cost more than they find."""

    def __init__(self, engine: str) -> None:
        self.lite = engine == "sqlite"
        self.parts: list[str] = []
        self.values: list[str | date] = []

    def add(self, condition: str, *values: str | date, most: int = MOST_A_WAY, source: str = PEOPLE) -> None:
        """One way: a condition with `{}` for each value. Only values come from outside, and they are bound."""
        marks = ["?" if self.lite else "%s"] * len(values)
        self.values += [v.isoformat() if self.lite and isinstance(v, date) else v for v in values]
        way = f"{source} WHERE {condition.format(*marks)} LIMIT {most}"
        self.parts.append(f"SELECT found FROM ({way}) AS w{len(self.parts)}")  # noqa: S608

    def begins(self, beginning: str, most: int = MOST_A_WAY, order: str = "") -> None:
        """The way of a name that begins like this."""
        condition = "name_key >= {} AND name_key < {}" + (f" ORDER BY {order}" if order else "")
        self.add(condition, beginning, beginning + END, most=most)

    @staticmethod
    def day(held: date | str | None) -> date | None:
        """A day as the driver gives it: SQLite keeps them as texts."""
        return date.fromisoformat(held) if isinstance(held, str) else held

    def found(self, columns: str) -> Sequence[sa.Row[Any]]:
        """These columns of the people `p` whom all of these ways lead to."""
        if not self.parts:
            return []
        statement = f"SELECT {columns} FROM ({' UNION '.join(self.parts)}) AS ways JOIN people AS p ON p.id = found"  # noqa: S608 - names of our own
        return db.session.connection().exec_driver_sql(statement, tuple(self.values)).all()


def found_by(asked: Described) -> list[tuple[int, Described]]:
    """The people held whom one of the ways leads to, each with their number; where they live is not among it."""
    ways = Ways(db.session.connection().dialect.name)
    surname, forename = fold(asked.surname), fold(asked.forename)
    if surname:
        _by_name(ways, asked, surname, forename)
        _by_sound(ways, asked)
    elif forename:
        ways.begins(f"{forename} ")
    for day in _days(asked.birth_date):
        ways.add("birth_date = {}", day, most=MOST_A_DAY)
    for column, value in (
        ("nhs_number", asked.nhs_number),
        ("upn", asked.upn),
        ("phone_key", names.phone_key(asked.phone)),
    ):
        if value:
            ways.add(f"{column} = {{}}", value)
    if asked.postcode:
        here = "postcode = {} AND ends_on IS NULL AND NOT hidden"
        ways.add(here, asked.postcode, most=MOST_A_DAY, source=HOMES)
    found = []
    for row in ways.found(_COLUMNS):
        number, forename, surname, known_as, born, due, *others = tuple(row)
        found.append((number, Described(forename, surname, known_as, ways.day(born), ways.day(due), *others)))
    return found


def _by_name(ways: Ways, asked: Described, surname: str, forename: str) -> None:
    near = surnames_near((surname,))
    if not forename:
        for beginning in (surname, *near):
            ways.begins(f"{beginning} ")
        return
    first = forename.split()[0]
    given = dict.fromkeys((forename, first, *sorted(matching.SHORT_FORMS.get(first, ()))))
    family = dict.fromkeys((surname, *surname.split(), *near))
    whole = [f"{surname} {name}" for name in given] + [f"{name} {first}" for name in family]
    for beginning in dict.fromkeys((*whole, f"{forename} {surname}")):
        ways.begins(beginning)
        if asked.birth_date:  # a common name is held many times over: those of about the age come first
            early, late = asked.birth_date - YEARS, asked.birth_date + YEARS
            ways.add("name_key = {} AND birth_date BETWEEN {} AND {}", beginning, early, late)
    ways.begins(f"{surname} ")


def _by_sound(ways: Ways, asked: Described) -> None:
    sound = names.sound_key(asked.surname)
    if asked.birth_date:
        days = sorted({asked.birth_date, *matching.near_dates(asked.birth_date)})
        marks = ", ".join(["{}"] * len(days))
        ways.add(f"sound_key = {{}} AND birth_date IN ({marks})", sound, *days)
    elif asked.due_date:
        early, late = asked.due_date - matching.EXPECTED_WITHIN, asked.due_date + matching.EXPECTED_WITHIN
        ways.add("sound_key = {} AND birth_date IS NULL", sound)
        ways.add("sound_key = {} AND birth_date BETWEEN {} AND {}", sound, early, late)
    else:
        ways.add("sound_key = {}", sound)


def _days(day: date | None) -> list[date]:
    return [found for found in (day, matching.turned(day)) if found] if day else []
