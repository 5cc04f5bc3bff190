"""What two auditors of one case agreed, after each had graded it without knowing of the other's grades."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.audits import Grade
from .columns import At, BigId, Id, Long, Slug, belongs_to
from .practitioner import Practitioner


class AuditModeration(Base):
    """The agreed grades of an audit, with the reason. Written once; the two audits stay as they are."""

    __tablename__ = "audit_moderations"
    __table_args__ = (sa.CheckConstraint("overall <> 'not_applicable'", name="a_grade_overall"),)

    id: Mapped[Id]
    audit_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("audits.id"), unique=True)
    """The first audit."""
    grades: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    """The agreed grade of each domain."""
    overall: Mapped[Grade] = mapped_column(Slug(Grade))
    because: Mapped[Long]
    agreed_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    agreed_at: Mapped[At]

    agreed_by: Mapped[Practitioner] = relationship()

    @property
    def graded(self) -> dict[str, Grade]:
        """The agreed grade of each domain, as the practice reads it."""
        words = {grade.value: grade for grade in Grade}
        return {slug: words[grade] for slug, grade in self.grades.items()}
