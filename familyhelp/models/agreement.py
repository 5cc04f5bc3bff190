"""The family's agreement to work together."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.outcomes import AgreedHow, Route
from .columns import At, Id, Long, OptionalLong, Short, Slug, belongs_to


class Agreement(Base):
    """Who agreed to work together, when, how; and when and why it was withdrawn."""

    __tablename__ = "agreements"
    __table_args__ = (
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_because IS NOT NULL", name="withdrawn_with_reason"),
        sa.Index(
            "uq_agreements_in_force",
            "case_id",
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases")
    agreed_on: Mapped[date]
    agreed_by: Mapped[Short]
    how: Mapped[AgreedHow] = mapped_column(Slug(AgreedHow))
    speaks_for: Mapped[OptionalLong]
    """For whom of the family they said yes, as it was then; None where nobody asked."""
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[OptionalLong]
    withdrawn_route: Mapped[Route | None] = mapped_column(Slug(Route))
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]


class Refusal(Base):
    """That a family was asked and said no, and what follows for it."""

    __tablename__ = "refusals"

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases")
    refused_on: Mapped[date]
    refused_by: Mapped[Short]
    because: Mapped[Long]
    route: Mapped[Route] = mapped_column(Slug(Route))
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]
