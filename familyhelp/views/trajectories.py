"""Trajectories: what is planned by quarter beside what came, as a picture, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext

from ..casework import trajectories as deeds
from ..forms.trajectories import CommentForm, PlanForm
from ..models import Trajectory
from ..policy import Act
from ..practice import clock
from ..practice import trajectories as rules
from ..practice.figure_tables import FigureTable, Shown
from ..practice.periods import Period
from ..practice.readings import Reading, rounded
from ..practice.reports import Frozen
from ..practice.scorecard import Measure
from ..practice.trajectories import quarters_to_plan
from ..queries import trajectories as queries
from ..queries.own_measures import all_measures
from . import charts, figures
from .guards import me, signed_in
from .language import sentence
from .pages import form_page, open_form
from .tables import Asked, Figures, figure_page

bp = Blueprint("trajectories", __name__)


@dataclass(frozen=True)
class Row:
    """A quarter: what was planned, what came, and how the two differ in words."""

    quarter: Period
    planned: Fraction | None
    actual: Frozen | None
    difference: str


@bp.get("/scorecard/trajectories")
@signed_in(Act.SEE_SCORECARD)
def list_of() -> Any:
    """Every measure, and whether it has a plan."""
    plans = queries.newest()
    measures = all_measures().values()
    return render_template(
        "trajectories/list.html",
        planned=[(m, plans[m.slug]) for m in measures if m.slug in plans],
        others=[m for m in measures if m.slug not in plans],
    )


@bp.get("/scorecard/trajectories/<measure>")
@signed_in(Act.SEE_SCORECARD)
def trajectory(measure: str) -> Any:
    """One measure: its plan beside its actual values, every version, what people say."""
    return read.show("trajectories/trajectory.html", measure=measure)


@figure_page("trajectory", Act.SEE_SCORECARD)
def read(asked: Asked, _exact: bool) -> Figures:
    """What the page shows of one measure. What came is told by the reports, which hide small numbers from everybody."""
    measure = asked.get("measure", "")
    held = _measure(measure)
    versions, actual = queries.versions(measure), queries.actual(measure)
    rows = _rows(held, versions[0].path if versions else {}, actual)
    return Figures(
        about=gettext(held.label),
        source=gettext("the plan of the authority, and its approved quarterly reports"),
        tables=(_table(held, rows),),
        asked={"measure": measure},
        context={
            "measure": held,
            "versions": versions,
            "chart": _chart(held, rows),
            "comments": queries.comments(measure),
            "no_target": measure in rules.NO_TARGETS,
            "figures": figures,
        },
    )


def _table(measure: Measure, rows: list[Row]) -> FigureTable:
    def actual(one: Frozen | None) -> Shown:
        if one is None:
            return Shown(None, gettext("No report yet"))
        words = figures.reading(measure, one.reading)
        return Shown(
            words if one.reading.value is None else one.reading.value, words, note=one.period if one.year else ""
        )

    shown = [
        [
            Shown(sentence(row.quarter.in_words())),
            Shown(row.planned, figures.value(measure, row.planned)),
            actual(row.actual),
            Shown(row.difference),
        ]
        for row in rows
    ]
    columns = [gettext("Quarter"), gettext("Planned"), gettext("Actual"), gettext("Actual beside planned")]
    unit = gettext(measure.unit.label)
    return FigureTable("course", gettext("The same as a table"), columns, shown, units={1: unit, 2: unit})


@bp.route("/scorecard/trajectories/<measure>/plan", methods=["GET", "POST"])
@signed_in(Act.PLAN_TRAJECTORIES)
def plan(measure: str) -> Any:
    """Plan the quarters ahead, or change the plan."""
    held = _measure(measure)
    versions = queries.versions(measure)
    before = versions[0] if versions else None
    quarters = quarters_to_plan(clock.today())
    form = open_form(PlanForm, data=_as_held(before, quarters))
    for field, quarter in zip(form.quarters, quarters, strict=True):
        words = sentence(quarter.in_words())
        field.label.text = gettext("%(quarter)s (%(unit)s)", quarter=words, unit=gettext(held.unit.label))
    if measure not in rules.NO_TARGETS:
        del form.no_magic

    def deed() -> Trajectory:
        values = zip(quarters, (rules.value_of(f.data or "") for f in form.quarters), strict=True)
        return deeds.plan(
            held,
            {quarter: value for quarter, value in values if value is not None},
            because=form.because.data,
            no_magic=form.no_magic.data or "" if "no_magic" in form else "",
            read_version=form.read_version,
            by=me(),
        )

    return form_page(
        form,
        "trajectories/plan.html",
        deed,
        then=_address(measure),
        measure=held,
        no_target=measure in rules.NO_TARGETS,
    )


@bp.route("/scorecard/trajectories/<measure>/comment", methods=["GET", "POST"])
@signed_in(Act.PLAN_TRAJECTORIES)
def comment(measure: str) -> Any:
    """Say how it goes."""
    held, form = _measure(measure), open_form(CommentForm)
    return form_page(
        form,
        "trajectories/comment.html",
        lambda: deeds.comment(held, words=form.words.data, by=me()),
        then=_address(measure),
        measure=held,
    )


def _address(measure: str) -> str:
    return url_for("trajectories.trajectory", measure=measure)


def _measure(slug: str) -> Measure:
    return all_measures().get(slug) or abort(404)


def _as_held(before: Trajectory | None, quarters: list[Period]) -> dict[str, Any]:
    if before is None:
        return {"version": "0"}
    texts = {f"q{n}": _typed(before.path.get(quarter)) for n, quarter in enumerate(quarters)}
    return {"version": str(before.number), "no_magic": before.no_magic_number, **texts}


def _typed(value: Fraction | None) -> str:
    return "" if value is None else charts.without_zeros(rounded(value, 2).replace(",", ""))


def _rows(measure: Measure, planned: Mapping[Period, Fraction], actual: Mapping[Period, Frozen]) -> list[Row]:
    quarters = sorted(planned.keys() | actual.keys(), key=lambda period: period.first_day)
    return [
        Row(
            quarter,
            planned.get(quarter),
            actual.get(quarter),
            beside(measure, planned.get(quarter), actual.get(quarter)),
        )
        for quarter in quarters
    ]


def beside(measure: Measure, planned: Fraction | None, actual: Frozen | None) -> str:
    """How an actual value differs from the planned one, in words."""
    if planned is None or actual is None or actual.reading.value is None:
        return "–"
    return str(figures.change(measure, actual.reading, Reading(planned)))


def _chart(measure: Measure, rows: list[Row]) -> charts.Chart | None:
    held = [
        (gettext("Actual"), "us", {row.quarter: row.actual.reading for row in rows if row.actual}),
        (gettext("Planned"), "other", {row.quarter: Reading(row.planned) for row in rows if row.planned is not None}),
    ]
    return charts.over_quarters(measure, gettext("Planned and actual, by quarter"), held)
