"""Small spreadsheets in the shape of the revenue outturn, of a country that does not exist."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from tests.published_files import NATION, PLACES

SERVICES = (
    "10 Sure Start Children's Centres and early years",
    "11 Residential care",
    "12 Fostering services",
    "21 Total children looked after",
    "22 Family support services",
    "27 Services for young people",
    "30 TOTAL CHILDREN'S SOCIAL CARE (total of lines 10 to 29)",
)
KINDS = ("Employees", "Running Expenses", "Total Expenditure", "Total Income", "Net Current Expenditure")
AMOUNTS = (100, 400, 200, 700, 200, 100, 2000)
"""Net amounts of an authority, by service."""


MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>'
)


def rows(
    year: str = "2024-25",
    amounts: dict[str, Sequence[Any]] | None = None,
    places: Sequence[tuple[str, str, str]] = PLACES,
) -> list[list[Any]]:
    """The cells of the sheet: title, services (merged over their kinds), header, authorities, a total."""
    header = ["E-code", "ONS Code", "Local authority", "Class", *(kind for _service in SERVICES for kind in KINDS)]
    services = ["", "", "", "", *(s if k == 0 else "" for s in SERVICES for k in range(len(KINDS)))]
    found = [[f"Revenue outturn social care (RO3) {year}, £ thousand"], [], services, header]
    named = [("E92", NATION[0], NATION[1]), *((f"E{n}", code, name) for n, code, name in places)]
    for number, code, name in named:
        own = (amounts or {}).get(name, AMOUNTS)
        found.append([number, code, name, "UA", *(cell for a in own for cell in (1, 2, 3.5, 4, a))])
    found.append(["", "", "Total unitary authorities", "", *([9] * len(SERVICES) * len(KINDS))])
    found.append(["E9", "E07000999", "A district", "SD", *(["[z]"] * len(SERVICES) * len(KINDS))])
    return found


def xlsx(cells: Sequence[Sequence[Any]], first: Sequence[Sequence[Any]] = (("About this file",),)) -> bytes:
    """As a spreadsheet with a sheet of notes in front."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, sheet in (("Notes", first), ("RO3_LA_Data", cells)):
            page = book.add_worksheet(name)
            for number, row in enumerate(sheet):
                page.write_row(number, 0, row)
    return out.getvalue()


def ods(cells: Sequence[Sequence[Any]]) -> bytes:
    """As an open document: the least that a reader asks for."""

    def cell(value: Any) -> str:
        kind = "float" if isinstance(value, int | float) else "string"
        number = f' office:value="{value}"' if kind == "float" else ""
        said = f"<text:p>{escape(str(value))}</text:p>" if value != "" else ""
        return f'<table:table-cell office:value-type="{kind}"{number}>{said}</table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row)) or cell('')}</table:table-row>" for row in cells)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="RO3">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", content)
    return out.getvalue()
