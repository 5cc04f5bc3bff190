"""How long records are kept: each change of a rule a row of its own, which never changes; and legal holds."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.retention import RecordKind
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to
from .family import Family
from .practitioner import Practitioner

_IN_FORCE = sa.text("lifted_at IS NULL")


class RetentionSetting(Base):
    """One change of one rule. Since days are worked out when they are asked for, it counts at once for everything."""

    __tablename__ = "retention_settings"
    __table_args__ = (
        sa.CheckConstraint("years > 0", name="some_years"),
        sa.Index("ix_retention_settings_record_id", "record", "id"),
    )

    id: Mapped[Id]
    record: Mapped[RecordKind] = mapped_column(Slug(RecordKind))
    years: Mapped[int] = mapped_column(sa.SmallInteger)
    child_until: Mapped[int | None] = mapped_column(sa.SmallInteger)
    because: Mapped[Long]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()


class LegalHold(Base):
    """Why everything held about a family stays, whatever the rules say. It never ends by itself."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL) AND (lifted_at IS NULL) = (lifted_because IS NULL)",
            name="lifted_with_reason",
        ),
        sa.Index("ix_legal_holds_family_id", "family_id"),
        sa.Index(
            "ix_legal_holds_to_review",
            "review_on",
            "id",
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    family_id: Mapped[int] = belongs_to("families", index=False)
    because: Mapped[Long]
    placed_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    placed_at: Mapped[At]
    review_on: Mapped[date]
    """By when somebody looks whether it is still needed. Until then, and after it, the hold is in force."""
    lifted_at: Mapped[OptionalAt]
    lifted_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    lifted_because: Mapped[OptionalLong]

    family: Mapped[Family] = relationship()
    placed_by: Mapped[Practitioner] = relationship(foreign_keys=[placed_by_id])
    lifted_by: Mapped[Practitioner | None] = relationship(foreign_keys=[lifted_by_id])
