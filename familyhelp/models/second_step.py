"""The second step of somebody's signing in: the secret of their app, encrypted, and codes for when the app is lost."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from .columns import At, Id, OptionalAt, belongs_to


class SecondStep(Base):
    """The secret of one person's app. It counts once they have shown that they can read its codes."""

    __tablename__ = "second_steps"
    __table_args__ = (sa.UniqueConstraint("practitioner_id"),)

    id: Mapped[Id]
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    secret: Mapped[str] = mapped_column(sa.String(400))
    """Encrypted, and bound to its owner: moved to somebody else's row it opens nothing."""
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    """The newest step whose code was used: a code works once."""
    made_at: Mapped[At]


class RecoveryCode(Base):
    """One code that works once instead of the app. Only its digest is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (sa.UniqueConstraint("practitioner_id", "digest"),)

    id: Mapped[Id]
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    digest: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[OptionalAt]
