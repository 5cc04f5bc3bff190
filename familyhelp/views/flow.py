"""The flow of families through a year: counts, how many go on within a time, and cohorts by quarter."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from ..forms.base import offer
from ..forms.scorecard import PeriodForm
from ..policy import Act, could
from ..practice import clock
from ..practice.flow_figures import QUARTERS, YEAR, Column, Count, Going, flow, nothing_shown, without_small_numbers
from ..practice.periods import Period, period_of, year_of
from ..queries import flow as queries
from .flow_pictures import picture
from .guards import me, signed_in
from .period_choice import periods_offered
from .scorecard import told_to

bp = Blueprint("flow", __name__)


@bp.get("/flow")
@signed_in(Act.SEE_SCORECARD)
def flow_of() -> Any:
    """One year, or for those who see exact numbers a quarter of it."""
    exact = could(me(), Act.SEE_CASE)
    form = PeriodForm(request.args)
    form.period.choices = offer((period.slug, period.in_words().in_words(gettext)) for period in periods_offered(exact))
    status = 200 if form.validate() else 400
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.period.data = period.slug
    counts = queries.counts(period.ending, clock.today())
    reported = any(year_of(one.quarter).ending == period.ending for one in told_to(exact, period.ending))
    safe = nothing_shown if reported else without_small_numbers
    found = flow(counts) if exact else safe(counts)
    quarter = period.quarter or YEAR
    page = render_template(
        "scorecard/flow.html",
        form=form,
        period=period,
        quarter=quarter,
        quarters=[Period(period.ending, number) for number in QUARTERS],
        flow=found,
        picture=picture(found, quarter),
        counts=Count,
        going=Going,
        columns=Column,
        exact=exact,
        reported=reported,
    )
    return page, status
