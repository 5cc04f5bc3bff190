"""Supervision: one meeting of a manager and a worker. What was decided for a family is a note on its case, and here
only where that note is; what was said about the worker is here and nowhere else."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from .case import Case
from .columns import At, Code, Id, OptionalAt, OptionalLong, Version, belongs_to
from .event import Recorded
from .note import Note
from .practitioner import Practitioner

_OPEN = sa.text("finished_at IS NULL")


class Supervision(Recorded, Base):
    """One supervision. Once it is finished it never changes."""

    __tablename__ = "supervisions"
    __table_args__ = (
        sa.CheckConstraint("supervisor_id <> worker_id", name="of_somebody_else"),
        sa.Index(
            "uq_supervisions_one_begun",
            "supervisor_id",
            "worker_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index("ix_supervisions_worker_id_held_on", "worker_id", "held_on"),
    )
    subject = Subject.SUPERVISION

    id: Mapped[Id]
    code: Mapped[Code]
    supervisor_id: Mapped[int] = belongs_to("practitioners")
    worker_id: Mapped[int] = belongs_to("practitioners", index=False)
    held_on: Mapped[date]
    wellbeing: Mapped[OptionalLong]
    development: Mapped[OptionalLong]
    """Read by these two people alone, like `wellbeing`: in no event, no look, no export and on nobody else's page."""
    begun_at: Mapped[At]
    finished_at: Mapped[OptionalAt]
    version: Mapped[Version] = mapped_column()

    supervisor: Mapped[Practitioner] = relationship(foreign_keys=[supervisor_id])
    worker: Mapped[Practitioner] = relationship(foreign_keys=[worker_id])

    __mapper_args__ = {"version_id_col": version}


class SupervisedCase(Base):
    """A family that was discussed in a supervision, and the note on its case that says what was decided."""

    __tablename__ = "supervised_cases"
    __table_args__ = (sa.UniqueConstraint("supervision_id", "case_id"),)

    id: Mapped[Id]
    supervision_id: Mapped[int] = belongs_to("supervisions", index=False)
    case_id: Mapped[int] = belongs_to("cases")
    note_id: Mapped[int] = belongs_to("notes", index=False)
    """The first version; a correction has the same reference."""

    case: Mapped[Case] = relationship()
    note: Mapped[Note] = relationship()
