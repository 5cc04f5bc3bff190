"""Actions from audits: what is to be done, by whom and when; what was done; who saw that it was."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from ..extensions import Base
from .audit import Audit
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, belongs_to
from .practitioner import Practitioner

_OPEN = sa.text("closed_at IS NULL")


class AuditAction(Base):
    """One action. Its owner says what was done; somebody else closes it."""

    __tablename__ = "audit_actions"
    __table_args__ = (
        sa.CheckConstraint("(reported_at IS NULL) = (what_was_done IS NULL)", name="reported_in_words"),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (closed_because IS NULL)",
            name="closed_by_somebody",
        ),
        sa.CheckConstraint("closed_by_id <> owner_id", name="closed_by_somebody_else"),
        sa.Index("ix_audit_actions_open", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index("ix_audit_actions_owner_open", "owner_id", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    audit_id: Mapped[int] = belongs_to("audits")
    what: Mapped[Long]
    owner_id: Mapped[int] = belongs_to("practitioners", index=False)
    due_on: Mapped[date]
    added_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    added_at: Mapped[At]
    reported_at: Mapped[OptionalAt]
    what_was_done: Mapped[OptionalLong]
    closed_at: Mapped[OptionalAt]
    closed_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    closed_because: Mapped[OptionalLong]

    audit: Mapped[Audit] = relationship()
    owner: Mapped[Practitioner] = relationship(foreign_keys=[owner_id])
    added_by: Mapped[Practitioner] = relationship(foreign_keys=[added_by_id])
    closed_by: Mapped[Practitioner | None] = relationship(foreign_keys=[closed_by_id])
