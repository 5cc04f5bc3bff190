"""What came of the help, by headline outcome, level of need, who led, and their agency."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from ..forms.base import offer
from ..forms.scorecard import CutsForm
from ..policy import Act, could
from ..practice import clock
from ..practice.cuts import OTHERS, Cell, Cut, Cuts, Told, cuts, largest_agencies, nothing_shown, without_small_numbers
from ..practice.domains import Headline
from ..practice.periods import period_of, year_of
from ..practice.roles import Part
from ..practice.scorecard import MEASURES
from ..practice.triage import Level
from ..practice.words import word_of
from ..queries import cuts as queries
from .guards import me, signed_in
from .period_choice import periods_offered
from .scorecard import local_of, shown_to, told_to

bp = Blueprint("cuts", __name__)


@bp.get("/outcomes-by")
@signed_in(Act.SEE_SCORECARD)
def cuts_of() -> Any:
    """One measure of one year (or for those who see exact numbers a quarter), cut four ways."""
    exact = could(me(), Act.SEE_CASE)
    form = CutsForm(request.args)
    form.told.choices = offer((told.value, gettext(told.label)) for told in Told)
    form.period.choices = offer((one.slug, one.in_words().in_words(gettext)) for one in periods_offered(exact))
    status = 200 if form.validate() else 400
    told = word_of(Told, form.told.data) if status == 200 and form.told.data else Told.OUTCOMES_MET
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.told.data, form.period.data = told.value, period.slug
    cells, by_headline = queries.cells(told, period, clock.today())
    cells = largest_agencies(cells)
    page = render_template(
        "scorecard/cuts.html",
        form=form,
        told=told,
        period=period,
        found=_shown(exact, told, period.ending, cells, by_headline),
        cuts=Cut,
        name=_namer(queries.agency_names()),
        exact=exact,
    )
    return page, status


def _shown(exact: bool, told: Told, year: int, cells: list[Cell], by_headline: list[Cell]) -> Cuts:
    """What the reader may see, beside the scorecard of the year and what the quarterly reports told."""
    if exact:
        return cuts(cells, by_headline)
    reported = [one for one in told_to(exact, year) if year_of(one.quarter).ending == year]
    if told.value in MEASURES:
        hidden = bool(reported) and shown_to(exact, local_of(year)[year], reported)[told.value].hidden
    else:
        hidden = any(one.reading.hidden for one in reported)
    return nothing_shown(cells, by_headline) if hidden else without_small_numbers(cells, by_headline)


def _namer(agencies: Any) -> Any:
    """What a row of a cut is called."""

    def name(cut: Cut, of: Any) -> str:
        if cut is Cut.AGENCY and of == OTHERS:
            return str(gettext("Other agencies"))
        if cut is Cut.AGENCY:
            return str(agencies.get(of) or gettext("No agency is recorded"))
        if isinstance(of, Headline | Level | Part):
            return str(gettext(of.label))
        return str(gettext("Not recorded"))

    return name
