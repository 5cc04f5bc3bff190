"""On which legal basis each child is helped, from when to when."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.legal_bases import Basis
from .columns import At, Id, Long, Slug, belongs_to
from .person import Person
from .practitioner import Practitioner

_OPEN = sa.text("ends_on IS NULL")


class LegalBasis(Base):
    """One child's period in one case. It ends on the day on which the next one begins, and never changes otherwise."""

    __tablename__ = "legal_bases"
    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        sa.CheckConstraint("basis = 'section_17' OR overseer_id IS NULL", name="overseen_under_section_17"),
        sa.Index(
            "uq_legal_bases_one_open",
            "case_id",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index("ix_legal_bases_case_id_person_id", "case_id", "person_id"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    person_id: Mapped[int] = belongs_to("people")
    basis: Mapped[Basis] = mapped_column(Slug(Basis))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    overseer_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    because: Mapped[Long]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    person: Mapped[Person] = relationship()
    overseer: Mapped[Practitioner | None] = relationship(foreign_keys=[overseer_id])
    recorded_by: Mapped[Practitioner] = relationship(foreign_keys=[recorded_by_id])
