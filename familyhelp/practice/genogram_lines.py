"""What joins the symbols of a genogram: couples, parents and children, and the outlines of homes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from .genogram import APART, LINE, NAME_LINES, SIZE, Human, Placed, Union, name_lines, place
from .relationships import COUPLES, Kin, Tie

MARGIN, LANE = 72, 12
_DASHED = {Kin.FOSTER_CARER, Kin.ADOPTIVE_PARENT, Kin.GUARDIAN}
_STEPS = (0, 14, -14, 28, -28)
"""Beside each other on one symbol, so that two lines never lie on one another."""


@dataclass(frozen=True)
class Symbol:
    """A person in the drawing: `x` and `y` are the middle of the symbol."""

    human: Human
    x: int
    y: int
    name: Sequence[tuple[str, int]]
    """Each line of the name with the height of its foot."""


@dataclass(frozen=True)
class Stroke:
    """A line through these points. `style`: solid, dashed, or faint for what is no partnership."""

    points: Sequence[tuple[int, int]]
    style: str = "solid"


@dataclass(frozen=True)
class Home:
    """The outline of people of one address who stand side by side."""

    x: int
    y: int
    width: int
    height: int
    name: str


@dataclass(frozen=True)
class Genogram:
    """A drawing."""

    width: int
    height: int
    symbols: Sequence[Symbol] = ()
    strokes: Sequence[Stroke] = ()
    homes: Sequence[Home] = ()


@dataclass
class _Row:
    """The heights of one row: where lines from above run, where names begin, the middle of the symbols, where lines
    between couples run."""

    above: int = 0
    names: int = 0
    middle: int = 0
    below: int = 0


@dataclass
class _Lanes:
    """Lines that run across side by side, so that none lies on another."""

    held: list[list[tuple[int, int]]] = field(default_factory=list)

    def lane(self, left: int, right: int) -> int:
        for n, lane in enumerate(self.held):
            if all(right + LANE < start or left - LANE > end for start, end in lane):
                lane.append((left, right))
                return n
        self.held.append([(left, right)])
        return len(self.held) - 1


def draw(people: Sequence[Human], ties: Sequence[Tie]) -> Genogram:
    """The whole drawing. The same people and ties always make the same one."""
    if not people:
        return Genogram(0, 0)
    placed = place(people, ties)
    x = {key: value + MARGIN for key, value in placed.x.items()}
    pairs = [(one, other, *_ports(one, other, x, placed.couples)) for one, other in placed.couples]
    lanes_below = [_Lanes() for _ in placed.rows]
    across = [
        lanes_below[placed.row[one]].lane(min(left, right), max(left, right)) for one, other, left, right in pairs
    ]
    drops = {
        union: _drop(union, x, {(one, other): (left + right) // 2 for one, other, left, right in pairs})
        for union in placed.unions
    }
    lanes_above = [_Lanes() for _ in placed.rows]
    bars = {
        union: lanes_above[placed.row[union.children[0]]].lane(*_reach(union, drops[union], x))
        for union in placed.unions
    }
    rows, height = _heights(lanes_above, lanes_below)
    strokes = [
        stroke
        for (one, other, left, right), lane in zip(pairs, across, strict=True)
        for stroke in _couple(one, other, left, right, rows[placed.row[one]].below + lane * LANE, rows, placed, ties)
    ]
    below = {
        (one, other): rows[placed.row[one]].below + lane * LANE
        for (one, other, *_), lane in zip(pairs, across, strict=True)
    }
    turns: dict[int, int] = {}
    for union in placed.unions:
        strokes += _children(union, drops[union], below, rows, bars[union], placed, x, people, turns)
    symbols = [_symbol(human, x[human.key], rows[placed.row[human.key]].middle) for human in people]
    return Genogram(max(x.values()) + MARGIN, height, symbols, strokes, _homes(people, placed, x, rows))


def _heights(above: Sequence[_Lanes], below: Sequence[_Lanes]) -> tuple[list[_Row], int]:
    rows, y = [], 8
    for up, down in zip(above, below, strict=True):
        row = _Row(above=y + LANE)
        row.names = row.above + len(up.held) * LANE + LANE
        row.middle = row.names + NAME_LINES * LINE + SIZE // 2 + 4
        row.below = row.middle + SIZE // 2 + LANE
        y = row.below + len(down.held) * LANE + LANE
        rows.append(row)
    return rows, y


def _symbol(human: Human, x: int, middle: int) -> Symbol:
    lines = name_lines(human.name)
    foot = middle - SIZE // 2 - 8
    return Symbol(human, x, middle, [(line, foot - (len(lines) - 1 - n) * LINE) for n, line in enumerate(lines)])


# Couples ------------------------------------------------------------------------------------------------------


def _ports(one: int, other: int, x: Mapping[int, int], couples: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the line of a couple leaves each of the two: on the side of the other, beside their other lines."""

    def port(me: int, you: int) -> int:
        side = 1 if x[you] > x[me] else -1
        same = [c for c in couples if me in c and (x[c[0] if c[1] == me else c[1]] - x[me]) * side > 0]
        return x[me] + side * (6 + 5 * same.index((min(me, you), max(me, you))))

    return port(one, other), port(other, one)


