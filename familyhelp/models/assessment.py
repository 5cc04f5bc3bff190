"""Assessments: what a family and its worker say, part by part; every saved version stays."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.domains import Headline, Respondent
from .columns import At, Id, Long, OptionalLong, Slug, belongs_to
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
    presenting_need: Mapped[OptionalLong]
    underlying_need: Mapped[OptionalLong]
    score: Mapped[int | None] = mapped_column(sa.SmallInteger)
    needs: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()
    scores: Mapped[list[AssessmentScore]] = relationship(order_by="AssessmentScore.id")

    @property
    def scored(self) -> dict[Respondent, int]:
        """Every score of this version by who gave it; the practitioner's own is `score`."""
        own = {} if self.score is None else {Respondent.PRACTITIONER: self.score}
        return own | {given.respondent: given.value for given in self.scores}


class AssessmentScore(Base):
    """The score of one version of a part as the child, the parent or the network gave it, and on which day."""

    __tablename__ = "assessment_scores"
    __table_args__ = (
        sa.UniqueConstraint("part_id", "respondent"),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name="value_on_scale"),
        sa.CheckConstraint("respondent <> 'practitioner'", name="not_the_practitioner"),
    )

    id: Mapped[Id]
    part_id: Mapped[int] = belongs_to("assessment_parts", index=False)
    respondent: Mapped[Respondent] = mapped_column(Slug(Respondent))
    value: Mapped[int] = mapped_column(sa.SmallInteger)
    scored_on: Mapped[date]
