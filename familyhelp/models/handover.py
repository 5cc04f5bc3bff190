"""Handovers: what the last lead leaves to the next one, and whether the family knows."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.handovers import ToldHow
from ..practice.outcomes import AgreedHow
from .columns import BigId, Id, OptionalAt, OptionalShort, Slug, belongs_to
from .note import Note
from .practitioner import Practitioner


class Handover(Base):
    """One change of lead: its note, when it was read, when the family was told, and when it said that it goes on."""

    __tablename__ = "handovers"
    __table_args__ = (
        sa.CheckConstraint(
            "(told_on IS NULL) = (told_how IS NULL) AND (told_on IS NULL) = (told_by IS NULL)", name="told_by_somebody"
        ),
        sa.CheckConstraint(
            "(agreed_on IS NULL) = (agreed_by IS NULL) AND (agreed_on IS NULL) = (agreed_how IS NULL)",
            name="agreed_by_somebody",
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
    agreed_on: Mapped[date | None]
    """When the family, asked again, said that it goes on with the new lead."""
    agreed_by: Mapped[OptionalShort]
    agreed_how: Mapped[AgreedHow | None] = mapped_column(Slug(AgreedHow))
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    recorded_at: Mapped[OptionalAt]

    note: Mapped[Note | None] = relationship()
    recorded_by: Mapped[Practitioner | None] = relationship()
