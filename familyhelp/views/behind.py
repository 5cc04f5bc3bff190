"""The families behind a local figure of the scorecard, of the flow or of a cut, for managers: those that they may
see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..policy import Act
from ..practice import clock
from ..practice.cuts import Cut, Told
from ..practice.flow_figures import Column, Count
from ..practice.periods import Period, period_of, year_of
from ..practice.scorecard import MEASURES, Unit
from ..practice.words import N_, Word
from ..queries import behind as queries
from ..queries.each_counted import EACH, Each
from ..queries.each_of_flow import COHORTS, COUNTS, ROWS, of_cut
from .guards import me, signed_in

bp = Blueprint("behind", __name__)

PARTS = ("numerator", "denominator")
NOT_RECORDED = "none"


@dataclass(frozen=True)
class About:
    """A figure: what counts it one by one, what it is called, and what the numerator and the denominator say."""

    each: Each
    label: str
    says: tuple[str, str]
    unit: Unit | None = None


@bp.get("/scorecard/behind/<measure>")
@signed_in(Act.SEE_BEHIND_FIGURES)
def behind(measure: str) -> Any:
    """What a measure counts in a year, one by one."""
    asked = request.args.get("period")
    period = period_of(asked) if asked else year_of(clock.today())
    part = request.args.get("part", PARTS[0])
    about = _about(measure)
    if about is None or period is None or part not in PARTS:
        abort(404)
    numerator = part == PARTS[0]
    after = request.args.get("after")
    found = queries.behind(me(), about.each, period, clock.today(), numerator=numerator, after=after)
    chosen = {name: request.args[name] for name in ("cut", "of") if name in request.args}
    return render_template(
        "scorecard/behind.html",
        name=measure,
        label=about.label,
        chosen=chosen,
        period=period,
        part=part,
        found=found,
        says=about.says[PARTS.index(part)],
        in_points=about.unit is Unit.POINTS,
        in_days=about.unit is Unit.DAYS,
    )


def _about(name: str) -> About | None:
    """The figure of this name; None where there is none."""
    if name in EACH:
        measure = MEASURES[name]
        over = measure.over or measure.counts
        return About(EACH[name](), measure.label, (measure.counts or over, over), measure.unit)
    kind, _, rest = name.partition("-")
    if kind == "flow":
        return next((_flow(one, each()) for one, each in COUNTS.items() if one == rest), None)
    if kind == "cohort":
        return next((_flow(one, each()) for one, each in COHORTS.items() if one == rest), None)
    told = next((one for one in Told if one == rest), None) if kind == "cut" else None
    return _of_cut(told) if told else None


def _flow(one: Word, each: Each) -> About:
    return About(each, N_("The way of families through early help"), (one.label, one.label))


def _of_cut(told: Told) -> About | None:
    asked, of = request.args.get("cut"), request.args.get("of", "")
    cut = next((one for one in Cut if one == asked), None)
    row: Any = None
    if cut is Cut.AGENCY and of.isascii() and of.isdigit() and len(of) < 10:
        row = int(of)
    elif cut is not None and cut is not Cut.AGENCY:
        kind: Any = ROWS[cut]
        row = next((one for one in kind if one.value == of), None)
    if (asked and cut is None) or (cut and row is None and of != NOT_RECORDED):
        return None
    says = (N_("Those that count"), N_("All of them"))
    return About(of_cut(told, cut, row), told.label, says)


def where_flow(one: Count | Column, period: Period) -> str:
    """The list behind a figure of the flow; nothing where it has none."""
    if one not in COUNTS and one not in COHORTS:
        return ""
    kind = "flow" if isinstance(one, Count) else "cohort"
    return url_for("behind.behind", measure=f"{kind}-{one.value}", period=period.slug)


def where_cut(told: Told, cut: Cut | None, of: Any, period: Period, part: str) -> str:
    """The list behind a row of a cut."""
    row: dict[str, Any] = (
        {"cut": cut.value, "of": NOT_RECORDED if of is None else getattr(of, "value", of)} if cut else {}
    )
    return url_for("behind.behind", measure=f"cut-{told.value}", period=period.slug, part=part, **row)
