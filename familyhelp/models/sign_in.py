"""Sign-ins (one for each browser) and the attempts that are counted against guessing."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.ways import Way
from .columns import At, Id, OptionalAt, Short, Slug, belongs_to
from .practitioner import Practitioner


class SignIn(Base):
    """One browser that somebody signed in with. Only the digest of its token is kept."""

    __tablename__ = "sign_ins"

    id: Mapped[Id]
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    practitioner_id: Mapped[int] = belongs_to("practitioners")
    started_at: Mapped[At]
    last_seen_at: Mapped[At]
    ended_at: Mapped[OptionalAt]
    browser: Mapped[Short] = mapped_column(default="")
    way: Mapped[Way] = mapped_column(Slug(Way), default=Way.PASSWORD, server_default=Way.PASSWORD.value)

    practitioner: Mapped[Practitioner] = relationship()


class Attempt(Base):
    """One try at signing in, counted by what was tried (a digest of the account, of the address, of both)."""

    __tablename__ = "attempts"
    __table_args__ = (sa.Index("ix_attempts_key_at", "key", "at"), sa.Index("ix_attempts_at", "at"))

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[At]
