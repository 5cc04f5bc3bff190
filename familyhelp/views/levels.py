"""The levels of need: what each means here, for everybody to read and print, and for an administrator to set."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from ..casework import levels as deeds
from ..forms.base import optional
from ..forms.levels import LevelForm
from ..policy import Act
from ..practice.triage import Level, colour_of, means_of, name_of, signs_of
from ..practice.words import version_after
from ..queries import levels as queries
from .guards import me, signed_in
from .pages import form_page, open_form

bp = Blueprint("levels", __name__)


@bp.get("/levels")
@signed_in(Act.SEE_LEVELS)
def levels() -> Any:
    """Every level with its meaning and its signs."""
    rows = [(level, colour_of(level), means_of(level), signs_of(level)) for level in Level]
    return render_template("levels/levels.html", rows=rows, settings=queries.newest())


@bp.route("/levels/<level>", methods=["GET", "POST"])
@signed_in(Act.SET_LEVELS)
def change(level: str) -> Any:
    """Set one level, and read how it was set before."""
    which = next((one for one in Level if one.value == level), None) or abort(404)
    changes = queries.changes(which)
    held = {
        "version": str(version_after(changes[0].id if changes else 0)),
        "name": name_of(which),
        "colour": colour_of(which),
        "means": means_of(which),
        "signs": "\n".join(signs_of(which)),
    }
    form = open_form(LevelForm, data=held)

    def deed() -> Any:
        return deeds.set_level(
            which,
            name=form["name"].data or "",
            colour=form.colour.data,
            means=form.means.data or "",
            signs=optional(form.signs.data),
            because=form.because.data,
            read_version=form.read_version,
            by=me(),
        )

    return form_page(form, "levels/change.html", deed, then=url_for("levels.levels"), level=which, changes=changes)
