"""What came of the help, by headline outcome, level of need, who led, and their agency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ..forms.base import offer
from ..forms.scorecard import CutsForm
from ..policy import Act, could
from ..practice import clock
from ..practice.cuts import (
    OTHERS,
    Cell,
    Cut,
    Cuts,
    Row,
    Told,
    cuts,
    largest_agencies,
    nothing_shown,
    without_small_numbers,
)
from ..practice.domains import Headline
from ..practice.figure_tables import FigureTable, Shown, number
from ..practice.periods import Period, period_of, year_of
from ..practice.roles import Part
from ..practice.scorecard import MEASURES
from ..practice.triage import Level
from ..practice.words import word_of
from ..queries import cuts as queries
from .behind import PARTS, where_cut
from .flow import percent
from .guards import me, signed_in
from .language import sentence
from .period_choice import periods_offered
from .scorecard import local_of, shown_to, told_to
from .tables import Asked, Figures, figure_page

bp = Blueprint("cuts", __name__)


@bp.get("/outcomes-by")
@signed_in(Act.SEE_SCORECARD)
def cuts_of() -> Any:
    """One measure of one year (or for those who see exact numbers a quarter), cut four ways."""
    return read.show("scorecard/cuts.html")


@figure_page("outcomes-by", Act.SEE_SCORECARD)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: the whole, and a table for each cut."""
    form = CutsForm(MultiDict(asked))
    form.told.choices = offer((told.value, gettext(told.label)) for told in Told)
    form.period.choices = offer((one.slug, one.in_words().in_words(gettext)) for one in periods_offered(exact))
    status = 200 if form.validate() else 400
    told = word_of(Told, form.told.data) if status == 200 and form.told.data else Told.OUTCOMES_MET
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.told.data, form.period.data = told.value, period.slug
    cells, by_headline = queries.cells(told, period, clock.today())
    cells = largest_agencies(cells)
    found = _shown(exact, told, period.ending, cells, by_headline)
    name, label = _namer(queries.agency_names()), gettext(told.label)
    linked = exact and could(me(), Act.SEE_BEHIND_FIGURES)

    def shown(cut: Cut | None, row: Row) -> list[Shown]:
        leads = linked and not (cut is Cut.AGENCY and row.of == OTHERS)
        ways = [where_cut(told, cut, row.of, period, part) if leads else "" for part in PARTS]
        return _row(name(cut, row.of) if cut else gettext("Together"), row, ways)

    whole = _table("whole", label, gettext("All"), [shown(None, found.whole)])
    by_cut = {
        cut: _table(
            cut.value,
            f"{label}: {gettext(cut.label)}",
            gettext(cut.label),
            [shown(cut, row) for row in found.rows[cut]],
        )
        for cut in Cut
    }
    return Figures(
        about=gettext("Period: %(period)s.", period=sentence(Period(period.ending).in_words())),
        source=gettext("the cases of this service, as they stand today"),
        tables=(whole, *by_cut.values()),
        asked={"told": told.value, "period": Period(period.ending).slug},
        notes=(gettext("A file holds the figures of a whole year, with small numbers hidden."),),
        context={"form": form, "told": told, "period": period, "whole": whole, "by_cut": by_cut, "exact": exact},
        status=status,
    )


def _table(name: str, title: str, first: str, rows: Sequence[Sequence[Shown]]) -> FigureTable:
    columns = [first, gettext("Share"), gettext("95%% interval") % {}, gettext("Numerator"), gettext("Denominator")]
    return FigureTable(name, title, columns, rows, units={1: "%"})


def _row(name: str, row: Row, ways: Sequence[str]) -> list[Shown]:
    sure = Shown(None)
    if row.interval:
        low, high = f"{row.interval.low * 100:.1f}", f"{row.interval.high * 100:.1f}"
        sure = Shown(gettext("%(low)s%% to %(high)s%%", low=low, high=high))
    behind = f"{name}: {gettext('families behind it')}"
    counts = zip((row.numerator, row.denominator), ways, strict=True)
    return [Shown(name), percent(row.share), sure, *(number(count, href=way, about=behind) for count, way in counts)]


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
