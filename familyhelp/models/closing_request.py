"""A closing as it was asked for, where the authority wants a manager to approve it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.endings import ClosureReason, RequestState, Said
from ..practice.outcomes import Result
from ..practice.words import word_of
from .columns import At, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to
from .practitioner import Practitioner

_WAITS = sa.text("state = 'waiting'")


class ClosingRequest(Base):
    """What somebody wrote when they asked to close a case, and what the manager answered."""

    __tablename__ = "closing_requests"
    __table_args__ = (
        sa.CheckConstraint(
            "(state = 'waiting') = (answered_at IS NULL) AND (state = 'waiting') = (answered_by_id IS NULL)",
            name="answered_by_somebody",
        ),
        sa.CheckConstraint("state <> 'sent_back' OR answered_because IS NOT NULL", name="sent_back_with_reason"),
        sa.Index(
            "uq_closing_requests_one_waiting", "case_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases")
    state: Mapped[RequestState] = mapped_column(Slug(RequestState))
    reason: Mapped[ClosureReason] = mapped_column(Slug(ClosureReason))
    summary: Mapped[Long]
    family_feedback: Mapped[OptionalLong]
    sustaining_plan: Mapped[OptionalLong]
    who_was_told: Mapped[Long]
    results: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    final_scores: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    check_ins: Mapped[list[int]] = mapped_column(sa.JSON)
    check_ins_declined: Mapped[bool]
    asked_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    asked_at: Mapped[At]
    due_on: Mapped[date]
    answered_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    answered_at: Mapped[OptionalAt]
    answered_because: Mapped[OptionalLong]

    asked_by: Mapped[Practitioner] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Practitioner | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def said(self) -> Said:
        """The closing as it was written."""
        return Said(
            self.reason,
            self.summary,
            self.family_feedback,
            self.sustaining_plan,
            self.who_was_told,
            {int(number): word_of(Result, result) for number, result in self.results.items()},
            {int(number): score for number, score in self.final_scores.items()},
            self.check_ins,
            self.check_ins_declined,
        )
