"""Published figures: which editions are held, and what each changed, just as it was published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from ..forms.base import offer
from ..forms.scorecard import EditionForm
from ..policy import Act
from ..practice.publications import LINES, Publication
from ..practice.published import symbol_of
from ..practice.readings import Cell
from ..practice.revisions import Change
from ..queries import datasets as queries
from ..queries import scorecard as board
from .guards import signed_in
from .scorecard import own_authority

bp = Blueprint("datasets", __name__)


@bp.get("/scorecard/editions")
@signed_in(Act.SEE_SCORECARD)
def list_of() -> Any:
    """Every edition that was imported, the newest first."""
    return render_template(
        "datasets/list.html", page=queries.editions(request.args.get("after")), known=queries.publications()
    )


@bp.get("/scorecard/editions/<int:number>")
@signed_in(Act.SEE_SCORECARD)
def edition(number: int) -> Any:
    """One edition for one area, each figure beside the one that the edition before had."""
    found = queries.edition(number) or abort(404)
    now, before = found
    held = board.areas()
    form = EditionForm(request.args)
    form.area.choices = offer((area.id, area.name) for area in held.values())
    right = form.validate()
    chosen = int(form.area.data) if right and form.area.data else own_authority(held)
    area = held.get(chosen or 0) or next(iter(held.values()), None) or abort(404)
    form.area.data = str(area.id)
    publication = queries.publications().get(now.publication)
    lines = queries.figures_of(area, now, before) if now.first_year is not None else {}
    page = render_template(
        "datasets/edition.html",
        form=form,
        now=now,
        before=before,
        area=area,
        publication=publication,
        lines=[(_line(line, publication), rows) for line, rows in lines.items()],
        near=queries.neighbours_of(area, now, before) if now.first_year is None else [],
        changed=sum(row.change is not Change.SAME for rows in lines.values() for row in rows) if before else None,
        cell=cell,
    )
    return page, 200 if right else 400


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
