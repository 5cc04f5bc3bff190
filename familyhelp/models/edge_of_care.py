"""Families on the edge-of-care register, what was put in, and when it was looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.edge_of_care import Look, Support
from .columns import At, BigId, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to
from .practitioner import Practitioner

if TYPE_CHECKING:
    from .case import Case

_OPEN = sa.text("off_at IS NULL")


class EdgeOfCare(Base):
    """One time on the register: from the day a family is put on it until it is taken off."""

    __tablename__ = "edges_of_care"
    __table_args__ = (
        sa.CheckConstraint("(off_at IS NULL) = (review_on IS NOT NULL)", name="dated_while_on"),
        sa.CheckConstraint(
            "off_at IS NULL OR (off_because IS NOT NULL AND off_by_id IS NOT NULL)", name="off_with_reason"
        ),
        sa.Index("uq_edges_of_care_one_on", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index("ix_edges_of_care_review", "review_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases")
    reason: Mapped[Long]
    flagged_on: Mapped[date]
    flagged_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    flagged_at: Mapped[At]
    review_on: Mapped[date | None]
    off_at: Mapped[OptionalAt]
    off_because: Mapped[OptionalLong]
    off_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)

    case: Mapped[Case] = relationship("Case")
    flagged_by: Mapped[Practitioner] = relationship(foreign_keys=[flagged_by_id])
    off_by: Mapped[Practitioner | None] = relationship(foreign_keys=[off_by_id])
    support: Mapped[list[EdgeSupport]] = relationship(order_by="EdgeSupport.id")
    looks: Mapped[list[EdgeLook]] = relationship(order_by="EdgeLook.id")


class EdgeSupport(Base):
    """Something that was put in, and what a package costs altogether, in pence."""

    __tablename__ = "edge_support"
    __table_args__ = (
        sa.CheckConstraint("cost_pence IS NULL OR cost_pence >= 0", name="costs_something"),
        sa.CheckConstraint("kind <> 'network' OR cost_pence IS NOT NULL", name="package_with_cost"),
    )

    id: Mapped[Id]
    edge_id: Mapped[int] = belongs_to("edges_of_care")
    kind: Mapped[Support] = mapped_column(Slug(Support))
    what: Mapped[Long]
    starts_on: Mapped[date]
    cost_pence: Mapped[int | None] = mapped_column(BigId)
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    recorded_by: Mapped[Practitioner] = relationship()


class EdgeLook(Base):
    """What a panel or a review decided, and the day that was set for the next."""

    __tablename__ = "edge_looks"

    id: Mapped[Id]
    edge_id: Mapped[int] = belongs_to("edges_of_care")
    look: Mapped[Look] = mapped_column(Slug(Look))
    held_on: Mapped[date]
    decided: Mapped[Long]
    review_on: Mapped[date]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    recorded_by: Mapped[Practitioner] = relationship()
