"""The figures that a quarterly report begins with: published ones as they are held, local ones of the quarter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from ..models import Area, Dataset
from ..practice import clock
from ..practice.periods import Period
from ..practice.reports import Frozen, in_the_quarter, quarter_as_shown
from ..practice.scorecard import LOCAL, PUBLISHED, Measure, Quadrant
from . import reports
from . import scorecard as queries
from .local_measures import counted_in
from .local_results import from_counts
from .own_measures import own_measures
from .trajectories import planned_for

OWN_SOURCE = "The cases of this service"


def figures_now(
    period: Period, chosen: Collection[str], area: int | None, source: Callable[[Measure, dict[str, Dataset]], str]
) -> list[Frozen]:
    """The chosen measures as they stand now, in the order of the scorecard; small numbers are hidden already."""
    datasets, held = queries.datasets_in_force(), queries.areas()
    own = held.get(area or 0)
    published = _published(own, held, datasets, chosen, source) if own is not None else []
    order, planned = list(Quadrant), planned_for(period)
    found = [replace(one, planned=planned.get(one.measure.slug)) for one in (*published, *_local(period, chosen))]
    return sorted(found, key=lambda one: order.index(one.measure.quadrant))


def _published(
    area: Area,
    held: dict[int, Area],
    datasets: Sequence[Dataset],
    chosen: Collection[str],
    source: Callable[[Measure, dict[str, Dataset]], str],
) -> list[Frozen]:
    years = queries.years_held(datasets)
    wanted = [measure for measure in (*PUBLISHED, *own_measures()) if measure.slug in chosen]
    if not years or not wanted:
        return []
    board = queries.board(area, years[0], held, datasets, wanted)
    imported = {d.publication: d for d in datasets}
    found = []
    for row in board.rows:
        # A symbol of the newest year says something; where there is nothing at all, the latest year that has a value.
        year, reading = row.latest if row.latest and row.now.symbol is None else (board.year, row.now)
        measure = row.measure
        found.append(
            Frozen(
                measure,
                reading,
                year,
                str(measure.period.in_words(year)),
                "; ".join(measure.numerator_words),
                "; ".join(measure.denominator_words),
                source(measure, imported),
            )
        )
    return found


def _local(period: Period, chosen: Collection[str]) -> list[Frozen]:
    today = clock.today()
    counted = from_counts(period.ending, counted_in(period, today), clock.now()).readings
    shown = quarter_as_shown(counted, reports.hidden_before(period.last_day))
    words = str(period.in_words())
    return [
        Frozen(m, shown[m.slug], None, words, in_the_quarter(m.counts), in_the_quarter(m.over), OWN_SOURCE)
        for m in LOCAL
        if m.slug in chosen and m.slug in shown
    ]
