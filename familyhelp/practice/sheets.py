"""Tables as other programs read them: one table as CSV, several as a spreadsheet. No text can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .readings import rounded

Cell = str | int | float | Decimal | Fraction | date | None
"""What stands in a table. None is empty, a gap; a symbol of a published figure is text."""

STARTS_FORMULA = re.compile(r"^[\s\x00-\x1f\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n|]")
"""How a text begins that some spreadsheet takes for a formula or a command, full-width forms too."""
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_CELL, LONGEST_NAME = 32_000, 31
PLACES = 4


@dataclass(frozen=True)
class Sheet:
    """One table to take away: name, columns, rows, and what a reader must know (sources, what is hidden)."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()
    places: dict[int, int] = field(default_factory=dict)
    """To how many places the fractions of a column are rounded; 4 where nothing is said."""

    def plain(self) -> Iterable[tuple[Cell, ...]]:
        """The rows with fractions rounded half away from zero, texts made harmless, and the rest as it is."""
        for row in self.rows:
            yield tuple(self._cell(at, cell) for at, cell in enumerate(row))

    def _cell(self, at: int, cell: Cell) -> Cell:
        if isinstance(cell, Fraction):
            if cell.denominator == 1 and at not in self.places:
                return int(cell)
            return Decimal(rounded(cell, self.places.get(at, PLACES)).replace(",", ""))
        return harmless(cell) if isinstance(cell, str) else cell


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before one that would be; no control characters."""
    kept = "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF))[:LONGEST_CELL]
    return f"'{kept}" if STARTS_FORMULA.match(kept) else kept


def as_csv(sheet: Sheet) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark (which the usual spreadsheets need); notes follow the table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(column) for column in sheet.columns])
    writer.writerows(["" if cell is None else cell for cell in row] for row in sheet.plain())
    if sheet.notes:
        writer.writerow([])
        writer.writerows([harmless(note)] for note in sheet.notes)
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The tables as a spreadsheet, one to a sheet, and a last sheet with every note where there are any."""
    import xlsxwriter  # it is needed by few pages

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        names: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_name(sheet.name, names))
            page.freeze_panes(1, 0)
            for column, title in enumerate(sheet.columns):
                page.write_string(0, column, harmless(title), head)
                page.set_column(column, column, min(max(len(title), 10), 40))
            for number, row in enumerate(sheet.plain(), start=1):
                for column, cell in enumerate(row):
                    _write(page, number, column, cell, day)
        noted = [(sheet.name, note) for sheet in sheets for note in sheet.notes]
        if noted:
            page = book.add_worksheet(_name("Notes", names))
            page.set_column(0, 0, 30)
            page.set_column(1, 1, 100)
            for number, (name, note) in enumerate(noted):
                page.write_string(number, 0, harmless(name))
                page.write_string(number, 1, harmless(note))
    return out.getvalue()


def _write(page: object, row: int, column: int, cell: Cell, day: object) -> None:
    write = page
    if cell is None:
        return
    if isinstance(cell, str):
        write.write_string(row, column, cell)  # type: ignore[attr-defined]
    elif isinstance(cell, date):
        write.write_datetime(row, column, cell, day)  # type: ignore[attr-defined]
    else:
        write.write_number(row, column, cell)  # type: ignore[attr-defined]


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet's name as spreadsheets allow it: 31 characters, no brackets or slashes, each once."""
    # Neither an apostrophe nor what makes a formula may come first.
    base = (_SHEET_NAME.sub(" ", wanted).strip(" '=+-@|\ufeff\u200b\uff1d\uff0b\uff0d\uff20") or "Sheet")[:LONGEST_NAME]
    name, number = base, 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = f"{base[: LONGEST_NAME - 4]} {number}"
    taken.add(name.casefold())
    return name
