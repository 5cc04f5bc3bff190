"""Proving that the records hold: the chronology whole, every open case held and dated. Reads everything in batches,
in one unchanging view of the database, and changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..extensions import db, writing
from ..models import Case, CheckIn, Closing, Event, Unreadable
from ..practice import chronology, timescales
from ..practice.chronology import EventKind, Subject
from ..practice.references import write_code
from ..practice.timescales import Due
from . import attachment_files, data_keys
from .check_rules import NOTICES, RULES, SUBJECTS, Rule

BATCH = 1000


class Head(NamedTuple):
    """The last event of one chronology: an anchor keeps it outside the database."""

    subject: str
    subject_id: int
    number: int
    digest: str


class Check:
    """One run over the whole database. Give every fault in a sentence, and count what was read."""

    def __init__(
        self,
        anchored: Iterable[Head] = (),
        keep: Callable[[Head], None] = lambda _head: None,
        attachments: Path | None = None,
    ) -> None:
        """`anchored` are the heads kept earlier, by subject and number; `keep` is given the heads as they are now;
        `attachments` is where the files of attachments stand, if they are to be looked at."""
        self._attachments = attachments
        self.counts: Counter[str] = Counter()
        self.chronology_faults = 0
        self._anchored = _Anchored(iter(anchored))
        self._keep = keep

    def faults(self) -> Iterator[str]:
        """Every fault there is. Memory stays the same however much there is to read."""
        with _one_view() as session:
            yield from data_keys.faults()
            try:
                for fault in self._chronologies(session):
                    self.chronology_faults += 1
                    yield fault
            except Unreadable as error:
                self.chronology_faults += 1
                yield f"The chronology could not be read to its end: {error}."
            yield from self._rules(session)
            yield from self._dates(session)
            if self._attachments:
                yield from attachment_files.faults(self._attachments, session)

    def notices(self) -> Iterator[str]:
        """What is no fault of the record, but somebody should see to it."""
        with _one_view() as session:
            yield from _broken(session, NOTICES)
            if self._attachments:
                for path in attachment_files.unclaimed(self._attachments, session):
                    yield f"the file {path} belongs to no attachment: “flask attachments sweep” deletes it."
        if plain := data_keys.plain_ones():
            yield f"{plain} values lie plain although there is a key: `flask keys rotate` encrypts them."

    # The chronology ---------------------------------------------------------------------------------------

    def _chronologies(self, session: Session) -> Iterator[str]:
        known = sorted(subject.value for subject in Subject)
        for subject in known:
            chain: _Chain | None = None
            for event in _events(session, subject):
                if chain is None or chain.subject_id != event.subject_id:
                    yield from self._finish(session, chain)
                    yield from self._vanished(self._anchored.before((subject, event.subject_id)))
                    chain = _Chain(subject, event.subject_id, self._anchored.of((subject, event.subject_id)))
                self.counts["events"] += 1
                yield from (f"{_name(session, subject, event.subject_id)}: {what}" for what in chain.faults(event))
            yield from self._finish(session, chain)
        yield from self._vanished(self._anchored.before(None))
        strange = sa.select(sa.func.count()).where(sa.type_coerce(Event.subject, sa.String).not_in(known))
        if number := session.scalar(strange):
            yield f"{number} events are about something that this service does not know."

    def _finish(self, session: Session, chain: _Chain | None) -> Iterator[str]:
        if chain is None:
            return
        self.counts["chronologies"] += 1
        self._keep(chain.head)
        for what in chain.at_the_end():
            yield f"{_name(session, chain.subject, chain.subject_id)}: {what}"
        if chain.anchored and chain.anchored.number > chain.head.number:
            yield (
                f"{_name(session, chain.subject, chain.subject_id)}: the chronology ends at event "
                f"{chain.head.number}, but event {chain.anchored.number} was anchored. Its end was cut off."
            )

    def _vanished(self, heads: Iterator[Head]) -> Iterator[str]:
        for head in heads:
            yield f"{head.subject} with the number {head.subject_id}: its whole chronology is gone."

    # Everything else --------------------------------------------------------------------------------------

    def _rules(self, session: Session) -> Iterator[str]:
        for model in SUBJECTS.values():
            if model is not None:
                name = model.__tablename__
                self.counts[name] = session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        self.counts["open"] = session.scalar(sa.select(sa.func.count()).where(Case.closed_on.is_(None))) or 0
        yield from _broken(session, RULES)

    def _dates(self, session: Session) -> Iterator[str]:
        """What is due next is kept beside each case; it must be what DUE says of the case as it stands."""
        last = 0
        while True:
            cases = session.scalars(
                sa.select(Case)
                .where(Case.id > last, sa.or_(Case.closed_on.is_(None), Case.next_due_on.is_not(None), _may_be_due()))
                .options(
                    selectinload(Case.agreements),
                    selectinload(Case.steps),
                    selectinload(Case.closing).selectinload(Closing.check_ins),
                )
                .order_by(Case.id)
                .limit(BATCH // 4)
            ).all()
            if not cases:
                return
            for case in cases:
                due = timescales.next_deadline(case)
                rightly = (due.due, due.on, due.late_after) if due else (None, None, None)
                if (case.next_due, case.next_due_on, case.late_after) != rightly:
                    yield (
                        f"case {write_code(case.code)}: it keeps {_due(case.next_due, case.next_due_on)} as due next, "
                        f"where it should be {_due(rightly[0], rightly[1])}."
                    )
            last = cases[-1].id
            session.expunge_all()


def _broken(session: Session, rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        for (code,) in session.execute(rule.broken_by.execution_options(yield_per=BATCH)):
            yield rule.says(code)


def _due(due: Due | None, on: date | None) -> str:
    return f"“{due.label}” on {on}" if due else "nothing"


def _may_be_due() -> sa.ColumnElement[bool]:
    """Closed cases that have a closing with check-ins still to make."""
    return sa.exists().where(Closing.case_id == Case.id, CheckIn.closing_id == Closing.id, CheckIn.result.is_(None))


class _Chain:
    """One chronology while it is read, from its first event to its last."""

    def __init__(self, subject: str, subject_id: int, anchored: Head | None) -> None:
        self.subject, self.subject_id, self.anchored = subject, subject_id, anchored
        self.head = Head(subject, subject_id, 0, "")
        self.emptied: list[Any] = []

    def faults(self, event: Any) -> Iterator[str]:
        """What is wrong with the next event."""
        if event.number != self.head.number + 1:
            yield f"event {event.number} follows event {self.head.number}."
        if event.previous != self.head.digest:
            yield f"event {event.number} is not chained to the one before it."
        yield from self._seal(event) if event.facts is not None else self._emptied(event)
        if self.anchored and event.number == self.anchored.number and event.digest != self.anchored.digest:
            yield f"event {event.number} is not the one that was anchored."
        self.head = Head(self.subject, self.subject_id, event.number, event.digest)

    def _seal(self, event: Any) -> Iterator[str]:
        """An event with its words is as it was written; the one that tells of a disposal seals those without."""
        if event.kind == EventKind.DISPOSED.value:
            if event.facts.get("emptied") != len(self.emptied) or event.facts.get("seal") != chronology.seal(
                self.emptied
            ):
                yield f"event {event.number} seals other events than those whose words were disposed of."
            self.emptied = []
        true = chronology.digest(
            subject=self.subject,
            subject_id=self.subject_id,
            number=event.number,
            kind=event.kind,
            at=event.at,
            by_id=event.by_id,
            because=event.because,
            facts=event.facts,
            previous=event.previous,
        )
        if true != event.digest:
            yield f"event {event.number} is not as it was written."

    def _emptied(self, event: Any) -> Iterator[str]:
        """An event without its words waits for the one that seals it."""
        self.emptied.append(event)
        if event.because is not None:
            yield f"event {event.number} has its reason, and its facts are gone."

    def at_the_end(self) -> Iterator[str]:
        """What is wrong once the last event was read."""
        if self.emptied:
            yield f"the words of event {self.emptied[0].number} are gone, and no disposal says so."


class _Anchored:
    """The heads that an anchor kept, read beside the chronologies in the same order."""

    def __init__(self, heads: Iterator[Head]) -> None:
        self._heads = heads
        self._next = next(heads, None)

    def before(self, key: tuple[str, int] | None) -> Iterator[Head]:
        """The kept heads that come before a chronology (None: all that are left): theirs are not there any more."""
        while self._next is not None and (key is None or self._next[:2] < key):
            yield self._next
            self._next = next(self._heads, None)

    def of(self, key: tuple[str, int]) -> Head | None:
        """The kept head of a chronology, if there is one."""
        found = self._next if self._next is not None and self._next[:2] == key else None
        if found:
            self._next = next(self._heads, None)
        return found


def _events(session: Session, subject: str) -> Iterator[Any]:
    """Every event about one kind of subject, by subject and number, a thousand at a time."""
    after = (0, 0)
    columns = sa.select(
        Event.subject_id,
        Event.number,
        sa.type_coerce(Event.kind, sa.String).label("kind"),
        Event.at,
        Event.by_id,
        Event.because,
        Event.facts,
        Event.previous,
        Event.digest,
    ).where(sa.type_coerce(Event.subject, sa.String) == subject)
    while True:
        key = sa.tuple_(sa.literal(after[0], sa.BigInteger), sa.literal(after[1], sa.Integer))
        rows = session.execute(
            columns.where(sa.tuple_(Event.subject_id, Event.number) > key)
            .order_by(Event.subject_id, Event.number)
            .limit(BATCH)
        ).all()
        yield from rows
        if len(rows) < BATCH:
            return
        after = (rows[-1].subject_id, rows[-1].number)


def _name(session: Session, subject: str, subject_id: int) -> str:
    """What a person can look up: the reference of a record, where it has one."""
    model = SUBJECTS.get(subject)
    code = session.scalar(sa.select(model.code).where(model.id == subject_id)) if model is not None else None
    return f"{subject} {write_code(code)}" if code else f"{subject} with the number {subject_id}"


@contextmanager
def _one_view() -> Iterator[Session]:
    """A session of its own that sees the database as it is now, whatever others write meanwhile, and writes nothing."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    token = writing.set(False)
    try:
        with Session(engine, autoflush=False) as session:
            yield session
            session.rollback()
    finally:
        writing.reset(token)
