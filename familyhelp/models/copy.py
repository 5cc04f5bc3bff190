"""Copies of a plan that people were given."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.copies import CopyFormat, CopyHow
from .columns import At, Id, Short, Slug, belongs_to
from .plan import Plan
from .practitioner import Practitioner


class Copy(Base):
    """What was given to whom, when and how."""

    __tablename__ = "copies"
    __table_args__ = (sa.Index("ix_copies_case_id_id", "case_id", "id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    plan_id: Mapped[int] = belongs_to("plans")
    person_id: Mapped[int | None] = belongs_to("people", optional=True)
    recipient: Mapped[Short]
    format: Mapped[CopyFormat] = mapped_column(Slug(CopyFormat))
    how: Mapped[CopyHow] = mapped_column(Slug(CopyHow))
    given_on: Mapped[date]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    plan: Mapped[Plan] = relationship()
    recorded_by: Mapped[Practitioner] = relationship()
