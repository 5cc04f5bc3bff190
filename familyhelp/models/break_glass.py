"""A family that somebody opened out of their sight: why, until when, and what the review said."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.break_glass import GlassKind, Verdict
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to
from .family import Family
from .practitioner import Practitioner, Team

_TO_REVIEW = sa.text("reviewed_at IS NULL")


class BreakGlass(Base):
    """One opening. What it shows is worked out from its times at each reading."""

    __tablename__ = "break_glass"
    __table_args__ = (
        sa.CheckConstraint("opened_at < until", name="for_a_while"),
        sa.CheckConstraint(
            "(reviewed_at IS NULL) = (reviewed_by_id IS NULL) AND (reviewed_at IS NULL) = (verdict IS NULL) "
            "AND (reviewed_at IS NULL) = (words IS NULL)",
            name="reviewed_by_somebody",
        ),
        sa.CheckConstraint("reviewed_by_id <> practitioner_id", name="reviewed_by_somebody_else"),
        sa.Index("ix_break_glass_practitioner_id_until", "practitioner_id", "until"),
        sa.Index("ix_break_glass_family_id_id", "family_id", "id"),
        sa.Index("ix_break_glass_to_review", "team_id", "id", sqlite_where=_TO_REVIEW, postgresql_where=_TO_REVIEW),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    family_id: Mapped[int] = belongs_to("families", index=False)
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    team_id: Mapped[int | None] = belongs_to("teams", optional=True, index=False)
    """The team whose managers review it; None where no other manager answers for the family: any other may."""
    kind: Mapped[GlassKind] = mapped_column(Slug(GlassKind))
    because: Mapped[Long]
    opened_at: Mapped[At]
    until: Mapped[At]
    ended_at: Mapped[OptionalAt]
    """When a review ended it before its time."""
    reviewed_at: Mapped[OptionalAt]
    reviewed_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    verdict: Mapped[Verdict | None] = mapped_column(Slug(Verdict))
    words: Mapped[OptionalLong]

    family: Mapped[Family] = relationship()
    practitioner: Mapped[Practitioner] = relationship(foreign_keys=[practitioner_id])
    team: Mapped[Team | None] = relationship()
    reviewed_by: Mapped[Practitioner | None] = relationship(foreign_keys=[reviewed_by_id])

    def in_force(self, now: datetime) -> bool:
        """Whether it shows the family at a moment."""
        return self.ended_at is None and now < self.until
