"""Agencies: where partners work and requests come from."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.roles import AgencyKind
from .columns import Id, Short, Slug


class Agency(Base):
    """A partner agency: a school, a health service, the police, a voluntary group."""

    __tablename__ = "agencies"

    id: Mapped[Id]
    name: Mapped[Short] = mapped_column(unique=True)
    kind: Mapped[AgencyKind] = mapped_column(Slug(AgencyKind))
