"""Practice models in versions: what an authority's assessments ask, and with which scale."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import practice_models as rules
from ..practice.chronology import Subject
from .columns import At, BigId, Code, Id, Short, Slug, Version, belongs_to
from .event import Recorded
from .practitioner import Practitioner


class PracticeModel(Recorded, Base):
    """One version of one model. In writing until it is used; then it never changes."""

    __tablename__ = "practice_models"
    __table_args__ = (
        sa.UniqueConstraint("name", "number"),
        sa.CheckConstraint("lowest >= 0 AND highest <= 10 AND lowest < highest", name="a_scale"),
        sa.CheckConstraint("NOT in_use OR used_from IS NOT NULL", name="in_use_since_a_day"),
        sa.Index(
            "uq_practice_models_in_use",
            "in_use",
            unique=True,
            sqlite_where=sa.text("in_use"),
            postgresql_where=sa.text("in_use"),
        ),
    )
    subject = Subject.PRACTICE_MODEL

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Short]
    number: Mapped[int]
    based_on: Mapped[rules.BuiltIn] = mapped_column(Slug(rules.BuiltIn))
    lowest: Mapped[int] = mapped_column(sa.SmallInteger)
    highest: Mapped[int] = mapped_column(sa.SmallInteger)
    domains: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    in_use: Mapped[bool] = mapped_column(default=False)
    used_from: Mapped[date | None]
    made_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    made_at: Mapped[At]
    version: Mapped[Version] = mapped_column()

    made_by: Mapped[Practitioner] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def in_words(self) -> rules.PracticeModel:
        """The model as the practice reads it."""
        return rules.PracticeModel(self.name, self.number, rules.read(self.domains), self.lowest, self.highest)


class AssessmentModel(Base):
    """The model that the assessment of a case is written with, where it is not the standard one. It stays, whatever
    the authority uses later."""

    __tablename__ = "assessment_models"

    case_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    practice_model_id: Mapped[int] = belongs_to("practice_models")

    practice_model: Mapped[PracticeModel] = relationship()
