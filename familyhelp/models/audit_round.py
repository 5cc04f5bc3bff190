"""Rounds of audits: what was planned, from which frame the cases were drawn, with which seed."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import audits as rules
from ..practice.chronology import Subject
from ..practice.sampling import Sampling, Theme
from .audit_tool import AuditTool
from .columns import At, BigId, Code, Id, OptionalAt, Short, Slug, Version, belongs_to
from .event import Recorded
from .practitioner import Practitioner

round_auditors = sa.Table(
    "audit_round_auditors",
    Base.metadata,
    sa.Column("audit_round_id", BigId, sa.ForeignKey("audit_rounds.id"), primary_key=True),
    sa.Column("practitioner_id", BigId, sa.ForeignKey("practitioners.id"), primary_key=True, index=True),
)


class AuditRound(Recorded, Base):
    """One round. Its frame, its seed and what was drawn stay, so that the draw can be made again."""

    __tablename__ = "audit_rounds"
    __table_args__ = (
        sa.CheckConstraint("due_on >= starts_on", name="ends_after_it_starts"),
        sa.CheckConstraint("(sampling = 'theme') = (theme IS NOT NULL)", name="a_theme_is_named"),
        sa.Index("ix_audit_rounds_due_on_id", "due_on", "id"),
    )
    subject = Subject.AUDIT_ROUND

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Short]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    which: Mapped[rules.WhichTool] = mapped_column(Slug(rules.WhichTool))
    tool_id: Mapped[int | None] = belongs_to("audit_tools", optional=True, index=False)
    """The version of the tool, where it is not the first."""
    sampling: Mapped[Sampling] = mapped_column(Slug(Sampling))
    theme: Mapped[Theme | None] = mapped_column(Slug(Theme))
    size: Mapped[int]
    seed: Mapped[str] = mapped_column(sa.String(40))
    planned_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    planned_at: Mapped[At]
    drawn_at: Mapped[OptionalAt]
    frame: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True), deferred=True)
    drawn: Mapped[list[list[str]] | None] = mapped_column(sa.JSON(none_as_null=True), deferred=True)
    version: Mapped[Version] = mapped_column()

    planned_by: Mapped[Practitioner] = relationship(foreign_keys=[planned_by_id])
    auditors: Mapped[list[Practitioner]] = relationship(secondary=round_auditors, order_by="Practitioner.name")
    tool_version: Mapped[AuditTool | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def tool(self) -> rules.Tool:
        """What its audits ask, as it was planned."""
        return self.tool_version.in_words() if self.tool_version else rules.FIRST[self.which]
