"""The summary of a case on one page, for whoever comes new to a family."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from ..models import Case
from ..policy import Act
from ..practice import clock
from ..queries import summaries as queries
from .guards import me, on_case
from .next_steps import next_step

bp = Blueprint("summaries", __name__)


@bp.get("/cases/<case>/summary")
@on_case(Act.SEE_CASE)
def summary(case: Case) -> Any:
    """Who, why, what matters to them, what has been tried, the plan, risks and the next dates."""
    found = queries.summary(me(), case)
    return render_template("summaries/summary.html", case=case, found=found, next=next_step(case, clock.today()))
