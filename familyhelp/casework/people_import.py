"""People taken over from another system: checked as a whole, then written two thousand at a time, with their families,
their chronology and the pairs of those who may be held already. Nobody is merged: a worker looks at the pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import (
    Address,
    Event,
    Family,
    ImportedPerson,
    Member,
    Person,
    PersonPair,
    insert_rows,
    keep_surnames,
    numbers_ahead,
)
from ..practice import chronology, clock, matching, names, people_files, references
from ..practice.chronology import EventKind, Subject
from ..practice.matching import Described
from ..practice.people_files import Row
from ..practice.tables import Report, Table, check_columns

AT_ONCE = 2_000


@dataclass
class Taken:
    """What an import did, or would do."""

    people: int = 0
    families: int = 0
    before: int = 0
    """How many were taken over by an import before this one."""
    pairs: int = 0


def check_file(lines: Iterable[bytes], source: str) -> Taken:
    """Read the whole file and write nothing; what an import would do. Raises BadFile with every problem by row."""
    report, taken, families = Report(), Taken(), set()
    for batch in _batches(lines, report):
        before = _before(source, batch)
        taken.before += len(before)
        taken.people += len(batch) - len(before)
        families |= {row.family for row in batch if row.reference not in before}
    report.insist()
    taken.families = len(families)
    return taken


def import_people(lines: Iterable[bytes], source: str, *, progress: Callable[[Taken], Any] = lambda _: None) -> Taken:
    """Take over a file that `check_file` found right. After each two thousand `progress` is told, and commits: so
    that an import that was cut short goes on where it ended."""
    report, taken = Report(), Taken()
    for batch in _batches(lines, report):
        before = _before(source, batch)
        rows = [row for row in batch if row.reference not in before]
        taken.before += len(before)
        if rows:
            _write(rows, source, taken)
        progress(taken)
    report.insist()
    return taken


def _batches(lines: Iterable[bytes], report: Report) -> Iterator[list[Row]]:
    table = Table(lines, report)
    check_columns(table, report, people_files.NEEDED, people_files.OPTIONAL)
    rows = people_files.read(table, report, clock.today())
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _before(source: str, rows: Sequence[Row]) -> set[str]:
    held = sa.select(ImportedPerson.reference).where(
        ImportedPerson.source == source, ImportedPerson.reference.in_([row.reference for row in rows])
    )
    return set(db.session.scalars(held))


def _write(rows: Sequence[Row], source: str, taken: Taken) -> None:
    now, likely = clock.now(), _likely(rows)
    families = _families(rows, source, now, taken)
    codes = _codes(Person, len(rows))
    today, numbered = clock.local_day(now), list(zip(rows, _numbers(Person, len(rows)), strict=True))
    people = zip(numbered, codes, strict=True)
    _insert(Person, [_person(row, code, now) | {"id": number} for (row, number), code in people])
    _insert(Member, [_member(row, families[row.family], person) | {"starts_on": today} for row, person in numbered])
    _insert(Address, [_home(row, person) | {"starts_on": today} for row, person in numbered if row.address])
    came = {"source": source, "imported_at": now}
    _insert(ImportedPerson, [_came(row, families[row.family], person) | came for row, person in numbered])
    pairs = [
        {"one_id": held, "other_id": number, "points": points, "found_at": now}
        for (_, number), found in zip(numbered, likely, strict=True)
        for held, points in found
    ]
    _insert(PersonPair, pairs)
    keep_surnames(db.session.connection(), {names.fold(row.surname) for row in rows})
    taken.people += len(rows)
    taken.pairs += len(pairs)


def _insert(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    insert_rows(db.session.connection(), model.__tablename__, rows)


def _numbers(model: Any, count: int) -> list[int]:
    """The numbers of rows that are about to be written: asked for beforehand, they need not come back one by one."""
    return numbers_ahead(db.session.connection(), model.__tablename__, count)


def _codes(model: Any, count: int) -> list[str]:
    """References that nothing of this kind has."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        new = references.new_codes(count - len(codes))
        held = set(db.session.scalars(sa.select(model.code).where(model.code.in_(new))))
        codes |= dict.fromkeys(code for code in new if code not in held)
    return list(codes)


