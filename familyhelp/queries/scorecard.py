"""The published side of the scorecard: one authority in one year beside the year before, its region, its nation and its
statistical neighbours. Everything comes in one statement of figures; the division is the practice's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa

from ..extensions import db
from ..models import Area, AreaCode, Dataset, Figure, Neighbour
from ..practice.published import AreaLevel
from ..practice.readings import Cell, Find, Reading, median, read
from ..practice.scorecard import PUBLISHED, Measure

Cells = dict[tuple[int, str, int], Cell]
"""Figures by area, line and year."""


@dataclass(frozen=True)
class Row:
    """One measure: the authority's value, the change on the year before, and those it is compared with."""

    measure: Measure
    now: Reading
    before: Reading
    nation: Reading
    region: Reading
    neighbours_median: Fraction | None
    neighbours_known: int
    latest: tuple[int, Reading] | None = None
    """Where there is nothing for the year: the latest year before it that has a value."""

    @property
    def change(self) -> Fraction | None:
        """The value less that of the year before; None where one of them is unknown."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value


@dataclass
class Board:
    """Everything that the page shows of one authority in one year."""

    area: Area
    year: int
    nation: Area | None
    region: Area | None
    neighbours: Sequence[Area]
    rows: Sequence[Row]
    cells: Cells = field(repr=False)

    def trend(self, measure: Measure, area: Area | None) -> list[tuple[int, Reading]]:
        """A measure of an area over every year that is held for it, the earliest first."""
        if area is None:
            return []
        lines = {part.line: part.years_before for part in measure.numerator}
        years = {year + lines[line] for (held, line, year) in self.cells if held == area.id and line in lines}
        return [(year, read(measure, year, finder(self.cells, area))) for year in sorted(years)]


def finder(cells: Cells, area: Area | None) -> Find:
    """Finds the figures of one area."""
    number = area.id if area is not None else 0
    return lambda line, year: cells.get((number, line, year))


def areas() -> dict[int, Area]:
    """Every area, by its id. There are a few hundred at most."""
    return {area.id: area for area in db.session.scalars(sa.select(Area).order_by(Area.name, Area.number))}


def authorities(held: dict[int, Area]) -> list[Area]:
    """The authorities among them, by name."""
    return [area for area in held.values() if area.level is AreaLevel.AUTHORITY]


def own_authority(held: dict[int, Area], code: str, name: str) -> int | None:
    """The number of the authority with this code; where no code is given, of the one that the name begins with."""
    name, all_of_them = name.casefold(), authorities(held)
    own = (area.id for area in all_of_them if code and area.code == code)
    named = (area.id for area in all_of_them if not code and name.startswith(area.name.casefold()))
    return next(own, None) or next(named, None)


def area_with_code(code: str) -> Area | None:
    """The area that has or had a code of nine characters, or has these three digits."""
    area = db.session.scalar(sa.select(Area).where(sa.or_(Area.code == code, Area.number == code)))
    if area is None:
        once = sa.select(AreaCode.area_id).where(AreaCode.code == code).limit(1).scalar_subquery()
        area = db.session.scalar(sa.select(Area).where(Area.id == once))
    return area


def datasets_in_force() -> Sequence[Dataset]:
    """The newest edition of every publication that was imported."""
    return db.session.scalars(
        sa.select(Dataset).where(Dataset.superseded_at.is_(None)).order_by(Dataset.publication)
    ).all()


def years_held(datasets: Iterable[Dataset]) -> list[int]:
    """The years that can be chosen, the latest first: those of every publication but the population's."""
    spans = [
        (d.first_year, d.last_year)
        for d in datasets
        if d.first_year is not None and d.last_year is not None and d.publication != "population"
    ]
    if not spans:
        return []
    return list(range(max(last for _first, last in spans), min(first for first, _last in spans) - 1, -1))


def board(
    area: Area,
    year: int,
    held: dict[int, Area],
    datasets: Sequence[Dataset],
    measures: Sequence[Measure] = PUBLISHED,
) -> Board:
    """The scorecard of one authority in one year. One statement, whatever the number of figures."""
    region, nation = _wider(area, held)
    cells, numbers = _cells(area, nation, region, year, datasets)
    near = [held[number] for number in numbers]
    rows = [_row(measure, year, cells, area, nation, region, near) for measure in measures]
    return Board(area, year, nation, region, near, rows, cells)


