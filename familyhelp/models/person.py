"""People in families."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..extensions import Base
from ..practice import names
from ..practice.assessing import Communication
from ..practice.chronology import Subject
from ..practice.people import Disability, Ethnicity, Sex, going_by, whole_years
from ..practice.words import word_of
from .columns import At, Code, Id, OptionalShort, Short, Slug, Version, belongs_to, key_text
from .event import Recorded


class Person(Recorded, Base):
    """One person: a child, a parent, a member of the family network. Born, or expected."""

    __tablename__ = "people"
    __table_args__ = (
        sa.CheckConstraint("birth_date IS NULL OR due_date IS NULL", name="born_or_expected"),
        sa.Index("ix_people_name_key_id", "name_key", "id"),
        sa.Index("ix_people_name_key_birth_date", "name_key", "birth_date"),
        sa.Index("ix_people_sound_key_birth_date", "sound_key", "birth_date"),
    )

    subject = Subject.PERSON

    id: Mapped[Id]
    code: Mapped[Code]
    forename: Mapped[Short]
    surname: Mapped[Short]
    known_as: Mapped[OptionalShort]
    birth_date: Mapped[date | None] = mapped_column(index=True)
    birth_estimated: Mapped[bool] = mapped_column(default=False)
    due_date: Mapped[date | None]
    died_on: Mapped[date | None]
    sex: Mapped[Sex | None] = mapped_column(Slug(Sex))
    gender: Mapped[OptionalShort]
    ethnicity: Mapped[Ethnicity] = mapped_column(Slug(Ethnicity), default=Ethnicity.NOBT)
    language: Mapped[OptionalShort]
    interpreter: Mapped[bool] = mapped_column(default=False)
    communication: Mapped[OptionalShort]
    communication_note: Mapped[OptionalShort]
    nhs_number: Mapped[str | None] = mapped_column(sa.String(10), index=True)
    upn: Mapped[str | None] = mapped_column(sa.String(13), index=True)
    phone: Mapped[OptionalShort]
    email: Mapped[OptionalShort]
    contact_hidden: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Somebody must not learn the phone number and the e-mail address."""
    religion: Mapped[OptionalShort]
    disabilities: Mapped[OptionalShort]
    """Codes with spaces between them; nothing while nobody has asked."""
    nhs_traced: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    school: Mapped[OptionalShort]
    """The school, nursery or other setting of now."""
    school_since: Mapped[date | None]
    name_key: Mapped[str] = mapped_column(key_text(120))
    sound_key: Mapped[str] = mapped_column(key_text(40))
    phone_key: Mapped[str | None] = mapped_column(key_text(20), index=True)
    created_at: Mapped[At]
    version: Mapped[Version]

    addresses: Mapped[list[Address]] = relationship(back_populates="person", order_by="Address.starts_on.desc()")

    @validates("surname", "forename")
    def _keep_keys(self, field: str, value: str) -> str:
        surname = value if field == "surname" else self.surname or ""
        forename = value if field == "forename" else self.forename or ""
        self.name_key = names.name_key(surname, forename)
        self.sound_key = names.sound_key(surname)
        return value

    @validates("phone", "contact_hidden")
    def _keep_phone(self, field: str, value: Any) -> Any:
        """A number that is withheld leads to nobody."""
        phone = value if field == "phone" else self.phone
        hidden = value if field == "contact_hidden" else self.contact_hidden
        self.phone_key = None if hidden else names.phone_key(phone)
        return value

    @property
    def name(self) -> str:
        """The name the person goes by, known-as first."""
        return going_by(self.forename, self.surname, self.known_as)

    @property
    def communication_needs(self) -> list[Communication]:
        """What helps them to understand and to be understood, besides an interpreter."""
        return [word_of(Communication, slug) for slug in (self.communication or "").split()]

    @property
    def disability_codes(self) -> list[Disability]:
        """What a disability affects; empty while nobody has asked."""
        return [word_of(Disability, code) for code in (self.disabilities or "").split()]

    def age_on(self, day: date) -> int | None:
        """Whole years on a day; None where the date of birth is not known or lies ahead."""
        return whole_years(self.birth_date, day)


class Address(Base):
    """Where a person lives or lived. A hidden address appears on no page or print of the other side."""

    __tablename__ = "addresses"

    id: Mapped[Id]
    person_id: Mapped[int] = belongs_to("people")
    lines: Mapped[Short]
    postcode: Mapped[str | None] = mapped_column(sa.String(10), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    hidden: Mapped[bool] = mapped_column(default=False)
    uprn: Mapped[str | None] = mapped_column(sa.String(12))
    line_key: Mapped[str] = mapped_column(key_text(60), index=True)

    person: Mapped[Person] = relationship(back_populates="addresses")

    @validates("lines")
    def _keep_line(self, _field: str, value: str) -> str:
        self.line_key = names.address_key(value)[:60]
        return value


class KeptFrom(Base):
    """From whom it is kept where somebody lives and how to reach them: the other side of a separated family."""

    __tablename__ = "kept_from"

    id: Mapped[Id]
    code: Mapped[Code]
    person_id: Mapped[int] = belongs_to("people")
    from_id: Mapped[int] = belongs_to("people")
    because: Mapped[Short]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_because: Mapped[OptionalShort]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    other: Mapped[Person] = relationship(foreign_keys=[from_id])
