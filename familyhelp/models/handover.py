"""Handovers: what the last lead leaves to the next one, and whether the family knows."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.handovers import ToldHow
from .columns import BigId, Id, OptionalAt, OptionalShort, Slug, belongs_to
from .note import Note
from .practitioner import Practitioner


class Handover(Base):
    """One change of lead: its note, when the new lead read it, and when the family was told."""

    __tablename__ = "handovers"
    __table_args__ = (
        sa.CheckConstraint(
            "(told_on IS NULL) = (told_how IS NULL) AND (told_on IS NULL) = (told_by IS NULL)", name="told_by_somebody"
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases")
    lead_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("leads.id"), unique=True)
    note_id: Mapped[int | None] = belongs_to("notes", optional=True, index=False)
    read_at: Mapped[OptionalAt]
    told_on: Mapped[date | None]
    told_how: Mapped[ToldHow | None] = mapped_column(Slug(ToldHow))
    told_by: Mapped[OptionalShort]
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    recorded_at: Mapped[OptionalAt]

    note: Mapped[Note | None] = relationship()
    recorded_by: Mapped[Practitioner | None] = relationship()
