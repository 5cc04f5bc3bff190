"""Self-evaluations: how the offer as a whole stands, row by row, as several people see it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import self_evaluations as rules
from ..practice.chronology import Subject
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, OptionalShort, Slug, belongs_to
from .event import Recorded
from .practitioner import Practitioner


class SelfEvaluation(Recorded, Base):
    """One evaluation against one version of one framework, as on a day. Once finished, its views stay as they are."""

    __tablename__ = "self_evaluations"
    __table_args__ = (
        sa.CheckConstraint(
            "(finished_at IS NULL) = (finished_by_id IS NULL) AND (finished_at IS NULL) = (summary IS NULL)",
            name="finished_by_somebody",
        ),
        sa.Index("ix_self_evaluations_day_id", "day", "id"),
    )
    subject = Subject.SELF_EVALUATION

    id: Mapped[Id]
    code: Mapped[Code]
    which: Mapped[rules.Which] = mapped_column(Slug(rules.Which))
    framework_version: Mapped[int]
    day: Mapped[date]
    occasion: Mapped[OptionalShort]
    begun_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    begun_at: Mapped[At]
    finished_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    finished_at: Mapped[OptionalAt]
    summary: Mapped[OptionalLong]

    begun_by: Mapped[Practitioner] = relationship(foreign_keys=begun_by_id)
    finished_by: Mapped[Practitioner | None] = relationship(foreign_keys=finished_by_id)

    @property
    def framework(self) -> rules.Framework:
        """What it is held against, as it was begun."""
        return rules.FRAMEWORKS[self.which, self.framework_version]


class EvaluationView(Base):
    """One version of what one person says about one row. A changed view is a new version; the latest counts."""

    __tablename__ = "evaluation_views"
    __table_args__ = (
        sa.UniqueConstraint("evaluation_id", "row_slug", "given_by_id", "version"),
        sa.CheckConstraint(
            "(next_step IS NULL) = (owner IS NULL) AND (next_step IS NULL) = (due_on IS NULL)",
            name="a_step_has_owner_and_day",
        ),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL) AND (done_at IS NULL) = (what_was_done IS NULL)"
            " AND (done_at IS NULL OR next_step IS NOT NULL)",
            name="done_by_somebody",
        ),
        sa.Index(
            "ix_evaluation_views_open_steps",
            "due_on",
            "id",
            sqlite_where=sa.text("next_step IS NOT NULL AND done_at IS NULL"),
            postgresql_where=sa.text("next_step IS NOT NULL AND done_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    evaluation_id: Mapped[int] = belongs_to("self_evaluations", index=False)
    row_slug: Mapped[str] = mapped_column(sa.String(40))
    given_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    version: Mapped[int]
    grade: Mapped[str | None] = mapped_column(sa.String(40))
    """The slug of a phase or grade; none where they said that they cannot tell."""
    evidence: Mapped[Long]
    next_step: Mapped[OptionalLong]
    owner: Mapped[OptionalShort]
    due_on: Mapped[date | None]
    given_at: Mapped[At]
    done_at: Mapped[OptionalAt]
    done_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    what_was_done: Mapped[OptionalLong]

    evaluation: Mapped[SelfEvaluation] = relationship()
    given_by: Mapped[Practitioner] = relationship(foreign_keys=given_by_id)
    done_by: Mapped[Practitioner | None] = relationship(foreign_keys=done_by_id)

    @property
    def row(self) -> rules.Row:
        """The row that it is about."""
        return self.evaluation.framework.rows[self.row_slug]
