"""Reviews by the team around the family."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.outcomes import ReviewDecision
from .columns import At, Id, Long, OptionalLong, Slug, belongs_to


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
