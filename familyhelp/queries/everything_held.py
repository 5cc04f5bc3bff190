"""Gathering everything held about one person, over the foreign keys themselves: a new table comes along by itself, or
a test says that nobody decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from ..extensions import Base, db
from ..models import Case, Event, Family, Member, Merge, Person, Practitioner, Team
from ..policy import in_teams, sees_case
from ..practice import everything_held as rules
from ..practice.chronology import WITHHELD_EVENTS, EventKind, Subject
from ..practice.words import Word

TABLES = Base.metadata.tables
ROOTS = ("people", "families", "cases")
STOPS = frozenset({*ROOTS, "practitioners", "teams", "agencies", "events"})
"""Tables whose rows are not gathered by what points at them or from them: they are given, or read by themselves."""
_CHUNK = 400
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """One thing that is held: what it is called, what it says, and why somebody checks it before it is given."""

    name: str
    says: str
    check: Sequence[str] = ()


@dataclass(frozen=True)
class Record:
    """One row: of which table, its number there, and its values."""

    table: str
    number: str
    values: Sequence[Value]


@dataclass
class Held:
    """Everything that is held about a person, and what was left out."""

    person: Person
    records: list[Record] = field(default_factory=list)
    elsewhere: dict[str, int] = field(default_factory=dict)
    """How many cases other teams hold, by the team: their managers give those."""
    attachments: list[Row] = field(default_factory=list)


def everything_held(viewer: Practitioner, person: Person) -> Held:
    """All that the service holds about a person, as far as the cases of the reader's teams go; the rest is named."""
    same = _same(person)
    families = db.session.scalars(
        sa.select(Member.family_id).where(Member.person_id.in_(same)).distinct().order_by(Member.family_id)
    ).all()
    held = Held(person)
    found = _Found(viewer, same, families, held.elsewhere)
    found.gather()
    names = _Names(person, same, families, found)
    for table in Base.metadata.sorted_tables:
        for row in found.rows.get(table.name, {}).values():
            held.records.append(names.record(table, row))
            if table.name == "attachments":
                held.attachments.append(row)
    held.records += names.events(found)
    return held


def _same(person: Person) -> list[int]:
    """The person and every record that was merged into theirs."""
    known = [person.id]
    while True:
        more = db.session.scalars(
            sa.select(Merge.gone_id)
            .where(Merge.kept_id.in_(known), Merge.undone_at.is_(None), Merge.gone_id.not_in(known))
            .order_by(Merge.gone_id)
        ).all()
        if not more:
            return known
        known += more


