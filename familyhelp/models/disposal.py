"""The register of disposals: what was disposed of, by which rule, who proposed and who decided it. It holds nothing of
anybody whom the record was about. Once a disposal is done, the database refuses to change it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from ..practice.disposals import DisposalState
from ..practice.retention import RecordKind
from .columns import At, BigId, Code, Id, Long, OptionalAt, OptionalLong, Slug, belongs_to
from .contact import Contact
from .family import Family
from .practitioner import Practitioner

_WAITS = sa.text("state = 'proposed'")


class Disposal(Base):
    """One proposal to dispose of a record, and what became of it."""

    __tablename__ = "disposals"
    __table_args__ = (
        sa.CheckConstraint("(family_id IS NULL) <> (contact_id IS NULL)", name="of_one_record"),
        sa.CheckConstraint("reviewed_by_id <> proposed_by_id", name="decided_by_somebody_else"),
        sa.CheckConstraint(
            "(state = 'proposed') = (reviewed_by_id IS NULL) AND (reviewed_at IS NULL) = (reviewed_by_id IS NULL) "
            "AND (reviewed_words IS NULL) = (reviewed_by_id IS NULL)",
            name="decided_in_words",
        ),
        sa.Index("uq_disposals_family_waits", "family_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
        sa.Index("uq_disposals_contact_waits", "contact_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
        sa.Index("ix_disposals_state_id", "state", "id"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    record: Mapped[RecordKind] = mapped_column(Slug(RecordKind))
    family_id: Mapped[int | None] = belongs_to("families", optional=True)
    contact_id: Mapped[int | None] = belongs_to("contacts", optional=True)
    """A request for help of no family; else null."""
    opened_on: Mapped[date]
    begins_on: Mapped[date]
    """From where the years counted: as a rule the day on which the last case closed."""
    kept_until: Mapped[date]
    years: Mapped[int] = mapped_column(sa.SmallInteger)
    child_until: Mapped[int | None] = mapped_column(sa.SmallInteger)
    setting_id: Mapped[int | None] = belongs_to("retention_settings", optional=True, index=False)
    """The version of the rule; null: as it is usual."""
    because: Mapped[Long]
    proposed_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    proposed_at: Mapped[At]
    state: Mapped[DisposalState] = mapped_column(Slug(DisposalState), default=DisposalState.PROPOSED)
    reviewed_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    reviewed_at: Mapped[OptionalAt]
    reviewed_words: Mapped[OptionalLong]
    removed: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    """How many rows of each table were emptied and how many are gone, and how many files."""
    done_at: Mapped[OptionalAt]

    family: Mapped[Family | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    proposed_by: Mapped[Practitioner] = relationship(foreign_keys=[proposed_by_id])
    reviewed_by: Mapped[Practitioner | None] = relationship(foreign_keys=[reviewed_by_id])

    @property
    def reference(self) -> str:
        """The reference of the record."""
        held = self.family or self.contact
        return held.code if held else ""


class DisposalSubject(Base):
    """One record of which a disposal took every word, with its chronology. Only while its disposal is being done does
    the database let events and looks be emptied, and only of these."""

    __tablename__ = "disposal_subjects"

    disposal_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("disposals.id"), primary_key=True)
    subject: Mapped[Subject] = mapped_column(Slug(Subject), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigId, primary_key=True)

    __table_args__ = (sa.Index("ix_disposal_subjects_subject", "subject", "subject_id"),)
