"""Two records of one person: pairs to look at, and merges that can be undone row by row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.merging import How
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to
from .person import Person
from .practitioner import Practitioner

_TO_LOOK_AT, _STANDS = sa.text("apart_at IS NULL"), sa.text("undone_at IS NULL")


class PersonPair(Base):
    """Two people held who may be one; or of whom somebody said that they are not."""

    __tablename__ = "person_pairs"
    __table_args__ = (
        sa.CheckConstraint("one_id < other_id", name="in_order"),
        sa.CheckConstraint("(apart_at IS NULL) = (apart_by_id IS NULL)", name="apart_by_somebody"),
        sa.UniqueConstraint("one_id", "other_id"),
        sa.Index("ix_person_pairs_to_look_at", "id", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    id: Mapped[Id]
    one_id: Mapped[int] = belongs_to("people", index=False)
    other_id: Mapped[int] = belongs_to("people")
    points: Mapped[int]
    found_at: Mapped[At]
    apart_at: Mapped[OptionalAt]
    apart_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    because: Mapped[OptionalLong]

    one: Mapped[Person] = relationship(foreign_keys=[one_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])
    apart_by: Mapped[Practitioner | None] = relationship()


class Merge(Base):
    """One record of a person taken into another, by somebody, until somebody undoes it."""

    __tablename__ = "merges"
    __table_args__ = (
        sa.CheckConstraint("kept_id <> gone_id", name="of_two"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        sa.Index("uq_merges_gone_once", "gone_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    kept_id: Mapped[int] = belongs_to("people")
    gone_id: Mapped[int] = belongs_to("people", index=False)
    because: Mapped[Long]
    merged_at: Mapped[At]
    merged_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    undone_at: Mapped[OptionalAt]
    undone_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)

    kept: Mapped[Person] = relationship(foreign_keys=[kept_id])
    gone: Mapped[Person] = relationship(foreign_keys=[gone_id])
    merged_by: Mapped[Practitioner] = relationship(foreign_keys=[merged_by_id])
    rows: Mapped[list[MergeRow]] = relationship(order_by="MergeRow.id")


class MergeRow(Base):
    """One row that a merge moved, took out or changed: where it is, and what stood in it before and after."""

    __tablename__ = "merge_rows"

    id: Mapped[Id]
    merge_id: Mapped[int] = belongs_to("merges")
    table_name: Mapped[str] = mapped_column(sa.String(63))
    column_name: Mapped[str] = mapped_column(sa.String(63))
    how: Mapped[How] = mapped_column(Slug(How))
    row_key: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    was: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    now: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