class _Found:
    """The rows that were found, by table and key: downward from the person, their families and cases; and one step
    upward from what names the person, such as the note of another family that they are named in."""

    def __init__(self, viewer: Practitioner, same: Sequence[int], families: Sequence[int], elsewhere: dict[str, int]):
        self.viewer, self.elsewhere = viewer, elsewhere
        self.ours: dict[int, bool] = {}
        self._ask(Case.family_id.in_(families))
        cases = {number for number, ours in self.ours.items() if ours}
        self.ids = {"people": set(same), "families": set(families), "cases": cases}
        self.rows: dict[str, dict[tuple[Any, ...], Row]] = {}

    def _ask(self, which: sa.ColumnElement[bool]) -> None:
        """Which of these cases the reader answers for; the others are counted by the team that does."""
        ours = sa.and_(in_teams(self.viewer), sees_case(self.viewer)).label("ours")
        rows = db.session.execute(
            sa.select(Case.id, Team.name, ours).join(Team, Team.id == Case.team_id).where(which).order_by(Case.id)
        )
        for row in rows:
            self.ours[row.id] = bool(row.ours)
            if not row.ours:
                self.elsewhere[row.name] = self.elsewhere.get(row.name, 0) + 1

    def gather(self) -> None:
        """Look until nothing more is found."""
        for name in ROOTS:
            self._keep(TABLES[name], self._read(TABLES[name], TABLES[name].c.id, self.ids[name]))
        more = True
        while more:
            more = False
            for table in Base.metadata.sorted_tables:
                if table.name not in STOPS and table.name not in rules.LEFT_OUT:
                    more = self._below(table) or more

    def _below(self, table: sa.Table) -> bool:
        """The rows of a table that name somebody or something that was found."""
        new = False
        for column, parent in _keys(table):
            if parent not in self.ids:
                continue
            rows = self._own(table, self._read(table, column, self.ids[parent]))
            if parent == "people":
                rows = self._with_above(table, rows)
            new = self._keep(table, rows) or new
        return new

    def _with_above(self, table: sa.Table, rows: list[Row]) -> list[Row]:
        """What names the person, with what it belongs to, such as the note; without either where others answer."""
        for column, parent in _keys(table):
            if parent in STOPS or parent in rules.LEFT_OUT:
                continue
            wanted = {row[column.name] for row in rows} - {None}
            above = self._own(TABLES[parent], self._read(TABLES[parent], TABLES[parent].c.id, wanted))
            self._keep(TABLES[parent], above)
            there = {row["id"] for row in above} | {None}
            rows = [row for row in rows if row[column.name] in there]
        return rows

    def _own(self, table: sa.Table, rows: list[Row]) -> list[Row]:
        """The rows of cases that the reader answers for, and of no case. Others give the rest: they are counted."""
        if "case_id" in table.c:
            unknown = {row["case_id"] for row in rows} - self.ours.keys() - {None}
            if unknown:
                self._ask(Case.id.in_(unknown))
            rows = [row for row in rows if row["case_id"] is None or self.ours[row["case_id"]]]
        if "family_id" in table.c:
            near = self.ids["families"] | {None}
            with_case = "case_id" in table.c
            rows = [row for row in rows if row["family_id"] in near or (with_case and row["case_id"] is not None)]
        return rows

    def _read(self, table: sa.Table, column: sa.ColumnElement[Any], wanted: Iterable[Any]) -> list[Row]:
        found: list[Row] = []
        numbers = sorted(wanted)
        for start in range(0, len(numbers), _CHUNK):
            query = sa.select(table).where(column.in_(numbers[start : start + _CHUNK]))
            found += db.session.execute(query.order_by(*table.primary_key.columns)).mappings().all()  # type: ignore[arg-type]
        return found

    def _keep(self, table: sa.Table, rows: Iterable[Row]) -> bool:
        kept = self.rows.setdefault(table.name, {})
        before = len(kept)
        for row in rows:
            kept[tuple(row[c.name] for c in table.primary_key.columns)] = row
            if "id" in table.c:
                self.ids.setdefault(table.name, set()).add(row["id"])
        return len(kept) > before


