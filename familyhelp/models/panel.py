"""The days on which a panel meets about a step, and what it advised."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.panels import Advice
from .columns import At, Id, OptionalAt, OptionalLong, Slug, belongs_to
from .practitioner import Practitioner
from .step import Step


class Panel(Base):
    """One day of the panel for one step. Where it wants to know more, it meets again: another row."""

    __tablename__ = "panels"
    __table_args__ = (
        sa.CheckConstraint(
            "(advice IS NULL) = (recorded_at IS NULL) AND (advice IS NULL) = (recorded_by_id IS NULL)"
            " AND (advice IS NULL) = (because IS NULL) AND (advice IS NULL) = (present IS NULL)",
            name="advised_by_somebody",
        ),
        sa.Index("ix_panels_step_id_id", "step_id", "id"),
    )

    id: Mapped[Id]
    step_id: Mapped[int] = belongs_to("steps", index=False)
    meets_on: Mapped[date]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]
    advice: Mapped[Advice | None] = mapped_column(Slug(Advice))
    present: Mapped[OptionalLong]
    because: Mapped[OptionalLong]
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    recorded_at: Mapped[OptionalAt]

    step: Mapped[Step] = relationship()
    recorded_by: Mapped[Practitioner | None] = relationship(foreign_keys=[recorded_by_id])
