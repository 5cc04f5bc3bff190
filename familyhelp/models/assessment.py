"""Assessments: what a family and its worker say, part by part; every saved version stays."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.domains import Headline
from .columns import At, Id, Long, Slug, belongs_to
from .practitioner import Practitioner


class AssessmentPart(Base):
    """One version of one domain: what works well, what worries us, what needs to happen, and a score 0 to 10."""

    __tablename__ = "assessment_parts"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "domain", "version"),
        sa.CheckConstraint("score IS NULL OR score BETWEEN 0 AND 10", name="score_on_scale"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    domain: Mapped[Headline] = mapped_column(Slug(Headline))
    version: Mapped[int]
    working_well: Mapped[Long]
    worries: Mapped[Long]
    needs_to_happen: Mapped[Long]
    score: Mapped[int | None] = mapped_column(sa.SmallInteger)
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()
