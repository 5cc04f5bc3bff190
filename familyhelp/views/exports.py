"""Taking figures away: the form that asks for the purpose, the file, and the list of what left the service.

A file is made when it is fetched, from the figures as they are then, for whoever asked for it alone; it carries local
numbers as an analyst sees them, also for a manager, since a file leaves the authority."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext

from ..casework import exports as deeds
from ..forms.base import offer
from ..forms.exports import ExportForm, TableForm
from ..models import Area, Export
from ..policy import Act, could
from ..practice import clock
from ..practice.exports import FORMATS, MIMETYPES, ExportFormat, What
from ..practice.figure_tables import FigureTable, Shown
from ..practice.references import write_code
from ..practice.scorecard import Measure
from ..practice.sheets import Sheet, as_csv, as_xlsx
from ..queries import exports as queries
from ..queries import reports
from ..queries import scorecard as board
from ..queries.figure_rows import comparison_rows, scorecard_rows
from ..queries.own_measures import all_measures
from . import everything_held, report_files, tables
from .guards import me, on_export, signed_in
from .language import day, moment
from .pages import form_page, open_form

bp = Blueprint("exports", __name__)


@bp.get("/exports")
@signed_in(Act.SEE_EXPORTS)
def list_of() -> Any:
    """What left the service, when, with whom and why."""
    return read.show("exports/list.html")


@tables.figure_page("exports", Act.SEE_EXPORTS)
def read(asked: tables.Asked, _exact: bool) -> tables.Figures:
    """What the page shows of them."""
    page = queries.exports(asked.get("after"), tables.rows_at_once(asked))
    columns = [gettext("When"), gettext("Who"), gettext("What"), gettext("What for")]
    rows = [
        [
            Shown(moment(one.taken_at)),
            Shown(one.taken_by.name if one.taken_by else gettext("A command of the service")),
            Shown(_said(one)),
            Shown(one.purpose),
        ]
        for one in page.rows
    ]
    return tables.Figures(
        about=gettext("As on %(day)s.", day=day(clock.today())),
        source=gettext("the records of this service"),
        tables=(FigureTable("left", gettext("Newest first"), columns, rows),),
        asked={"rows": "all"},
        notes=(gettext("The file holds the newest %(count)s.", count=tables.MOST_IN_A_FILE),),
        context={"page": page},
    )


def _said(one: Export) -> str:
    """What left, in which format, and of when or whom the figures are."""
    words = gettext(one.what.label)
    if one.asked.get("about"):
        words = f"{words}: {one.asked['about']}"
    elif one.asked.get("at"):
        words = f"{words}, {gettext('as on %(day)s', day=one.asked['at'])}"
    return f"{words} ({gettext(one.format.label)})"


@bp.route("/scorecard/areas/<int:area>/<int:year>/export", methods=["GET", "POST"])
@signed_in(Act.EXPORT_FIGURES)
def scorecard(area: int, year: int) -> Any:
    """Take the scorecard of one authority and year away."""
    held = _area(area)
    about = gettext("%(area)s, year ending in %(year)s", area=held.name, year=year)
    return ask(What.SCORECARD, {"area": str(area), "year": str(year)}, about)


@bp.route("/scorecard/measures/<measure>/<int:year>/export", methods=["GET", "POST"])
@signed_in(Act.EXPORT_FIGURES)
def comparison(measure: str, year: int) -> Any:
    """Take one measure of every authority away."""
    held = _measure(measure)
    about = gettext("%(measure)s, year ending in %(year)s", measure=gettext(held.label), year=year)
    return ask(What.COMPARISON, {"measure": measure, "year": str(year)}, about)


@bp.route("/tables/<page>/<table>/export", methods=["GET", "POST"])
@signed_in(Act.TAKE_TABLES)
def table(page: str, table: str) -> Any:
    """Take one table of a page of figures away, as the page was asked for."""
    form = open_form(TableForm)
    # A draft is found by its path: the choices of the page stand in the form as well as in the address.
    asked = request.args.to_dict() or dict(parse_qsl(form.chosen.data or ""))
    found = tables.read_for_file(page, asked)
    form.chosen.data = urlencode(found.asked)
    about = f"{found.table(table).title}. {found.about}"
    return ask(What.TABLE, {"page": page, "table": table, "chosen": dict(found.asked)}, about, form)


def ask(what: What, asked: Mapping[str, Any], about: str, form: ExportForm | None = None) -> Any:
    """Ask in which format and for what, and record that it is taken away."""
    form = form or open_form(ExportForm)
    form.format.choices = offer((one.value, gettext(one.label)) for one in FORMATS[what])
    return form_page(
        form,
        "exports/take.html",
        lambda: deeds.export(
            what, format=form.format.data, purpose=form.purpose.data, asked={**asked, "about": about}, by=me()
        ),
        then=lambda taken: url_for("exports.taken", export=write_code(taken.code)),
        what=what,
        about=about,
    )


@bp.get("/exports/<export>")
@on_export(Act.TAKE_TABLES)
def taken(export: Export) -> Any:
    """The file is ready."""
    return render_template("exports/taken.html", export=export)


@bp.get("/exports/<export>/file")
@on_export(Act.TAKE_TABLES)
def file(export: Export) -> Response:
    """The file itself. The look at it carries the purpose."""
    g.looks[-1].because = export.purpose[:200]
    if export.what is What.TABLE:
        response = make_response(_of_table(export))
    elif export.what is What.PERSON:
        response = make_response(everything_held.content(export))
    elif not could(me(), Act.EXPORT_FIGURES):
        abort(404)
    elif export.what is What.REPORT:
        kept = reports.report_with_code(export.asked["report"])
        response = make_response(report_files.content(reports.whole(kept), export.format))
    else:
        rows, notes = _rows(export)
        response = make_response(_content(export, rows, notes))
    response.headers["Content-Type"] = MIMETYPES[export.format]
    name = f"{_file_name(export)}.{export.format.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _file_name(export: Export) -> str:
    if export.what is What.PERSON:
        return f"everything-held-{export.asked['about']}"
    if export.what is What.TABLE:
        return f"{export.asked['page']}-{export.asked['table']}"
    return f"{export.what.value.replace('_', '-')}-{export.asked['year']}"


def _of_table(export: Export) -> bytes:
    """A table of a page, as whoever took it may still see the page."""
    found = tables.read_for_file(export.asked["page"], export.asked["chosen"])
    sheet = found.table(export.asked["table"]).sheet(
        [
            found.about,
            gettext("Source: %(source)s", source=found.source),
            *found.notes,
            gettext("An empty cell is a gap and never 0."),
            gettext("[c] stands for a local count of 1 to 5, or one from which such a count could be worked out."),
            gettext("Taken on %(day)s.", day=day(clock.today())),
        ]
    )
    return as_csv(sheet) if export.format is ExportFormat.CSV else as_xlsx([sheet])


def _rows(export: Export) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    year = int(export.asked["year"])
    own = current_app.config["AUTHORITY_NAME"]
    if export.what is What.SCORECARD:
        rows, measures = scorecard_rows(_area(int(export.asked["area"])), year, own), list(all_measures().values())
    else:
        measure = _measure(export.asked["measure"])
        rows, measures = comparison_rows(measure, year), [measure]
    return rows, _notes(measures)


def _notes(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Where the figures come from, what each counts, and what an empty cell means."""
    taken = {d.publication: d for d in board.datasets_in_force()}
    sources = {source.slug: source for measure in measures for source in measure.sources}
    return (
        gettext("Taken on %(day)s.", day=day(clock.today())),
        gettext("An empty value is a gap and never 0: its symbol or its reason stands beside it."),
        gettext("Local counts of 1 to 5, and what could be worked out from them, are hidden."),
        *(
            gettext(
                "Source: %(publisher)s, %(name)s, imported %(day)s, edition %(digest)s.",
                publisher=gettext(source.publisher),
                name=gettext(source.name),
                day=day(taken[slug].imported_at),
                digest=taken[slug].digest[:12],
            )
            for slug, source in sources.items()
            if slug in taken
        ),
        *(f"{measure.slug}: {gettext(measure.label)}. {gettext(measure.says)}" for measure in measures),
    )


def _content(export: Export, rows: list[dict[str, Any]], notes: tuple[str, ...]) -> bytes:
    if export.format is ExportFormat.JSON:
        return json.dumps({"notes": notes, "rows": rows}, ensure_ascii=False, indent=2).encode()
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = [tuple(_cell(row.get(name)) for name in columns) for row in rows]
    sheet = Sheet(gettext(export.what.label), columns, cells, notes)
    return as_csv(sheet) if export.format is ExportFormat.CSV else as_xlsx([sheet])


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    return str(value).lower() if isinstance(value, bool) else value


def _area(number: int) -> Area:
    found = board.areas().get(number)
    if found is None:
        abort(404)
    return found


def _measure(slug: str) -> Measure:
    found = all_measures().get(slug)
    if found is None or found.local:
        abort(404)
    return found
