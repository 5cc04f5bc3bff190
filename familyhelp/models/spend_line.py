"""What counts as early-help spend here: each change a row of its own, which never changes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import spend_lines as rules
from .columns import At, Id, Long, Slug, belongs_to
from .practitioner import Practitioner


class SpendLine(Base):
    """From a moment on, one line of published spend counts as early help or does not."""

    __tablename__ = "spend_lines"
    __table_args__ = (sa.Index("ix_spend_lines_line_id", "line", "id"),)

    id: Mapped[Id]
    line: Mapped[rules.SpendLine] = mapped_column(Slug(rules.SpendLine))
    counts: Mapped[bool]
    because: Mapped[Long]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()
