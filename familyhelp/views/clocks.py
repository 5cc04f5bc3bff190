"""When things are due: the table of clocks, read aloud."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from ..policy import Act
from ..practice.timescales import DUE
from .guards import signed_in

bp = Blueprint("clocks", __name__)


@bp.get("/clocks")
@signed_in(Act.SEE_CLOCKS)
def clocks() -> Any:
    """What is due when, from when it is late, and why."""
    return render_template("clocks/clocks.html", clocks=DUE.values())
