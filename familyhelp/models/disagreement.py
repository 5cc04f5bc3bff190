"""Professional disagreements, and what came of each stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.disagreements import Settled, Side, Talks
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, Short, Slug, Version, belongs_to
from .practitioner import Practitioner
from .step import Step

if TYPE_CHECKING:
    from .case import Case

_OPEN = sa.text("ended_at IS NULL")


class Disagreement(Base):
    """Two sides see something about a family differently. While it is open, one person holds it until a day."""

    __tablename__ = "disagreements"
    __table_args__ = (
        sa.CheckConstraint("(ended_at IS NULL) = (holder_id IS NOT NULL)", name="held_while_open"),
        sa.CheckConstraint("(ended_at IS NULL) = (due_on IS NOT NULL)", name="dated_while_open"),
        sa.CheckConstraint(
            "ended_at IS NULL OR (settled IS NOT NULL AND decided IS NOT NULL AND learned IS NOT NULL)",
            name="ended_with_what_was_learned",
        ),
        sa.Index("ix_disagreements_open", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases")
    step_id: Mapped[int | None] = belongs_to("steps", optional=True, index=False)
    social_care: Mapped[bool]
    """Whether statutory social care is one of the sides: it then sees the case while this is open."""
    side: Mapped[Side] = mapped_column(Slug(Side))
    other_side: Mapped[Short]
    urgent: Mapped[bool]
    about: Mapped[Long]
    our_view: Mapped[Long]
    other_view: Mapped[Long]
    stage: Mapped[Talks] = mapped_column(Slug(Talks))
    stage_began_on: Mapped[date]
    due_on: Mapped[date | None]
    holder_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    raised_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    raised_at: Mapped[At]
    ended_at: Mapped[OptionalAt]
    settled: Mapped[Settled | None] = mapped_column(Slug(Settled))
    decided: Mapped[OptionalLong]
    learned: Mapped[OptionalLong]
    version: Mapped[Version] = mapped_column()

    case: Mapped[Case] = relationship("Case")
    step: Mapped[Step | None] = relationship()
    holder: Mapped[Practitioner | None] = relationship(foreign_keys=[holder_id])
    raised_by: Mapped[Practitioner] = relationship(foreign_keys=[raised_by_id])
    talks: Mapped[list[DisagreementTalk]] = relationship(order_by="DisagreementTalk.id")

    __mapper_args__ = {"version_id_col": version}


class DisagreementTalk(Base):
    """What came of one stage of a disagreement. It never changes."""

    __tablename__ = "disagreement_talks"
    __table_args__ = (sa.UniqueConstraint("disagreement_id", "stage"),)

    id: Mapped[Id]
    disagreement_id: Mapped[int] = belongs_to("disagreements", index=False)
    stage: Mapped[Talks] = mapped_column(Slug(Talks))
    began_on: Mapped[date]
    due_on: Mapped[date]
    talked_on: Mapped[date]
    who_talked: Mapped[Long]
    decided: Mapped[Long]
    result: Mapped[Settled] = mapped_column(Slug(Settled))
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    recorded_by: Mapped[Practitioner] = relationship()
