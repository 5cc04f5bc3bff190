"""The journey: one family's way with help, on one page over years."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from ..models import Family
from ..policy import Act
from ..practice.journeys import SHOWN_AT_FIRST, TURNS, Strand
from ..practice.references import read_code, write_code
from ..queries import journeys as queries
from ..queries.journeys import Asked
from .guards import me, on_family

bp = Blueprint("journeys", __name__)


@bp.get("/families/<family>/journey")
@on_family(Act.SEE_JOURNEY)
def journey(family: Family) -> Any:
    """Everything that turned the story, in every episode that the reader may see."""
    slugs = set(request.args.getlist("show"))
    strands = frozenset(strand for strand in Strand if strand.value in slugs)
    oldest_first = request.args.get("order") == "oldest"
    episode = read_code(request.args.get("episode", ""))
    asked = Asked(strands, episode, oldest_first, request.args.get("after"))
    filters: dict[str, Any] = {"show": [s.value for s in Strand if s in strands]} if strands else {}
    if episode:
        filters["episode"] = write_code(episode)
    if oldest_first:
        filters["order"] = "oldest"
    return render_template(
        "journeys/journey.html",
        family=family,
        journey=queries.journey(family, me(), asked),
        asked=asked,
        strands=Strand,
        shown=strands or SHOWN_AT_FIRST,
        turns=TURNS,
        filters=filters,
    )
