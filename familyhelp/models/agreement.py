"""The family's agreement to work together."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.outcomes import AgreedHow
from .columns import At, Id, OptionalLong, Short, Slug, belongs_to


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
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[OptionalLong]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]
