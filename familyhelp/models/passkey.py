"""Passkeys, and the challenges that a browser answers to sign in with one or by single sign-on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.passkeys import Asked
from .columns import At, Code, Id, OptionalAt, OptionalShort, Short, Slug, belongs_to


class Passkey(Base):
    """The public half of a key that somebody's device keeps. It opens nothing to whoever reads it here."""

    __tablename__ = "passkeys"

    id: Mapped[Id]
    code: Mapped[Code]
    practitioner_id: Mapped[int] = belongs_to("practitioners")
    credential: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    """How often the device says that it signed; one that counts back was copied."""
    name: Mapped[Short]
    made_at: Mapped[At]
    last_used_at: Mapped[OptionalAt]


class Challenge(Base):
    """What the service asked of a browser: answered once and soon, or never."""

    __tablename__ = "challenges"
    __table_args__ = (sa.Index("ix_challenges_asked_at", "asked_at"),)

    id: Mapped[Id]
    asked: Mapped[Asked] = mapped_column(Slug(Asked))
    text: Mapped[str] = mapped_column(sa.String(64), unique=True)
    practitioner_id: Mapped[int | None] = belongs_to("practitioners", optional=True)
    sign_in_id: Mapped[int | None] = belongs_to("sign_ins", optional=True, index=False)
    name: Mapped[OptionalShort]
    """What the new passkey is to be called."""
    nonce: Mapped[str | None] = mapped_column(sa.String(64))
    verifier: Mapped[str | None] = mapped_column(sa.String(128))
    asked_at: Mapped[At]
