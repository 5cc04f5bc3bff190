"""Writing the quarterly report: beginning it with the figures of the day, what they mean, what was promised last time
and what is promised now; and approving it, by somebody who did not write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import sqlalchemy as sa

from ..extensions import db
from ..models import (
    Event,
    Practitioner,
    PromiseAnswer,
    QuarterlyReport,
    ReportFigure,
    ReportPromise,
)
from ..practice import clock
from ..practice import reports as rules
from ..practice.chronology import EventKind, Subject
from ..practice.periods import Period
from ..practice.words import N_, Changed, NotYet, Sentence, say

WRITING = (EventKind.REPORT_BEGUN, EventKind.REPORT_WRITTEN, EventKind.PROMISE_MADE, EventKind.PROMISE_TAKEN_OUT)
"""Whoever did one of these wrote the report. Saying what became of a promise is no writing."""


def begin(period: Period, figures: Sequence[rules.Frozen], *, area_name: str, by: Practitioner) -> QuarterlyReport:
    """Begin the report of a quarter with its figures, which stay as they are from this moment. Raises NotYet."""
    last = db.session.scalar(sa.select(QuarterlyReport).order_by(QuarterlyReport.ends_on.desc()).limit(1))
    open_one = last.quarter if last is not None and last.approved_at is None else None
    offered = rules.quarters_to_report(clock.today(), last.ends_on if last else None)
    _refuse(rules.missing_to_begin(period, offered, [f.measure.slug for f in figures], open_one))
    report = QuarterlyReport(ends_on=period.last_day, area_name=area_name, begun_by=by, begun_at=clock.now())
    db.session.add(report)
    db.session.flush()
    db.session.add_all(_kept(report, number, figure) for number, figure in enumerate(figures))
    report.record(EventKind.REPORT_BEGUN, by=by, quarter=str(period.in_words()), count=len(figures))
    return report


def _kept(report: QuarterlyReport, number: int, figure: rules.Frozen) -> ReportFigure:
    measure, reading = figure.measure, figure.reading
    return ReportFigure(
        report_id=report.id,
        position=number,
        measure=measure.slug,
        quadrant=measure.quadrant,
        label=measure.label,
        says=measure.says,
        unit=measure.unit,
        better=measure.better,
        places=measure.places,
        year=figure.year,
        period=figure.period,
        value=_text(reading.value),
        numerator=_text(reading.numerator),
        denominator=_text(reading.denominator),
        symbol=reading.symbol,
        why=str(reading.why) if reading.why else None,
        hidden=reading.hidden,
        counts=figure.counts,
        over=figure.over,
        source=figure.source,
        planned=_text(figure.planned),
    )


def _text(number: Fraction | None) -> str | None:
    return str(number) if number is not None else None


def write_so_what(report: QuarterlyReport, *, so_what: str, read_version: int, by: Practitioner) -> None:
    """Write what the figures mean. Raises Changed, NotYet."""
    _refuse_approved(report)
    if report.version != read_version:
        raise Changed(stored={"so_what": report.so_what or ""}, version=report.version)
    if not so_what.strip():
        raise NotYet(say(N_("Say what these figures mean."), "so_what"))
    report.so_what = so_what.strip()
    report.record(EventKind.REPORT_WRITTEN, by=by)


def make_promise(report: QuarterlyReport, *, what: str, owner: str, due_on: date, by: Practitioner) -> ReportPromise:
    """Promise that something will be done differently. Raises NotYet."""
    _refuse_approved(report)
    already = db.session.scalar(sa.select(sa.func.count()).where(ReportPromise.report_id == report.id)) or 0
    _refuse(rules.missing_promise(what, owner, due_on, clock.today(), already))
    promise = ReportPromise(
        report_id=report.id,
        what=what.strip(),
        owner=owner.strip(),
        due_on=due_on,
        made_by_id=by.id,
        made_at=clock.now(),
    )
    db.session.add(promise)
    report.record(EventKind.PROMISE_MADE, by=by, owner=promise.owner)
    return promise


def take_out_promise(report: QuarterlyReport, promise: ReportPromise, *, by: Practitioner) -> None:
    """Take a promise out of a report that is still in writing. Raises NotYet."""
    _refuse_approved(report)
    if promise.report_id != report.id:
        raise NotYet(say(N_("This promise is not in this report.")))
    db.session.delete(promise)
    report.record(EventKind.PROMISE_TAKEN_OUT, by=by, because=promise.what, owner=promise.owner)


def answer_promise(
    report: QuarterlyReport,
    promise: ReportPromise,
    *,
    kept: rules.Kept,
    words: str,
    read_version: int,
    by: Practitioner,
) -> PromiseAnswer:
    """Say what became of a promise of the last report; `read_version` is that of the answer that was read, 0 for none.
    Raises Changed, NotYet."""
    _refuse_approved(report)
    if promise.id not in owed(report):
        raise NotYet(say(N_("This promise was not made in the last report.")))
    held = db.session.scalar(sa.select(PromiseAnswer).where(PromiseAnswer.promise_id == promise.id))
    if held is not None and held.version != read_version:
        stored = {"kept": held.kept.label, "words": held.words}
        raise Changed(stored=stored, version=held.version, who=held.answered_by.name)
    if not words.strip():
        raise NotYet(say(N_("Say in words what became of it."), "words"))
    if held is None:
        held = PromiseAnswer(promise=promise, report_id=report.id)
        db.session.add(held)
    held.kept, held.words, held.answered_by, held.answered_at = kept, words.strip(), by, clock.now()
    report.record(EventKind.PROMISE_ANSWERED, by=by, owner=promise.owner, kept=kept)
    return held


def approve(report: QuarterlyReport, *, by: Practitioner) -> None:
    """Approve a report, which publishes it to managers and analysts; nothing of it changes any more. Raises NotYet."""
    _refuse_approved(report)
    wrote = sa.exists().where(
        Event.subject == Subject.QUARTERLY_REPORT,
        Event.subject_id == report.id,
        Event.by_id == by.id,
        Event.kind.in_(WRITING),
    )
    asked = owed(report)
    answered = db.session.scalars(sa.select(PromiseAnswer.promise_id).where(PromiseAnswer.report_id == report.id))
    promises = db.session.scalar(sa.select(sa.func.count()).where(ReportPromise.report_id == report.id)) or 0
    _refuse(
        rules.missing_to_approve(
            so_what=report.so_what,
            promises=promises,
            unanswered=len(asked - set(answered)),
            wrote=bool(db.session.scalar(sa.select(wrote))),
        )
    )
    report.approved_at, report.approved_by = clock.now(), by
    report.record(EventKind.REPORT_APPROVED, by=by, quarter=str(report.quarter.in_words()))


def owed(report: QuarterlyReport) -> set[int]:
    """The promises that this report answers: those of the last report before it. No deed of its own."""
    last = (
        sa.select(QuarterlyReport.id)
        .where(QuarterlyReport.ends_on < report.ends_on)
        .order_by(QuarterlyReport.ends_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    return set(db.session.scalars(sa.select(ReportPromise.id).where(ReportPromise.report_id == last)))


def _refuse_approved(report: QuarterlyReport) -> None:
    if report.approved_at is not None:
        raise NotYet(rules.frozen())


def _refuse(lacking: Iterable[Sentence]) -> None:
    found = list(lacking)
    if found:
        raise NotYet(*found)
