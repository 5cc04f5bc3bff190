"""Which account is whose at the provider of single sign-on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from .columns import At, Id, OptionalAt, belongs_to


class SingleSignOn(Base):
    """An account and its subject at one provider. An account has one, and a subject opens one."""

    __tablename__ = "single_sign_ons"
    __table_args__ = (sa.UniqueConstraint("practitioner_id"), sa.UniqueConstraint("issuer", "subject"))

    id: Mapped[Id]
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    issuer: Mapped[str] = mapped_column(sa.String(300))
    subject: Mapped[str] = mapped_column(sa.String(255))
    linked_at: Mapped[At]
    last_used_at: Mapped[OptionalAt]
