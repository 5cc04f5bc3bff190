"""How somebody is told what is due: a calendar that other programs read, and a message."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.telling import USUAL_RHYTHM, Rhythm
from .columns import At, BigId, Id, OptionalAt, Slug, belongs_to
from .practitioner import Practitioner

_IN_FORCE = sa.text("ended_at IS NULL")


class CalendarFeed(Base):
    """An address at which a calendar program reads one person's next days. Of the address only a digest is kept."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        sa.Index(
            "uq_calendar_feeds_one_in_force",
            "practitioner_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[Id]
    practitioner_id: Mapped[int] = belongs_to("practitioners")
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[At]
    ended_at: Mapped[OptionalAt]
    last_read_at: Mapped[OptionalAt]

    practitioner: Mapped[Practitioner] = relationship()


class Telling(Base):
    """How often somebody is sent what is due, and when they were last. Who has none is told each working day."""

    __tablename__ = "tellings"

    id: Mapped[Id]
    practitioner_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("practitioners.id"), unique=True)
    rhythm: Mapped[Rhythm] = mapped_column(Slug(Rhythm), default=USUAL_RHYTHM)
    told_on: Mapped[date | None]
