"""Family group decision making: the family's own meeting, and the plan that it makes there."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.domains import Headline
from ..practice.family_meetings import MeetingState
from .columns import At, Id, Long, OptionalLong, OptionalShort, Short, Slug, belongs_to

_WAITS = sa.text("answered_on IS NULL")


class FamilyMeeting(Base):
    """An offer of a family group decision making meeting, and what came of it. One open offer at a time."""

    __tablename__ = "family_meetings"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("(state = 'offered') = (answered_on IS NULL)", name="answered_with_day"),
        sa.CheckConstraint("state <> 'held' OR plan_text IS NOT NULL", name="held_with_plan"),
        sa.Index("uq_family_meetings_one_offer", "case_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    number: Mapped[int]
    state: Mapped[MeetingState] = mapped_column(Slug(MeetingState))
    offered_on: Mapped[date]
    offered_to: Mapped[Short]
    offer_note: Mapped[OptionalLong]
    answered_on: Mapped[date | None]
    answered_by: Mapped[OptionalShort]
    note: Mapped[OptionalLong]
    plan_text: Mapped[OptionalLong]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    wishes: Mapped[list[FamilyWish]] = relationship(order_by="FamilyWish.number", cascade="all, delete-orphan")


class FamilyWish(Base):
    """One outcome that the family wants, in its own words, as it said it at its meeting."""

    __tablename__ = "family_wishes"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = belongs_to("family_meetings", index=False)
    number: Mapped[int]
    words: Mapped[Long]
    headline: Mapped[Headline] = mapped_column(Slug(Headline))
