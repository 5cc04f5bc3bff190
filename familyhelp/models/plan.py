"""Family plans in versions, their outcomes and actions, and the scores that show distance travelled."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.distance import ends_of
from ..practice.domains import HIGHEST_SCORE, LOWEST_SCORE, USUAL_SCALE, Headline, Respondent
from ..practice.outcomes import AgreedHow, OwnerKind, Result
from .columns import (
    At,
    Code,
    Id,
    Long,
    OptionalAt,
    OptionalLong,
    OptionalShort,
    Scale,
    Short,
    Slug,
    Version,
    belongs_to,
)


class Plan(Base):
    """One version of a family's plan. An agreed one never changes; a change is a new version."""

    __tablename__ = "plans"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint(
            "agreed_on IS NULL OR (agreed_by IS NOT NULL AND agreed_how IS NOT NULL)",
            name="agreed_by_somebody",
        ),
        sa.CheckConstraint(
            "agreed_on IS NULL OR outcome_count BETWEEN 2 AND 3"
            " OR (outcome_count = 4 AND one_more_because IS NOT NULL)",
            name="two_or_three_outcomes",
        ),
        sa.Index(
            "uq_plans_one_in_writing",
            "case_id",
            unique=True,
            sqlite_where=sa.text("agreed_on IS NULL"),
            postgresql_where=sa.text("agreed_on IS NULL"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    number: Mapped[int]
    change_because: Mapped[OptionalLong]
    one_more_because: Mapped[OptionalLong]
    one_more_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    outcome_count: Mapped[int] = mapped_column(default=0)
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[OptionalShort]
    agreed_how: Mapped[AgreedHow | None] = mapped_column(Slug(AgreedHow))
    recorded_at: Mapped[OptionalAt]
    if_things_slip: Mapped[OptionalLong]
    slip_version: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[Version]

    outcomes: Mapped[list[Outcome]] = relationship(
        back_populates="plan", order_by="Outcome.number", cascade="all, delete-orphan"
    )


class Outcome(Base):
    """An agreed outcome in the family's words. Its number stays the same over the versions of a plan."""

    __tablename__ = "outcomes"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "number"),
        sa.CheckConstraint("start_score BETWEEN 0 AND 10 AND goal_score BETWEEN 0 AND 10", name="scores_on_scale"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = belongs_to("plans", index=False)
    number: Mapped[int]
    words: Mapped[Long]
    headline: Mapped[Headline] = mapped_column(Slug(Headline))
    how_we_know: Mapped[Long]
    start_score: Mapped[int] = mapped_column(sa.SmallInteger)
    goal_score: Mapped[int] = mapped_column(sa.SmallInteger)
    scale: Mapped[Scale]
    result: Mapped[Result | None] = mapped_column(Slug(Result))
    version: Mapped[Version]

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest score of its scale."""
        return ends_of(self.scale or USUAL_SCALE) or (LOWEST_SCORE, HIGHEST_SCORE)

    plan: Mapped[Plan] = relationship(back_populates="outcomes")
    actions: Mapped[list[Action]] = relationship(
        back_populates="outcome", order_by="Action.id", cascade="all, delete-orphan"
    )


class Action(Base):
    """Who will do what by when. One owner, always."""

    __tablename__ = "actions"

    id: Mapped[Id]
    code: Mapped[Code]
    outcome_id: Mapped[int] = belongs_to("outcomes")
    what: Mapped[Long]
    owner_kind: Mapped[OwnerKind] = mapped_column(Slug(OwnerKind))
    owner_name: Mapped[Short]
    owner_email: Mapped[OptionalShort]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    progress: Mapped[OptionalLong]
    copied_from_id: Mapped[int | None] = belongs_to("actions", optional=True)
    version: Mapped[Version]

    outcome: Mapped[Outcome] = relationship(back_populates="actions")


class Score(Base):
    """How near an outcome is, on the scale of 0 to 10, as one respondent saw it on one day. Never overwritten."""

    __tablename__ = "scores"
    __table_args__ = (
        sa.CheckConstraint("value BETWEEN 0 AND 10", name="value_on_scale"),
        sa.CheckConstraint("recorded_by_id IS NOT NULL OR link_id IS NOT NULL", name="recorded_by_somebody"),
        sa.Index("ix_scores_case_id_outcome_number_scored_on", "case_id", "outcome_number", "scored_on"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    outcome_number: Mapped[int]
    review_id: Mapped[int | None] = belongs_to("reviews", optional=True)
    value: Mapped[int] = mapped_column(sa.SmallInteger)
    scale: Mapped[Scale]
    respondent: Mapped[Respondent] = mapped_column(Slug(Respondent))
    scored_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    link_id: Mapped[int | None] = belongs_to("links", optional=True)
    recorded_at: Mapped[At]
