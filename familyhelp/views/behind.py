"""The families behind a local figure of the scorecard, for managers: those that they may see."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from ..policy import Act
from ..practice import clock
from ..practice.periods import period_of, year_of
from ..practice.scorecard import MEASURES, Unit
from ..queries import behind as queries
from ..queries.each_counted import EACH
from .guards import me, signed_in

bp = Blueprint("behind", __name__)

PARTS = ("numerator", "denominator")


@bp.get("/scorecard/behind/<measure>")
@signed_in(Act.SEE_BEHIND_FIGURES)
def behind(measure: str) -> Any:
    """What a measure counts in a year, one by one."""
    asked = request.args.get("period")
    period = period_of(asked) if asked else year_of(clock.today())
    part = request.args.get("part", PARTS[0])
    if measure not in EACH or period is None or part not in PARTS:
        abort(404)
    found = queries.behind(
        me(), measure, period, clock.today(), numerator=part == PARTS[0], after=request.args.get("after")
    )
    about = MEASURES[measure]
    return render_template(
        "scorecard/behind.html",
        measure=about,
        period=period,
        part=part,
        found=found,
        says=about.counts if part == PARTS[0] and about.counts else about.over or about.counts,
        in_points=about.unit is Unit.POINTS,
        in_days=about.unit is Unit.DAYS,
    )
