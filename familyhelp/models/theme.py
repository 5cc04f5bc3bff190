"""Learning themes, and where each came from. No name is in a theme; only its sources lead to families."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.themes import SourceKind
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, Short, Slug, Version, belongs_to
from .event import Recorded
from .practitioner import Practitioner

_SHOWN = sa.text("published_at IS NOT NULL")


class Theme(Recorded, Base):
    """What we keep seeing, what good looks like, what we change; and, once published, what families read of it."""

    __tablename__ = "themes"
    __table_args__ = (
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_id IS NULL)"
            " AND (published_at IS NULL OR (heard IS NOT NULL AND changed IS NOT NULL))",
            name="published_in_words",
        ),
        sa.CheckConstraint("(done_on IS NULL) = (came_of_it IS NULL)", name="done_in_words"),
        sa.Index("ix_themes_published", "id", sqlite_where=_SHOWN, postgresql_where=_SHOWN),
    )
    subject = Subject.THEME

    id: Mapped[Id]
    code: Mapped[Code]
    title: Mapped[Short]
    seen: Mapped[Long]
    good: Mapped[Long]
    change: Mapped[Long]
    owner_id: Mapped[int] = belongs_to("practitioners")
    due_on: Mapped[date]
    made_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    made_at: Mapped[At]
    done_on: Mapped[date | None]
    came_of_it: Mapped[OptionalLong]
    heard: Mapped[OptionalLong]
    """What we heard, in words for families."""
    changed: Mapped[OptionalLong]
    published_at: Mapped[OptionalAt]
    published_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    version: Mapped[Version] = mapped_column()

    owner: Mapped[Practitioner] = relationship(foreign_keys=[owner_id])
    made_by: Mapped[Practitioner] = relationship(foreign_keys=[made_by_id])
    sources: Mapped[list[ThemeSource]] = relationship(order_by="ThemeSource.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def texts(self) -> dict[str, str]:
        """Every text of it that somebody reads, by field."""
        fields = ("title", "seen", "good", "change", "came_of_it", "heard", "changed")
        return {field: getattr(self, field) for field in fields if getattr(self, field)}


class ThemeSource(Base):
    """One thing that a theme came from: its kind, and its reference where it has one."""

    __tablename__ = "theme_sources"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'practice') = (reference IS NULL)", name="referred_to"),
        sa.UniqueConstraint("theme_id", "kind", "reference"),
    )

    id: Mapped[Id]
    theme_id: Mapped[int] = belongs_to("themes", index=False)
    kind: Mapped[SourceKind] = mapped_column(Slug(SourceKind))
    reference: Mapped[str | None] = mapped_column(sa.String(8))
