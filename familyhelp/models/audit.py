"""Practice audits: one case, one auditor, a grade and a reason for each domain. Finished, an audit never changes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import audits as rules
from ..practice.audits import Grade
from ..practice.chronology import Subject
from .audit_round import AuditRound
from .audit_tool import AuditTool
from .case import Case
from .columns import At, BigId, Code, Id, Long, OptionalAt, OptionalLong, Slug, Version, belongs_to
from .event import Recorded
from .practitioner import Practitioner

_OPEN = sa.text("finished_at IS NULL")


class Audit(Recorded, Base):
    """One audit of one case by one auditor. A second look (`moderates`) is an audit of its own, held blind."""

    __tablename__ = "audits"
    __table_args__ = (
        sa.CheckConstraint("finished_at IS NULL OR begun_at IS NOT NULL", name="begun_before_it_ends"),
        sa.CheckConstraint("finished_at IS NULL OR overall IS NOT NULL", name="finished_with_a_grade"),
        sa.CheckConstraint("overall <> 'not_applicable'", name="a_grade_overall"),
        sa.CheckConstraint(
            "finished_at IS NULL OR held_on IS NOT NULL OR alone_because IS NOT NULL", name="with_the_worker_or_why"
        ),
        sa.Index("ix_audits_open", "auditor_id", "case_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index("ix_audits_case_id_finished_at", "case_id", "finished_at"),
        sa.Index("ix_audits_round_id_id", "round_id", "id"),
        sa.Index("ix_audits_auditor_id_id", "auditor_id", "id"),
        sa.Index("ix_audits_finished_at_id", "finished_at", "id"),
        sa.UniqueConstraint("moderates_id"),
        sa.UniqueConstraint("earlier_id"),
    )
    subject = Subject.AUDIT

    id: Mapped[Id]
    code: Mapped[Code]
    round_id: Mapped[int | None] = belongs_to("audit_rounds", optional=True, index=False)
    case_id: Mapped[int] = belongs_to("cases", index=False)
    auditor_id: Mapped[int] = belongs_to("practitioners", index=False)
    which: Mapped[rules.WhichTool] = mapped_column(Slug(rules.WhichTool))
    tool_id: Mapped[int | None] = belongs_to("audit_tools", optional=True, index=False)
    moderates_id: Mapped[int | None] = belongs_to("audits", optional=True, index=False)
    """The audit that this one looks at again, blind."""
    earlier_id: Mapped[int | None] = belongs_to("audits", optional=True, index=False)
    """The audit that asked for this one."""
    assigned_at: Mapped[At]
    due_on: Mapped[date]
    begun_at: Mapped[OptionalAt]
    strengths: Mapped[OptionalLong]
    family_said: Mapped[OptionalLong]
    family_asked: Mapped[OptionalLong]
    """How the family was asked."""
    overall: Mapped[Grade | None] = mapped_column(Slug(Grade))
    overall_because: Mapped[OptionalLong]
    held_on: Mapped[date | None]
    """The day on which auditor and worker went through it together."""
    alone_because: Mapped[OptionalLong]
    again_by: Mapped[date | None]
    """The day by which the case is to be audited again."""
    finished_at: Mapped[OptionalAt]
    version: Mapped[Version] = mapped_column()

    round: Mapped[AuditRound | None] = relationship()
    case: Mapped[Case] = relationship()
    auditor: Mapped[Practitioner] = relationship()
    tool_version: Mapped[AuditTool | None] = relationship()
    grades: Mapped[list[AuditGrade]] = relationship(order_by="AuditGrade.id")
    reflection: Mapped[AuditReflection | None] = relationship(uselist=False)
    moderates: Mapped[Audit | None] = relationship(remote_side="Audit.id", foreign_keys=[moderates_id])
    earlier: Mapped[Audit | None] = relationship(remote_side="Audit.id", foreign_keys=[earlier_id])

    later: Mapped[Audit | None] = relationship(
        remote_side=[earlier_id], foreign_keys=[earlier_id], uselist=False, viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def tool(self) -> rules.Tool:
        """What this audit asks, as it was begun."""
        return self.tool_version.in_words() if self.tool_version else rules.FIRST[self.which]

    @property
    def graded(self) -> dict[str, Grade]:
        """The grade of each domain that has one."""
        return {row.domain: row.grade for row in self.grades}


class AuditGrade(Base):
    """The grade of one domain, why, and where on the record that shows."""

    __tablename__ = "audit_grades"
    __table_args__ = (sa.UniqueConstraint("audit_id", "domain"),)

    id: Mapped[Id]
    audit_id: Mapped[int] = belongs_to("audits", index=False)
    domain: Mapped[str] = mapped_column(sa.String(40))
    grade: Mapped[Grade] = mapped_column(Slug(Grade))
    why: Mapped[Long]
    evidence: Mapped[list[str]] = mapped_column(sa.JSON)
    """What of the case's record shows it: “note:7K2M9QX4”, “plan:2”, “review:1”, “assessment”."""
    graded_at: Mapped[At]
    version: Mapped[Version] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class AuditReflection(Base):
    """What the worker says of their own work, in their own words; the auditor reads it."""

    __tablename__ = "audit_reflections"

    id: Mapped[Id]
    audit_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("audits.id"), unique=True)
    text: Mapped[Long]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]
    version: Mapped[Version] = mapped_column()

    written_by: Mapped[Practitioner] = relationship()

    __mapper_args__ = {"version_id_col": version}
