"""One measure of every authority in one year, side by side. A fixed number of statements, whatever the authorities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from ..extensions import db
from ..models import Area, AreaCode, Dataset, Figure, Neighbour
from ..practice import standing
from ..practice.published import AreaLevel
from ..practice.readings import Cell, Reading, median, read
from ..practice.scorecard import Measure
from ..practice.standing import Funnel

Cells = dict[int, dict[tuple[str, int], Cell]]


@dataclass(frozen=True)
class Compared:
    """One authority: what the measure says of it, and where it stands."""

    area: Area
    code: str | None
    reading: Reading
    rank: int | None
    quartile: int | None
    neighbours_median: Fraction | None
    neighbours_known: int
    funnel: Funnel | None


@dataclass(frozen=True)
class Comparison:
    """Every authority with a figure for the year, by name; and the nation that the funnel is drawn around."""

    measure: Measure
    year: int
    rows: Sequence[Compared]
    nation: Reading | None


def compare(measure: Measure, year: int) -> Comparison:
    """A measure of every authority that has a number or a symbol for it in a year. Five statements."""
    datasets = db.session.scalars(sa.select(Dataset).where(Dataset.superseded_at.is_(None))).all()
    held = {area.id: area for area in db.session.scalars(sa.select(Area).order_by(Area.name, Area.number))}
    cells = _cells(measure, year, datasets)
    lines = {(part.line, year - part.years_before) for part in measure.numerator}
    there = [a for a in held.values() if a.level is AreaLevel.AUTHORITY and lines & cells.get(a.id, {}).keys()]
    readings = {area.id: _read(measure, year, cells, area.id) for area in there}
    values = {area_id: reading.value for area_id, reading in readings.items()}
    ranks, count = standing.ranks(values, measure.better), len(standing.known(values.values()))
    near, codes = _neighbours(datasets), _codes(measure, year, datasets)
    nations = {
        area.id: _read(measure, year, cells, area.id) for area in held.values() if area.level is AreaLevel.NATION
    }
    rows = []
    for area in there:
        beside = standing.known(values.get(one) for one in near[area.id])
        rank = ranks.get(area.id)
        rows.append(
            Compared(
                area,
                codes.get(area.id, area.code),
                readings[area.id],
                rank,
                standing.quartile(rank, count) if rank else None,
                median(beside),
                len(beside),
                _funnel(measure, readings[area.id], nations.get(_nation_of(area, held))),
            )
        )
    return Comparison(measure, year, rows, nations.get(_nation_of(there[0], held)) if there else None)


def _cells(measure: Measure, year: int, datasets: Sequence[Dataset]) -> Cells:
    """The figures of the measure's lines in the year, and in the years before that it reads."""
    parts = measure.numerator + measure.denominator
    years = {year - part.years_before for part in parts} | {year}
    found: Cells = defaultdict(dict)
    for area_id, line, when, value, symbol in db.session.execute(
        sa.select(Figure.area_id, Figure.line, Figure.year, Figure.value, Figure.symbol).where(
            Figure.dataset_id.in_([d.id for d in datasets]), Figure.line.in_(measure.lines), Figure.year.in_(years)
        )
    ):
        found[area_id][line, when] = (value, symbol)
    return dict(found)


def _read(measure: Measure, year: int, cells: Cells, area_id: int) -> Reading:
    own = cells.get(area_id, {})
    return read(measure, year, lambda line, when: own.get((line, when)))


def _neighbours(datasets: Sequence[Dataset]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for area_id, neighbour_id in db.session.execute(
        sa.select(Neighbour.area_id, Neighbour.neighbour_id).where(Neighbour.dataset_id.in_([d.id for d in datasets]))
    ):
        found[area_id].append(neighbour_id)
    return found


def _codes(measure: Measure, year: int, datasets: Sequence[Dataset]) -> dict[int, str]:
    """The code of each area in that year: as the measure's own publication writes it, else as another one does."""
    own = {source.slug for source in measure.sources[:1]}
    mine = {dataset.id for dataset in datasets if dataset.publication in own}
    found: dict[int, tuple[tuple[bool, int], str]] = {}
    for area_id, code, dataset_id, last in db.session.execute(
        sa.select(AreaCode.area_id, AreaCode.code, AreaCode.dataset_id, AreaCode.last_year).where(
            AreaCode.dataset_id.in_([d.id for d in datasets]), AreaCode.first_year <= year, AreaCode.last_year >= year
        )
    ):
        # A code that ends first was the one in use then; a later one is there because figures were restated.
        key = (dataset_id not in mine, last)
        if area_id not in found or key < found[area_id][0]:
            found[area_id] = (key, code)
    return {area_id: code for area_id, (_key, code) in found.items()}


def _nation_of(area: Area, held: dict[int, Area]) -> int:
    wider: Area | None = area
    while wider is not None and wider.level is not AreaLevel.NATION:
        wider = held.get(wider.wider_id or 0)
    return wider.id if wider else 0


def _funnel(measure: Measure, own: Reading, nation: Reading | None) -> Funnel | None:
    if not standing.has_funnel(measure) or nation is None:
        return None
    if own.numerator is None or not own.denominator or nation.numerator is None or not nation.denominator:
        return None
    return standing.funnel(own.numerator, nation.numerator / nation.denominator * own.denominator)
