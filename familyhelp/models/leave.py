"""Leave: who is away from when to when, and who looks after their families meanwhile."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from ..extensions import Base
from ..practice.leave import Days
from .columns import At, Code, Id, OptionalAt, OptionalLong, belongs_to
from .practitioner import Practitioner


class Leave(Base):
    """One absence, with its cover. Who may see what by it is worked out from its days each time something is read."""

    __tablename__ = "leaves"
    __table_args__ = (
        sa.CheckConstraint("worker_id <> cover_id", name="covered_by_somebody_else"),
        sa.CheckConstraint("starts_on <= ends_on", name="from_day_to_day"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        sa.Index("ix_leaves_cover_id_ends_on", "cover_id", "ends_on"),
        sa.Index("ix_leaves_worker_id_ends_on", "worker_id", "ends_on"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    worker_id: Mapped[int] = belongs_to("practitioners", index=False)
    cover_id: Mapped[int] = belongs_to("practitioners", index=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[OptionalLong]
    """What the cover needs to know. It names no family: what concerns one is on its record."""
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]
    ended_at: Mapped[OptionalAt]
    """When somebody ended it before its last day, or called it off."""
    ended_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)

    worker: Mapped[Practitioner] = relationship(foreign_keys=[worker_id], back_populates="leaves")
    cover: Mapped[Practitioner] = relationship(foreign_keys=[cover_id], back_populates="covering")

    @property
    def days(self) -> Days:
        """From when to when."""
        return Days(self.starts_on, self.ends_on)

    def in_force(self, today: date) -> bool:
        """Whether it counts on a day."""
        return self.ended_at is None and today in self.days
