"""Trajectories: the values that an authority plans for a measure, quarter by quarter, and what it says of them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import trajectories as rules
from .columns import At, Id, Long, OptionalLong, belongs_to
from .practitioner import Practitioner


class Trajectory(Base):
    """One version of the plan of one measure. It never changes: a change of plan is a new version with its reason."""

    __tablename__ = "trajectories"
    __table_args__ = (
        sa.UniqueConstraint("measure", "number"),
        sa.CheckConstraint("number > 0", name="from_the_first"),
        sa.CheckConstraint(
            "measure NOT IN ('looked_after_rate', 'starting_looked_after_rate') OR no_magic_number IS NOT NULL",
            name="no_target_for_looked_after_children",
        ),
    )

    id: Mapped[Id]
    measure: Mapped[str] = mapped_column(sa.String(60))
    number: Mapped[int]
    planned: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    because: Mapped[Long]
    no_magic_number: Mapped[OptionalLong]
    """Of children looked after: why this is no target."""
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def path(self) -> rules.Path:
        """The planned values as the practice reads them."""
        return rules.read(self.planned)


class TrajectoryComment(Base):
    """What somebody says of the plan and the actual values of a measure. It stays as it was written."""

    __tablename__ = "trajectory_comments"
    __table_args__ = (sa.Index("ix_trajectory_comments_measure_id", "measure", "id"),)

    id: Mapped[Id]
    measure: Mapped[str] = mapped_column(sa.String(60))
    words: Mapped[Long]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()