def _couple(
    one: int, other: int, left: int, right: int, low: int, rows: Sequence[_Row], placed: Placed, ties: Sequence[Tie]
) -> list[Stroke]:
    foot = rows[placed.row[one]].middle + SIZE // 2
    kin = standing(one, other, ties)
    style = {None: "faint", Kin.PARTNER: "dashed"}.get(kin, "solid")
    strokes = [Stroke([(left, foot), (left, low), (right, low), (right, foot)], style)]
    # Beside the middle, from where children hang.
    middle = (left + right) // 2 + (12 if right > left else -12)
    slashes = {Kin.SEPARATED: (0,), Kin.DIVORCED: (-3, 3)}.get(kin or Kin.FRIEND, ())
    return strokes + [Stroke([(middle + d - 4, low + 7), (middle + d + 4, low - 7)]) for d in slashes]


def standing(one: int, other: int, ties: Iterable[Tie]) -> Kin | None:
    """What a couple is now: together, parted, divorced; None for two who are only parents of the same child."""
    held = [t for t in ties if {t.one, t.other} == {one, other} and t.kin in COUPLES]
    for kin in (Kin.MARRIED, Kin.PARTNER):
        if any(t.kin is kin and not t.ended for t in held):
            return kin
    if any(t.kin is Kin.DIVORCED for t in held):
        return Kin.DIVORCED
    return Kin.SEPARATED if held else None


# Children -----------------------------------------------------------------------------------------------------


def _drop(union: Union, x: Mapping[int, int], middles: Mapping[tuple[int, int], int]) -> int:
    """Across where the line to the children begins."""
    if not union.adults:
        return x[union.children[0]]
    if len(union.adults) == 1:
        return x[union.adults[0]]
    return middles[min(union.adults[:2]), max(union.adults[:2])]


def _reach(union: Union, drop: int, x: Mapping[int, int]) -> tuple[int, int]:
    at = [drop, *(x[child] for child in union.children)]
    return min(at) - max(_STEPS), max(at) + max(_STEPS)


def _children(
    union: Union,
    drop: int,
    below: Mapping[tuple[int, int], int],
    rows: Sequence[_Row],
    lane: int,
    placed: Placed,
    x: Mapping[int, int],
    people: Sequence[Human],
    turns: dict[int, int],
) -> list[Stroke]:
    """The line down from the parents, the line across, and one down to each child; twins share their beginning."""
    row = rows[placed.row[union.children[0]]]
    bar, style = row.above + lane * LANE, "dashed" if union.kin in _DASHED else "solid"
    ends: dict[int, int] = {}
    for child in union.children:
        turn = turns[child] = turns.get(child, -1) + 1
        ends[child] = x[child] + _STEPS[turn % len(_STEPS)]
    starts = _starts(union, ends, people)
    strokes = []
    if union.adults:
        top = rows[placed.row[union.adults[0]]]
        begin = (
            top.middle + SIZE // 2 if len(union.adults) == 1 else below[min(union.adults[:2]), max(union.adults[:2])]
        )
        strokes.append(Stroke([(drop, begin), (drop, bar)], style))
    span = [*starts.values(), *([drop] if union.adults else [])]
    if max(span) > min(span):
        strokes.append(Stroke([(min(span), bar), (max(span), bar)], style))
    return strokes + [Stroke([(starts[c], bar), (ends[c], _top(c, people, row))], style) for c in union.children]


def _top(child: int, people: Sequence[Human], row: _Row) -> int:
    """Just above the name of a child."""
    lines = len(name_lines(next(p.name for p in people if p.key == child)))
    return row.names + (NAME_LINES - lines) * LINE


def _starts(union: Union, ends: Mapping[int, int], people: Sequence[Human]) -> dict[int, int]:
    """Where each child's line leaves the line across: those born on one day from one point, between them."""
    born = {p.key: p.born for p in people}
    starts = dict(ends)
    for day, held in groupby(union.children, key=lambda c: born[c]):
        same = list(held)
        if day and len(same) > 1:
            starts |= dict.fromkeys(same, sum(ends[c] for c in same) // len(same))
    return starts


# Homes --------------------------------------------------------------------------------------------------------


def _homes(people: Sequence[Human], placed: Placed, x: Mapping[int, int], rows: Sequence[_Row]) -> list[Home]:
    """An outline around those of one address who stand side by side; who lives elsewhere is never inside."""
    home = {p.key: p.home for p in people}
    found = []
    for depth, keys in enumerate(placed.rows):
        for name, run in groupby(keys, key=lambda k: home[k]):
            side = [x[k] for k in run]
            if name is not None:
                top, foot = rows[depth].names - 2, rows[depth].middle + SIZE // 2 + 8
                half = APART // 2 - 3
                found.append(Home(side[0] - half, top, side[-1] - side[0] + 2 * half, foot - top, name))
    return found
