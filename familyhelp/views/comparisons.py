"""One measure of every authority beside the others, and the funnel that chance alone would explain."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from ..forms.base import offer
from ..forms.scorecard import CompareForm
from ..policy import Act
from ..practice.scorecard import PUBLISHED
from ..queries import comparison as queries
from ..queries import scorecard as board
from ..queries.own_measures import own_measures, published_measures
from . import figures, funnels
from .guards import signed_in
from .scorecard import own_authority

bp = Blueprint("comparisons", __name__)


@bp.get("/scorecard/compare")
@signed_in(Act.SEE_SCORECARD)
def compare() -> Any:
    """Rank, quarter and funnel of a measure in a year."""
    datasets, held = board.datasets_in_force(), board.areas()
    measures = {measure.slug: measure for measure in [*published_measures(), *own_measures()]}
    years = board.years_held(datasets)
    form = CompareForm(request.args)
    form.measure.choices = offer((slug, gettext(measure.label)) for slug, measure in measures.items())
    form.year.choices = offer((year, gettext("year ending in %(year)s", year=year)) for year in years)
    form.area.choices = offer([("", gettext("None"))] + [(area.id, area.name) for area in board.authorities(held)])
    right = form.validate()
    measure = measures.get(form.measure.data if right else "", measures[PUBLISHED[0].slug])
    year = int(form.year.data) if right and form.year.data else (years or [0])[0]
    own = int(form.area.data) if right and form.area.data else own_authority(held)
    form.measure.data, form.year.data, form.area.data = measure.slug, str(year), str(own or "")
    found = queries.compare(measure, year) if years else None
    page = render_template(
        "scorecard/compare.html",
        form=form,
        found=found,
        measure=measure,
        own=own,
        plot=funnels.plot(found, own) if found else None,
        figures=figures,
        datasets={dataset.publication: dataset for dataset in datasets},
    )
    return page, 200 if right else 400
