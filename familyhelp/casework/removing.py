"""Taking every word of a record out of the database. What belongs to it is found over the foreign keys themselves, so
that a new table goes, too: its rows are deleted, unless it is one whose rows stay without a word (`EMPTIED`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa

from ..extensions import Base, db
from ..models import Contact, Family, Member, Merge, Person, Surname
from ..models.columns import Slug
from ..models.encrypted import NamedJson, NamedText
from ..practice import clock, names
from ..practice.disposals import BETWEEN, EMPTIED, FACTS, WHOLE
from ..practice.links import Purpose
from ..practice.people import Ethnicity

TABLES = Base.metadata.tables
ROOTS = ("families", "cases", "contacts", "people")
STOPS = frozenset({*ROOTS, *WHOLE, "practitioners", "teams", "agencies", "events", "looks"})
_CHUNK = 400
Key = tuple[Any, ...]


class Belongings:
    """Everything that belongs to a family, or to a request for help of no family: keys of rows, by table."""

    def __init__(self, held: Family | Contact) -> None:
        self.rows: dict[str, set[Key]] = {}
        self.ids: dict[str, set[int]] = {name: set() for name in ROOTS}
        if isinstance(held, Family):
            self.ids["families"] = {held.id}
            self.ids["cases"] = self._numbers("cases", TABLES["cases"].c.family_id == held.id)
            contacts = TABLES["contacts"].c
            of_it = sa.or_(contacts.family_id == held.id, contacts.case_id.in_(self.ids["cases"]))
            self.ids["contacts"] = self._numbers("contacts", of_it)
        else:
            self.ids["contacts"] = {held.id}
        self._gather()
        candidates = self._candidates(held)
        self.staying = self._staying(candidates)
        self.ids["people"] = candidates - self.staying
        self._gather()
        for name in ROOTS:
            self.rows[name] = {(number,) for number in self.ids[name]}

    def _numbers(self, table: str, which: sa.ColumnElement[bool]) -> set[int]:
        return set(db.session.scalars(sa.select(TABLES[table].c.id).where(which)))

    def _gather(self) -> None:
        """Look below what was found until nothing more is found."""
        more = True
        while more:
            more = False
            for table in Base.metadata.sorted_tables:
                if table.name not in STOPS:
                    for column, parent in keys(table):
                        more = self._below(table, column, self.ids.get(parent, set())) or more

    def _below(self, table: sa.Table, column: sa.Column[Any], wanted: set[int]) -> bool:
        found = self.rows.setdefault(table.name, set())
        before = len(found)
        for chunk in chunks(wanted):
            found.update(tuple(row) for row in db.session.execute(_keys_of(table).where(column.in_(chunk))))
        if "id" in table.c:
            self.ids.setdefault(table.name, set()).update(key[0] for key in found)
        return len(found) > before

    # People ---------------------------------------------------------------------------------------------------

    def _candidates(self, held: Family | Contact) -> set[int]:
        """Everybody who is or was in the family or stands in its requests, with the records merged into theirs."""
        named = TABLES["contact_people"].c
        found = set(
            db.session.scalars(
                sa.select(named.person_id).where(
                    named.contact_id.in_(self.ids["contacts"]), named.person_id.is_not(None)
                )
            )
        )
        if isinstance(held, Family):
            found |= set(db.session.scalars(sa.select(Member.person_id).where(Member.family_id == held.id)))
        return found | self._merged(found)

    def _merged(self, people: set[int]) -> set[int]:
        found: set[int] = set()
        newest = people
        while newest:
            gone = sa.select(Merge.gone_id).where(Merge.kept_id.in_(newest), Merge.undone_at.is_(None))
            newest = set(db.session.scalars(gone)) - found
            found |= newest
        return found

    def _staying(self, candidates: set[int]) -> set[int]:
        """Those whom something else that is held names: another family, another case or request, or that they must not
        learn where somebody lives, or that somebody must not learn it of them."""
        stay: set[int] = set()
        for table in Base.metadata.sorted_tables:
            if table.name in BETWEEN | {"kept_from"}:
                continue
            ours = self.rows.get(table.name, set())
            for column, parent in keys(table):
                if parent == "people":
                    query = sa.select(column, *table.primary_key.columns).where(column.in_(candidates))
                    stay |= {row[0] for row in db.session.execute(query) if tuple(row)[1:] not in ours}
        kept = TABLES["kept_from"].c
        pairs = sa.select(kept.person_id, kept.from_id).where(
            kept.ends_on.is_(None), sa.or_(kept.person_id.in_(candidates), kept.from_id.in_(candidates))
        )
        for pair in db.session.execute(pairs):
            if not set(pair) <= candidates:
                stay |= set(pair) & candidates
        for one in list(stay):
            stay |= self._merged({one})
        for kept_id, gone_id in db.session.execute(
            sa.select(Merge.kept_id, Merge.gone_id).where(Merge.gone_id.in_(stay), Merge.undone_at.is_(None))
        ):
            stay |= {kept_id, gone_id} | self._merged({kept_id})
        return stay & candidates


def keys(table: sa.Table) -> Iterator[tuple[sa.Column[Any], str]]:
    """The columns of a table that name a row of another, with that table's name."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column, key.column.table.name


def chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Numbers in order, so many at a time as one statement takes."""
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _keys_of(table: sa.Table) -> sa.Select[Any]:
    return sa.select(*table.primary_key.columns)


# Taking it out --------------------------------------------------------------------------------------------------


def take_out(found: Belongings) -> dict[str, Counter[str]]:
    """Empty and delete all that was found. Gives how many rows of each table were emptied, and how many are gone."""
    counts: dict[str, Counter[str]] = {"emptied": Counter(), "removed": Counter()}
    _loosen_links(found)
    _forget_unsent(found)
    for table in reversed(Base.metadata.sorted_tables):
        rows = found.rows.get(table.name, set())
        if not rows or table.name in WHOLE:
            continue
        if table.name in EMPTIED:
            _empty(table, rows)
            counts["emptied"][table.name] = len(rows)
        else:
            _delete(table, rows)
            counts["removed"][table.name] = len(rows)
    return counts


def _loosen_links(found: Belongings) -> None:
    """A link to a partner's view or contribution goes with it; every other one is over from now on."""
    links = TABLES["links"].c
    for chunk in chunks(found.ids.get("links", set())):
        goes_too = links.purpose.in_((Purpose.VIEW, Purpose.CONTRIBUTION))
        _forget(found, "links", db.session.scalars(sa.select(links.id).where(links.id.in_(chunk), goes_too)))
        now = clock.now()
        over = sa.update(TABLES["links"]).where(links.id.in_(chunk), links.expires_at > now)
        db.session.execute(over.values(expires_at=now))


def _forget_unsent(found: Belongings) -> None:
    """What never went out goes, with what says that it would tell somebody."""
    messages, tellings = TABLES["messages"].c, TABLES["outcome_tellings"].c
    for chunk in chunks(found.ids.get("messages", set())):
        unsent = sa.select(messages.id).where(messages.id.in_(chunk), messages.sent_at.is_(None))
        _forget(
            found, "outcome_tellings", db.session.scalars(sa.select(tellings.id).where(tellings.message_id.in_(unsent)))
        )
        _forget(found, "messages", db.session.scalars(unsent))


def _forget(found: Belongings, table: str, numbers: Iterable[int]) -> None:
    gone = {(number,) for number in numbers}
    _delete(TABLES[table], gone)
    found.rows[table] -= gone


def surnames_of(people: Iterable[int]) -> set[str]:
    """The surnames of these people, as they are looked for."""
    return {
        names.fold(surname)[:60]
        for chunk in chunks(people)
        for surname in db.session.scalars(sa.select(Person.surname).where(Person.id.in_(chunk)))
    }


def forget_surnames(gone: Iterable[str]) -> None:
    """Take away the ways to surnames that nobody bears any longer."""
    for surname in sorted(filter(None, gone)):
        borne = sa.exists().where(Person.name_key >= f"{surname} ", Person.name_key < f"{surname}!")
        if not db.session.scalar(sa.select(borne)):
            db.session.execute(sa.delete(Surname).where(Surname.surname == surname))


def _delete(table: sa.Table, rows: set[Key]) -> None:
    if "id" in table.c:
        for chunk in chunks(key[0] for key in rows):
            db.session.execute(sa.delete(table).where(table.c.id.in_(chunk)))
        return
    for row in sorted(rows, key=str):
        same = (column == value for column, value in zip(table.primary_key.columns, row, strict=True))
        db.session.execute(sa.delete(table).where(*same))


def _empty(table: sa.Table, rows: set[Key]) -> None:
    values = dict(NOBODY) if table.name == "people" else dict(_without_words(table))
    if "disposed_on" in table.c:
        values["disposed_on"] = clock.today()
    if table.name == "cases":
        values |= dict.fromkeys(OF_WHAT_GOES)
    if not values:
        return
    for chunk in chunks(key[0] for key in rows):
        db.session.execute(sa.update(table).where(table.c.id.in_(chunk)).values(values))


OF_WHAT_GOES = (
    *("next_review_on", "meeting_on", "minutes_owed_on", "edge_review_on", "closing_due_on", "contact_owed_since"),
    *("agreement_owed_since", "sharing_ends_on"),
)
"""Days of a case that are those of rows that go."""
_NOTHING: sa.ColumnElement[Any] = sa.literal_column("''")
_EMPTY_LIST: sa.ColumnElement[Any] = sa.literal_column("'[]'")


def _without_words(table: sa.Table) -> Iterator[tuple[str, Any]]:
    """The columns of words, each with what says nothing; what was null stays null, as the rules of the table want."""
    for column, parent in keys(table):
        if column.nullable and (parent == "people" or parent in _going()):
            yield column.name, None
    for column in table.columns:
        if column.primary_key or column.name in FACTS or (table.name, column.name) in FACTS:
            continue
        if isinstance(column.type, (sa.JSON, NamedJson)):
            yield column.name, sa.null() if column.nullable else _EMPTY_LIST
        elif isinstance(column.type, (sa.String, NamedText)) and not isinstance(column.type, Slug):
            yield column.name, sa.case((column.is_(None), sa.null()), else_=_NOTHING) if column.nullable else _NOTHING


@cache
def _going() -> frozenset[str]:
    """The tables whose rows go: those that keys lead to, but for those whose rows stay."""
    found: set[str] = set(ROOTS)
    for table in Base.metadata.sorted_tables * 2:
        if table.name not in STOPS and any(parent in found for _column, parent in keys(table)):
            found.add(table.name)
    return frozenset(found - EMPTIED.keys())


def _nobody() -> dict[str, Any]:
    """What is left of a person: a row with its number and its reference."""
    said: dict[str, Any] = {}
    for column in TABLES["people"].columns:
        if column.name in {"id", "code", "created_at", "version"}:
            continue
        if column.nullable:
            said[column.name] = sa.null()
        elif isinstance(column.type, sa.Boolean):
            said[column.name] = False
        else:
            said[column.name] = ""
    return said | {"ethnicity": Ethnicity.NOBT}


NOBODY = _nobody()
