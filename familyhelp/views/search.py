"""One box that finds a family."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from ..forms.base import tidy
from ..policy import Act
from ..queries import search as queries
from .guards import me, signed_in

bp = Blueprint("search", __name__)


@bp.get("/search")
@signed_in(Act.SEARCH)
def search() -> Any:
    """Find a family by a reference, a name, a date of birth or a number."""
    text = str(tidy(request.args.get("q", "")))[: queries.LONGEST]
    found = queries.search(text, me(), request.args.get("after")) if text else None
    return render_template("families/search.html", q=text, found=found)
