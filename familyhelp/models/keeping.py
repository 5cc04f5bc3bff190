"""What the service keeps for people: drafts, submissions that were already done, and messages to send."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from .columns import At, Code, Id, Long, OptionalAt, Short, belongs_to


class Draft(Base):
    """What somebody typed into one form (its path) and has not saved yet."""

    __tablename__ = "drafts"
    __table_args__ = (sa.UniqueConstraint("practitioner_id", "path"),)

    id: Mapped[Id]
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    path: Mapped[str] = mapped_column(sa.String(200))
    fields: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    saved_at: Mapped[At]


class Submission(Base):
    """A form that was done once. The same key again finds where the first one led."""

    __tablename__ = "submissions"
    __table_args__ = (sa.UniqueConstraint("practitioner_id", "key"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(sa.String(64))
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    path: Mapped[str] = mapped_column(sa.String(200))
    location: Mapped[str] = mapped_column(sa.String(400))
    at: Mapped[At]


class KeptSearch(Base):
    """What somebody looked for, kept for them for a while, so that the address of what was found holds no name."""

    __tablename__ = "kept_searches"
    __table_args__ = (sa.Index("ix_kept_searches_of", "practitioner_id", "id"),)

    id: Mapped[Id]
    code: Mapped[Code]
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    text: Mapped[str] = mapped_column(sa.Text)
    kept_at: Mapped[At]


class Message(Base):
    """An outgoing message: it names no family and carries a link. A command sends it."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.Index(
            "ix_messages_unsent",
            "id",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    to: Mapped[Short]
    topic: Mapped[Short]
    text: Mapped[Long]
    created_at: Mapped[At]
    sent_at: Mapped[OptionalAt]
    claimed_at: Mapped[OptionalAt]
    tries: Mapped[int] = mapped_column(sa.SmallInteger, default=0, server_default="0")
    contact_id: Mapped[int | None] = belongs_to("contacts", optional=True)
