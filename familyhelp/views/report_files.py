"""A quarterly report as a file: an accessible PDF, and a spreadsheet with its notes and sources. Both are made from
what the report keeps, so that they say the same whenever they are made."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext

from ..practice.exports import ExportFormat
from ..practice.reports import Frozen, Turn
from ..practice.scorecard import Quadrant
from ..practice.sheets import Sheet, as_xlsx
from ..practice.words import N_
from ..queries.reports import Line, Promised, Whole
from . import figures
from .language import day, sentence, word

_ROOT = Path(__file__).resolve().parent.parent
_TEMPLATE = _ROOT / "templates" / "reports" / "report.typ"
_FONTS = _ROOT / "static" / "build" / "fonts"
_COMPARED = (Turn.WORSE, Turn.BETTER, Turn.OTHER)
_OF_FIGURES = (
    N_("Quadrant"), N_("Measure"), N_("Figure"), N_("Unit"), N_("Symbol"), N_("Why there is none"),
    N_("Numerator"), N_("What is counted"), N_("Denominator"), N_("Over what"), N_("Period"),
    N_("Which way is better"), N_("Beside the last report"), N_("Planned"), N_("Actual less planned"), N_("Source"),
)  # fmt: skip
_OF_PROMISES = (
    N_("Made in"), N_("What"), N_("Who sees to it"),
    N_("By when"), N_("What became of it"), N_("In words"),
)  # fmt: skip
"""The columns of the spreadsheet."""

Block = dict[str, Any]


def content(whole: Whole, format: ExportFormat) -> bytes:
    """The report in this format."""
    return pdf(whole) if format is ExportFormat.PDF else as_xlsx(sheets(whole))


def title(whole: Whole) -> str:
    """What the report is called."""
    return str(gettext("Quarterly report: %(quarter)s", quarter=sentence(whole.report.quarter.in_words())))


def change(line: Line) -> str:
    """How a figure stands beside that of the last report, in words."""
    if line.before is not None and line.turn in _COMPARED:
        return figures.change(line.now.measure, line.now.reading, line.before.reading)
    return word(line.turn)


# The spreadsheet ----------------------------------------------------------------------------------------------


def sheets(whole: Whole) -> list[Sheet]:
    """The figures, the promises, and the notes and sources of both."""
    rows = [
        (
            word(one.measure.quadrant),
            gettext(one.measure.label),
            one.reading.value,
            word(one.measure.unit),
            one.reading.symbol.value if one.reading.symbol else None,
            sentence(one.reading.why) if one.reading.why else None,
            one.reading.numerator,
            gettext(one.counts) if one.counts else None,
            one.reading.denominator,
            gettext(one.over) if one.over else None,
            one.period,
            word(one.measure.better),
            change(line),
            one.planned,
            None if one.planned is None or one.reading.value is None else one.reading.value - one.planned,
            one.source,
        )
        for line in whole.lines
        for one in (line.now,)
    ]
    promised = [(gettext("The last report"), *_told(one)) for one in whole.owed]
    promised += [(gettext("This report"), *_told(one)) for one in whole.promises]
    return [
        Sheet(gettext("Figures"), _in_words(_OF_FIGURES), rows, _notes(whole)),
        Sheet(gettext("Promises"), _in_words(_OF_PROMISES), promised),
    ]


def _in_words(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(gettext(column) for column in columns)


def _told(one: Promised) -> tuple[Any, ...]:
    kept = (word(one.answer.kept), one.answer.words) if one.answer else (None, None)
    return one.promise.what, one.promise.owner, one.promise.due_on, *kept


def _notes(whole: Whole) -> tuple[str, ...]:
    sources = dict.fromkeys(line.now.source for line in whole.lines)
    says = (f"{gettext(line.now.measure.label)}: {gettext(line.now.measure.says)}" for line in whole.lines)
    return (
        f"{whole.report.area_name}. {title(whole)}.",
        *_standing(whole),
        f"{gettext('So what')}: {whole.report.so_what or '–'}",
        gettext("An empty value is a gap and never 0: its symbol or its reason stands beside it."),
        *(gettext("Source: %(source)s", source=source) for source in sources),
        *says,
    )


def _standing(whole: Whole) -> list[str]:
    report = whole.report
    begun = gettext("The figures are as they were on %(day)s. A later correction changes nothing here.",
                    day=day(report.begun_at))  # fmt: skip
    hidden = gettext(
        "Local counts of 1 to 5, and what could be worked out from them, are hidden. A figure that was hidden in one "
        "quarter stays hidden until the end of its financial year, so that nobody can subtract."
    )
    if report.approved_at is None or report.approved_by is None:
        return [begun, hidden]
    approved = gettext(
        "Approved and published on %(day)s by %(name)s.", day=day(report.approved_at), name=report.approved_by.name
    )
    return [approved, begun, hidden]


# The PDF ------------------------------------------------------------------------------------------------------


def pdf(whole: Whole) -> bytes:
    """The report as an accessible PDF (PDF/UA-1: the making fails where it is not), with its headings and tables
    tagged. What people wrote reaches it as data, never as markup."""
    # Only who makes a PDF loads what makes it: twenty MiB that most workers never need.
    import typst

    authority = current_app.config["AUTHORITY_NAME"]
    data = {"title": f"{title(whole)}, {whole.report.area_name}", "authority": authority, "blocks": blocks(whole)}
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        sys_inputs={"report": json.dumps(data)},
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        font_paths=[str(_FONTS)],
    )
    return made


def blocks(whole: Whole) -> list[Block]:
    """What the PDF says, block by block, in the order of the page: last quarter's promises first."""
    standing = _standing(whole)
    found = [_block("title", title(whole)), _block("text", whole.report.area_name)]
    found += [_block("text", text) for text in standing[:-1]]
    if whole.last is not None:
        found.append(_block("heading", gettext("What we promised last quarter")))
        found += _promises(whole.owed)
    found += [_block("heading", gettext("What changed")), *_changes(whole)]
    found += [
        _block("heading", gettext("So what")),
        _block("text", whole.report.so_what or gettext("It is not written yet.")),
    ]
    found += [_block("heading", gettext("What we will do differently")), *_promises(whole.promises)]
    found += [_block("heading", gettext("The figures")), _block("text", standing[-1])]
    for quadrant in Quadrant:
        lines = [line for line in whole.lines if line.now.measure.quadrant is quadrant]
        if lines:
            found += [_block("small", word(quadrant)), _table(lines)]
    return found


