"""Quarterly reports as pages read them: the list, one with its figures beside those of the last one, its promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Event, Practitioner, PromiseAnswer, QuarterlyReport, ReportFigure, ReportPromise
from ..policy import visible_reports
from ..practice.chronology import Subject
from ..practice.periods import Period, year_of
from ..practice.reports import LOCAL_SLUGS, ORDER, Frozen, Told, Turn, turn
from .paging import Page, page_by_day

MOST_EVENTS = 20


@dataclass(frozen=True)
class Line:
    """One measure of a report, the same of the last report, and how the two stand to each other."""

    now: Frozen
    before: Frozen | None
    turn: Turn


@dataclass(frozen=True)
class Promised:
    """A promise, and what became of it where that is said."""

    promise: ReportPromise
    answer: PromiseAnswer | None


@dataclass(frozen=True)
class Whole:
    """Everything that a report says."""

    report: QuarterlyReport
    last: QuarterlyReport | None
    owed: Sequence[Promised]
    """The promises of the last report, which come first."""
    promises: Sequence[Promised]
    """Its own, with what the report after it said of them."""
    lines: Sequence[Line]

    @property
    def unanswered(self) -> list[ReportPromise]:
        """The promises of the last report that this one has not answered yet."""
        return [one.promise for one in self.owed if one.answer is None]

    @property
    def changes(self) -> list[Line]:
        """What changed, what is worse first."""
        return sorted(self.lines, key=lambda line: ORDER.index(line.turn))


def reports(viewer: Practitioner, after: str | None) -> Page[QuarterlyReport]:
    """A page of reports, the newest quarter first. One statement."""
    query = visible_reports(viewer).options(joinedload(QuarterlyReport.approved_by))
    return page_by_day(query, QuarterlyReport.ends_on, QuarterlyReport.id, after, newest_first=True)


def last_report() -> QuarterlyReport | None:
    """The report of the latest quarter there is."""
    return db.session.scalar(sa.select(QuarterlyReport).order_by(QuarterlyReport.ends_on.desc()).limit(1))


def report_with_code(code: str) -> QuarterlyReport:
    """The report with this reference, which an export keeps."""
    return db.session.scalars(sa.select(QuarterlyReport).where(QuarterlyReport.code == code)).one()


def whole(report: QuarterlyReport) -> Whole:
    """A report with all that it says. Three statements."""
    last = db.session.scalar(
        sa.select(QuarterlyReport)
        .where(QuarterlyReport.ends_on < report.ends_on)
        .order_by(QuarterlyReport.ends_on.desc())
        .limit(1)
    )
    ids = [report.id, *([last.id] if last else [])]
    figures: dict[int, dict[str, Frozen]] = {number: {} for number in ids}
    found = sa.select(ReportFigure).where(ReportFigure.report_id.in_(ids)).order_by(ReportFigure.position)
    for figure in db.session.scalars(found):
        figures[figure.report_id][figure.measure] = figure.in_words()
    before = figures[last.id] if last else {}
    lines = [Line(one, before.get(slug), turn(one, before.get(slug))) for slug, one in figures[report.id].items()]
    promised = _promised(ids)
    return Whole(report, last, promised.get(last.id, []) if last else [], promised.get(report.id, []), lines)


def _promised(report_ids: Sequence[int]) -> dict[int, list[Promised]]:
    found: dict[int, list[Promised]] = {}
    query = (
        sa.select(ReportPromise, PromiseAnswer)
        .outerjoin(PromiseAnswer, PromiseAnswer.promise_id == ReportPromise.id)
        .where(ReportPromise.report_id.in_(report_ids))
        .order_by(ReportPromise.due_on, ReportPromise.id)
        .options(joinedload(PromiseAnswer.answered_by))
    )
    for promise, answer in db.session.execute(query):
        found.setdefault(promise.report_id, []).append(Promised(promise, answer))
    return found


def promise_of(report: QuarterlyReport, code: str) -> ReportPromise | None:
    """A promise of a report, or of the one before it, by its reference."""
    return db.session.scalar(
        sa.select(ReportPromise)
        .join(QuarterlyReport, QuarterlyReport.id == ReportPromise.report_id)
        .where(ReportPromise.code == code, QuarterlyReport.ends_on <= report.ends_on)
        .options(joinedload(ReportPromise.report, innerjoin=True))
    )


def answer_to(promise: ReportPromise) -> PromiseAnswer | None:
    """What was said about a promise."""
    return db.session.scalar(sa.select(PromiseAnswer).where(PromiseAnswer.promise_id == promise.id))


def told_in(*years: int) -> list[Told]:
    """What the reports of the quarters of some years that follow each other told of the local measures. One
    statement."""
    first, last = Period(min(years)).first_day, Period(max(years)).last_day
    query = (
        sa.select(ReportFigure, QuarterlyReport.ends_on)
        .join(QuarterlyReport, QuarterlyReport.id == ReportFigure.report_id)
        .where(QuarterlyReport.ends_on.between(first, last), ReportFigure.measure.in_(LOCAL_SLUGS))
    )
    return [Told(figure.measure, ends_on, figure.reading) for figure, ends_on in db.session.execute(query)]


def hidden_before(ends_on: date) -> set[str]:
    """The local measures that a report of the same year, up to a day, did not show."""
    return {one.measure for one in told_in(year_of(ends_on).ending) if one.reading.hidden}


def events_of(report: QuarterlyReport) -> Sequence[Event]:
    """What was done to a report last, newest first."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.QUARTERLY_REPORT, Event.subject_id == report.id)
        .options(joinedload(Event.by))
        .order_by(Event.number.desc())
        .limit(MOST_EVENTS)
    ).all()
