"""Whether the front door decides alike: by who asked, what became of it, who was told and how soon."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from ..forms.base import offer
from ..forms.scorecard import PeriodForm
from ..policy import Act, could
from ..practice import clock
from ..practice.periods import period_of, year_of
from ..practice.thresholds import SHOWN, lines, nothing_shown, without_small_numbers
from ..queries import thresholds as queries
from .guards import me, signed_in
from .period_choice import periods_offered
from .scorecard import told_to

bp = Blueprint("thresholds", __name__)


@bp.get("/thresholds")
@signed_in(Act.SEE_SCORECARD)
def thresholds() -> Any:
    """One year, or for those who see exact numbers a quarter of it."""
    exact = could(me(), Act.SEE_CASE)
    form = PeriodForm(request.args)
    form.period.choices = offer((period.slug, period.in_words().in_words(gettext)) for period in periods_offered(exact))
    status = 200 if form.validate() else 400
    period = (period_of(form.period.data or "") if status == 200 else None) or year_of(clock.today())
    form.period.data = period.slug
    counted = queries.kinds(period, clock.today())
    reported = any(year_of(one.quarter).ending == period.ending for one in told_to(exact, period.ending))
    safe = nothing_shown if reported else without_small_numbers
    found = lines(counted) if exact else safe(counted)
    page = render_template(
        "scorecard/thresholds.html", form=form, period=period, lines=found, columns=SHOWN, exact=exact
    )
    return page, status
