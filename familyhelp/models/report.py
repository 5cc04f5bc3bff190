"""Quarterly reports: the figures as they were on the day, what they mean, what was promised and what became of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import reports as rules
from ..practice.chronology import Subject
from ..practice.periods import Period, quarter_of
from ..practice.published import Symbol
from ..practice.readings import Reading
from ..practice.scorecard import Better, Quadrant, Unit
from ..practice.words import say
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, Short, Slug, Version, belongs_to
from .event import Recorded
from .practitioner import Practitioner


class QuarterlyReport(Recorded, Base):
    """One report, of one quarter. In writing until somebody else approves it; then it never changes."""

    __tablename__ = "quarterly_reports"
    __table_args__ = (
        sa.CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_by_somebody"),
        sa.CheckConstraint("approved_at IS NULL OR so_what IS NOT NULL", name="approved_with_a_so_what"),
        sa.UniqueConstraint("ends_on"),
    )
    subject = Subject.QUARTERLY_REPORT

    id: Mapped[Id]
    code: Mapped[Code]
    ends_on: Mapped[date]
    """The last day of its quarter."""
    area_name: Mapped[Short]
    begun_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    begun_at: Mapped[At]
    so_what: Mapped[OptionalLong]
    approved_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    approved_at: Mapped[OptionalAt]
    version: Mapped[Version] = mapped_column()

    begun_by: Mapped[Practitioner] = relationship(foreign_keys=begun_by_id)
    approved_by: Mapped[Practitioner | None] = relationship(foreign_keys=approved_by_id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def quarter(self) -> Period:
        """The quarter that it is about."""
        return quarter_of(self.ends_on)


class ReportFigure(Base):
    """One measure as it was on the day on which the report was made. The database refuses every change of it."""

    __tablename__ = "report_figures"
    __table_args__ = (
        sa.UniqueConstraint("report_id", "measure"),
        sa.CheckConstraint(
            "NOT hidden OR (value IS NULL AND numerator IS NULL AND denominator IS NULL)", name="hidden_is_not_kept"
        ),
        sa.Index("ix_report_figures_measure_report_id", "measure", "report_id"),
    )

    id: Mapped[Id]
    report_id: Mapped[int] = belongs_to("quarterly_reports", index=False)
    position: Mapped[int]
    measure: Mapped[str] = mapped_column(sa.String(60))
    quadrant: Mapped[Quadrant] = mapped_column(Slug(Quadrant))
    label: Mapped[Short]
    says: Mapped[Long]
    unit: Mapped[Unit] = mapped_column(Slug(Unit))
    better: Mapped[Better] = mapped_column(Slug(Better))
    places: Mapped[int] = mapped_column(sa.SmallInteger)
    year: Mapped[int | None]
    period: Mapped[Short]
    value: Mapped[OptionalLong]
    numerator: Mapped[OptionalLong]
    denominator: Mapped[OptionalLong]
    symbol: Mapped[Symbol | None] = mapped_column(Slug(Symbol))
    why: Mapped[OptionalLong]
    hidden: Mapped[bool]
    counts: Mapped[Long]
    over: Mapped[Long]
    source: Mapped[Long]
    planned: Mapped[OptionalLong]

    def in_words(self) -> rules.Frozen:
        """The figure as the practice reads it."""
        measure = rules.kept_measure(
            self.measure, self.label, self.says, self.quadrant, self.unit, self.better, self.places
        )
        planned = _number(self.planned)
        return rules.Frozen(measure, self.reading, self.year, self.period, self.counts, self.over, self.source, planned)

    @property
    def reading(self) -> Reading:
        """What it says, exactly as it was kept."""
        why = say(self.why) if self.why else None
        value, top, bottom = (_number(text) for text in (self.value, self.numerator, self.denominator))
        return Reading(value, top, bottom, self.symbol, why, hidden=self.hidden)


def _number(text: str | None) -> Fraction | None:
    return Fraction(text) if text is not None else None


class ReportPromise(Base):
    """Something that a report says will be done differently, by whom and by when."""

    __tablename__ = "report_promises"
    __table_args__ = (sa.Index("ix_report_promises_report_id_id", "report_id", "id"),)

    id: Mapped[Id]
    code: Mapped[Code]
    report_id: Mapped[int] = belongs_to("quarterly_reports", index=False)
    what: Mapped[Long]
    owner: Mapped[Short]
    due_on: Mapped[date]
    made_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    made_at: Mapped[At]

    report: Mapped[QuarterlyReport] = relationship()


class PromiseAnswer(Base):
    """What became of a promise, as the next report says it."""

    __tablename__ = "promise_answers"
    __table_args__ = (sa.UniqueConstraint("promise_id"),)

    id: Mapped[Id]
    promise_id: Mapped[int] = belongs_to("report_promises", index=False)
    report_id: Mapped[int] = belongs_to("quarterly_reports")
    """The report that answers it."""
    kept: Mapped[rules.Kept] = mapped_column(Slug(rules.Kept))
    words: Mapped[Long]
    answered_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    answered_at: Mapped[At]
    version: Mapped[Version] = mapped_column()

    promise: Mapped[ReportPromise] = relationship()
    answered_by: Mapped[Practitioner] = relationship()

    __mapper_args__ = {"version_id_col": version}
