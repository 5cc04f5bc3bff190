"""Measures of an authority's own, as they were described once; next year's file is known by its columns."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice import own_measures
from ..practice.scorecard import Better, Quadrant
from .columns import At, Id, Short, Slug


class OwnMeasure(Base):
    """How a publication that the service does not know becomes a measure."""

    __tablename__ = "own_measures"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.String(30), unique=True)
    label: Mapped[Short]
    quadrant: Mapped[Quadrant] = mapped_column(Slug(Quadrant))
    better: Mapped[Better] = mapped_column(Slug(Better))
    numerator: Mapped[Short]
    denominator: Mapped[str | None] = mapped_column(sa.String(200))
    per: Mapped[int]
    pounds: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    filters: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    columns: Mapped[list[str] | None] = mapped_column(sa.JSON)
    """Every column of the file that it was described by: by these next year's file is known."""
    described_at: Mapped[At]

    def in_words(self) -> own_measures.OwnMeasure:
        """The description as the practice reads it."""
        return own_measures.OwnMeasure(
            self.name,
            self.label,
            self.quadrant,
            self.better,
            self.numerator,
            self.denominator,
            self.per,
            self.filters,
            self.pounds,
        )
