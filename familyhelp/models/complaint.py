"""Compliments and complaints: read by managers, never by whom they are about."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import complaints as rules
from ..practice.chronology import Subject
from ..practice.timescales import Deadline
from .case import Case
from .columns import At, Code, Id, Long, OptionalLong, OptionalShort, Slug, belongs_to
from .event import Recorded
from .practitioner import Practitioner

_WAITS = sa.text("next_due_on IS NOT NULL")


class Complaint(Recorded, Base):
    """One compliment or complaint. Nothing of it is on the record of the case that it is about."""

    __tablename__ = "complaints"
    __table_args__ = (
        sa.CheckConstraint("handler_id <> concerns_id", name="handled_by_somebody_else"),
        sa.CheckConstraint("kind <> 'complaint' OR handler_id IS NOT NULL", name="handled_by_somebody"),
        sa.CheckConstraint(
            "(kind = 'complaint' AND told_on IS NULL) = (next_due_on IS NOT NULL)", name="due_until_answered"
        ),
        sa.CheckConstraint(
            "(told_on IS NULL) = (found IS NULL) AND (told_on IS NULL) = (because IS NULL)"
            " AND (told_on IS NULL) = (told IS NULL) AND (told_on IS NULL) = (lesson IS NULL)",
            name="answered_whole",
        ),
        sa.Index("ix_complaints_waiting", "next_due_on", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )
    subject = Subject.COMPLAINT

    id: Mapped[Id]
    code: Mapped[Code]
    kind: Mapped[rules.ComplaintKind] = mapped_column(Slug(rules.ComplaintKind))
    received_on: Mapped[date]
    said_by: Mapped[rules.SaidBy] = mapped_column(Slug(rules.SaidBy))
    name: Mapped[OptionalShort]
    """The name of who said it; none where they did not say."""
    about: Mapped[rules.About] = mapped_column(Slug(rules.About))
    text: Mapped[Long]
    case_id: Mapped[int | None] = belongs_to("cases", optional=True)
    concerns_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    """The worker that it is about, if it is about one."""
    handler_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    next_due_on: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    found: Mapped[rules.Finding | None] = mapped_column(Slug(rules.Finding))
    because: Mapped[OptionalLong]
    told: Mapped[OptionalLong]
    told_on: Mapped[date | None]
    lesson: Mapped[OptionalLong]
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]

    case: Mapped[Case | None] = relationship()
    concerns: Mapped[Practitioner | None] = relationship(foreign_keys=[concerns_id])
    handler: Mapped[Practitioner | None] = relationship(foreign_keys=[handler_id])
    recorded_by: Mapped[Practitioner] = relationship(foreign_keys=[recorded_by_id])

    @property
    def deadline(self) -> Deadline | None:
        """What is due next, while it is not answered."""
        return None if self.next_due_on is None else rules.next_deadline(self.received_on, self.acknowledged_on)
