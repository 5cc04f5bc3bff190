"""Which measures the scorecard shows: an analyst or an administrator chooses a few for each quadrant."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext

from ..casework import measure_choices as deeds
from ..forms.base import offer
from ..forms.measure_choices import ChoiceForm
from ..models import MeasureChoice
from ..policy import Act
from ..practice.measure_choices import MOST
from ..practice.scorecard import Quadrant
from ..queries import measure_choices as queries
from ..queries.own_measures import all_measures
from .guards import me, signed_in
from .pages import form_page, open_form

bp = Blueprint("measure_choices", __name__)


@bp.route("/scorecard/chosen-measures", methods=["GET", "POST"])
@signed_in(Act.CHOOSE_MEASURES)
def choose() -> Any:
    """Choose the measures of each quadrant and their order, with every choice before in sight."""
    measures, versions = all_measures(), queries.versions()
    form = open_form(ChoiceForm, data=_as_held(versions[0] if versions else None))
    for quadrant in Quadrant:
        offered = [(slug, gettext(m.label)) for slug, m in measures.items() if m.quadrant is quadrant]
        for field in form.places(quadrant):
            field.choices = offer([("", gettext("None")), *offered])

    def deed() -> MeasureChoice:
        chosen = {quadrant: [f.data for f in form.places(quadrant) if f.data] for quadrant in Quadrant}
        return deeds.choose(chosen, measures, because=form.because.data, read_version=form.read_version, by=me())

    return form_page(
        form,
        "measure_choices/choose.html",
        deed,
        then=url_for("measure_choices.choose"),
        quadrants=list(Quadrant),
        versions=versions,
        measures=measures,
        most=MOST,
    )


def _as_held(held: MeasureChoice | None) -> dict[str, Any]:
    if held is None:
        return {"version": "0"}
    places = {f"{name}_{n}": slug for name, slugs in held.chosen.items() for n, slug in enumerate(slugs, start=1)}
    return {"version": str(held.number), **places}
