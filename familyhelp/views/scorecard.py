"""The balanced scorecard: an authority's published figures in one year, and what this service counted itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError, OperationalError

from ..casework import scorecard as keeping
from ..extensions import db
from ..forms.base import offer
from ..forms.scorecard import ScorecardForm
from ..models import Area, Dataset
from ..models import SpendLine as Setting
from ..policy import Act, could
from ..practice import clock, geography
from ..practice.figure_tables import FigureTable, Shown
from ..practice.measure_choices import in_order
from ..practice.own_measures import not_published
from ..practice.periods import Period, year_of
from ..practice.readings import Reading
from ..practice.reports import Told, year_as_shown
from ..practice.scorecard import LOCAL, PUBLISHED, Measure, Quadrant
from ..practice.spend_lines import SpendLine, following
from ..queries import local_results, reports, spend_lines
from ..queries import measure_choices as choices
from ..queries import scorecard as queries
from ..queries.local_measures import Count, counted_each
from ..queries.local_results import Local
from ..queries.own_measures import own_measures
from . import charts, figures
from .guards import me, signed_in
from .language import sentence
from .tables import Asked, Figures, figure_page

bp = Blueprint("scorecard", __name__)


@bp.get("/scorecard")
@signed_in(Act.SEE_SCORECARD)
def scorecard() -> Any:
    """The three quadrants of one authority and year."""
    exact = could(me(), Act.SEE_CASE)
    datasets = queries.datasets_in_force()
    held = queries.areas()
    this_year = year_of(clock.today()).ending
    published_years = queries.years_held(datasets)
    own = own_measures()
    form = _form(held, own, sorted({*published_years, this_year, this_year - 1}, reverse=True))
    status = 200 if form.validate() else 400
    area = _area(form, held) if status == 200 else None
    year = int(form.year.data) if status == 200 and form.year.data else (published_years or [this_year])[0]
    form.area.data, form.year.data = str(area.id) if area else "", str(year)
    spend = spend_lines.settings() if area else {}
    measures = [*published_here(spend, datasets), *own]
    board = queries.board(area, year, held, datasets, measures) if area else None
    wanted = form.trend.data if status == 200 else ""
    trend = next((measure for measure in measures if measure.slug == wanted), PUBLISHED[0])
    form.trend.data = trend.slug
    chart = charts.trend(trend, board) if board else None
    everything = request.args.get("all") == "yes"
    choice = None if everything else choices.newest()
    slugs = choice.slugs if choice else None
    rows = {row.measure.slug: row for row in board.rows} if board else {}
    local, told = local_of(year), told_to(exact, year)
    page = render_template(
        "scorecard/scorecard.html",
        form=form,
        board=board,
        year=year,
        quadrants=list(Quadrant),
        published=[rows[m.slug] for m in in_order(measures, slugs) if m.slug in rows],
        datasets={d.publication: d for d in datasets},
        not_published=not_published(measures),
        succession=geography.told(area.number) if area else None,
        counted=spend_lines.counted_of(spend),
        spend=spend,
        local_measures=in_order(LOCAL, slugs),
        chosen=choice,
        everything=everything,
        local=shown_to(exact, local[year], told),
        local_before=shown_to(exact, local[year - 1], told),
        counted_at=local[year].counted_at,
        exact=exact,
        chart=chart,
        page_name="trend",
        trend=_trend_table(chart) if chart else None,
        trend_asked={"area": form.area.data, "year": str(year), "trend": trend.slug},
        figures=figures,
    )
    return page, status


def published_here(spend: dict[SpendLine, Setting], datasets: Sequence[Dataset]) -> list[Measure]:
    """The published measures with what counts here as early help; those of the revenue outturn where it is held."""
    held = {dataset.publication for dataset in datasets}
    there = [m for m in PUBLISHED if "revenue_outturn" in held or not m.slug.startswith("outturn_")]
    return following(there, spend_lines.counted_of(spend))


@figure_page("trend", Act.SEE_SCORECARD)
def read_trend(asked: Asked, _exact: bool) -> Figures:
    """One published measure of an authority over the years, as the scorecard draws it."""
    datasets, held = queries.datasets_in_force(), queries.areas()
    area, year = (asked.get(name, "") for name in ("area", "year"))
    there = {str(one.id): one for one in queries.authorities(held)}.get(area) or abort(404)
    measures = [*published_here(spend_lines.settings(), datasets), *own_measures()]
    measure = next((one for one in measures if one.slug == asked.get("trend")), None) or abort(404)
    if year not in {str(one) for one in queries.years_held(datasets)}:
        abort(404)
    chart = charts.trend(measure, queries.board(there, int(year), held, datasets, [measure])) or abort(404)
    sources = {dataset.publication: dataset for dataset in datasets}
    return Figures(
        about=f"{gettext(measure.label)}, {there.name}",
        source=figures.source(measure, sources),
        tables=(_trend_table(chart),),
        asked={"area": area, "year": year, "trend": measure.slug},
        notes=(gettext(measure.says),),
    )


def _trend_table(chart: charts.Chart) -> FigureTable:
    measure = chart.measure

    def shown(reading: Reading | None) -> Shown:
        if reading is None:
            return Shown(None)
        words = figures.reading(measure, reading)
        return Shown(words if reading.value is None else reading.value, words)

    rows = [
        [Shown(sentence(measure.period.in_words(year))), *(shown(one.readings.get(year)) for one in chart.series)]
        for year in reversed(chart.years)
    ]
    columns = [gettext("Year"), *(one.name for one in chart.series)]
    units = dict.fromkeys(range(1, len(columns)), gettext(measure.unit.label))
    return FigureTable("trend", gettext("%(trend)s, as a table", trend=chart.title), columns, rows, units=units)


def _form(held: dict[int, Area], own: Sequence[Measure], years: list[int]) -> ScorecardForm:
    form = ScorecardForm(request.args)
    authorities = queries.authorities(held)
    names = [area.name for area in authorities]
    form.area.choices = offer(
        (area.id, area.name if names.count(area.name) == 1 else f"{area.name} ({area.number or area.code})")
        for area in authorities
    )
    form.year.choices = offer((year, gettext("year ending in %(year)s", year=year)) for year in years)
    form.trend.choices = offer((measure.slug, gettext(measure.label)) for measure in (*PUBLISHED, *own))
    return form


def _area(form: ScorecardForm, held: dict[int, Area]) -> Area | None:
    """The authority that was chosen, or else the one that this service works for."""
    if form.area.data:
        return held[int(form.area.data)]
    return held.get(own_authority(held) or 0)


def own_authority(held: dict[int, Area]) -> int | None:
    """The number of the authority that this service works for."""
    settings = current_app.config
    return queries.own_authority(held, settings["AUTHORITY_CODE"], settings["AUTHORITY_NAME"])


def told_to(exact: bool, year: int) -> list[Told]:
    """What the quarterly reports of a year and the one before told; nothing is asked for who sees every number."""
    return [] if exact else reports.told_in(year - 1, year)


def shown_to(exact: bool, local: Local, told: list[Told]) -> dict[str, Reading]:
    """The local readings as the reader may see them, beside what the quarterly reports told."""
    return local.readings if exact else year_as_shown(local.readings, told, local.year)


def local_of(year: int) -> dict[int, Local]:
    """What the local measures say of a year and the one before."""
    years = (year, year - 1)
    if local_results.is_small():
        return local_results.count_now(*years)
    parts = local_results.kept(years)
    stale = local_results.to_count(year, parts)
    if local_results.whole(year - 1, parts) is None:
        stale.append(Period(year - 1))
    if stale:
        counts = counted_each(stale, clock.today())
        parts |= {period: local_results.Part(found, clock.now()) for period, found in counts.items()}
        _keep(counts)
    found = {one: local_results.whole(one, parts) for one in years}
    return {one: local for one, local in found.items() if local is not None}


def _keep(counts: dict[Period, list[Count]]) -> None:
    """Keep what was counted, in a short transaction of its own: the page changes nothing else. Where somebody is
    keeping the same just now, theirs is as good."""
    try:
        with db.engine.begin() as connection:
            keeping.keep_counts(connection, counts)
    except (OperationalError, IntegrityError):
        current_app.logger.info("The counts of %s were not kept this time.", list(counts))
