"""The flow of families through a year: counts, how many go on within a time, and cohorts by quarter."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ..forms.base import offer
from ..forms.scorecard import PeriodForm
from ..policy import Act, could
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown, number
from ..practice.flow_figures import (
    QUARTERS,
    YEAR,
    Column,
    Count,
    Flow,
    Going,
    flow,
    nothing_shown,
    without_small_numbers,
)
from ..practice.periods import Period, period_of, year_of
from ..practice.readings import rounded
from ..queries import flow as queries
from .behind import where_flow
from .flow_pictures import picture
from .guards import me, signed_in
from .language import sentence
from .period_choice import periods_offered
from .scorecard import told_to
from .tables import Asked, Figures, figure_page

bp = Blueprint("flow", __name__)


@bp.get("/flow")
@signed_in(Act.SEE_SCORECARD)
def flow_of() -> Any:
    """One year, or for those who see exact numbers a quarter of it."""
    return read.show("scorecard/flow.html")


@figure_page("flow", Act.SEE_SCORECARD)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows. Beside the reports of a year's quarters nothing of it is shown without exact numbers."""
    form = PeriodForm(MultiDict(asked))
    form.period.choices = offer((period.slug, period.in_words().in_words(gettext)) for period in periods_offered(exact))
    status = 200 if form.validate() else 400
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.period.data = period.slug
    counts = queries.counts(period.ending, clock.today())
    reported = any(year_of(one.quarter).ending == period.ending for one in told_to(exact, period.ending))
    found = flow(counts) if exact else nothing_shown(counts) if reported else without_small_numbers(counts)
    quarter = period.quarter or YEAR
    year = Period(period.ending)
    notes = [gettext("A file holds the figures of a whole year, with small numbers hidden.")]
    if reported:
        notes.append(gettext("Quarterly reports tell some of these figures by quarter, so that none is told here."))
    return Figures(
        about=gettext("Period: %(period)s.", period=sentence(year.in_words())),
        source=gettext("the cases of this service, as they stand today"),
        tables=(_counts(found, year, exact), _going(found, period), _cohorts(found, year, exact)),
        asked={"period": year.slug},
        notes=tuple(notes),
        context={
            "form": form,
            "period": period,
            "picture": picture(found, quarter),
            "exact": exact,
            "reported": reported,
        },
        status=status,
    )


def _quarters(year: Period) -> list[Period]:
    return [Period(year.ending, number) for number in QUARTERS]


def _linked(one: Count | Column, count: int | None, period: Period, linked: bool, *, strong: bool = False) -> Shown:
    """A count, leading to whom it counts for those who may see some of them."""
    if not linked or not could(me(), Act.SEE_BEHIND_FIGURES):
        return number(count, strong=strong)
    about = f"{gettext(one.label)}, {sentence(period.in_words())}: {gettext('families behind it')}"
    return number(count, strong=strong, href=where_flow(one, period), about=about)


def _counts(found: Flow, year: Period, exact: bool) -> FigureTable:
    rows = [
        [
            Shown(gettext(what.label)),
            _linked(what, found.count(what), year, exact, strong=True),
            *(_linked(what, found.count(what, one.quarter or YEAR), one, exact) for one in _quarters(year)),
        ]
        for what in Count
    ]
    title = gettext("The same as a table, year ending 31 March %(year)s", year=year.ending)
    columns = [gettext("What happened"), gettext("Year"), *(sentence(one.in_words()) for one in _quarters(year))]
    return FigureTable("counts", title, columns, rows)


def _going(found: Flow, period: Period) -> FigureTable:
    rows = [
        [
            Shown(gettext(way.label)),
            _window(way, one.window),
            percent(one.share),
            number(one.numerator),
            number(one.denominator),
            number(one.young),
        ]
        for way in Going
        for one in found.shares(way, period.quarter or YEAR)
    ]
    columns = [
        gettext("From where to where"),
        gettext("Within"),
        gettext("Share"),
        gettext("Went on"),
        gettext("Of those whose time is over"),
        gettext("Too early to know"),
    ]
    return FigureTable("going", gettext("From one step to the next"), columns, rows, units={2: "%"})


def _window(way: Going, days: int) -> Shown:
    if way is Going.ACCEPTED:
        return Shown(gettext("%(days)s working days", days=days))
    return Shown(gettext("%(days)s days", days=days))


def percent(share: Fraction | None) -> Shown:
    """A share as a percentage; a gap where it is not known."""
    return Shown(
        None if share is None else share * 100, "–" if share is None else f"{rounded(share * 100, 1)}%", strong=True
    )


def _cohorts(found: Flow, year: Period, exact: bool) -> FigureTable:
    def cells(one: Period) -> list[Shown]:
        return [_linked(column, found.cohort(column, one.quarter or YEAR), one, exact) for column in Column]

    rows = [[Shown(sentence(one.in_words())), *cells(one)] for one in _quarters(year)]
    columns = [gettext("Began in"), *(gettext(column.label) for column in Column)]
    title = gettext("Episodes by the quarter in which they began, as they stand today")
    return FigureTable("cohorts", title, columns, rows)
