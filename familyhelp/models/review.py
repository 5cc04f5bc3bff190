"""Reviews by the team around the family, how each outcome stood, and who was given a copy."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.outcomes import ReviewDecision, Standing
from .columns import At, Id, Long, OptionalLong, Short, Slug, belongs_to


class Review(Base):
    """One review: who came, how it goes, what was decided and when the team meets again."""

    __tablename__ = "reviews"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    number: Mapped[int]
    held_on: Mapped[date]
    attended: Mapped[Long]
    apologies: Mapped[OptionalLong]
    progress: Mapped[Long]
    family_view: Mapped[OptionalLong]
    decision: Mapped[ReviewDecision] = mapped_column(Slug(ReviewDecision))
    next_review_on: Mapped[date | None]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]


class ReviewProgress(Base):
    """How one agreed outcome stood at a review, in words."""

    __tablename__ = "review_progress"
    __table_args__ = (sa.UniqueConstraint("review_id", "outcome_number"),)

    id: Mapped[Id]
    review_id: Mapped[int] = belongs_to("reviews", index=False)
    outcome_number: Mapped[int]
    standing: Mapped[Standing] = mapped_column(Slug(Standing))
    text: Mapped[OptionalLong]


class ReviewCopy(Base):
    """A copy of a review's minutes that somebody was given, and when."""

    __tablename__ = "review_copies"

    id: Mapped[Id]
    review_id: Mapped[int] = belongs_to("reviews")
    name: Mapped[Short]
    given_on: Mapped[date]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]
