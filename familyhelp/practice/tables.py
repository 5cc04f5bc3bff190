"""Reading a CSV file that came from elsewhere: every problem by row and column, a few rows in memory at a time."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .words import N_, Refusal, Scalar, Sentence, say

MOST_PROBLEMS = 20
"""How many problems are told one by one; the others are counted."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file: the row as a spreadsheet numbers it (1 is the header), the column's name
    (empty for the whole row), and what is wrong."""

    row: int
    column: str
    what: Sentence

    @property
    def sentence(self) -> Sentence:
        """The whole of it, for people."""
        if self.column:
            return say(
                N_("Row %(row)s, column %(column)s: %(what)s"), row=self.row, column=self.column, what=str(self.what)
            )
        return say(N_("Row %(row)s: %(what)s"), row=self.row, what=str(self.what))


class BadFile(Refusal):
    """A file that cannot be taken: what it is not, its first problems, and how many there are."""

    def __init__(
        self, first: Sentence, problems: Iterable[Problem] = (), count: int = 0, hints: Iterable[Sentence] = ()
    ) -> None:
        """`first` says it in one sentence, `hints` help where there is no row to point at."""
        self.problems = tuple(problems)
        self.count = count
        more = count - len(self.problems)
        rest = [say(N_("There are %(more)s more problems."), more=more)] if more > 0 else []
        super().__init__(first, *(problem.sentence for problem in self.problems), *hints, *rest)


@dataclass
class Report:
    """What was found while a file was read: problems, and what was left out on purpose."""

    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    rows: int = 0
    """How many lines there are below the header."""
    unused: Counter[str] = field(default_factory=Counter)
    """How many rows were left out, by what they were about."""
    unused_columns: list[str] = field(default_factory=list)

    def add(self, row: int, column: str, what: str, **facts: Scalar) -> None:
        """Note a problem; the first few are kept, every one is counted."""
        self.count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(row, column, Sentence(what, facts)))

    def insist(self) -> None:
        """Raise BadFile where there is any problem."""
        if self.count:
            first = say(N_("Nothing was imported: the file has %(count)s problems."), count=self.count)
            if self.count == 1:
                first = say(N_("Nothing was imported: the file has a problem."))
            raise BadFile(first, self.problems, self.count)


class Tabled(Protocol):
    """What readers ask of a table, whatever kind of file it came from."""

    report: Report
    ended_whole: bool
    columns: tuple[str, ...]
    year: int | None
    """The year of all its figures, where no column says it."""

    @property
    def row(self) -> int:
        """The number of the row that was read last."""

    def rows(self) -> Iterator[list[str]]:
        """Every row below the header."""


class Table:
    """A CSV file in UTF-8 with a header. Rows come one by one with the number of their line."""

    year: int | None = None

    def __init__(self, lines: Iterable[bytes], report: Report) -> None:
        """`lines` are the bytes of the file, line by line (an open binary file is that). Raises BadFile where there
        is no header."""
        self.report = report
        self.ended_whole = True
        self._reader = csv.reader(self._texts(lines), strict=True)
        self.columns = tuple(name.strip() for name in self._next_cells() or ())
        if not any(self.columns):
            report.insist()
            raise BadFile(say(N_("The file is empty.")))
        for name, times in Counter(self.columns).items():
            if times > 1:
                report.add(1, name, N_("this column is there %(times)s times"), times=times)

    @property
    def row(self) -> int:
        """The number of the line that was read last."""
        return self._reader.line_num

    def index(self, column: str) -> int:
        """Where a column stands. Raises ValueError where there is none."""
        return self.columns.index(column)

    def rows(self) -> Iterator[list[str]]:
        """Every row with as many cells as the header; others are problems. Empty lines are passed over."""
        width = len(self.columns)
        while (cells := self._next_cells()) is not None:
            if len(cells) == width:
                yield cells
            elif cells:
                self.report.add(
                    self.row,
                    "",
                    N_("the row has %(cells)s cells, but the header has %(columns)s columns"),
                    cells=len(cells),
                    columns=width,
                )

    def _next_cells(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            self.report.add(self.row, "", N_("this is not CSV (%(error)s)"), error=str(error))
            return None

    def _texts(self, lines: Iterable[bytes]) -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            self.ended_whole = raw.endswith((b"\n", b"\r"))
            try:
                yield raw.decode("utf-8")
            except UnicodeDecodeError as error:
                self._not_utf8(number, raw, error)
                yield raw.decode("utf-8", errors="replace").replace("\x00", "")

    def _not_utf8(self, number: int, raw: bytes, error: UnicodeDecodeError) -> None:
        before = next(csv.reader([raw[: error.start].decode("utf-8")]), [""])
        known = getattr(self, "columns", ())
        column = known[len(before) - 1] if 0 < len(before) <= len(known) else ""
        self.report.add(
            number,
            column,
            N_("the byte %(byte)s is not UTF-8. Save the file as “CSV UTF-8” and import it again"),
            byte=f"0x{raw[error.start]:02X}",
        )


def check_columns(table: Table, report: Report, needed: Sequence[str], optional: Sequence[str]) -> None:
    """Every column that is needed is there, and none that is not known. Raises BadFile."""
    for column in needed:
        if column not in table.columns:
            report.add(1, column, N_("this column is missing"))
    for column in table.columns:
        if column not in (*needed, *optional):
            report.add(1, column, N_("this column is not known"))
    report.insist()
