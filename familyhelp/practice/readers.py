"""Reading published figures: files in the "Explore education statistics" standard, the long file, and neighbours.
What is right comes out figure by figure; what is wrong goes into the report. Memory stays flat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from . import places, publications, published
from .places import Place
from .publications import Publication, Take
from .published import AreaLevel
from .tables import Report, Tabled
from .words import N_

Figure = tuple[str, int, int, str | None, str | None]
"""A figure as it is read: line, number of its place, year, value, symbol (one of the last two is None)."""
Pair = tuple[int, int, str, str | None]
"""A neighbour as it is read: number of the place, position from 1, the neighbour's three digits, how close it is."""
Columns = list[tuple[int, str, Callable[[str], Any]]]


def _getter(indices: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(indices) == 1:
        only = indices[0]
        return lambda cells: (cells[only],)
    return itemgetter(*indices) if indices else lambda _cells: ()


class Reader:
    """What the readers share: the cells of a row by name, the places met so far, and the end of the file."""

    def __init__(self, table: Tabled, publication: Publication) -> None:
        self.table, self.publication = table, publication
        self.report: Report = table.report
        self.at = {name: i for i, name in enumerate(table.columns)}
        self.places: list[Place] = []
        self.row_of_place: list[int] = []
        self.spans: list[tuple[int, int]] = []
        """The first and the last year of each place."""
        self._blocks: Counter[tuple[Any, int]] = Counter()
        self._last: tuple[Any, int] = (None, 0)

    def tell(self, column: str, what: str, **facts: Any) -> None:
        """Note a problem in the row that was read last."""
        self.report.add(self.table.row, column, what, **facts)

    def met(self, place: Place) -> int:
        """Remember a place; gives its number in this file."""
        self.places.append(place)
        self.row_of_place.append(self.table.row)
        self.spans.append((published.LATEST, published.EARLIEST))
        return len(self.places) - 1

    def symbol(self, cell: str, index: int) -> str | None:
        """The symbol in a cell that holds no number; a problem where it is none."""
        symbol = published.symbol_of(cell.strip())
        if symbol is None:
            self.tell(
                self.table.columns[index], N_("“%(cell)s” is neither a number nor a known symbol"), cell=cell[:40]
            )
        return symbol

    def block(self, kind: Any, place: int, year: int) -> None:
        """Count a row of one kind, of a place, in a year."""
        first, last = self.spans[place]
        if not first <= year <= last:
            self.spans[place] = (min(first, year), max(last, year))
        self._last = (kind, year)
        self._blocks[self._last] += 1

    def look_at_end(self, long: int = 50, nearly: float = 0.9) -> None:
        """Note a problem where the file stops in the middle: its last block is much shorter than the longest one
        of its kind (which is believed from `long` rows on), or shorter at all where the last line has no end."""
        longest = max((n for key, n in self._blocks.items() if key[0] == self._last[0]), default=0)
        if longest >= long and self._blocks[self._last] < longest * (nearly if self.table.ended_whole else 1):
            self.tell(
                "",
                N_("the file seems cut off here: %(year)s has %(rows)s areas, another year has %(longest)s"),
                year=self._last[1],
                rows=self._blocks[self._last],
                longest=longest,
            )


class EesReader(Reader):
    """A file in the "Explore education statistics" standard: columns by name, in any order."""

    def __init__(self, table: Tabled, publication: Publication) -> None:
        super().__init__(table, publication)
        self._filters = sorted({c for t in publication.takes for c in t.where if c in self.at})
        spare = [
            c
            for c in table.columns
            if c and c not in publication.columns | publications.EES_COLUMNS and not c.endswith(("_code", "_name"))
        ]
        self._spare: list[tuple[str, list[str]]] = [(c, []) for c in spare]
        self.report.unused_columns += spare

    def figures(self) -> Iterator[Figure]:
        """Every figure that the publication's takes ask for."""
        when = _getter([self.at["time_period"], self.at["time_identifier"]])
        spot = _getter([i for c, i in self.at.items() if c.endswith(("_code", "_name")) or c == "geographic_level"])
        kind = _getter([self.at[c] for c in self._filters])
        years: dict[tuple[str, ...], int] = {}
        met: dict[tuple[str, ...], int] = {}
        kinds: dict[tuple[str, ...], Columns] = {}
        for cells in self.table.rows():
            if self._spare:
                self._look_at_spare(cells)
            key = kind(cells)
            columns = kinds[key] if key in kinds else kinds.setdefault(key, self._columns(key))
            if not columns:
                self.report.unused["; ".join(key)[:80]] += 1
                continue
            # Only what is right is remembered, so that every wrong row is told.
            year = years.get(when(cells)) or self._year(cells, years, when(cells))
            place = met.get(spot(cells))
            if place is None:
                place = self._place(cells, met, spot(cells))
            if place is None or year is None:
                continue
            self.block((key, self.places[place].level), place, year)
            for index, line, matches in columns:
                cell = cells[index]
                if matches(cell):
                    yield line, place, year, cell, None
                else:
                    yield line, place, year, None, self.symbol(cell, index)

    def _columns(self, key: tuple[str, ...]) -> Columns:
        held = dict(zip(self._filters, (k.strip().casefold() for k in key), strict=True))

        def fits(take: Take) -> bool:
            return all(held.get(column) == value.casefold() for column, value in take.where.items())

        return [
            (self.at[t.column], t.line, publications.line_of(t.line).pattern.fullmatch)
            for t in self.publication.takes
            if t.column in self.at and fits(t)
        ]

    def _look_at_spare(self, cells: list[str]) -> None:
        """A column that the service does not know may hold numbers (left out) or say what a row is about (told)."""
        for column, seen in self._spare:
            cell = cells[self.at[column]].strip()
            if len(seen) > 1 or cell in seen or published.NUMBER.fullmatch(cell) or published.symbol_of(cell):
                continue
            seen.append(cell)
            if len(seen) > 1:
                self.tell(
                    column,
                    N_(
                        "this column tells rows apart (“%(one)s”, “%(two)s”) and the service does not "
                        "know which to take"
                    ),
                    one=seen[0][:40],
                    two=cell[:40],
                )

    def _year(self, cells: list[str], years: dict[tuple[str, ...], int], key: tuple[str, ...]) -> int | None:
        period, identifier = key
        year = published.year_of(period.strip())
        if year is None:
            self.tell("time_period", N_("“%(period)s” is not a year"), period=period[:40])
        elif not published.is_whole_year(identifier.strip()):
            self.tell("time_identifier", N_("“%(identifier)s” is not a whole year"), identifier=identifier[:40])
            return None
        else:
            years[key] = year
        return year

    def _place(self, cells: list[str], met: dict[tuple[str, ...], int], key: tuple[str, ...]) -> int | None:
        said = cells[self.at["geographic_level"]].strip()
        level = published.LEVELS.get(said)
        if level is None:
            if said in published.OTHER_LEVELS:
                self.report.unused[said] += 1
            else:
                self.tell("geographic_level", N_("“%(level)s” is not a level the service knows"), level=said[:40])
            return None
        place = places.place_of(level, lambda column: self._cell(cells, column), self.tell)
        if place is None:
            return None
        met[key] = self.met(place)
        return met[key]

    def _cell(self, cells: list[str], column: str) -> str | None:
        cell = cells[self.at[column]].strip() if column in self.at else ""
        return None if not cell or published.symbol_of(cell) else cell[:200]


class LongReader(Reader):
    """The long file: one value a row, places by three digits or by the numbers of regions."""

    def figures(self) -> Iterator[Figure]:
        """Every figure of a measure that the service knows."""
        lines = {take.where["measure"]: take.line for take in self.publication.takes}
        measure_at, period_at, value_at = self.at["measure"], self.at["period"], self.at["value"]
        spot = _getter([self.at[c] for c in ("la_number", "area", "region") if c in self.at])
        met: dict[tuple[str, ...], int] = {}
        years: dict[str, int] = {}
        matches = {line: publications.LINES[line].pattern.fullmatch for line in lines.values()}
        for cells in self.table.rows():
            line, period = lines.get(cells[measure_at]), cells[period_at]
            if line is None:
                self.report.unused[cells[measure_at][:80]] += 1
                continue
            if _PLANNED.fullmatch(period):
                self.report.unused[period[:80]] += 1
                continue
            year = years.get(period) or self._year(period, years)
            place = met.get(spot(cells))
            if place is None:
                place = self._place(spot(cells), met)
            if place is None or year is None:
                continue
            self.block((line, self.places[place].level), place, year)
            cell = cells[value_at]
            if matches[line](cell):
                yield line, place, year, cell, None
            else:
                yield line, place, year, None, self.symbol(cell, value_at)

    def _year(self, period: str, years: dict[str, int]) -> int | None:
        year = published.year_of(period.strip())
        if year is None:
            self.tell("period", N_("“%(period)s” is not a year"), period=period[:40])
        else:
            years[period] = year
        return year

    def _place(self, spot: tuple[str, ...], met: dict[tuple[str, ...], int]) -> int | None:
        number, name, region = (*(cell.strip() for cell in spot), "")[:3]
        if not places.is_number(number, "la_number", self.tell):
            return None
        if number in published.REGIONS:
            code, name = published.REGIONS[number]
            level = AreaLevel.NATION if code.startswith("E92") else AreaLevel.REGION
            place = Place(level, number, code, name)
        elif region == "NA":
            # A region or nation that is not one of England's: it must be known by its name already.
            place = Place(AreaLevel.REGION, None, None, name[:200])
        else:
            place = Place(AreaLevel.AUTHORITY, number, None, name[:200] or number, region_name=region[:200] or None)
        met[spot] = self.met(place)
        return met[spot]


class NeighboursReader(Reader):
    """Statistical neighbours: an authority a row, its neighbours in SN_1 to SN_10, how close in SN_1P to SN_10P."""

    def pairs(self) -> Iterator[Pair]:
        """Every neighbour of every authority, nearest first."""
        positions = [(int(c[3:]), i, self.at.get(f"{c}P")) for c, i in self.at.items() if _POSITION.fullmatch(c)]
        number_at, name_at = self.at["old_la_code"], self.at.get("la_name")
        rows: dict[str, int] = {}
        for cells in self.table.rows():
            number = cells[number_at].strip()
            if not places.is_number(number, "old_la_code", self.tell):
                continue
            if rows.setdefault(number, self.table.row) != self.table.row:
                self.tell(
                    "old_la_code", N_("this row is of the same authority as row %(earlier)s"), earlier=rows[number]
                )
                continue
            name = cells[name_at].strip()[:200] if name_at is not None else ""
            place = self.met(Place(AreaLevel.AUTHORITY, number, None, name or number))
            near = {number}
            for position, index, close_at in sorted(positions):
                neighbour, column = cells[index].strip(), self.table.columns[index]
                if neighbour in near:
                    self.tell(column, N_("%(number)s is there twice in this row"), number=neighbour)
                elif places.is_number(neighbour, column, self.tell):
                    close = cells[close_at].strip()[:40] if close_at is not None else ""
                    near.add(neighbour)
                    yield place, position, neighbour, close or None


_POSITION = re.compile(r"SN_[0-9]{1,2}")
_PLANNED = re.compile(r"[0-9]{4}[-/][0-9]{2} \((?!OT\))[A-Z]{1,3}\)")
