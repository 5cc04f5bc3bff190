"""Which measures the scorecard shows first."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from .columns import At, Id, Long, belongs_to
from .practitioner import Practitioner


class MeasureChoice(Base):
    """One version of an authority's choice: the measures of each quadrant, in order. The newest counts; all stay."""

    __tablename__ = "measure_choices"
    __table_args__ = (sa.UniqueConstraint("number"), sa.CheckConstraint("number > 0", name="from_the_first"))

    id: Mapped[Id]
    number: Mapped[int]
    chosen: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    because: Mapped[Long]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def slugs(self) -> list[str]:
        """Every measure that was chosen, in the order of the scorecard."""
        return [slug for slugs in self.chosen.values() for slug in slugs]
