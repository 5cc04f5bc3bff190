"""Looks: who opened which record, when. Nobody can change them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice.chronology import Subject
from .columns import At, BigId, Id, OptionalShort, Slug


class Look(Base):
    """One page of one record that one practitioner opened, or was refused."""

    __tablename__ = "looks"
    __table_args__ = (
        sa.Index("ix_looks_subject_subject_id_id", "subject", "subject_id", "id"),
        sa.Index("ix_looks_practitioner_id_id", "practitioner_id", "id"),
    )

    id: Mapped[Id]
    at: Mapped[At]
    practitioner_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("practitioners.id"))
    subject: Mapped[Subject | None] = mapped_column(Slug(Subject))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    page: Mapped[str] = mapped_column(sa.String(80))
    refused: Mapped[bool] = mapped_column(default=False)
    because: Mapped[OptionalShort]
