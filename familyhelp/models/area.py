"""Areas that figures are published for: nations, their regions, and authorities."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.published import AreaLevel
from .columns import BigId, Id, Short, Slug, belongs_to


class Area(Base):
    """One place. An authority is known by its three digits, which change when the place does; its nine-character
    code may change while the place stays. The code here is the newest one that is known."""

    __tablename__ = "areas"
    __table_args__ = (
        sa.CheckConstraint("level <> 'authority' OR number IS NOT NULL OR code IS NOT NULL", name="known_by_something"),
    )

    id: Mapped[Id]
    level: Mapped[AreaLevel] = mapped_column(Slug(AreaLevel))
    number: Mapped[str | None] = mapped_column(sa.String(3), unique=True)
    code: Mapped[str | None] = mapped_column(sa.String(9), index=True)
    name: Mapped[Short]
    wider_id: Mapped[int | None] = belongs_to("areas", optional=True)

    wider: Mapped[Area | None] = relationship(remote_side="Area.id")


class AreaCode(Base):
    """The code under which one dataset publishes an area, and the years for which it does."""

    __tablename__ = "area_codes"
    __table_args__ = (sa.Index("ix_area_codes_code", "code"),)

    dataset_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("datasets.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("areas.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(9), primary_key=True)
    first_year: Mapped[int]
    last_year: Mapped[int]
