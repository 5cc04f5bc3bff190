"""The work of a manager's teams: who carries what, and the families behind each number."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import gettext

from ..policy import Act
from ..practice import clock, drift
from ..practice.figure_tables import HIDDEN, FigureTable, Shown
from ..practice.oversight import AGAIN, Point
from ..practice.references import read_code, write_code
from ..practice.workload import IDLE, WEIGHTS, Load, Mark, shown_in_file
from ..queries import oversight as silence
from ..queries import workload as queries
from .guards import me, signed_in
from .language import day
from .tables import Asked, Figures, figure_page, rows_at_once

bp = Blueprint("workload", __name__)
MOST_OF_A_TEAM = 10
"""How many people of each team the board shows at first."""
BESIDE_EXACT = frozenset({2, 3, 4 + len(Mark)})
"""The columns that do not leave: children, weight and stages would tell how many families there are."""


@bp.get("/team-work")
@signed_in(Act.SEE_WORKLOAD)
def board() -> Any:
    """What everybody in the reader's teams carries: families without a lead first, then who has most that is late. Of
    each team some, or of one that is asked for a page."""
    return read.show("workload/board.html")


@figure_page("team-work", Act.SEE_WORKLOAD)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: a table for each team. A file holds the whole of one, without what only makes sense beside
    the exact numbers."""
    which, start = asked.get("team"), asked.get("after", "")
    teams = queries.board(me())
    if which is not None:
        teams = [one for one in teams if str(one.team.id) == which] or abort(404)
    begin = int(start) if which is not None and start.isascii() and start.isdigit() and len(start) < 6 else 0
    size = rows_at_once(asked) if which is not None else MOST_OF_A_TEAM
    return Figures(
        about=gettext("As on %(day)s.", day=day(clock.today())),
        source=gettext("the open cases of this service"),
        tables=tuple(_table(one, begin, size, exact) for one in teams),
        asked={"team": which, "rows": "all"} if which is not None else {},
        notes=(gettext("Whoever leads fewer than six families, and what could be worked out from it, is hidden."),),
        context={
            "teams": teams,
            "alone": which is not None,
            "begin": begin,
            "size": size,
            "weights": WEIGHTS,
            "idle_days": IDLE.days,
            "drift_rules": drift.rules(),
        },
    )


def _table(one: queries.TeamWork, begin: int, size: int, exact: bool) -> FigureTable:
    part = one.part(begin, size)
    safe = None if exact else shown_in_file({n: worker.load for n, worker in enumerate(one.workers)})
    rows = [_row(one, worker.load, begin + n, worker, safe) for n, worker in enumerate(part)]
    rows.append(_row(one, one.whole, None, None, safe))
    columns = [gettext("Who leads"), gettext("Families"), gettext("Children"), gettext("Weight")]
    columns += [*(gettext(mark.label) for mark in Mark), gettext("Stages")]
    title = gettext("Open cases of %(team)s", team=one.team.name)
    return FigureTable(f"team-{one.team.id}", title, columns, rows, stays=BESIDE_EXACT)


def _row(
    one: queries.TeamWork, load: Load, number: int | None, worker: queries.Worker | None, safe: Collection[Any] | None
) -> list[Shown]:
    who = worker.who if worker else None
    called = who.name if who else gettext("Nobody leads") if worker else gettext("The whole team")

    def counted(count: int, mark: Mark | None) -> Shown:
        if safe is not None:
            return Shown(count if count == 0 or (number, mark) in safe else HIDDEN)
        about = f"{gettext(mark.label) if mark else gettext('Families')}: {called if worker else one.team.name}"
        lead = write_code(who.code) if who else queries.NOBODY if worker else None
        where = url_for("workload.families", team=one.team.id, who=lead, mark=mark.value if mark else None)
        return Shown(count, href=where if count else "", about=about)

    return [
        Shown(called, note=_said_of(worker)),
        counted(load.families, None),
        Shown(load.children),
        Shown(load.weight),
        *(counted(load.marks[mark], mark) for mark in Mark),
        Shown("; ".join(f"{gettext(s.label)}: {count}" for s, count in load.stages.items()) or gettext("No family")),
    ]


def _said_of(worker: queries.Worker | None) -> str:
    if worker is not None and worker.who is None:
        return str(gettext("Look at these first"))
    return gettext("away until %(on)s", on=day(worker.away)) if worker and worker.away else ""


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
