"""Steps up to statutory social care and down again."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import Level
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, OptionalShort, Slug, belongs_to
from .practitioner import Practitioner


class Step(Base):
    """A step as it was asked for and answered. Both sides hold the family until it is accepted."""

    __tablename__ = "steps"
    __table_args__ = (
        sa.CheckConstraint(
            "state = 'pending' OR (decided_at IS NOT NULL AND decided_by_id IS NOT NULL)",
            name="answered_by_somebody",
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'recalled') OR decided_because IS NOT NULL", name="refused_with_reason"
        ),
        sa.CheckConstraint("(received_at IS NULL) = (received_by_id IS NULL)", name="received_by_somebody"),
        sa.CheckConstraint("(held_by_id IS NULL) = (held_since IS NULL)", name="in_hand_since"),
        sa.CheckConstraint("family_agrees OR without_agreement_because IS NOT NULL", name="agreement_or_reason"),
        sa.Index(
            "uq_steps_one_pending",
            "case_id",
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
        sa.Index("ix_steps_waiting", "state", "direction", "immediate", "due_on", "id"),
        sa.Index("ix_steps_decided_at", "decided_at"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases")
    direction: Mapped[Direction] = mapped_column(Slug(Direction))
    state: Mapped[StepState] = mapped_column(Slug(StepState), default=StepState.PENDING)
    immediate: Mapped[bool] = mapped_column(default=False)
    from_level: Mapped[Level] = mapped_column(Slug(Level))
    to_level: Mapped[Level] = mapped_column(Slug(Level))
    reasons: Mapped[Long]
    risk: Mapped[OptionalLong]
    tried: Mapped[OptionalLong]
    family_view: Mapped[OptionalLong]
    family_agrees: Mapped[bool]
    without_agreement_because: Mapped[OptionalLong]
    proposed_lead: Mapped[OptionalShort]
    """Whom the sender proposes, by name: the other side decides."""
    asked_at: Mapped[At]
    asked_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    due_on: Mapped[date]
    answer_by: Mapped[OptionalAt]
    """The moment by which an immediate step is answered; a planned one has a day."""
    receive_by: Mapped[OptionalAt]
    """The moment by which the other side says that it arrived; None for steps of before this was asked."""
    received_at: Mapped[OptionalAt]
    received_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    decided_at: Mapped[OptionalAt]
    decided_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    decided_because: Mapped[OptionalLong]
    handover_on: Mapped[date | None]
    held_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    held_since: Mapped[OptionalAt]
    """Who has a step-down in hand in the front door's queue, while it waits; the family's lead holds the family."""
    passed_at: Mapped[OptionalAt]
    front_door_says: Mapped[OptionalLong]
    """When the front door passed a step-down to a team, and what it says to whoever names the lead there."""

    asked_by: Mapped[Practitioner] = relationship(foreign_keys=[asked_by_id])
    received_by: Mapped[Practitioner | None] = relationship(foreign_keys=[received_by_id])
    decided_by: Mapped[Practitioner | None] = relationship(foreign_keys=[decided_by_id])
    held_by: Mapped[Practitioner | None] = relationship(foreign_keys=[held_by_id])
