"""Distance travelled: a picture of each outcome, the table of it, and the whole as each respondent sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from ..models import Case
from ..policy import Act
from ..practice.distance import Distance, ends_of, overall
from ..queries import plans as queries
from ..queries.plans import OutcomeNow
from .guards import on_case

bp = Blueprint("distance", __name__)

# Narrow, so that its words can still be read where it is drawn smaller, on a phone.
WIDTH, LEFT, RIGHT, TOP, ROW, FOOT = 400, 132, 12, 28, 40, 28


@dataclass(frozen=True)
class Line:
    """One respondent's line: where it begins and ends across, how high it lies, and what it says."""

    name: str
    y: int
    first: float
    latest: float
    style: str
    distance: Distance


@dataclass(frozen=True)
class Picture:
    """One outcome on one scale: a line for each respondent, from the first score to the latest; the goal is marked."""

    number: int
    scale: str
    title: str
    description: str
    ticks: list[tuple[float, int]]
    goal: float | None
    lines: list[Line]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP


@dataclass(frozen=True)
class Travelled:
    """One outcome with its words, its pictures (one a scale) and its rows."""

    number: int
    words: str
    rows: list[Distance]
    pictures: list[Picture]


def travelled(rows: Sequence[Distance], outcomes: Mapping[int, OutcomeNow]) -> list[Travelled]:
    """What is drawn and said of each outcome that has a score."""
    found = []
    for number in sorted({row.outcome_number for row in rows}):
        of = [row for row in rows if row.outcome_number == number]
        outcome = outcomes.get(number)
        scales = sorted({row.scale for row in of})
        pictures = [_picture(number, scale, [r for r in of if r.scale == scale], outcome) for scale in scales]
        found.append(Travelled(number, outcome.words if outcome else "", of, [p for p in pictures if p]))
    return found


def _picture(number: int, scale: str, rows: Sequence[Distance], outcome: OutcomeNow | None) -> Picture | None:
    ends = ends_of(scale)
    if ends is None or any(not ends[0] <= value <= ends[1] for row in rows for value in (row.first, row.latest)):
        return None
    lowest, highest = ends

    def across(value: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (value - lowest) / (highest - lowest), 1)

    every = max(1, (highest - lowest) // 10)
    goal = (
        outcome.goal_score if outcome and outcome.scale == scale and lowest <= outcome.goal_score <= highest else None
    )
    return Picture(
        number=number,
        scale=scale,
        title=gettext("Outcome %(number)s: from the first score to the latest", number=number),
        description=" ".join(_in_words(row) for row in rows),
        ticks=[(across(value), value) for value in range(lowest, highest + 1, every)],
        goal=None if goal is None else across(goal),
        lines=[_line(row, place, across(row.first), across(row.latest)) for place, row in enumerate(rows)],
        height=TOP + ROW * len(rows) + FOOT,
    )


def _line(row: Distance, place: int, first: float, latest: float) -> Line:
    # Further away is drawn as a broken line: colour is never the only sign.
    style = "other" if row.steps is not None and row.steps < 0 else "us"
    return Line(gettext(row.respondent.label), TOP + ROW * place + ROW // 2, first, latest, style, row)


def _in_words(row: Distance) -> str:
    said = row.words.in_words(gettext)
    return str(gettext("%(who)s: %(said)s.", who=gettext(row.respondent.label), said=said))


@bp.get("/cases/<case>/distance")
@on_case(Act.SEE_CASE)
def distance(case: Case) -> Any:
    """How far the family has come since the first scores, outcome by outcome and on the whole."""
    rows = queries.distance_travelled(case)
    return render_template(
        "plans/distance.html",
        case=case,
        outcomes=travelled(rows, queries.outcomes_now(case)),
        wholes=overall(rows),
        scales=sorted({row.scale for row in rows}),
    )
