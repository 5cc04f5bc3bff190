"""Notes. A correction is a new version; the old one stays. And what grows around a note: who it is about, what it
asks of somebody, whom it was shared with, and what the family says about it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import references
from ..practice.notes import NoteKind
from .columns import At, BigId, Code, Id, Long, Moment, OptionalAt, OptionalLong, OptionalShort, Short, Slug, belongs_to
from .person import Person
from .practitioner import Practitioner


class Note(Base):
    """One version of one note, signed and timed."""

    __tablename__ = "notes"
    __table_args__ = (
        sa.UniqueConstraint("code", "version"),
        sa.CheckConstraint("version = 1 OR because IS NOT NULL", name="correction_with_reason"),
        sa.Index("ix_notes_in_order", "case_id", "is_current", "happened_on", "first_written_at", "code"),
        sa.Index("ix_notes_of_kind", "case_id", "kind", "is_current", "happened_on", "first_written_at", "code"),
        sa.Index(
            "uq_notes_current",
            "code",
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(8), default=references.new_code)
    case_id: Mapped[int] = belongs_to("cases", index=False)
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[NoteKind] = mapped_column(Slug(NoteKind))
    happened_on: Mapped[date]
    headline: Mapped[OptionalShort]
    """One line that tells of a significant event on the chronology."""
    minutes: Mapped[int | None] = mapped_column(sa.SmallInteger)
    people_seen: Mapped[OptionalShort]
    text: Mapped[Long]
    restricted: Mapped[bool] = mapped_column(default=False)
    because: Mapped[OptionalLong]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]
    first_written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()
    people: Mapped[list[NotePerson]] = relationship(order_by="NotePerson.person_id")


_THERE = sa.text("present")
_ALONE = sa.text("seen_alone")


class NotePerson(Base):
    """Somebody in the family whom one version of a note is about; whether they were there, and seen alone. The
    note's place in its list is written here again, so that the notes about a child are read in order by one index."""

    __tablename__ = "note_people"
    __table_args__ = (
        sa.CheckConstraint("present OR NOT seen_alone", name="seen_alone_is_there"),
        sa.Index("ix_note_people_in_order", "case_id", "person_id", "happened_on", "first_written_at", "code"),
        sa.Index(
            "ix_note_people_there",
            "case_id",
            "person_id",
            "happened_on",
            sqlite_where=_THERE,
            postgresql_where=_THERE,
        ),
        sa.Index(
            "ix_note_people_alone",
            "case_id",
            "person_id",
            "happened_on",
            sqlite_where=_ALONE,
            postgresql_where=_ALONE,
        ),
    )

    note_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("notes.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("people.id"), primary_key=True)
    present: Mapped[bool]
    seen_alone: Mapped[bool]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    happened_on: Mapped[date]
    first_written_at: Mapped[datetime] = mapped_column(Moment)
    code: Mapped[str] = mapped_column(sa.String(8))

    person: Mapped[Person] = relationship()


class NoteShare(Base):
    """One version of a note was shared with somebody in the family."""

    __tablename__ = "note_shares"

    id: Mapped[Id]
    note_id: Mapped[int] = belongs_to("notes")
    shared_with: Mapped[Short]
    shared_on: Mapped[date]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    recorded_by: Mapped[Practitioner] = relationship()


class NoteComment(Base):
    """What somebody in the family says about a note that was shared with them. Never overwritten."""

    __tablename__ = "note_comments"

    id: Mapped[Id]
    note_id: Mapped[int] = belongs_to("notes")
    said_by: Mapped[Short]
    said_on: Mapped[date]
    text: Mapped[Long]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    recorded_by: Mapped[Practitioner] = relationship()


class FollowUp(Base):
    """What a note asks of somebody with a part in the case, by when, and their answer. Where their part ends before
    they answer, whoever leads the case holds it."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name="answered_in_words",
        ),
        sa.Index(
            "ix_follow_ups_open",
            "held_by_id",
            "due_on",
            "id",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
        sa.Index(
            "ix_follow_ups_of_case",
            "case_id",
            "held_by_id",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    note_id: Mapped[int] = belongs_to("notes")
    restricted: Mapped[bool] = mapped_column(default=False)
    """As its note is, which never changes."""
    what: Mapped[Long]
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    asked_at: Mapped[At]
    asked_of_id: Mapped[int] = belongs_to("practitioners", index=False)
    held_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    answer: Mapped[OptionalLong]
    answered_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    answered_at: Mapped[OptionalAt]

    note: Mapped[Note] = relationship()
    asked_by: Mapped[Practitioner] = relationship(foreign_keys=[asked_by_id])
    asked_of: Mapped[Practitioner] = relationship(foreign_keys=[asked_of_id])
    held_by: Mapped[Practitioner] = relationship(foreign_keys=[held_by_id])
    answered_by: Mapped[Practitioner | None] = relationship(foreign_keys=[answered_by_id])
