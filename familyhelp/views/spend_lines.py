"""What counts as early-help spend: each line, in or out, since when and why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from ..casework import spend_lines as deeds
from ..forms.spend_lines import Counts, SpendLineForm
from ..policy import Act
from ..practice.spend_lines import USUAL, SpendLine
from ..practice.words import version_after
from ..queries import spend_lines as queries
from .guards import me, signed_in
from .pages import form_page, open_form

bp = Blueprint("spend_lines", __name__)


@bp.get("/scorecard/early-help-spend")
@signed_in(Act.SET_SPEND_LINES)
def lines() -> Any:
    """Every line of spend that the service knows."""
    held = queries.settings()
    counted = queries.counted_of(held)
    return render_template("spend_lines/lines.html", lines=list(SpendLine), counted=counted, settings=held, usual=USUAL)


@bp.route("/scorecard/early-help-spend/<line>", methods=["GET", "POST"])
@signed_in(Act.SET_SPEND_LINES)
def change(line: str) -> Any:
    """Set whether one line counts, and read how it was set before."""
    which = next((one for one in SpendLine if one.value == line), None) or abort(404)
    changes = queries.changes(which)
    counts = changes[0].counts if changes else which in USUAL
    held = {
        "version": str(version_after(changes[0].id if changes else 0)),
        "counts": Counts.IN if counts else Counts.OUT,
    }
    form = open_form(SpendLineForm, data=held)

    def deed() -> Any:
        return deeds.set_spend_line(
            which,
            counts=form.counts.data is Counts.IN,
            because=form.because.data,
            read_version=form.read_version,
            by=me(),
        )

    return form_page(
        form, "spend_lines/change.html", deed, then=url_for("spend_lines.lines"), line=which, changes=changes
    )
