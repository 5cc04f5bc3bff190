"""What counts as early-help spend: each line, in or out, since when and why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, url_for
from flask_babel import gettext

from ..casework import spend_lines as deeds
from ..forms.spend_lines import Counts, SpendLineForm
from ..models import SpendLine as Setting
from ..policy import Act
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown
from ..practice.spend_lines import USUAL, SpendLine
from ..practice.words import version_after
from ..queries import spend_lines as queries
from .guards import me, signed_in
from .language import day
from .pages import form_page, open_form
from .tables import Asked, Figures, figure_page

bp = Blueprint("spend_lines", __name__)


@bp.get("/scorecard/early-help-spend")
@signed_in(Act.SET_SPEND_LINES)
def lines() -> Any:
    """Every line of spend that the service knows."""
    return read.show("spend_lines/lines.html")


@figure_page("early-help-spend", Act.SET_SPEND_LINES)
def read(_asked: Asked, _exact: bool) -> Figures:
    """What the page shows: each line, and why it counts or not."""
    held = queries.settings()
    counted = queries.counted_of(held)
    columns = [gettext("Line"), gettext("Counts"), gettext("Since"), gettext("Why")]
    rows = [_row(line, line in counted, held.get(line)) for line in SpendLine]
    return Figures(
        about=gettext("As it is set on %(day)s.", day=day(clock.today())),
        source=gettext("the settings of this service"),
        tables=(FigureTable("lines", gettext("Lines of spend"), columns, rows),),
    )


def _row(line: SpendLine, counts: bool, setting: Setting | None) -> list[Shown]:
    since, why = gettext("the beginning"), gettext("It usually does not count as early help.")
    if line in USUAL:
        why = gettext("It usually counts as early help.")
    if setting:
        since = gettext("%(at)s, set by %(who)s", at=day(setting.set_at), who=setting.set_by.name)
        why = setting.because
    return [
        Shown(gettext(line.label), href=url_for("spend_lines.change", line=line.value)),
        Shown(gettext("Yes") if counts else gettext("No"), strong=counts),
        Shown(since),
        Shown(why),
    ]


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
