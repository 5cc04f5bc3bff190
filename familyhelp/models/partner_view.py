"""What a partner thinks of a request for help, asked inside the decision."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import partner_views
from ..practice.partner_views import Verified
from ..practice.triage import ContactState
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, OptionalShort, Short, Slug, belongs_to
from .contact import Contact
from .practitioner import Practitioner


class PartnerView(Base):
    """A question to one person of an agency, by a day; and their answer, with how we know that it is theirs."""

    __tablename__ = "partner_views"
    __table_args__ = (
        sa.CheckConstraint(
            "(given_at IS NULL) = (view IS NULL) AND (given_at IS NULL) = (verified IS NULL)", name="given_by_somebody"
        ),
        sa.Index("ix_partner_views_contact_id_id", "contact_id", "id"),
        sa.Index("ix_partner_views_person_id_given_at", "person_id", "given_at"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    contact_id: Mapped[int] = belongs_to("contacts", index=False)
    name: Mapped[Short]
    agency: Mapped[Short]
    email: Mapped[OptionalShort]
    person_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    """Who has an account; everybody else answers by a link."""
    question: Mapped[Long]
    due_on: Mapped[date]
    asked_at: Mapped[At]
    asked_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    view: Mapped[OptionalLong]
    given_at: Mapped[OptionalAt]
    verified: Mapped[Verified | None] = mapped_column(Slug(Verified))

    contact: Mapped[Contact] = relationship()
    asked_by: Mapped[Practitioner] = relationship(foreign_keys=[asked_by_id])

    @property
    def waits(self) -> bool:
        """Whether somebody waits for it: not given, and the request is not decided."""
        return self.given_at is None and self.contact.state is ContactState.WAITING

    def is_late(self, today: date) -> bool:
        """Whether it was asked for by a day that is over, and is not here."""
        return partner_views.is_late(self.due_on, self.given_at is not None, today)
