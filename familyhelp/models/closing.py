"""Closings, and the check-ins that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.endings import CheckInHow, CheckInResult, ClosureReason
from .columns import At, BigId, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to

if TYPE_CHECKING:
    from .link import Answer


class Closing(Base):
    """Why and how one episode of help ended."""

    __tablename__ = "closings"
    __table_args__ = (
        sa.CheckConstraint(
            "reason NOT IN ('met', 'partly_met') OR (sustaining_plan IS NOT NULL AND family_feedback IS NOT NULL)",
            name="met_with_sustaining_plan",
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("cases.id"), unique=True)
    closed_on: Mapped[date]
    reason: Mapped[ClosureReason] = mapped_column(Slug(ClosureReason))
    summary: Mapped[Long]
    family_feedback: Mapped[OptionalLong]
    sustaining_plan: Mapped[OptionalLong]
    who_was_told: Mapped[Long]
    check_ins_declined: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    check_ins: Mapped[list[CheckIn]] = relationship(back_populates="closing", order_by="CheckIn.due_on")

    @property
    def check_in_months(self) -> Sequence[int]:
        """The check-ins the family chose, in months after closure."""
        return [c.months for c in self.check_ins]


class CheckIn(Base):
    """A check-in that the family chose: due on a day, and what it found."""

    __tablename__ = "check_ins"
    __table_args__ = (
        sa.UniqueConstraint("closing_id", "months"),
        sa.CheckConstraint("(result IS NULL) = (made_on IS NULL)", name="result_with_day"),
        sa.Index("ix_check_ins_due_on", "due_on"),
    )

    id: Mapped[Id]
    closing_id: Mapped[int] = belongs_to("closings", index=False)
    months: Mapped[int]
    due_on: Mapped[date]
    made_on: Mapped[date | None]
    result: Mapped[CheckInResult | None] = mapped_column(Slug(CheckInResult))
    how: Mapped[CheckInHow | None] = mapped_column(Slug(CheckInHow))
    """None for check-ins of before this was asked."""
    what_was_said: Mapped[OptionalLong]
    answer_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("answers.id"), unique=True)
    """What the family said by a link, before or instead of a talk."""
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    recorded_at: Mapped[OptionalAt]

    closing: Mapped[Closing] = relationship(back_populates="check_ins")
    answer: Mapped[Answer | None] = relationship("Answer")