def _block(kind: str, text: str) -> Block:
    return {"kind": kind, "text": text}


def _changes(whole: Whole) -> list[Block]:
    if whole.last is None:
        return [_block("text", gettext("This is the first report, so there is nothing to compare with."))]
    moved = [line for line in whole.changes if line.turn in _COMPARED]
    if not moved:
        return [_block("text", gettext("No figure that can be compared has changed."))]
    items = [f"{gettext(line.now.measure.label)}: {_figure(line.now)}, {change(line)}." for line in moved]
    return [{"kind": "list", "items": items}]


def _promises(promised: Any) -> list[Block]:
    if not promised:
        return [_block("text", gettext("Nothing is promised yet."))]
    items = []
    for one in promised:
        by = gettext("%(owner)s, by %(day)s.", owner=one.promise.owner, day=day(one.promise.due_on))
        kept = f"\n{word(one.answer.kept)}: {one.answer.words}" if one.answer else ""
        items.append(f"{one.promise.what}\n{by}{kept}")
    return [{"kind": "list", "items": items}]


def _table(lines: list[Line]) -> Block:
    columns = [
        gettext("Measure"),
        gettext("Figure"),
        gettext("Last report"),
        gettext("Numerator"),
        gettext("Denominator"),
        gettext("Period and source"),
    ]
    rows = [
        [
            f"{gettext(line.now.measure.label)}\n{word(line.now.measure.unit)}. {word(line.now.measure.better)}.",
            _figure(line.now) + _plan(line.now),
            _figure(line.before) if line.before else "–",
            _of(figures.count(line.now.reading.numerator), line.now.counts),
            _of(figures.count(line.now.reading.denominator), line.now.over),
            f"{line.now.period}\n{line.now.source}",
        ]
        for line in lines
    ]
    return {"kind": "table", "columns": columns, "rows": rows, "widths": [4, 3, 3, 3, 3, 4]}


def _figure(one: Frozen) -> str:
    return figures.reading(one.measure, one.reading)


def _plan(one: Frozen) -> str:
    plan = figures.beside_plan(one.measure, one.planned, one.reading)
    return f"\n{plan}" if plan else ""


def _of(number: str, what: str) -> str:
    return f"{number}\n{gettext(what)}" if what else number
