"""How people are related, and who holds parental responsibility. A correction is a new version; the old one stays."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import references
from ..practice.relationships import Kin
from ..practice.responsibilities import Ground
from .columns import At, Id, OptionalShort, Slug, belongs_to
from .person import Person
from .practitioner import Practitioner


class Relationship(Base):
    """One version of: `person` is `kin` to `other`. All its versions have one reference, and one of them is current."""

    __tablename__ = "relationships"
    __table_args__ = (sa.UniqueConstraint("code", "number"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(8), default=references.new_code)
    number: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """It was never so, and is taken off the record: this version says so."""
    person_id: Mapped[int] = belongs_to("people")
    other_id: Mapped[int] = belongs_to("people")
    kin: Mapped[Kin] = mapped_column(Slug(Kin))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    note: Mapped[OptionalShort]
    because: Mapped[OptionalShort]
    written_at: Mapped[At]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])
    written_by: Mapped[Practitioner] = relationship(foreign_keys=[written_by_id])


class Responsibility(Base):
    """One version of: somebody, or a local authority, holds parental responsibility for `child`."""

    __tablename__ = "responsibilities"
    __table_args__ = (
        sa.UniqueConstraint("code", "number"),
        sa.CheckConstraint("(holder_id IS NULL) <> (authority IS NULL)", name="a_person_or_an_authority"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(8), default=references.new_code)
    number: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    child_id: Mapped[int] = belongs_to("people")
    holder_id: Mapped[int | None] = belongs_to("people", optional=True)
    authority: Mapped[OptionalShort]
    """The name of the local authority that holds it, instead of a person."""
    ground: Mapped[Ground] = mapped_column(Slug(Ground))
    known_how: Mapped[OptionalShort]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    because: Mapped[OptionalShort]
    written_at: Mapped[At]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)

    child: Mapped[Person] = relationship(foreign_keys=[child_id])
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id])
    written_by: Mapped[Practitioner] = relationship(foreign_keys=[written_by_id])
