"""Families: a dated membership of people."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.people import FamilyRole
from .columns import At, Code, Id, OptionalShort, Short, Slug, Version, belongs_to, key_text
from .event import Recorded
from .person import Person


class Family(Recorded, Base):
    """A family as help sees it: everyone who matters to the children in it."""

    __tablename__ = "families"
    __table_args__ = (sa.Index("ix_families_name_key_id", "name_key", "id"),)

    subject = Subject.FAMILY

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Short]
    name_key: Mapped[str] = mapped_column(key_text(120))
    restricted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[At]
    disposed_on: Mapped[date | None]
    """Since when nothing is held but that there was a family."""
    version: Mapped[Version]

    members: Mapped[list[Member]] = relationship(back_populates="family", order_by="Member.id")


class Member(Base):
    """One person's place in one family, with its dates."""

    __tablename__ = "members"
    __table_args__ = (
        sa.Index(
            "uq_members_current",
            "family_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        ),
    )

    id: Mapped[Id]
    family_id: Mapped[int] = belongs_to("families", index=False)
    person_id: Mapped[int] = belongs_to("people")
    role: Mapped[FamilyRole] = mapped_column(Slug(FamilyRole))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    can_help: Mapped[OptionalShort]
    """What they can do for the children and their parents, in their own words."""

    family: Mapped[Family] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class NamedViewer(Base):
    """A practitioner who may see a restricted family."""

    __tablename__ = "named_viewers"

    family_id: Mapped[int] = mapped_column(sa.ForeignKey("families.id"), primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(sa.ForeignKey("practitioners.id"), primary_key=True)
