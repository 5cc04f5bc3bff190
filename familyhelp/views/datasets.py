"""Published figures: which editions are held, and what each changed, just as it was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ..forms.base import offer
from ..forms.scorecard import EditionForm
from ..models import Area, Dataset
from ..policy import Act
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown, published
from ..practice.publications import LINES, Publication
from ..practice.published import symbol_of
from ..practice.readings import Cell
from ..practice.revisions import Change, Revised
from ..queries import datasets as queries
from ..queries import scorecard as board
from .guards import signed_in
from .language import day, moment
from .scorecard import own_authority
from .tables import Asked, Figures, figure_page, rows_at_once

bp = Blueprint("datasets", __name__)


@bp.get("/scorecard/editions")
@signed_in(Act.SEE_SCORECARD)
def list_of() -> Any:
    """Every edition that was imported, the newest first."""
    return read_list.show("datasets/list.html")


@figure_page("editions", Act.SEE_SCORECARD)
def read_list(asked: Asked, _exact: bool) -> Figures:
    """What the list shows."""
    page, known = queries.editions(asked.get("after"), rows_at_once(asked)), queries.publications()
    columns = [gettext("Publication"), gettext("Years"), gettext("Figures"), gettext("Imported"), gettext("Counts now")]
    return Figures(
        about=gettext("As on %(day)s.", day=day(clock.today())),
        source=gettext("what was imported into this service"),
        tables=(FigureTable("held", gettext("Newest first"), columns, [_edition(one, known) for one in page.rows]),),
        asked={"rows": "all"},
        context={"page": page},
    )


def _edition(one: Dataset, known: Mapping[str, Publication]) -> list[Shown]:
    held = known.get(one.publication)
    years = gettext("%(first)s to %(last)s", first=one.first_year, last=one.last_year) if one.first_year else None
    by = one.imported_by.name if one.imported_by else gettext("by a command of the service")
    newer = gettext("No: a newer edition took its place on %(at)s", at=moment(one.superseded_at))
    return [
        Shown(
            gettext(held.name) if held else one.publication,
            note=one.file_name,
            href=url_for("datasets.edition", number=one.id),
            about=f"{moment(one.imported_at)}, {one.file_name}",
        ),
        Shown(years),
        Shown(one.rows),
        Shown(f"{moment(one.imported_at)}, {by}"),
        Shown(newer if one.superseded_at else gettext("Yes")),
    ]


@bp.get("/scorecard/editions/<int:number>")
@signed_in(Act.SEE_SCORECARD)
def edition(number: int) -> Any:
    """One edition for one area, each figure beside the one that the edition before had."""
    return read_edition.show("datasets/edition.html", number=str(number))


@figure_page("edition", Act.SEE_SCORECARD)
def read_edition(asked: Asked, _exact: bool) -> Figures:
    """What the page of one edition shows: a table for each line of an area."""
    number = asked.get("number", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    found = queries.edition(int(number) if is_number else 0) or abort(404)
    now, before = found
    held = board.areas()
    form = EditionForm(MultiDict(asked))
    form.area.choices = offer((area.id, area.name) for area in held.values())
    right = form.validate()
    chosen = int(form.area.data) if right and form.area.data else own_authority(held)
    area = held.get(chosen or 0) or next(iter(held.values()), None) or abort(404)
    form.area.data = str(area.id)
    publication = queries.publications().get(now.publication)
    lines = queries.figures_of(area, now, before) if now.first_year is not None else {}
    near = queries.neighbours_of(area, now, before) if now.first_year is None else []
    called = gettext(publication.name) if publication else now.publication
    return Figures(
        about=f"{called}: {area.name}",
        source=gettext("%(file)s, edition %(digest)s", file=now.file_name, digest=now.digest[:12]),
        tables=tuple(_tables(area, {_line(slug, publication): rows for slug, rows in lines.items()}, near, before)),
        asked={"number": str(now.id), "area": str(area.id)},
        context={
            "form": form,
            "now": now,
            "before": before,
            "area": area,
            "publication": publication,
            "near": near,
            "changed": sum(r.change is not Change.SAME for rows in lines.values() for r in rows) if before else None,
        },
        status=200 if right else 400,
    )


def _tables(
    area: Area, lines: Mapping[str, Sequence[Revised]], near: Sequence[queries.Near], before: Dataset | None
) -> Iterator[FigureTable]:
    year, first = gettext("Year"), gettext("As published")
    earlier = [gettext("In the edition before")] if before else []
    for number, (label, rows) in enumerate(lines.items(), 1):
        yield FigureTable(
            f"line-{number}", f"{label}: {area.name}", [year, first, *earlier], [_revised(r, before) for r in rows]
        )
    if near:
        title = gettext("Statistical neighbours of %(area)s, the nearest first", area=area.name)
        columns = [gettext("Authority"), gettext("Place")]
        columns += [gettext("Place in the edition before")] if before else []
        yield FigureTable("neighbours", title, columns, [_near(one, before) for one in near])


def _revised(row: Revised, before: Dataset | None) -> list[Shown]:
    shown = [Shown(row.year, str(row.year)), published(cell(row.now))]
    if before:
        change = gettext(row.change.label) if row.change is not Change.SAME else ""
        shown.append(replace(published(cell(row.before)), note=change))
    return shown


def _near(one: queries.Near, before: Dataset | None) -> list[Shown]:
    shown = [Shown(one.name), Shown(one.position)]
    if before:
        shown.append(Shown(one.before, "" if one.before else gettext("not a neighbour then")))
    return shown


def cell(figure: Cell | None) -> str:
    """A figure as it was published: the number, or the symbol with its meaning; a dash where there is none."""
    if figure is None:
        return "–"
    value, mark = figure
    if value is not None:
        return value
    symbol = symbol_of(mark or "")
    return f"[{mark}] {gettext(symbol.label)}" if symbol else f"[{mark}]"


def _line(slug: str, publication: Publication | None) -> str:
    if slug in LINES:
        return str(gettext(LINES[slug].label))
    columns = {take.line: take.column for take in publication.takes} if publication else {}
    return columns.get(slug, slug)
