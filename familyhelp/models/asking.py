"""What somebody without an account is writing on the public page, until it is sent."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from .columns import At, Id, OptionalAt, belongs_to
from .contact import Contact


class Asking(Base):
    """One request in writing, by its parts. Of the secret by which its browser finds it only a digest is kept, and
    once it is sent nothing of what was written: that is then in the request for help."""

    __tablename__ = "askings"
    __table_args__ = (
        sa.CheckConstraint("(sent_at IS NULL) = (contact_id IS NULL)", name="sent_as_a_request"),
        sa.Index("ix_askings_saved_at", "saved_at"),
    )

    id: Mapped[Id]
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    parts: Mapped[dict[str, dict[str, Any]]] = mapped_column(sa.JSON)
    """By the slug of the part: `said` (its fields as saved), `number` (how often), `typed` (not saved yet)."""
    begun_at: Mapped[At]
    saved_at: Mapped[At]
    sent_at: Mapped[OptionalAt]
    contact_id: Mapped[int | None] = belongs_to("contacts", optional=True)

    contact: Mapped[Contact | None] = relationship()
