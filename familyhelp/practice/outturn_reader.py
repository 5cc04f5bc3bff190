"""Reading the revenue outturn: every amount of every authority in one financial year, in thousands of pounds."""

from __future__ import annotations

from collections.abc import Iterator

from . import outturn, publications, published
from .places import Place
from .published import AreaLevel
from .readers import Figure, Reader
from .tables import Tabled
from .words import N_

DISTRICT, OTHERS = "E07", ("E1", "E2", "E3", "E4", "E5", "E6")
"""How the codes begin of those who have no children’s services: districts; fire, police, parks, waste and the like."""


class OutturnReader(Reader):
    """A spreadsheet of revenue outturn. Its places are known by their nine characters; totals of classes of
    authorities, and districts, which have no children’s services, are left out and counted."""

    def __init__(self, table: Tabled, publication: publications.Publication) -> None:
        """`table` is the sheet with its header found."""
        super().__init__(table, publication)
        self._year = table.year
        taken = publication.columns
        self.report.unused_columns += [name for name in table.columns if name not in taken]

    def figures(self) -> Iterator[Figure]:
        """Every figure that the publication's takes ask for."""
        if self._year is None:
            self.tell("", N_("no financial year such as “2024-25” stands above the figures"))
            return
        code_at, name_at = self.at[outturn.CODE], self.at[outturn.NAME]
        columns = [(self.at[t.column], t.line) for t in self.publication.takes if t.column in self.at]
        met: dict[str, int] = {}
        for cells in self.table.rows():
            code, name = cells[code_at], cells[name_at]
            level = next((level for level, pattern in published.CODES.items() if pattern.fullmatch(code)), None)
            if level is None or code.startswith(DISTRICT):
                self._without(code, name)
                continue
            if code in met:
                self.tell(outturn.CODE, N_("this row is of the same place as another one"))
                continue
            met[code] = place = self.met(self._place(level, code, name))
            self.block((level,), place, self._year)
            for index, line in columns:
                cell = cells[index]
                if publications.line_of(line).pattern.fullmatch(cell):
                    yield line, place, self._year, cell, None
                else:
                    yield line, place, self._year, None, self.symbol(cell, index)

    def _without(self, code: str, name: str) -> None:
        """A row of no place of ours: a total, a note, a district; what looks like a broken code is told."""
        if code and code[:1].isalpha() and code[1:].isdigit() and not code.startswith((DISTRICT, *OTHERS)):
            self.tell(outturn.CODE, N_("“%(code)s” is not a code of this kind of place"), code=code[:40])
            return
        self.report.unused[(name or code)[:80]] += 1

    def _place(self, level: AreaLevel, code: str, name: str) -> Place:
        nation = ("E92000001", "England") if level is not AreaLevel.NATION and code[0] == "E" else (None, None)
        return Place(level, None, code, name[:200] or code, nation_code=nation[0], nation_name=nation[1])