def _person(row: Row, code: str, now: datetime) -> dict[str, Any]:
    return {
        "code": code,
        "forename": row.forename,
        "surname": row.surname,
        "known_as": row.known_as,
        "birth_date": row.birth_date,
        "due_date": row.due_date,
        "sex": row.sex,
        "ethnicity": row.ethnicity,
        "nhs_number": row.nhs_number,
        "upn": row.upn,
        "phone": row.phone,
        "phone_key": names.phone_key(row.phone),
        "name_key": names.name_key(row.surname, row.forename),
        "sound_key": names.sound_key(row.surname),
        "created_at": now,
    }


def _member(row: Row, family: int, person: int) -> dict[str, Any]:
    return {"family_id": family, "person_id": person, "role": row.role}


def _came(row: Row, family: int, person: int) -> dict[str, Any]:
    return {"reference": row.reference, "family_key": row.family, "family_id": family, "person_id": person}


def _home(row: Row, person: int) -> dict[str, Any]:
    line = names.address_key(row.address)[:60]
    return {"person_id": person, "lines": row.address, "line_key": line, "postcode": row.postcode}


def _families(rows: Sequence[Row], source: str, now: datetime, taken: Taken) -> dict[str, int]:
    """The family of each key of the file: one that an earlier part of it made, or a new one with its first event."""
    first = {row.family: row for row in reversed(rows)}
    held = sa.select(ImportedPerson.family_key, ImportedPerson.family_id).where(
        ImportedPerson.source == source, ImportedPerson.family_key.in_(list(first))
    )
    known: dict[str, int] = {row.family_key: row.family_id for row in db.session.execute(held.distinct())}
    new = [row for key, row in first.items() if key not in known]
    numbers = _numbers(Family, len(new))
    made = [
        {
            "id": number,
            "code": code,
            "name": f"{row.surname or row.forename} family"[:200],
            "name_key": names.fold(row.surname or row.forename)[:120],
            "created_at": now,
        }
        for row, number, code in zip(new, numbers, _codes(Family, len(new)), strict=True)
    ]
    _insert(Family, made)
    _insert(Event, [_started(number, source, now) for number in numbers])
    taken.families += len(new)
    return known | {row.family: number for row, number in zip(new, numbers, strict=True)}


def _started(family: int, source: str, now: datetime) -> dict[str, Any]:
    told: dict[str, Any] = {"number": 1, "at": now, "by_id": None, "because": source, "facts": {}, "previous": ""}
    words: dict[str, Any] = {"subject": Subject.FAMILY, "subject_id": family, "kind": EventKind.FAMILY_CREATED}
    plain = words | {"subject": Subject.FAMILY.value, "kind": EventKind.FAMILY_CREATED.value}
    return words | told | {"digest": chronology.digest(**plain, **told)}


# Who is held already -----------------------------------------------------------------------------------------------


def _likely(rows: Sequence[Row]) -> list[list[tuple[int, int]]]:
    """For each row, who is held that is probably the same person: by number, or by the sound of the surname with the
    date of birth. Those behind other slips are found by the search for duplicates, which takes its time."""
    held: dict[Any, list[tuple[int, Described]]] = defaultdict(list)
    born = {(names.sound_key(row.surname), row.birth_date) for row in rows if row.birth_date}
    ways = [
        sa.tuple_(Person.sound_key, Person.birth_date).in_(sorted(born)),
        Person.nhs_number.in_({row.nhs_number for row in rows if row.nhs_number}),
        Person.upn.in_({row.upn for row in rows if row.upn}),
    ]
    for way in ways:
        for found in db.session.execute(_HELD.where(way)):
            person = (found.id, Described(*found[2:]))
            for key in ((found.sound_key, found.birth_date), found.nhs_number, found.upn):
                if key:
                    held[key].append(person)
    return [_like(row, held) for row in rows]


_HELD = sa.select(
    Person.id,
    Person.sound_key,
    Person.forename,
    Person.surname,
    Person.known_as,
    Person.birth_date,
    Person.due_date,
    Person.nhs_number,
    Person.upn,
    Person.phone,
)


def _like(row: Row, held: dict[Any, list[tuple[int, Described]]]) -> list[tuple[int, int]]:
    asked = Described(
        row.forename, row.surname, row.known_as, row.birth_date, row.due_date, row.nhs_number, row.upn, row.phone
    )
    keys = ((names.sound_key(row.surname), row.birth_date), row.nhs_number, row.upn)
    found = {number: described for key in keys if key in held for number, described in held[key]}
    likely = ((number, matching.compare(asked, described)) for number, described in found.items())
    return [(number, likeness.points) for number, likeness in likely if likeness.is_likely]
