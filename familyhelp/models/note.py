"""Notes. A correction is a new version; the old one stays."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import references
from ..practice.notes import NoteKind
from .columns import At, Id, Long, OptionalLong, OptionalShort, Slug, belongs_to
from .practitioner import Practitioner


class Note(Base):
    """One version of one note, signed and timed."""

    __tablename__ = "notes"
    __table_args__ = (
        sa.UniqueConstraint("code", "version"),
        sa.CheckConstraint("version = 1 OR because IS NOT NULL", name="correction_with_reason"),
        sa.Index("ix_notes_in_order", "case_id", "is_current", "happened_on", "first_written_at", "code"),
        sa.Index(
            "uq_notes_current",
            "code",
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(sa.String(8), default=references.new_code)
    case_id: Mapped[int] = belongs_to("cases", index=False)
    version: Mapped[int] = mapped_column(default=1)
    is_current: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[NoteKind] = mapped_column(Slug(NoteKind))
    happened_on: Mapped[date]
    people_seen: Mapped[OptionalShort]
    text: Mapped[Long]
    restricted: Mapped[bool] = mapped_column(default=False)
    because: Mapped[OptionalLong]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]
    first_written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()
