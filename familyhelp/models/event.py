"""The chronology: events that nobody can change, each chained to the one before it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from ..extensions import Base
from ..practice import chronology, clock
from ..practice.chronology import EventKind, Subject
from ..practice.words import Scalar, Word
from .columns import At, Id, OptionalLong, Slug, belongs_to

if TYPE_CHECKING:
    from .practitioner import Practitioner


class Event(Base):
    """Something that happened to a subject: its number there, who did it, why, and the chain of digests."""

    __tablename__ = "events"
    __table_args__ = (
        sa.UniqueConstraint("subject", "subject_id", "number"),
        # By time, since the numbers of one subject's events say nothing about another's.
        sa.Index("ix_events_in_time", "subject", "subject_id", "at", "id", "kind"),
    )

    id: Mapped[Id]
    subject: Mapped[Subject] = mapped_column(Slug(Subject))
    subject_id: Mapped[int] = mapped_column(sa.BigInteger)
    number: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(Slug(EventKind))
    at: Mapped[At]
    by_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    because: Mapped[OptionalLong]
    facts: Mapped[dict[str, Scalar]] = mapped_column(sa.JSON)
    previous: Mapped[str] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))

    by: Mapped[Practitioner | None] = relationship("Practitioner")

    def recomputed(self) -> str:
        """The digest that this event should have."""
        return chronology.digest(
            subject=self.subject.value,
            subject_id=self.subject_id,
            number=self.number,
            kind=self.kind.value,
            at=self.at,
            by_id=self.by_id,
            because=self.because,
            facts=self.facts,
            previous=self.previous,
        )


# Every deed asks this, so the statement is built once, and straight from the table.
_TABLE = Event.metadata.tables[Event.__tablename__]
_LAST = (
    sa.select(_TABLE.c.number, _TABLE.c.digest)
    .where(_TABLE.c.subject == sa.bindparam("of"), _TABLE.c.subject_id == sa.bindparam("of_id"))
    .order_by(_TABLE.c.number.desc())
    .limit(1)
)


class Recorded:
    """A record with a chronology of its own."""

    subject: ClassVar[Subject]
    id: Any

    def record(self, kind: EventKind, *, by: Practitioner | None, because: str | None = None, **facts: Scalar) -> Event:
        """Write an event, in this transaction, at the end of this record's chronology. `by` is None for the
        service itself. Raises ValueError where the sentence of the event lacks a fact."""
        absent = chronology.facts_needed(kind) - facts.keys()
        if absent:
            raise ValueError(f"{kind.value} needs {sorted(absent)}")
        session = object_session(self)
        if session is None:
            raise ValueError("a record outside a session has no chronology")
        session.flush()
        if session.get_bind().dialect.name == "postgresql":
            # One writer at a time in one chronology; the unique number would refuse the second one anyway.
            lock = zlib.crc32(self.subject.value.encode()) & 0x7FFFFFFF
            session.execute(
                sa.text("SELECT pg_advisory_xact_lock(:kind, :id)"),
                {"kind": lock, "id": self.id & 0x7FFFFFFF},
            )
        last = session.execute(_LAST, {"of": self.subject, "of_id": self.id}).first()
        event = Event(
            subject=self.subject,
            subject_id=self.id,
            number=last.number + 1 if last else 1,
            kind=kind,
            at=clock.now(),
            by_id=by.id if by else None,
            because=because,
            facts={k: v.value if isinstance(v, Word) else v for k, v in facts.items()},
            previous=last.digest if last else "",
        )
        event.digest = event.recomputed()
        session.add(event)
        session.flush()
        return event
