"""Agencies: where partners work and requests come from."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.roles import AgencyKind
from .columns import Code, Id, Short, Slug, Version
from .event import Recorded


class Agency(Recorded, Base):
    """A partner agency: a school, a health service, the police, a voluntary group."""

    __tablename__ = "agencies"
    subject = Subject.AGENCY

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Short] = mapped_column(unique=True)
    kind: Mapped[AgencyKind] = mapped_column(Slug(AgencyKind))
    ended_on: Mapped[date | None]
    """Since when it no longer works with the authority. What it did stays as it was."""
    version: Mapped[Version]
