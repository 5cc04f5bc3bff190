"""Audit tools in versions: those that an authority makes after the first, which is built in."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import audits as rules
from ..practice.chronology import Subject
from .columns import At, Code, Id, Slug, Version, belongs_to
from .event import Recorded
from .practitioner import Practitioner

_WRITING = sa.text("used_from IS NULL")


class AuditTool(Recorded, Base):
    """One version of one tool. In writing until it is used; then it never changes. The newest that is used counts."""

    __tablename__ = "audit_tools"
    __table_args__ = (
        sa.UniqueConstraint("which", "number"),
        sa.CheckConstraint("number > 1", name="after_the_first"),
        sa.Index("uq_audit_tools_in_writing", "which", unique=True, sqlite_where=_WRITING, postgresql_where=_WRITING),
    )
    subject = Subject.AUDIT_TOOL

    id: Mapped[Id]
    code: Mapped[Code]
    which: Mapped[rules.WhichTool] = mapped_column(Slug(rules.WhichTool))
    number: Mapped[int]
    domains: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    used_from: Mapped[date | None]
    made_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    made_at: Mapped[At]
    version: Mapped[Version] = mapped_column()

    made_by: Mapped[Practitioner] = relationship()

    __mapper_args__ = {"version_id_col": version}

    def in_words(self) -> rules.Tool:
        """The tool as the practice reads it."""
        return rules.Tool(self.which, self.number, rules.read(self.domains))