def _wider(area: Area, held: dict[int, Area]) -> tuple[Area | None, Area | None]:
    """The region and the nation of an area."""
    region = nation = None
    wider = held.get(area.wider_id or 0)
    while wider is not None:
        if wider.level is AreaLevel.REGION:
            region = wider
        if wider.level is AreaLevel.NATION:
            nation = wider
        wider = held.get(wider.wider_id or 0)
    return region, nation


_NEIGHBOUR = "neighbour"
"""In the place of a line: the row tells which area is a neighbour, and in the place of a year how near."""


def _cells(
    area: Area, nation: Area | None, region: Area | None, year: int, datasets: Sequence[Dataset]
) -> tuple[Cells, list[int]]:
    """All years of an area and its nation (for the trend), two years of its region and its neighbours (a rate needs the
    population before); and who its neighbours are, the nearest first."""
    numbers, years = [d.id for d in datasets], [year, year - 1]
    named = (Figure.area_id, Figure.line, Figure.year, Figure.value, Figure.symbol)
    figures = sa.select(*named).where(Figure.dataset_id.in_(numbers))
    is_near = sa.and_(Neighbour.dataset_id.in_(numbers), Neighbour.area_id == area.id)
    found = db.session.execute(
        sa.union_all(
            figures.where(Figure.area_id.in_([one.id for one in (area, nation) if one])),
            figures.where(Figure.area_id == (region.id if region else None), Figure.year.in_(years)),
            figures.join(Neighbour, sa.and_(Neighbour.neighbour_id == Figure.area_id, is_near)).where(
                Figure.year.in_(years)
            ),
            sa.select(
                Neighbour.neighbour_id,
                sa.literal(_NEIGHBOUR),
                Neighbour.position,
                sa.cast(sa.null(), Figure.value.type),
                sa.cast(sa.null(), Figure.symbol.type),
            ).where(is_near),
        )
    ).all()
    near = sorted((position, number) for number, line, position, _value, _symbol in found if line == _NEIGHBOUR)
    cells = {(number, line, when): (value, mark) for number, line, when, value, mark in found if line != _NEIGHBOUR}
    return cells, [number for _position, number in near]


def _row(
    measure: Measure,
    year: int,
    cells: Cells,
    area: Area,
    nation: Area | None,
    region: Area | None,
    near: Sequence[Area],
) -> Row:
    now = read(measure, year, finder(cells, area))
    values = [read(measure, year, finder(cells, one)).value for one in near]
    known = [value for value in values if value is not None]
    return Row(
        measure=measure,
        now=now,
        before=read(measure, year - 1, finder(cells, area)),
        nation=read(measure, year, finder(cells, nation)),
        region=read(measure, year, finder(cells, region)),
        neighbours_median=median(known),
        neighbours_known=len(known),
        latest=None if now.value is not None else _latest(measure, year, cells, area),
    )


def _latest(measure: Measure, year: int, cells: Cells, area: Area) -> tuple[int, Reading] | None:
    line = measure.numerator[0].line
    for earlier in sorted({when for held, kind, when in cells if held == area.id and kind == line}, reverse=True):
        reading = read(measure, earlier, finder(cells, area))
        if earlier < year and reading.value is not None:
            return earlier, reading
    return None


def codes_in(area: Area, year: int) -> dict[str, str]:
    """Under which code each publication names an area in a year; under "" the one that most recently stood alone."""
    found = db.session.execute(
        sa.select(Dataset.publication, AreaCode.code)
        .join(Dataset, Dataset.id == AreaCode.dataset_id)
        .where(
            AreaCode.area_id == area.id,
            Dataset.superseded_at.is_(None),
            AreaCode.first_year <= year,
            AreaCode.last_year >= year,
        )
        .order_by(AreaCode.last_year.desc())
    ).all()
    # A code that ends first was the one in use then; a later one is there because figures were restated.
    return {"": found[-1].code if found else area.code or "", **{row.publication: row.code for row in found}}
