"""How families fare after help has ended, by the quarter in which it did."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from ..policy import Act
from ..practice import clock
from ..practice.check_in_cohorts import Fate, without_small_numbers
from ..practice.roles import Role
from ..queries import check_in_cohorts as queries
from .guards import me, signed_in

bp = Blueprint("check_in_cohorts", __name__)


@bp.get("/check-ins")
@signed_in(Act.SEE_COHORTS)
def cohorts() -> Any:
    """The cohorts; small numbers are hidden from whoever works with no family."""
    found, hides = queries.cohorts(clock.today()), me().role is not Role.MANAGER
    if hides:
        found = without_small_numbers(found, queries.told(clock.today()))
    return render_template("check_ins/cohorts.html", cohorts=found, fates=Fate, hides=hides)
