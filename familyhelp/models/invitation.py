"""Invitations: somebody of an agency is asked by e-mail to take an account of their own."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.roles import Role
from .agency import Agency
from .case import Case
from .columns import At, Code, Id, Moment, OptionalAt, Short, Slug, belongs_to
from .practitioner import Practitioner

_OPEN = sa.text("accepted_at IS NULL AND withdrawn_at IS NULL")


class Invitation(Base):
    """A signed link that makes one account, once. Of its secret name only a digest is kept."""

    __tablename__ = "invitations"
    __table_args__ = (
        sa.CheckConstraint("role IN ('lead_professional', 'contributor')", name="of_a_partner"),
        sa.CheckConstraint("(accepted_at IS NULL) = (practitioner_id IS NULL)", name="accepted_by_somebody"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        sa.CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="accepted_or_withdrawn"),
        sa.Index("ix_invitations_agency_id_id", "agency_id", "id"),
        sa.Index("uq_invitations_one_open", "email", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    agency_id: Mapped[int] = belongs_to("agencies", index=False)
    case_id: Mapped[int | None] = belongs_to("cases", optional=True)
    """The family for whose help they are invited, where a manager invites them. It gives no sight of anything."""
    name: Mapped[Short]
    email: Mapped[Short]
    """As accounts are found by it."""
    role: Mapped[Role] = mapped_column(Slug(Role))
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[At]
    made_by_id: Mapped[int] = belongs_to("practitioners")
    sent_at: Mapped[At]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[OptionalAt]
    accepted_with: Mapped[str | None] = mapped_column(sa.String(64))
    """The submission key of the form that made the account, so that a second click leads on."""
    practitioner_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    withdrawn_at: Mapped[OptionalAt]
    withdrawn_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)

    agency: Mapped[Agency] = relationship()
    case: Mapped[Case | None] = relationship()
    made_by: Mapped[Practitioner] = relationship(foreign_keys=[made_by_id])
    practitioner: Mapped[Practitioner | None] = relationship(foreign_keys=[practitioner_id])
