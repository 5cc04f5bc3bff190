"""Exports: what left the service as a file, for whom and for what."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.exports import ExportFormat, What
from .columns import At, Code, Id, Long, Slug, belongs_to
from .event import Recorded
from .practitioner import Practitioner


class Export(Recorded, Base):
    """One table or set of tables that somebody took away, with the purpose they gave. The file itself is not kept."""

    __tablename__ = "exports"
    subject = Subject.EXPORT

    id: Mapped[Id]
    code: Mapped[Code]
    what: Mapped[What] = mapped_column(Slug(What))
    format: Mapped[ExportFormat] = mapped_column(Slug(ExportFormat))
    purpose: Mapped[Long]
    asked: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What the table was asked with: the authority, the year, the day; `about` says it for people."""
    taken_at: Mapped[At]
    taken_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True)

    taken_by: Mapped[Practitioner | None] = relationship()
