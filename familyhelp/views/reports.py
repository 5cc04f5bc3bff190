"""Quarterly reports: the list, one as a page, and the steps in which it is written and approved."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import gettext

from ..casework import reports as deeds
from ..forms.base import offer
from ..forms.reports import AnswerForm, BeginForm, PromiseForm, SoWhatForm, SureForm
from ..models import QuarterlyReport, ReportPromise
from ..policy import Act
from ..practice import clock
from ..practice import reports as rules
from ..practice.exports import What
from ..practice.periods import period_of
from ..practice.references import read_code, write_code
from ..practice.scorecard import LOCAL, PUBLISHED, Quadrant
from ..practice.words import NotYet
from ..queries import measure_choices as choices
from ..queries import reports as queries
from ..queries.own_measures import own_measures
from ..queries.report_figures import figures_now
from ..queries.scorecard import areas
from . import exports, figures
from .guards import me, on_report, signed_in
from .pages import form_page, open_form
from .scorecard import own_authority

bp = Blueprint("reports", __name__)


def address(report: QuarterlyReport) -> str:
    """Where the page of a report is."""
    return url_for("reports.report", report=write_code(report.code))


@bp.get("/reports")
@signed_in(Act.SEE_REPORTS)
def list_of() -> Any:
    """Every report, the newest quarter first."""
    return render_template("reports/list.html", page=queries.reports(me(), request.args.get("after")))


@bp.route("/reports/new", methods=["GET", "POST"])
@signed_in(Act.WRITE_REPORTS)
def begin() -> Any:
    """Begin the report of a quarter with the figures of today."""
    last = queries.last_report()
    offered = rules.quarters_to_report(clock.today(), last.ends_on if last else None)
    measures = [*PUBLISHED, *own_measures(), *LOCAL]
    chosen = choices.newest()
    usual = chosen.slugs if chosen else [m.slug for m in measures]
    form = open_form(BeginForm, data={"quarter": offered[0].slug if offered else None, "measures": usual})
    form.quarter.choices = offer((p.slug, p.in_words().in_words(gettext)) for p in offered)
    form.measures.choices = offer((m.slug, gettext(m.label)) for m in measures)

    def deed() -> QuarterlyReport:
        period = period_of(form.quarter.data) or offered[0]
        own = own_authority(areas())
        return deeds.begin(
            period,
            figures_now(period, set(form.measures.data or ()), own, figures.source),
            area_name=current_app.config["AUTHORITY_NAME"],
            by=me(),
        )

    writing = last if last is not None and last.approved_at is None else None
    return form_page(form, "reports/begin.html", deed, then=address, writing=writing, offered=offered)


@bp.get("/reports/<report>")
@on_report(Act.SEE_REPORTS)
def report(report: QuarterlyReport) -> Any:
    """One report: last quarter's promises, what changed, so what, what we will do differently, every figure."""
    return render_template(
        "reports/report.html",
        report=report,
        whole=queries.whole(report),
        quadrants=list(Quadrant),
        events=queries.events_of(report),
        figures=figures,
    )


@bp.route("/reports/<report>/so-what", methods=["GET", "POST"])
@on_report(Act.WRITE_REPORTS)
def so_what(report: QuarterlyReport) -> Any:
    """Write what the figures mean, with what changed in sight."""
    _in_writing(report)
    form = open_form(SoWhatForm, data={"version": str(report.version), "so_what": report.so_what})
    return form_page(
        form,
        "reports/so_what.html",
        lambda: deeds.write_so_what(report, so_what=form.so_what.data, read_version=form.read_version, by=me()),
        then=address(report),
        report=report,
        whole=queries.whole(report),
        figures=figures,
    )


@bp.route("/reports/<report>/promises/new", methods=["GET", "POST"])
@on_report(Act.WRITE_REPORTS)
def promise(report: QuarterlyReport) -> Any:
    """Promise one thing."""
    _in_writing(report)
    form = open_form(PromiseForm)
    return form_page(
        form,
        "reports/promise.html",
        lambda: deeds.make_promise(
            report, what=form.what.data, owner=form.owner.data, due_on=form.due_on.data, by=me()
        ),
        then=address(report),
        report=report,
    )


@bp.route("/reports/<report>/promises/<promise>/take-out", methods=["GET", "POST"])
@on_report(Act.WRITE_REPORTS)
def take_out(report: QuarterlyReport, promise: str) -> Any:
    """Take a promise out of a report in writing."""
    _in_writing(report)
    held = _promise(report, promise)
    return form_page(
        open_form(SureForm),
        "reports/take_out.html",
        lambda: deeds.take_out_promise(report, held, by=me()),
        then=address(report),
        report=report,
        promise=held,
    )


@bp.route("/reports/<report>/promises/<promise>/answer", methods=["GET", "POST"])
@on_report(Act.WRITE_REPORTS)
def answer(report: QuarterlyReport, promise: str) -> Any:
    """Say what became of a promise of the last report."""
    _in_writing(report)
    asked = _promise(report, promise)
    held = queries.answer_to(asked)
    before = {"version": str(held.version), "kept": held.kept, "words": held.words} if held else {"version": "0"}
    form = open_form(AnswerForm, data=before)

    def deed() -> None:
        deeds.answer_promise(
            report, asked, kept=form.kept.data, words=form.words.data, read_version=form.read_version, by=me()
        )

    return form_page(form, "reports/answer.html", deed, then=address(report), report=report, promise=asked)


@bp.route("/reports/<report>/export", methods=["GET", "POST"])
@on_report(Act.EXPORT_FIGURES)
def export(report: QuarterlyReport) -> Any:
    """Take an approved report away."""
    if report.approved_at is None:
        raise NotYet(rules.not_published())
    about = report.quarter.in_words().in_words(gettext)
    return exports.ask(What.REPORT, {"report": report.code, "year": report.quarter.slug}, about)


@bp.route("/reports/<report>/approve", methods=["GET", "POST"])
@on_report(Act.APPROVE_REPORTS)
def approve(report: QuarterlyReport) -> Any:
    """Approve a report and publish it."""
    _in_writing(report)
    return form_page(
        open_form(SureForm),
        "reports/approve.html",
        lambda: deeds.approve(report, by=me()),
        then=address(report),
        report=report,
    )


def _promise(report: QuarterlyReport, text: str) -> ReportPromise:
    code = read_code(text)
    return (queries.promise_of(report, code) if code else None) or abort(404)


def _in_writing(report: QuarterlyReport) -> None:
    if request.method == "GET" and report.approved_at is not None:
        raise NotYet(rules.frozen())
