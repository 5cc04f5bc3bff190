"""People taken over from another system: checked as a whole, then written five thousand at a time and a column at a
time, with their families, their chronology and the pairs of those who may be held already. Nobody is merged: a worker
looks at the pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Event, Family, ImportedPerson, Member, Person, PersonPair, keep_surnames, numbers_ahead
from ..practice import chronology, clock, matching, names, people_files, references
from ..practice.chronology import EventKind, Subject
from ..practice.matching import Described
from ..practice.people_files import Row
from ..practice.tables import Report, Table, check_columns
from . import bulk

AT_ONCE = 5_000


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
    """Take over a file that `check_file` found right. After each five thousand `progress` is told, and commits: so
    that an import that was cut short goes on where it ended."""
    report, taken = Report(), Taken()
    with bulk.much(lambda: db.session.connection()):
        for done, batch in enumerate(_batches(lines, report)):
            if done:
                bulk.count_anew(db.session.connection(), done, "imported_people")
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
    held = "SELECT reference FROM imported_people WHERE source = {} AND reference {among}"
    return {found.reference for found in _among(held, [row.reference for row in rows], source)}


def _write(rows: Sequence[Row], source: str, taken: Taken) -> None:
    now, said = clock.now(), dict(zip(Row._fields, map(list, zip(*rows, strict=True)), strict=True))
    said["sound_key"] = _each(names.sound_key, said["surname"])
    likely = _likely(rows, said["sound_key"])
    families = _families(rows, source, now, taken)
    people, family_ids = _numbers(Person, len(rows)), [families[key] for key in said["family"]]
    _put_people(said, people, now)
    today = clock.local_day(now)
    _put(Member, family_id=family_ids, person_id=people, role=said["role"], starts_on=today)
    _put_homes(rows, people, today)
    came = {"source": source, "reference": said["reference"], "family_key": said["family"], "imported_at": now}
    _put(ImportedPerson, family_id=family_ids, person_id=people, **came)
    pairs = [(held, number, points) for number, found in zip(people, likely, strict=True) for held, points in found]
    one, other, points = _columns(pairs, 3)
    _put(PersonPair, one_id=one, other_id=other, points=points, found_at=now)
    keep_surnames(db.session.connection(), set(_each(names.fold, said["surname"])))
    taken.people += len(rows)
    taken.pairs += len(pairs)


_AS_SAID = (
    "forename",
    "surname",
    "known_as",
    "birth_date",
    "due_date",
    "sex",
    "ethnicity",
    "nhs_number",
    "upn",
    "phone",
)


def _put_people(said: dict[str, list[Any]], people: list[int], now: datetime) -> None:
    called = zip(said["surname"], said["forename"], strict=True)
    _put(
        Person,
        id=people,
        code=_codes(Person, len(people)),
        name_key=[names.name_key(surname, forename) for surname, forename in called],
        sound_key=said["sound_key"],
        phone_key=_each(names.phone_key, said["phone"]),
        created_at=now,
        **{name: said[name] for name in _AS_SAID},
    )


def _put_homes(rows: Sequence[Row], people: list[int], today: date) -> None:
    homes = [(person, row.address, row.postcode) for row, person in zip(rows, people, strict=True) if row.address]
    persons, lines, postcodes = _columns(homes, 3)
    keys = [key[:60] for key in _each(names.address_key, lines)]
    _put(Address, person_id=persons, lines=lines, line_key=keys, postcode=postcodes, starts_on=today)


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    """The columns of rows, of which there may be none."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]


def _each(work: Callable[[Any], Any], texts: list[Any]) -> list[Any]:
    """What comes of each text, worked out once for all who share it."""
    known = {text: work(text) for text in set(texts)}
    return [known[text] for text in texts]


def _put(model: Any, **columns: Any) -> None:
    bulk.put_columns(db.session.connection(), cast(sa.Table, model.__table__), columns)


def _among(statement: str, values: Sequence[Any], *before: Any) -> Sequence[sa.Row[Any]]:
    return bulk.among(db.session.connection(), statement, values, *before)


def _numbers(model: Any, count: int) -> list[int]:
    """The numbers of rows that are about to be written: asked for beforehand, they need not come back one by one."""
    return numbers_ahead(db.session.connection(), model.__tablename__, count)


