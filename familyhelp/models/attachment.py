"""Attachments of a case. The file stands in a folder of its own, under a name that says nothing; the row knows its
digest. Taken away, it stays, and nobody is given it any more."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.attachments import AttachmentKind, Format
from .columns import At, Code, Id, OptionalAt, OptionalLong, Short, Slug, belongs_to
from .person import Person
from .practitioner import Practitioner


class Attachment(Base):
    """One file on a case: what it is, whose, of when, and who added it."""

    __tablename__ = "attachments"
    __table_args__ = (
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_because IS NULL) AND (removed_at IS NULL) = (removed_by_id IS NULL)",
            name="removed_with_reason",
        ),
        sa.CheckConstraint("size > 0", name="holds_something"),
        sa.Index("ix_attachments_in_order", "case_id", "id"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    person_id: Mapped[int | None] = belongs_to("people", optional=True)
    """Whose it is, or whom it is about, where that is one person."""
    kind: Mapped[AttachmentKind] = mapped_column(Slug(AttachmentKind))
    title: Mapped[Short]
    words: Mapped[OptionalLong]
    """What they say about it, or what is to be known."""
    dated_on: Mapped[date]
    restricted: Mapped[bool] = mapped_column(default=False)
    format: Mapped[Format] = mapped_column(Slug(Format))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    digest: Mapped[str] = mapped_column(sa.String(64))
    stored_as: Mapped[str] = mapped_column(sa.String(64), unique=True)
    added_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    added_at: Mapped[At]
    removed_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    removed_at: Mapped[OptionalAt]
    removed_because: Mapped[OptionalLong]

    person: Mapped[Person | None] = relationship()
    added_by: Mapped[Practitioner] = relationship(foreign_keys=[added_by_id])
    removed_by: Mapped[Practitioner | None] = relationship(foreign_keys=[removed_by_id])
