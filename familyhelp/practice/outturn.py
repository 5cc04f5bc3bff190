"""The revenue outturn of children's social care (RO3) as a spreadsheet: thousands of pounds, one row for each
authority, a column for each service and kind of amount. The header is looked for, whatever stands above it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from . import published
from .tables import BadFile, Report
from .words import N_, say

SERVICES = {
    "sure_start": (N_("Sure Start children’s centres and early years"), r"sure ?start"),
    "looked_after_residential": (N_("Residential care"), r"residential care"),
    "looked_after_fostering": (N_("Fostering services"), r"fostering"),
    "looked_after": (N_("Children looked after"), r"total (?:spend on )?children looked after|^children looked after"),
    "family_support": (N_("Family support services"), r"(?<!targeted )(?<!universal )family support"),
    "young_people": (N_("Services for young people"), r"services for young people"),
    "youth_justice": (N_("Youth justice"), r"youth justice"),
    "safeguarding": (N_("Safeguarding children and young people"), r"safeguarding"),
    "other": (N_("Other children’s and families’ services"), r"other children.*families"),
    "total": (N_("Total children’s social care"), r"total children.{0,3} social care"),
}
"""The services by the words that their headings hold. Their numbers change from year to year and are passed over."""
KINDS = {
    "employees": (N_("employees"), r"employees"),
    "running": (N_("running expenses"), r"running expenses"),
    "gross": (N_("total expenditure"), r"total expenditure"),
    "income": (N_("income"), r"total income"),
    "net": (N_("net current expenditure"), r"net current expenditure"),
}
CODE, NAME = "ONS code", "Authority"
TOTAL_NET = f"{SERVICES['total'][0]}: {KINDS['net'][0]}"
_CODE = re.compile(r"ons\s*(?:la\s*)?code|new_la_code|gss code", re.IGNORECASE)
_NAME = re.compile(r"(?:local )?authority(?: name)?|la_name|la name", re.IGNORECASE)
_YEAR = re.compile(r"\b(20[0-9]{2})\s*(?:-|–|/|to)\s*(?:20)?([0-9]{2})\b")
_EXTRA = re.compile(r"^(?:line\s*)?[0-9]+[a-z]?[.:\s-]+", re.IGNORECASE)
SPREADSHEET = b"PK\x03\x04"
"""How a packed file begins, as spreadsheets are."""
LOOKED_AT = 40
"""How many rows may stand above the header, and how many sheets may come before the one with figures."""
LARGEST_OPEN = 200 * 1024 * 1024
"""Bytes that a spreadsheet may hold once it is unpacked."""


def net(service: str) -> str:
    """The column of what a service cost in the end: its net current expenditure."""
    return f"{service}: {KINDS['net'][0]}"


def is_spreadsheet(stream: BinaryIO) -> bool:
    """Whether a file is packed as spreadsheets are."""
    stream.seek(0)
    return stream.read(4) == SPREADSHEET


class Sheet:
    """The sheet of a spreadsheet that holds the outturn, read as a table: the same interface as a CSV file's, with the
    headings under the names that the service gives them."""

    ended_whole = True

    def __init__(self, stream: BinaryIO, report: Report) -> None:
        """Find the header. Raises BadFile where there is none."""
        self.report = report
        self.row = 1
        self.year: int | None = None
        for rows in _sheets(stream):
            found = _header(rows)
            if found is not None:
                self._at, self._named = found
                self._rows = rows
                break
        else:
            raise BadFile(
                say(N_("This spreadsheet has no table of revenue outturn that the service knows.")),
                hints=[
                    say(N_("It looks for a row with the headings “ONS code” and “Local authority”, and in that row or "
                           "the two above it for services such as “Sure Start”, “Family support” and “Total children’s "
                           "social care” with “Net current expenditure”.")),
                ],
            )  # fmt: skip
        self.columns = tuple(name for _index, name in self._named)
        self.year = _year_above(self._rows[: self._at + 1])

    def index(self, column: str) -> int:
        """Where a column stands. Raises ValueError where there is none."""
        return self.columns.index(column)

    def rows(self) -> Iterator[list[str]]:
        """Every row below the header that names a place."""
        for number, cells in enumerate(self._rows[self._at + 1 :], self._at + 2):
            self.row = number
            said = [text(cells[index]) if index < len(cells) else "" for index, _name in self._named]
            if any(said):
                yield said


def text(cell: Any) -> str:
    """What a cell says: whole numbers without a point, others as they are."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _sheets(stream: BinaryIO) -> Iterator[Sequence[Sequence[Any]]]:
    import python_calamine  # it is needed by few pages

    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_OPEN:
            raise BadFile(say(N_("This spreadsheet is too large.")))
        stream.seek(0)
        book = python_calamine.CalamineWorkbook.from_filelike(stream)
        for name in book.sheet_names[:LOOKED_AT]:
            # Empty rows above count, so that each row keeps the number that a spreadsheet shows.
            yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BadFile(say(N_("This file is no spreadsheet that can be read."))) from error


def _header(rows: Sequence[Sequence[Any]]) -> tuple[int, list[tuple[int, str]]] | None:
    """Where the header is, and which column is what; None where a sheet has none."""
    for at, cells in enumerate(rows[:LOOKED_AT]):
        said = [text(cell) for cell in cells]
        code = next((i for i, cell in enumerate(said) if _CODE.fullmatch(cell)), None)
        name = next((i for i, cell in enumerate(said) if _NAME.fullmatch(cell)), None)
        if code is None or name is None:
            continue
        named = [(code, CODE), (name, NAME), *_services(rows[max(0, at - 2) : at], said)]
        if len(named) > 2:
            return at, named
    return None


def _services(above: Sequence[Sequence[Any]], header: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The columns that are a kind of amount of a service. A heading above holds for the columns to its right, up to
    the next one: cells are merged there."""
    carried = [""] * len(header)
    for cells in above:
        now = ""
        for index in range(len(header)):
            now = (text(cells[index]) if index < len(cells) else "") or now
            carried[index] = f"{carried[index]} {now}".strip()
    seen = set()
    for index, own in enumerate(header):
        said = _EXTRA.sub("", f"{carried[index]} {own}".strip()).replace("'", "’")
        service = _first(SERVICES, said)
        kind = _first(KINDS, own) or _first(KINDS, said)
        name = f"{service}: {kind}"
        if service and kind and name not in seen:
            seen.add(name)
            yield index, name


def _first(words: dict[str, tuple[str, str]], said: str) -> str | None:
    """The name of the service or kind whose words stand last in a heading, where several do."""
    found = [
        (match.start(), name) for name, pattern in words.values() for match in re.finditer(pattern, said, re.IGNORECASE)
    ]
    return max(found)[1] if found else None


def _year_above(rows: Sequence[Sequence[Any]]) -> int | None:
    """The financial year that stands above the figures, by the year in which it ends."""
    for cells in rows:
        for cell in cells:
            found = _YEAR.search(text(cell))
            year = published.year_of(f"{found[1]}-{found[2]}") if found else None
            if year is not None:
                return year
    return None