def _codes(model: Any, count: int) -> list[str]:
    """References that nothing of this kind has."""
    codes: dict[str, None] = {}
    held_of = f"SELECT code FROM {model.__tablename__} WHERE code {{among}}"  # noqa: S608 - a name of our own
    while len(codes) < count:
        new = references.new_codes(count - len(codes))
        held = {found.code for found in _among(held_of, new)}
        codes |= dict.fromkeys(code for code in new if code not in held)
    return list(codes)


def _families(rows: Sequence[Row], source: str, now: datetime, taken: Taken) -> dict[str, int]:
    """The family of each key of the file: one that an earlier part of it made, or a new one with its first event."""
    first = {row.family: row for row in reversed(rows)}
    held = "SELECT DISTINCT family_key, family_id FROM imported_people WHERE source = {} AND family_key {among}"
    known: dict[str, int] = {found.family_key: found.family_id for found in _among(held, list(first), source)}
    called = {key: row.surname or row.forename for key, row in first.items() if key not in known}
    numbers = _numbers(Family, len(called))
    _put(
        Family,
        id=numbers,
        code=_codes(Family, len(called)),
        name=[f"{name} family"[:200] for name in called.values()],
        name_key=[names.fold(name)[:120] for name in called.values()],
        created_at=now,
    )
    _put_started(numbers, source, now)
    taken.families += len(called)
    return known | dict(zip(called, numbers, strict=True))


def _put_started(families: list[int], source: str, now: datetime) -> None:
    """The first event of each family, where its chain of digests begins."""
    kind = {"subject": Subject.FAMILY, "kind": EventKind.FAMILY_CREATED}
    told: dict[str, Any] = {"number": 1, "at": now, "by_id": None, "because": source, "facts": {}, "previous": ""}
    words: Any = told | {name: word.value for name, word in kind.items()}
    digests = [chronology.digest(subject_id=family, **words) for family in families]
    _put(Event, id=_numbers(Event, len(families)), subject_id=families, digest=digests, **kind, **told)


# Who is held already -----------------------------------------------------------------------------------------------

_COMPARED = ("forename", "surname", "known_as", "birth_date", "due_date", "nhs_number", "upn", "phone")
"""What is compared: how `Described` begins."""
_HELD = f"SELECT id, sound_key, {', '.join(_COMPARED)} FROM people WHERE"  # noqa: S608 - names of our own


def _likely(rows: Sequence[Row], sounds: list[str]) -> list[list[tuple[int, int]]]:
    """For each row, who is held that is probably the same person: by number, or by the sound of the surname with the
    date of birth. Those behind other slips are found by the search for duplicates, which takes its time."""
    held: dict[Any, list[tuple[int, Described]]] = defaultdict(list)
    born = {(sound, row.birth_date) for sound, row in zip(sounds, rows, strict=True) if row.birth_date}
    for column, values in (
        ("(sound_key, birth_date)", born),
        ("nhs_number", {row.nhs_number for row in rows if row.nhs_number}),
        ("upn", {row.upn for row in rows if row.upn}),
    ):
        for found in _among(f"{_HELD} {column} {{among}}", sorted(values)):
            person = _described(found)
            for key in ((found.sound_key, person.birth_date), person.nhs_number, person.upn):
                if key:
                    held[key].append((found.id, person))
    return [_like(row, sound, held) for row, sound in zip(rows, sounds, strict=True)]


def _described(found: sa.Row[Any]) -> Described:
    """Somebody held, as the driver gives them: SQLite keeps days as texts."""
    days = (found.birth_date, found.due_date)
    born, due = [date.fromisoformat(day) if isinstance(day, str) else day for day in days]
    others = (found.nhs_number, found.upn, found.phone)
    return Described(found.forename, found.surname, found.known_as, born, due, *others)


def _like(row: Row, sound: str, held: dict[Any, list[tuple[int, Described]]]) -> list[tuple[int, int]]:
    found = {
        number: described
        for key in ((sound, row.birth_date), row.nhs_number, row.upn)
        if key in held
        for number, described in held[key]
    }
    if not found:
        return []
    comparison = matching.Comparison(Described(*[getattr(row, name) for name in _COMPARED]))
    likely = ((number, comparison.likeness(described)) for number, described in found.items())
    return [(number, likeness.points) for number, likeness in likely if likeness.is_likely]
