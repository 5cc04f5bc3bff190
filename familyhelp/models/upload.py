"""Uploads: files of published figures that somebody has put before the service and not yet confirmed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from .columns import At, Code, Id, OptionalAt, Short, belongs_to
from .practitioner import Practitioner


class Upload(Base):
    """One file between being sent and being confirmed. Nothing of it counts; its content goes when it is settled, or
    after a day."""

    __tablename__ = "uploads"
    __table_args__ = (
        sa.CheckConstraint("settled_at IS NULL OR content IS NULL", name="settled_holds_no_file"),
        sa.Index("ix_uploads_by", "uploaded_by_id", "id"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    uploaded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    uploaded_at: Mapped[At]
    file_name: Mapped[Short]
    digest: Mapped[str] = mapped_column(sa.String(64))
    whole: Mapped[bool]
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    """The file, packed."""
    profile: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    """Of a publication that the service does not know: what its columns are."""
    described: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """The measures of one's own to take from it, as they were described."""
    previews: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """What would come of it."""
    settled_at: Mapped[OptionalAt]
    imported: Mapped[list[int]] = mapped_column(sa.JSON)
    """The editions that came of it."""

    uploaded_by: Mapped[Practitioner] = relationship()
