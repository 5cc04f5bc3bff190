"""That a referrer, or a family, hears what was decided of a request for help: by a message, or by somebody."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.outcome_tellings import ByPerson
from ..practice.triage import Told, ToldHow
from .columns import At, Id, OptionalAt, Slug, belongs_to
from .keeping import Message
from .person import Person
from .practitioner import Practitioner


class OutcomeTelling(Base):
    """One decision and one of those who hear of it. A message goes out, or somebody owes it by a day; and whether they
    said that they read it."""

    __tablename__ = "outcome_tellings"
    __table_args__ = (
        sa.CheckConstraint(
            "(message_id IS NULL) = (owed_on IS NOT NULL) AND (owed_on IS NULL) = (owed_by_id IS NULL)",
            name="by_a_message_or_a_person",
        ),
        sa.CheckConstraint("(told_at IS NULL) = (told_how IS NULL)", name="told_somehow"),
        sa.CheckConstraint("read_at IS NULL OR message_id IS NOT NULL", name="read_in_a_message"),
        sa.Index("ix_outcome_tellings_decided_at", "decided_at"),
        sa.Index(
            "ix_outcome_tellings_owed",
            "owed_on",
            "id",
            sqlite_where=sa.text("owed_on IS NOT NULL AND told_at IS NULL"),
            postgresql_where=sa.text("owed_on IS NOT NULL AND told_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    contact_id: Mapped[int] = belongs_to("contacts")
    whom: Mapped[Told] = mapped_column(Slug(Told))
    says: Mapped[str] = mapped_column(sa.Text)
    """What they are told, as the message says it; whoever tells it reads it here."""
    message_id: Mapped[int | None] = belongs_to("messages", optional=True)
    person_id: Mapped[int | None] = belongs_to("people", optional=True)
    """Who of the family the message goes to."""
    by_person: Mapped[ByPerson | None] = mapped_column(Slug(ByPerson))
    owed_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    owed_on: Mapped[date | None]
    decided_at: Mapped[At]
    told_at: Mapped[OptionalAt]
    """When somebody told them, as it was recorded; a message is told when it went out."""
    told_how: Mapped[ToldHow | None] = mapped_column(Slug(ToldHow))
    read_at: Mapped[OptionalAt]

    message: Mapped[Message | None] = relationship()
    person: Mapped[Person | None] = relationship()
    owed_by: Mapped[Practitioner | None] = relationship()