def _keys(table: sa.Table) -> Iterator[tuple[sa.Column[Any], str]]:
    """The columns of a table that name a row of another, with that table's name."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column.table.name


class _Names:
    """Who is who: whose names mean the person asked about, and whose mean somebody else."""

    def __init__(self, person: Person, same: Sequence[int], families: Sequence[int], found: _Found) -> None:
        self.same = set(same)
        everybody = sa.select(Member.person_id).where(Member.family_id.in_(families))
        named = {
            row[column.name]
            for table in Base.metadata.sorted_tables
            for column, parent in _keys(table)
            if parent == "people"
            for row in found.rows.get(table.name, {}).values()
        } - {None}
        people = db.session.scalars(
            sa.select(Person).where(sa.or_(Person.id.in_(everybody), Person.id.in_(named))).order_by(Person.id)
        ).all()
        self.people = {one.id: one for one in people}
        mine = [self.people.get(number, person) for number in same]
        self.own = rules.words_of(*(part for one in mine for part in (one.forename, one.surname, one.known_as)))
        others = [one for one in people if one.id not in self.same]
        self.others = (
            rules.words_of(*(part for one in others for part in (one.forename, one.surname, one.known_as))) - self.own
        )
        staff = db.session.execute(sa.select(Practitioner.id, Practitioner.name)).all()
        self.staff: dict[int, str] = {row.id: row.name for row in staff}

    def record(self, table: sa.Table, row: Row) -> Record:
        """A row as values in words, with what somebody must check."""
        keys = dict(_keys(table))
        about = [row[c.name] for c, parent in keys.items() if parent == "people" and row[c.name] is not None]
        of_others = bool(about) and not self.same.intersection(about)
        whole = [rules.CHECK] if of_others else []
        if "restricted" in table.c and row["restricted"]:
            whole.append(rules.RESTRICTED)
        if table.name == "kept_from" or row.get("hidden") or row.get("contact_hidden"):
            whole.append(rules.WITHHELD)
        values = []
        for column in table.columns:
            value = row[column.name]
            if value is None or value == "" or column.name in rules.SECRET | rules.DERIVED:
                continue
            parent = keys.get(column)
            if parent is not None:
                values.append(self._key(column.name, parent, value, whole))
            elif not column.primary_key:
                values.append(self._value(table.name, column.name, value, whole))
        number = "-".join(str(row[c.name]) for c in table.primary_key.columns)
        return Record(table.name, number, values)

    def _key(self, name: str, parent: str, value: Any, whole: Sequence[str]) -> Value:
        if parent == "practitioners":
            return Value(name, self.staff.get(value, str(value)), tuple(whole))
        if parent == "people" and value in self.people:
            other = () if value in self.same else (rules.CHECK,)
            return Value(name, self.people[value].name, tuple(dict.fromkeys((*whole, *other))))
        return Value(name, f"{parent} {value}", tuple(whole))

    def _value(self, table: str, name: str, value: Any, whole: Sequence[str]) -> Value:
        text = _text(value)
        named = rules.to_check(table, name, text, self.own, self.others)
        checks = (*whole, rules.CHECK) if named else tuple(whole)
        return Value(name, text, tuple(dict.fromkeys(checks)))

    def events(self, found: _Found) -> list[Record]:
        """The chronologies of everything that was found, in their order."""
        made: list[Record] = []
        subjects = {Subject.PERSON: "people", Subject.FAMILY: "families", Subject.CASE: "cases"}
        subjects[Subject.CONTACT] = "contacts"
        for subject, table in subjects.items():
            numbers = sorted(found.ids.get(table, ()))
            for start in range(0, len(numbers), _CHUNK):
                wanted = numbers[start : start + _CHUNK]
                query = sa.select(Event).where(Event.subject == subject, Event.subject_id.in_(wanted))
                for event in db.session.scalars(query.order_by(Event.subject_id, Event.number)):
                    made.append(self._event(event))
        return made

    def _event(self, event: Event) -> Record:
        whole = [rules.WITHHELD] if event.kind in WITHHELD_EVENTS else []
        told = {
            "what": event.kind,
            "at": event.at,
            "by": self.staff.get(event.by_id or 0, ""),
            "because": event.because,
        }
        told |= {name: value for name, value in (event.facts or {}).items() if value is not None}
        values = [self._value("events", name, value, whole) for name, value in told.items() if value not in (None, "")]
        return Record("events", f"{event.subject.value} {event.subject_id}-{event.number}", values)


def _text(value: Any) -> str:
    if isinstance(value, EventKind):
        return value.label.replace("%(", "[").replace(")s", "]")
    if isinstance(value, Word):
        return value.label
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(one)}" for name, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(one) for one in value)
    return str(value)


def member_of(family: Family, person: Person) -> bool:
    """Whether a person is or was in a family."""
    query = sa.exists().where(Member.family_id == family.id, Member.person_id == person.id)
    return bool(db.session.scalar(sa.select(query)))


def ever_in(family: Family) -> Sequence[Person]:
    """Everybody who is or was in a family, in the order in which they came."""
    query = sa.select(Person).join(Member, Member.person_id == Person.id).where(Member.family_id == family.id)
    return db.session.scalars(query.order_by(Member.id)).unique().all()
