"""Requests for help at the front door."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.people import FamilyRole, Sex
from ..practice.triage import ContactOutcome, ContactState, Level, Source, TakenHow, Urgency
from .agency import Agency
from .columns import At, Code, Id, OptionalAt, OptionalLong, OptionalShort, Short, Slug, Version, belongs_to
from .event import Recorded
from .family import Family
from .person import Person
from .practitioner import Practitioner


class Contact(Recorded, Base):
    """A request for help: who asks, for whom, why, and what was decided."""

    __tablename__ = "contacts"
    __table_args__ = (
        sa.CheckConstraint(
            "state <> 'decided' OR (outcome IS NOT NULL AND level IS NOT NULL AND rationale IS NOT NULL"
            " AND decided_at IS NOT NULL AND decided_by_id IS NOT NULL)",
            name="decided_with_reasons",
        ),
        sa.Index("ix_contacts_queue", "state", "urgency_order", "due_on", "id"),
        sa.Index("ix_contacts_received_at_id", "received_at", "id"),
        sa.Index(
            "ix_contacts_returned",
            "decided_at",
            "id",
            sqlite_where=sa.text("outcome = 'returned'"),
            postgresql_where=sa.text("outcome = 'returned'"),
        ),
        sa.Index(
            "ix_contacts_unacknowledged",
            "passed_at",
            "id",
            sqlite_where=sa.text("passed_at IS NOT NULL AND acknowledged_at IS NULL"),
            postgresql_where=sa.text("passed_at IS NOT NULL AND acknowledged_at IS NULL"),
        ),
    )
    subject = Subject.CONTACT

    id: Mapped[Id]
    code: Mapped[Code]
    state: Mapped[ContactState] = mapped_column(Slug(ContactState), default=ContactState.WAITING)
    received_at: Mapped[At]
    source: Mapped[Source] = mapped_column(Slug(Source))
    agency_id: Mapped[int | None] = belongs_to("agencies", optional=True)
    referrer_name: Mapped[OptionalShort]
    referrer_email: Mapped[OptionalShort]
    referrer_phone: Mapped[OptionalShort]
    needs: Mapped[str] = mapped_column(sa.Text)
    tried: Mapped[OptionalLong]
    strengths: Mapped[OptionalLong]
    family_view: Mapped[OptionalLong]
    family_knows: Mapped[bool]
    urgency: Mapped[Urgency] = mapped_column(Slug(Urgency))
    urgency_order: Mapped[int] = mapped_column(sa.SmallInteger)
    risk: Mapped[OptionalLong]
    address: Mapped[OptionalShort]
    postcode: Mapped[str | None] = mapped_column(sa.String(10))
    address_hidden: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date]
    held_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    held_since: Mapped[OptionalAt]
    family_id: Mapped[int | None] = belongs_to("families", optional=True)
    level: Mapped[Level | None] = mapped_column(Slug(Level))
    outcome: Mapped[ContactOutcome | None] = mapped_column(Slug(ContactOutcome))
    rationale: Mapped[OptionalLong]
    referrer_told: Mapped[OptionalLong]
    decided_at: Mapped[OptionalAt]
    decided_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    passed_at: Mapped[OptionalAt]
    """When it went to statutory social care: at once where a child may be at risk, else by the decision."""
    acknowledged_by: Mapped[OptionalShort]
    acknowledged_how: Mapped[TakenHow | None] = mapped_column(Slug(TakenHow))
    acknowledged_at: Mapped[OptionalAt]
    case_id: Mapped[int | None] = belongs_to("cases", optional=True)
    disposed_on: Mapped[date | None]
    """Since when its words are gone; what figures count stays."""
    created_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    missing: Mapped[OptionalLong]
    """What was asked for when it was returned, and the `answer` with which it came back."""
    answer: Mapped[OptionalLong]
    screened_at: Mapped[OptionalAt]
    screened_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    screening: Mapped[OptionalLong]
    proposal: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True))
    """What somebody decided and a manager has not signed off yet: nothing follows from it before."""
    proposed_at: Mapped[OptionalAt]
    proposed_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    signed_off_at: Mapped[OptionalAt]
    signed_off_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    own_words: Mapped[list[dict[str, str]] | None] = mapped_column(sa.JSON(none_as_null=True))
    """What somebody wrote on the public page, word for word: each question (`asked`) with what was `said`. Never
    changed; None for what the front door wrote down."""
    version: Mapped[Version]

    agency: Mapped[Agency | None] = relationship()
    held_by: Mapped[Practitioner | None] = relationship(foreign_keys=[held_by_id])
    decided_by: Mapped[Practitioner | None] = relationship(foreign_keys=[decided_by_id])
    screened_by: Mapped[Practitioner | None] = relationship(foreign_keys=[screened_by_id])
    proposed_by: Mapped[Practitioner | None] = relationship(foreign_keys=[proposed_by_id])
    signed_off_by: Mapped[Practitioner | None] = relationship(foreign_keys=[signed_off_by_id])
    family: Mapped[Family | None] = relationship()
    people: Mapped[list[ContactPerson]] = relationship(back_populates="contact", order_by="ContactPerson.id")

    @property
    def is_public(self) -> bool:
        """Whether its writer sent it on the public page: nobody here wrote it down."""
        return self.created_by_id is None

    @property
    def all_matched(self) -> bool:
        """Whether every person named is linked to a person held."""
        return bool(self.people) and all(p.person_id for p in self.people)


class ContactPerson(Base):
    """A person as a request names them, and the person held whom a worker matched."""

    __tablename__ = "contact_people"

    id: Mapped[Id]
    contact_id: Mapped[int] = belongs_to("contacts")
    forename: Mapped[Short]
    surname: Mapped[Short]
    birth_date: Mapped[date | None]
    due_date: Mapped[date | None]
    sex: Mapped[Sex | None] = mapped_column(Slug(Sex))
    role: Mapped[FamilyRole] = mapped_column(Slug(FamilyRole))
    phone: Mapped[OptionalShort]
    nhs_number: Mapped[str | None] = mapped_column(sa.String(10))
    upn: Mapped[str | None] = mapped_column(sa.String(13))
    person_id: Mapped[int | None] = belongs_to("people", optional=True)
    matched_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    created_person: Mapped[bool] = mapped_column(default=False)

    contact: Mapped[Contact] = relationship(back_populates="people")
    person: Mapped[Person | None] = relationship()

    @property
    def name(self) -> str:
        """The name as it was given."""
        return f"{self.forename} {self.surname}".strip()
