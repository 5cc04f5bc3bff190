"""What came of the help, cut by headline outcome, level of need, who led, and their agency: each share with how sure it
is, and what may be shown of them beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from . import disclosure
from .disclosure import Figure
from .intervals import Interval, wilson
from .roles import Part
from .suppression import hides_share, is_small
from .words import N_, Word

AGENCIES = 12
"""So many agencies have a row of their own, those that led most; the others share one."""
OTHERS = 0
"""Stands for the agencies that share a row."""


class Told(Word):
    """What is told of those whose help ended, or who were asked afterwards."""

    OUTCOMES_MET = "outcomes_met", N_("Agreed outcomes met")
    NEARER_CHILD = "nearer_child", N_("Outcomes that came nearer, as the children see it")
    NEARER_PARENT = "nearer_parent", N_("Outcomes that came nearer, as parents and carers see it")
    NEARER_PRACTITIONER = (
        "nearer_practitioner",
        N_("Outcomes that came nearer, as practitioners see it"),
    )
    NEARER_NETWORK = "nearer_network", N_("Outcomes that came nearer, as the family network sees it")
    SUSTAINED = "sustained", N_("Sustained at the check-in")


RESPONDENT = {
    Told.NEARER_CHILD: "child",
    Told.NEARER_PARENT: "parent",
    Told.NEARER_PRACTITIONER: "practitioner",
    Told.NEARER_NETWORK: "network",
}
"""Scores of different respondents are never mixed."""


class Cut(Word):
    """By what the whole is cut."""

    HEADLINE = "headline", N_("By headline outcome")
    LEVEL = "level", N_("By level of need")
    LEAD = "lead", N_("By who led")
    AGENCY = "agency", N_("By agency, where a partner led")


class Kind(Word):
    """How much of what is counted of one family counts."""

    ALL = "all", N_("all")
    SOME = "some", N_("some")
    NONE = "none", N_("none")


@dataclass(frozen=True)
class Cell:
    """Families that are alike: of one level, led by one kind of lead of one agency (or, for the cut by headline
    outcome, with one `headline`), and of each all, some or none of what is counted counts."""

    level: Any
    lead: Part | None
    agency: int | None
    headline: Any
    kind: Kind
    families: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Row:
    """A row of a cut (or the whole). Both counts are None where they are hidden."""

    of: Any
    numerator: int | None
    denominator: int | None

    @property
    def share(self) -> Fraction | None:
        """The share; None where it is hidden, or of nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator and self.numerator is not None else None

    @property
    def interval(self) -> Interval | None:
        """How sure the share is."""
        return None if self.share is None else wilson(self.numerator or 0, self.denominator or 0)


@dataclass(frozen=True)
class Cuts:
    """The whole, and every cut of it."""

    whole: Row
    rows: Mapping[Cut, Sequence[Row]]


def largest_agencies(cells: Iterable[Cell]) -> list[Cell]:
    """The same with all agencies but the largest in one row."""
    held = list(cells)
    led: Counter[Any] = Counter()
    for cell in held:
        if cell.lead is Part.LEAD_PROFESSIONAL:
            led[cell.agency] += cell.denominator
    kept = {agency for agency, _count in sorted(led.items(), key=lambda one: (-one[1], one[0] or 0))[:AGENCIES]}
    return [_of_agency(cell, cell.agency if cell.agency in kept else OTHERS) for cell in held]


def _of_agency(cell: Cell, agency: int | None) -> Cell:
    agency = agency if cell.lead is Part.LEAD_PROFESSIONAL else None
    counts = (cell.kind, cell.families, cell.numerator, cell.denominator)
    return Cell(cell.level, cell.lead, agency, cell.headline, *counts)


def cuts(cells: Sequence[Cell], by_headline: Sequence[Cell]) -> Cuts:
    """Every figure as it is; the largest rows first."""
    rows = {cut: _rows(cut, by_headline if cut is Cut.HEADLINE else cells) for cut in Cut}
    return Cuts(Row(None, sum(c.numerator for c in cells), sum(c.denominator for c in cells)), rows)


def without_small_numbers(cells: Sequence[Cell], by_headline: Sequence[Cell]) -> Cuts:
    """The same for readers to whom small numbers are hidden: of outcomes or check-ins, and of the families they belong
    to. What could be worked out from the whole, which also stands on the scorecard, is hidden too."""
    exact = cuts(cells, by_headline)
    units = _shown(cells, _units)
    families = _shown(cells, _families)
    headlines = _shown_headlines(by_headline)
    kept = units & families
    whole = exact.whole if None in kept else Row(None, None, None)
    hidden = {cut: [Row(row.of, None, None) for row in rows] for cut, rows in exact.rows.items()}
    if whole.denominator is None:
        return Cuts(whole, hidden)
    rows = {
        cut: [
            row if (cut, row.of) in (headlines if cut is Cut.HEADLINE else kept) else Row(row.of, None, None)
            for row in rows
        ]
        for cut, rows in exact.rows.items()
    }
    return Cuts(whole, rows)


