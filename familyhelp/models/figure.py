"""Figures: what was published, exactly as it was published; who is near whom; and what was counted here."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from .columns import At, BigId


class Figure(Base):
    """One figure of one area and year: a number exactly as it was written, or the symbol that stands in its place."""

    __tablename__ = "figures"
    __table_args__ = (
        sa.CheckConstraint("(value IS NULL) <> (symbol IS NULL)", name="number_or_symbol"),
        {"sqlite_with_rowid": False},
    )

    dataset_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("datasets.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("areas.id"), primary_key=True)
    line: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    year: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    value: Mapped[str | None] = mapped_column(sa.String(48))
    symbol: Mapped[str | None] = mapped_column(sa.String(8))


class Neighbour(Base):
    """A statistical neighbour of an authority: the nearest has position 1."""

    __tablename__ = "neighbours"
    __table_args__ = (sa.UniqueConstraint("dataset_id", "area_id", "neighbour_id"),)

    dataset_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("datasets.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("areas.id"), primary_key=True)
    position: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    neighbour_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("areas.id"))
    closeness: Mapped[str | None] = mapped_column(sa.String(40))


class LocalResult(Base):
    """What one local measure counted in one year ending 31 March, or a quarter of it, kept so that no page has to count
    again."""

    __tablename__ = "local_results"

    year: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    quarter: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    """0 where the year was counted as a whole, 1 to 4 where by quarter."""
    measure: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    numerator: Mapped[int | None] = mapped_column(sa.BigInteger)
    denominator: Mapped[int | None] = mapped_column(sa.BigInteger)
    days: Mapped[list[list[int]] | None] = mapped_column(sa.JSON(none_as_null=True))
    """Of a measure that is a median: how many took how many days, so that quarters make a year."""
    counted_at: Mapped[At]
