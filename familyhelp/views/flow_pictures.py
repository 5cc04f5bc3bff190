"""The flow of a period as a drawing: boxes with their counts, and arrows from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from ..practice.flow_figures import Count, Flow
from ..practice.words import N_

# Narrow, so that its words can still be read where it is drawn smaller, on a phone.
WIDTH, BOX_HEIGHT, GAP = 400, 56, 34
LEFT_X, RIGHT_X, BOX_WIDTH = 4, 208, 188


@dataclass(frozen=True)
class Box:
    """One box: where it stands, what it says, and how many."""

    x: int
    y: int
    name: str
    number: str
    middle: int
    """Where its words stand, across."""


@dataclass(frozen=True)
class Picture:
    """The boxes and the arrows of a period, in words too."""

    title: str
    description: str
    boxes: list[Box]
    arrows: list[str]
    heads: list[str]
    height: int
    width: int = WIDTH
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


_BOXES: tuple[tuple[Count, str, int, int], ...] = (
    (Count.RECEIVED, N_("Requests for help"), 0, 0),
    (Count.ACCEPTED, N_("Accepted"), 0, 1),
    (Count.PASSED_ON, N_("To social care"), 1, 1),
    (Count.BEGUN, N_("Episodes begun"), 0, 2),
    (Count.STEPPED_DOWN, N_("Stepped down"), 1, 2),
    (Count.ENDED, N_("Episodes ended"), 0, 3),
    (Count.STEPPED_UP, N_("Stepped up"), 1, 3),
    (Count.AGAIN, N_("Came again"), 0, 4),
)
_ARROWS = (
    (Count.RECEIVED, Count.ACCEPTED),
    (Count.RECEIVED, Count.PASSED_ON),
    (Count.ACCEPTED, Count.BEGUN),
    (Count.STEPPED_DOWN, Count.BEGUN),
    (Count.BEGUN, Count.ENDED),
    (Count.BEGUN, Count.STEPPED_UP),
    (Count.ENDED, Count.AGAIN),
)


def picture(flow: Flow, quarter: int) -> Picture:
    """The drawing of a year (or of one of its quarters)."""
    place = {what: (column, row) for what, _name, column, row in _BOXES}
    boxes = [_box(name, column, row, flow.count(what, quarter)) for what, name, column, row in _BOXES]
    said = [f"{box.name}: {box.number}." for box in boxes]
    arrows, heads = zip(*(_arrow(place[one], place[other]) for one, other in _ARROWS), strict=True)
    return Picture(
        title=gettext("From the request for help to the end, and back"),
        description=" ".join(said),
        boxes=boxes,
        arrows=list(arrows),
        heads=list(heads),
        height=5 * BOX_HEIGHT + 4 * GAP + 8,
    )


def _box(name: str, column: int, row: int, number: int | None) -> Box:
    x, y = (LEFT_X, RIGHT_X)[column], 4 + row * (BOX_HEIGHT + GAP)
    shown = gettext("[c]") if number is None else f"{number:,}"
    return Box(x, y, gettext(name), shown, x + BOX_WIDTH // 2)


def _arrow(one: tuple[int, int], other: tuple[int, int]) -> tuple[str, str]:
    """An arrow from one box to another: its line, and its head."""
    (from_x, from_row), (to_x, to_row) = one, other
    middle = [x + BOX_WIDTH // 2 for x in (LEFT_X, RIGHT_X)]
    if from_row == to_row:
        y = 4 + from_row * (BOX_HEIGHT + GAP) + BOX_HEIGHT // 2
        start, end = (RIGHT_X, LEFT_X + BOX_WIDTH) if from_x > to_x else (LEFT_X + BOX_WIDTH, RIGHT_X)
        back = 8 if end < start else -8
        return f"{start},{y} {end},{y}", f"{end + back},{y - 5} {end},{y} {end + back},{y + 5}"
    top, bottom = 4 + from_row * (BOX_HEIGHT + GAP) + BOX_HEIGHT, 4 + to_row * (BOX_HEIGHT + GAP)
    line = f"{middle[from_x]},{top} {middle[to_x]},{bottom}"
    if from_x != to_x:
        bend = top + GAP // 2
        line = f"{middle[from_x]},{top} {middle[from_x]},{bend} {middle[to_x]},{bend} {middle[to_x]},{bottom}"
    return line, f"{middle[to_x] - 5},{bottom - 8} {middle[to_x]},{bottom} {middle[to_x] + 5},{bottom - 8}"