def nothing_shown(cells: Sequence[Cell], by_headline: Sequence[Cell]) -> Cuts:
    """The same where the whole is hidden, since quarterly reports tell parts of it."""
    exact = cuts(cells, by_headline)
    return Cuts(
        Row(None, None, None), {cut: [Row(row.of, None, None) for row in rows] for cut, rows in exact.rows.items()}
    )


_GROUPS = (Cut.LEAD, Cut.LEVEL, Cut.AGENCY)


def _of(cell: Cell, cut: Cut) -> Any:
    """The row of a cut to which a cell belongs; the agency of one that no partner led is none."""
    return {Cut.HEADLINE: cell.headline, Cut.LEVEL: cell.level, Cut.LEAD: cell.lead, Cut.AGENCY: cell.agency}[cut]


def _rows(cut: Cut, cells: Iterable[Cell]) -> list[Row]:
    tops: Counter[Any] = Counter()
    bottoms: Counter[Any] = Counter()
    for cell in cells:
        if cut is not Cut.AGENCY or cell.lead is Part.LEAD_PROFESSIONAL:
            tops[_of(cell, cut)] += cell.numerator
            bottoms[_of(cell, cut)] += cell.denominator
    largest = sorted(bottoms, key=lambda of: (-bottoms[of], str(of)))
    return [Row(of, tops[of], bottoms[of]) for of in largest if bottoms[of]]


_Parts = dict[Any, tuple[int, bool, bool]]
"""Parts by name: how many, whether they are in the numerator, whether they are in what is left."""


def _units(number: int, cell: Cell) -> _Parts:
    rest = cell.denominator - cell.numerator
    return {(number, True): (cell.numerator, True, False), (number, False): (rest, False, True)}


def _families(number: int, cell: Cell) -> _Parts:
    return {(number,): (cell.families, cell.kind is not Kind.NONE, cell.kind is not Kind.ALL)}


def _groups(cells: Sequence[Cell], cut: Cut | None) -> dict[Any, list[int]]:
    """The numbers of the cells of each row of a cut, or of the whole."""
    if cut is None:
        return {None: list(range(len(cells)))}
    found: dict[Any, list[int]] = {}
    for number, cell in enumerate(cells):
        if cut is not Cut.AGENCY or cell.lead is Part.LEAD_PROFESSIONAL:
            found.setdefault((cut, _of(cell, cut)), []).append(number)
    return found


def _shown(cells: Sequence[Cell], parts_of: Any, groups: Sequence[Cut] = _GROUPS) -> frozenset[Any]:
    """The rows that may be shown, None for the whole, as units or as families."""
    parts: _Parts = {}
    for number, cell in enumerate(cells):
        parts |= parts_of(number, cell)

    def figure(what: str, group: Any, numbers: Iterable[int]) -> Figure:
        ours = frozenset(numbers)
        at = {"reached": 1, "rest": 2}.get(what)
        held = frozenset(name for name, part in parts.items() if name[0] in ours and (at is None or part[at]))
        return Figure((what, group), held, hidden=what == "rest")

    counts = {name: part[0] for name, part in parts.items()}
    named = [figure(what, None, range(len(cells))) for what in _WHATS]
    for cut in groups:
        rows = _groups(cells, cut)
        named += _largest_first([figure(what, group, rows[group]) for group in rows for what in _WHATS], counts)
        partner = [n for n, cell in enumerate(cells) if cut is not Cut.AGENCY or cell.lead is Part.LEAD_PROFESSIONAL]
        for what in _WHATS:
            whole = figure(what, None, partner).parts
            largest = _largest_first([figure(what, group, rows[group]) for group in rows], counts)
            named += disclosure.rests((what, cut), whole, [one.parts for one in largest])
    sums = [sum(counts[part] for part in one.parts) for one in named[:2]]
    known = [] if hides_share(*sums) else [one.key for one in named[:2]]
    shown = disclosure.shown(named, counts, known)
    keys = [None, *(group for cut in groups for group in _groups(cells, cut))]
    return frozenset(key for key in keys if {("reached", key), ("whole", key)} <= shown)


_WHATS = ("reached", "whole", "rest")


def _largest_first(figures: list[Figure], counts: Mapping[Any, int]) -> list[Figure]:
    return sorted(figures, key=lambda figure: -sum(counts[part] for part in figure.parts))


def _shown_headlines(cells: Sequence[Cell]) -> frozenset[Any]:
    """The rows of the cut by headline outcome that may be shown: a family stands in as many as it has outcomes in, so
    that families make no sum."""
    found = set(_shown(cells, _units, (Cut.HEADLINE,)))
    for group, numbers in _groups(cells, Cut.HEADLINE).items():
        ours = [cells[number] for number in numbers]
        reached = sum(cell.families for cell in ours if cell.kind is not Kind.NONE)
        rest = sum(cell.families for cell in ours if cell.kind is not Kind.ALL)
        if any(is_small(count) for count in (reached, rest, sum(cell.families for cell in ours))):
            found.discard(group)
    return frozenset(found)
