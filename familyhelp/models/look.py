"""Looks: who opened which record, when. Nobody can change or delete them; and what was asked about them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.looked import Pattern
from .columns import At, BigId, Id, Long, OptionalShort, Slug, belongs_to
from .practitioner import Practitioner

_MARKED = sa.text("break_glass_id IS NOT NULL")


class Look(Base):
    """One page of one record that one practitioner opened, or was refused."""

    __tablename__ = "looks"
    __table_args__ = (
        # By time: a page of looks is of one record or one person, from a day to a day, whatever the table holds.
        sa.Index("ix_looks_subject_subject_id_at_id", "subject", "subject_id", "at", "id"),
        sa.Index("ix_looks_practitioner_id_at_id", "practitioner_id", "at", "id"),
        sa.Index("ix_looks_break_glass_id", "break_glass_id", "id", sqlite_where=_MARKED, postgresql_where=_MARKED),
    )

    id: Mapped[Id]
    at: Mapped[At]
    practitioner_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("practitioners.id"))
    subject: Mapped[Subject | None] = mapped_column(Slug(Subject))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    page: Mapped[str] = mapped_column(sa.String(80))
    refused: Mapped[bool] = mapped_column(default=False)
    because: Mapped[OptionalShort]
    break_glass_id: Mapped[int | None] = mapped_column(BigId)
    """What alone allowed it: a family that was opened for a reason. No key that the database checks, since on SQLite
    that would write the whole table anew."""


class LookAnswer(Base):
    """A question about somebody's looks that a manager asked them, and what they said. It never changes."""

    __tablename__ = "look_answers"
    __table_args__ = (sa.Index("ix_look_answers_practitioner_id_id", "practitioner_id", "id"),)

    id: Mapped[Id]
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    pattern: Mapped[Pattern] = mapped_column(Slug(Pattern))
    counted: Mapped[int]
    from_on: Mapped[date]
    to_on: Mapped[date]
    last_look_id: Mapped[int] = mapped_column(BigId)
    """The newest look that was counted: what came after it was not asked about."""
    families: Mapped[list[int]] = mapped_column(sa.JSON)
    """The numbers of the families that were counted, so that only another one is something new."""
    said: Mapped[Long]
    asked_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    asked_at: Mapped[At]

    practitioner: Mapped[Practitioner] = relationship(foreign_keys=[practitioner_id])
    asked_by: Mapped[Practitioner] = relationship(foreign_keys=[asked_by_id])
