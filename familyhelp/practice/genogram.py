"""The genogram: a family drawn from its relationships. Where every symbol stands; plain, without web or database.

Generations stand in rows, couples side by side, children in the order of their birth. The same people and ties always
make the same drawing, and no two symbols overlap, however large the family: within a row they keep their distance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .people import Sex
from .relationships import COUPLES, PARENTS, RAISING, Kin, Tie

SIZE = 44
"""The side of a symbol."""
APART = 124
"""From the middle of one symbol to the middle of the next, at least; a name and an outline have room in it."""
NAME_WIDTH, NAME_LINES, LINE = 112, 3, 17
_LETTERS = 13
_PASSES = 6


@dataclass(frozen=True)
class Human:
    """A person to be drawn. `mark` is what stands in the symbol, such as an age; `home` is the same for all who live
    at one address, and None where that is not known or not to be shown."""

    key: int
    name: str
    sex: Sex | None = None
    born: date | None = None
    unborn: bool = False
    died: bool = False
    mark: str = ""
    home: str | None = None

    @property
    def shape(self) -> str:
        """A square, a circle, a triangle for an unborn child, else a diamond."""
        if self.unborn:
            return "triangle"
        return {Sex.MALE: "square", Sex.FEMALE: "circle"}.get(self.sex or Sex.UNBORN, "diamond")


@dataclass(frozen=True)
class Union:
    """Adults of one row and the children who hang from them together: all by birth, or all in another way."""

    adults: tuple[int, ...]
    kin: Kin
    children: tuple[int, ...]


@dataclass(frozen=True)
class Placed:
    """Who stands in which row and where in it."""

    row: Mapping[int, int]
    x: Mapping[int, int]
    rows: Sequence[Sequence[int]]
    unions: Sequence[Union]
    couples: Sequence[tuple[int, int]]
    """Pairs of one row who are joined by a line: partners, and parents of the same child."""


def place(people: Sequence[Human], ties: Sequence[Tie]) -> Placed:
    """Where everybody stands."""
    keys = [p.key for p in people]
    known = set(keys)
    ties = [t for t in ties if t.one != t.other and {t.one, t.other} <= known]
    row = _generations(keys, ties)
    birth = {p.key: (p.born or date.max, n) for n, p in enumerate(people)}
    unions = _unions(ties, row, birth)
    couples = _couples(ties, unions, row)
    rows = _order(keys, row, birth, unions, couples)
    return Placed(row, _across(rows, unions), rows, unions, couples)


# Rows ---------------------------------------------------------------------------------------------------------

_DOWN = dict.fromkeys(RAISING, 1) | {Kin.GRANDPARENT: 2, Kin.AUNT_UNCLE: 1}
_ASIDE = COUPLES | {Kin.SIBLING, Kin.HALF_SIBLING, Kin.STEP_SIBLING, Kin.COUSIN}


def _generations(keys: Sequence[int], ties: Sequence[Tie]) -> dict[int, int]:
    """A row for everybody: ties that say most come first, and what contradicts them moves nobody. Who is tied to
    nobody by kin stands in a row of their own at the foot."""
    groups: dict[int, dict[int, int]] = {key: {key: 0} for key in keys}
    for tie in sorted(ties, key=_strength):
        down = _DOWN.get(tie.kin, 0 if tie.kin in _ASIDE else None)
        one, other = groups[tie.one], groups[tie.other]
        if down is None or one is other:
            continue
        shift = one[tie.one] + down - other[tie.other]
        for key, depth in other.items():
            one[key] = depth + shift
            groups[key] = one
    row, foot = {}, 0
    for key in keys:
        group = groups[key]
        if len(group) > 1:
            row[key] = group[key] - min(group.values())
            foot = max(foot, row[key] + 1)
    return {key: row.get(key, foot) for key in keys}


def _strength(tie: Tie) -> tuple[int, int, int]:
    first = 0 if tie.kin in PARENTS else 1 if tie.kin in RAISING else 2 if tie.kin in COUPLES else 3
    return first, tie.one, tie.other


# Who hangs together -------------------------------------------------------------------------------------------


def _unions(ties: Sequence[Tie], row: Mapping[int, int], birth: Mapping[int, tuple[date, int]]) -> list[Union]:
    above: dict[tuple[int, Kin], list[int]] = {}
    for tie in ties:
        if tie.kin in RAISING - {Kin.STEP_PARENT} and row[tie.other] - row[tie.one] == 1:
            adults = above.setdefault((tie.other, tie.kin), [])
            if tie.one not in adults:
                adults.append(tie.one)
    children: dict[tuple[tuple[int, ...], Kin], list[int]] = {}
    for (child, kin), adults in above.items():
        children.setdefault((tuple(sorted(adults, key=lambda a: birth[a])), kin), []).append(child)
    broods = _brothers_and_sisters(ties, row, {child for child, _kin in above})
    held = [*((adults, kin, found) for (adults, kin), found in children.items())]
    held += [((), Kin.SIBLING, list(brood)) for brood in broods]
    return [Union(adults, kin, tuple(sorted(found, key=lambda c: birth[c]))) for adults, kin, found in held]


def _brothers_and_sisters(ties: Sequence[Tie], row: Mapping[int, int], with_parents: set[int]) -> list[tuple[int, ...]]:
    """Siblings of whom no parent is drawn: they hang from one line."""
    broods: dict[int, set[int]] = {}
    for tie in ties:
        if tie.kin is Kin.SIBLING and row[tie.one] == row[tie.other] and not {tie.one, tie.other} & with_parents:
            joined = broods.get(tie.one, {tie.one}) | broods.get(tie.other, {tie.other})
            for key in joined:
                broods[key] = joined
    return sorted({tuple(sorted(brood)) for brood in broods.values()})


def _couples(ties: Sequence[Tie], unions: Sequence[Union], row: Mapping[int, int]) -> list[tuple[int, int]]:
    pairs = [(t.one, t.other) for t in ties if t.kin in COUPLES]
    pairs += [(u.adults[0], u.adults[1]) for u in unions if len(u.adults) == 2]
    found = {(min(pair), max(pair)) for pair in pairs if row[pair[0]] == row[pair[1]]}
    return sorted(found)


# Order in a row -----------------------------------------------------------------------------------------------


def _order(
    keys: Sequence[int],
    row: Mapping[int, int],
    birth: Mapping[int, tuple[date, int]],
    unions: Sequence[Union],
    couples: Sequence[tuple[int, int]],
) -> list[list[int]]:
    beside: dict[int, list[int]] = {key: [] for key in keys}
    for one, other in couples:
        beside[one].append(other)
        beside[other].append(one)
    rows: list[list[int]] = []
    for depth in range(max(row.values(), default=-1) + 1):
        anchor = _anchors(unions, rows)
        here = sorted((k for k in keys if row[k] == depth), key=lambda k: (anchor.get(k, _FAR), birth[k]))
        chains = _chains(here, beside, anchor)
        chains.sort(key=lambda chain: min((anchor.get(k, _FAR), birth[k]) for k in chain))
        rows.append([key for chain in chains for key in chain])
    return rows


_FAR = float("inf")


def _anchors(unions: Sequence[Union], rows: Sequence[Sequence[int]]) -> dict[int, float]:
    """Where the parents of each child stand, by their place in the row above."""
    place = {key: n for n, key in enumerate(rows[-1])} if rows else {}
    found: dict[int, float] = {}
    for union in unions:
        at = [place[a] for a in union.adults if a in place]
        for child in union.children:
            if at:
                found[child] = min(found.get(child, _FAR), sum(at) / len(at))
    return found


def _chains(here: Sequence[int], beside: Mapping[int, list[int]], anchor: Mapping[int, float]) -> list[list[int]]:
    """Couples and parents of a child side by side, as far as that goes."""
    chains: list[list[int]] = []
    done: set[int] = set()
    # Whoever has one partner begins, so that somebody with two stands between them.
    for start in sorted(here, key=lambda k: (len(beside[k]) > 1, here.index(k))):
        if start in done:
            continue
        chain, waiting = [], [start]
        while waiting:
            key = waiting.pop()
            if key in done:
                continue
            done.add(key)
            chain.append(key)
            waiting += sorted((k for k in beside[key] if k not in done), key=here.index, reverse=True)
        known = [anchor[k] for k in chain if k in anchor]
        if len(known) > 1 and known[0] > known[-1]:
            chain.reverse()
        chains.append(chain)
    return chains


# Across -------------------------------------------------------------------------------------------------------


def _across(rows: Sequence[Sequence[int]], unions: Sequence[Union]) -> dict[int, int]:
    """Children under their parents and parents over their children, as near as the distance in each row allows."""
    x: dict[int, float] = {key: n * APART for row in rows for n, key in enumerate(row)}
    for turn in range(_PASSES):
        upwards = turn % 2 == 1
        for row in reversed(rows) if upwards else rows:
            wanted = {key: x[key] for key in row}
            for union in unions:
                if union.adults and union.children:
                    _wish(union, x, wanted, upwards)
            x |= dict(zip(row, _apart([wanted[key] for key in row]), strict=True))
    left = min(x.values(), default=0)
    return {key: round(value - left) for key, value in x.items()}


def _wish(union: Union, x: Mapping[int, float], wanted: dict[int, float], upwards: bool) -> None:
    mine, theirs = (union.adults, union.children) if upwards else (union.children, union.adults)
    there = sum(x[key] for key in theirs) / len(theirs)
    here = sum(x[key] for key in mine) / len(mine)
    for key in mine:
        if key in wanted:
            wanted[key] = x[key] + there - here


def _apart(wanted: Iterable[float]) -> list[float]:
    """The places nearest to those that are wanted, in their order, each at least so far from the one before."""
    blocks: list[tuple[float, int]] = []
    for n, value in enumerate(wanted):
        mean, size = value - n * APART, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    found: list[float] = []
    for mean, size in blocks:
        found += [mean + (len(found) + n) * APART for n in range(size)]
    return found


def name_lines(name: str) -> list[str]:
    """A name in at most three short lines, the last of them cut where it must be."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    shown = [line if len(line) <= _LETTERS else f"{line[: _LETTERS - 1]}…" for line in lines[:NAME_LINES]]
    if len(lines) > NAME_LINES:
        shown[-1] = f"{shown[-1][: _LETTERS - 1].rstrip('…')}…"
    return shown
