"""Group supervision: several workers and a manager think about their work together. What was decided for a family is a
note on its case, as in any supervision; what the group learned is read by those who took part."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from .case import Case
from .columns import At, BigId, Code, Id, OptionalAt, OptionalLong, Short, Version, belongs_to
from .event import Recorded
from .note import Note
from .practitioner import Practitioner

group_parts = sa.Table(
    "group_parts",
    Base.metadata,
    sa.Column("group_supervision_id", BigId, sa.ForeignKey("group_supervisions.id"), primary_key=True),
    sa.Column("practitioner_id", BigId, sa.ForeignKey("practitioners.id"), primary_key=True, index=True),
)
"""Who took part, besides the one who held it."""


class GroupSupervision(Recorded, Base):
    """One group supervision. Once it is finished it never changes."""

    __tablename__ = "group_supervisions"
    subject = Subject.GROUP_SUPERVISION

    id: Mapped[Id]
    code: Mapped[Code]
    facilitator_id: Mapped[int] = belongs_to("practitioners")
    held_on: Mapped[date]
    question: Mapped[Short]
    """What the group thinks about."""
    learned: Mapped[OptionalLong]
    begun_at: Mapped[At]
    finished_at: Mapped[OptionalAt]
    version: Mapped[Version] = mapped_column()

    facilitator: Mapped[Practitioner] = relationship()
    workers: Mapped[list[Practitioner]] = relationship(secondary=group_parts, order_by=Practitioner.name)

    __mapper_args__ = {"version_id_col": version}


class GroupCase(Base):
    """A family that the group thought about, and the note on its case that says what was decided."""

    __tablename__ = "group_cases"
    __table_args__ = (sa.UniqueConstraint("group_supervision_id", "case_id"),)

    id: Mapped[Id]
    group_supervision_id: Mapped[int] = belongs_to("group_supervisions", index=False)
    case_id: Mapped[int] = belongs_to("cases")
    note_id: Mapped[int] = belongs_to("notes", index=False)
    """The first version; a correction has the same reference."""

    case: Mapped[Case] = relationship()
    note: Mapped[Note] = relationship()
