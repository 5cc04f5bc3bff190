"""The work of a manager's teams: who carries what, and the families behind each number."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from ..policy import Act
from ..practice import drift
from ..practice.oversight import AGAIN, Point
from ..practice.references import read_code
from ..practice.workload import IDLE, WEIGHTS, Mark
from ..queries import oversight as silence
from ..queries import workload as queries
from ..queries.paging import PAGE
from .guards import me, signed_in

bp = Blueprint("workload", __name__)
MOST_OF_A_TEAM = 10
"""How many people of each team the board shows at first."""


@bp.get("/team-work")
@signed_in(Act.SEE_WORKLOAD)
def board() -> Any:
    """What everybody in the reader's teams carries: families without a lead first, then who has most that is late. Of
    each team some, or of one that is asked for a page."""
    asked, start = request.args.get("team"), request.args.get("after", "")
    teams = queries.board(me())
    if asked is not None:
        teams = [one for one in teams if str(one.team.id) == asked] or abort(404)
    begin = int(start) if asked is not None and start.isascii() and start.isdigit() and len(start) < 6 else 0
    return render_template(
        "workload/board.html",
        teams=teams,
        alone=asked is not None,
        begin=begin,
        size=PAGE if asked is not None else MOST_OF_A_TEAM,
        marks=list(Mark),
        weights=WEIGHTS,
        idle_days=IDLE.days,
        drift_rules=drift.rules(),
    )


@bp.get("/team-work/oversight")
@signed_in(Act.SEE_WORKLOAD)
def oversight() -> Any:
    """Families on whose record a manager's word is missing, at the points that the authority sets."""
    points = current_app.config["OVERSIGHT_POINTS"]
    page = silence.silent(me(), points, request.args.get("after"))
    return render_template(
        "workload/oversight.html", page=page, points=[p for p in Point if p in points], again=AGAIN.days // 7
    )


@bp.get("/team-work/families")
@signed_in(Act.SEE_WORKLOAD)
def families() -> Any:
    """The families behind a number: of one team, of one worker, with one mark."""
    asked: dict[str, str | None] = {name: request.args.get(name) for name in ("team", "who", "mark")}
    team = next((t for t in me().managed_teams if str(t.id) == asked["team"]), None)
    mark = next((m for m in Mark if m.value == asked["mark"]), None)
    who = asked["who"] if asked["who"] in (None, queries.NOBODY) else read_code(asked["who"] or "")
    if (asked["team"] and team is None) or (asked["mark"] and mark is None) or (asked["who"] and who is None):
        abort(404)
    page = queries.families(
        me(), team_id=team.id if team else None, who=who, mark=mark, after=request.args.get("after")
    )
    return render_template(
        "workload/families.html",
        page=page,
        looked=queries.looked_at(page.rows),
        asked=asked,
        team=team,
        mark=mark,
        nobody=who == queries.NOBODY,
        idle_days=IDLE.days,
    )
