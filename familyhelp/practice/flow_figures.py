"""The figures of the flow: counts, shares within a time, cohorts; and what of them may stand beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from . import disclosure
from .disclosure import Figure
from .flow import DAYS, NEVER, WORKING_DAYS, Asked, Back, Begun, Ended, Fate, Part, Stepped, Stood
from .readings import protected_all, read_local
from .scorecard import MEASURES
from .stages import Direction
from .words import N_, Word

YEAR = 0
"""Stands for the whole year where a quarter would stand as 1 to 4."""
QUARTERS = (1, 2, 3, 4)

Counts = Mapping[Any, int]


class Count(Word):
    """A count of the flow, in the order in which families pass."""

    RECEIVED = "received", N_("Requests for help received")
    ACCEPTED = "accepted", N_("Accepted to early help")
    PASSED_ON = "passed_on", N_("Passed to statutory social care at the front door")
    JOINED = "joined", N_("Already open: added to the plan")
    OTHERWISE = "otherwise", N_("Advice, community offer, returned or no action")
    WAITING = "waiting", N_("Waiting for a decision")
    NEW = "new", N_("New episodes of early help")
    AGAIN = "again", N_("of them within 12 months of the family’s last one")
    BY_STEP_DOWN = "by_step_down", N_("Episodes begun by a step-down")
    BEGUN = "begun", N_("Episodes begun, together")
    STEPPED_UP = "stepped_up", N_("Steps up accepted by social care")
    STEPPED_DOWN = "stepped_down", N_("Steps down accepted by early help")
    ENDED = "ended", N_("Episodes ended")


_COUNTS: dict[Count, Callable[[Part], bool]] = {
    Count.RECEIVED: lambda p: isinstance(p, Asked),
    Count.ACCEPTED: lambda p: isinstance(p, Asked) and p.fate is Fate.ACCEPTED,
    Count.PASSED_ON: lambda p: isinstance(p, Asked) and p.fate is Fate.PASSED_ON,
    Count.JOINED: lambda p: isinstance(p, Asked) and p.fate is Fate.JOINED,
    Count.OTHERWISE: lambda p: isinstance(p, Asked) and p.fate is Fate.OTHERWISE,
    Count.WAITING: lambda p: isinstance(p, Asked) and p.fate is Fate.WAITING,
    Count.NEW: lambda p: isinstance(p, Begun) and not p.by_step_down,
    Count.AGAIN: lambda p: isinstance(p, Begun) and not p.by_step_down and p.again,
    Count.BY_STEP_DOWN: lambda p: isinstance(p, Begun) and p.by_step_down,
    Count.BEGUN: lambda p: isinstance(p, Begun),
    Count.STEPPED_UP: lambda p: isinstance(p, Stepped) and p.direction is Direction.UP and p.accepted,
    Count.STEPPED_DOWN: lambda p: isinstance(p, Stepped) and p.direction is Direction.DOWN and p.accepted,
    Count.ENDED: lambda p: isinstance(p, Ended),
}


class Beside(Word):
    """A count that stands on the scorecard and not in the flow."""

    DUE = "due", N_("Requests received in the year, decided or due")
    IN_TIME = "in_time", N_("Decided by the day they were due")
    UP_ANSWERED = "up_answered", N_("Step-ups answered in the year")
    DOWN_ANSWERED = "down_answered", N_("Step-downs answered in the year")
    BY_REQUEST = "by_request", N_("Cases that closed in the year and began with a request")


_BESIDE: dict[Beside, Callable[[Part], bool]] = {
    Beside.DUE: lambda p: isinstance(p, Asked) and p.due,
    Beside.IN_TIME: lambda p: isinstance(p, Asked) and p.in_time,
    Beside.UP_ANSWERED: lambda p: isinstance(p, Stepped) and p.direction is Direction.UP,
    Beside.DOWN_ANSWERED: lambda p: isinstance(p, Stepped) and p.direction is Direction.DOWN,
    Beside.BY_REQUEST: lambda p: isinstance(p, Ended) and p.by_request,
}


class Going(Word):
    """From where to where families go on, within a time."""

    ACCEPTED = "accepted", N_("Of the requests received, accepted to early help")
    STEPPED_UP = "stepped_up", N_("Of the episodes begun, stepped up to social care")
    CAME_BACK = "came_back", N_("Of the episodes ended, the family came back")


_GOING: dict[Going, type[Asked] | type[Begun] | type[Ended]] = {
    Going.ACCEPTED: Asked,
    Going.STEPPED_UP: Begun,
    Going.CAME_BACK: Ended,
}
WINDOWS = {Going.ACCEPTED: WORKING_DAYS, Going.STEPPED_UP: DAYS, Going.CAME_BACK: DAYS}


class Column(Word):
    """A column of the cohorts by the quarter of the start."""

    BEGUN = "begun", N_("Begun")
    OPEN = "open", N_("Still open")
    MET = "met", N_("Closed with outcomes met")
    STEPPED_UP = "stepped_up", N_("Stepped up")
    CAME_BACK = "came_back", N_("Came back within 12 months of the end")
    YOUNG = "young", N_("Open, or too early to know whether they come back")


_COLUMNS: dict[Column, Callable[[Begun], bool]] = {
    Column.BEGUN: lambda _: True,
    Column.OPEN: lambda p: p.stood is Stood.OPEN,
    Column.MET: lambda p: p.stood is Stood.MET,
    Column.STEPPED_UP: lambda p: p.reached != NEVER,
    Column.CAME_BACK: lambda p: p.back is Back.YES,
    Column.YOUNG: lambda p: p.back is Back.YOUNG,
}


@dataclass(frozen=True)
class Share:
    """How many of those whose window is over went on within it, and for how many it is too early. None: hidden."""

    window: int
    numerator: int | None
    denominator: int | None
    young: int | None

    @property
    def share(self) -> Fraction | None:
        """The share; None where a part of it is hidden, or nobody's window is over."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True)
class Flow:
    """Every figure of a year's flow by its name; None: hidden."""

    figures: Mapping[Any, int | None]

    def count(self, what: Count, quarter: int = YEAR) -> int | None:
        """A count of the year, or of a quarter of it."""
        return self.figures["count", what, quarter]

    def cohort(self, column: Column, quarter: int) -> int | None:
        """Of those who began in a quarter of the year."""
        return self.figures["cohort", column, quarter]

    def shares(self, going: Going, quarter: int = YEAR) -> list[Share]:
        """How many went on, window by window."""
        return [
            Share(window, *(self.figures[f"{what} {number}", going, quarter] for what in ("reached", "over", "young")))
            for number, window in enumerate(WINDOWS[going])
        ]


def flow(counts: Counts) -> Flow:
    """Every figure as it is, with the shares of each quarter too."""
    named = [figure for quarter in (YEAR, *QUARTERS) for figure in _of(counts, quarter)]
    return Flow({figure.key: _sum(counts, figure) for figure in named})


def without_small_numbers(counts: Counts) -> Flow:
    """The same for readers to whom small numbers are hidden, with everything that would give one away. How many went
    on is told of the whole year alone."""
    shown = shown_of(counts)
    return Flow({key: number if key in shown else None for key, number in flow(counts).figures.items()})


def nothing_shown(counts: Counts) -> Flow:
    """The same where quarterly reports tell some of it by quarter: beside those, small numbers could be worked out."""
    return Flow(dict.fromkeys(flow(counts).figures))


def shown_of(counts: Counts) -> frozenset[Any]:
    """Which figures may be shown beside each other, and beside the scorecard of the same year."""
    named = [
        replace(figure, hidden=quarter != YEAR and figure.key[0] not in ("count", "cohort"))
        for quarter in (YEAR, *QUARTERS)
        for figure in _of(counts, quarter)
    ]
    elsewhere = _elsewhere(counts)
    sums = {figure.key: _sum(counts, figure) for figure in named + elsewhere}
    named.sort(key=lambda figure: (figure.key[2] != YEAR, -sums[figure.key]))
    return disclosure.shown([*elsewhere, *named, *_guarded(counts)], counts, on_scorecard(sums))


_SCORECARD: dict[str, tuple[tuple[str, Word] | None, tuple[str, Word] | None]] = {
    "requests": (("count", Count.RECEIVED), None),
    "decided_in_time": (("scorecard", Beside.IN_TIME), ("scorecard", Beside.DUE)),
    "requests_to_cases": (("count", Count.ACCEPTED), ("count", Count.RECEIVED)),
    "step_ups": (("count", Count.STEPPED_UP), ("scorecard", Beside.UP_ANSWERED)),
    "step_downs": (("count", Count.STEPPED_DOWN), ("scorecard", Beside.DOWN_ANSWERED)),
    "family_re_referrals": (("count", Count.AGAIN), ("count", Count.NEW)),
    "days_to_closure": (None, ("scorecard", Beside.BY_REQUEST)),
}
"""The measures of the scorecard that count some of the same, each with its numerator and its denominator."""


def on_scorecard(sums: Mapping[Any, int]) -> list[Any]:
    """The figures of the flow that can be read on the scorecard of the same year by those who see no small number."""

    def of(name: tuple[str, Word] | None) -> int | None:
        return sums[(*name, YEAR)] if name else None

    readings = {
        slug: read_local(MEASURES[slug], of(top), of(bottom), None) for slug, (top, bottom) in _SCORECARD.items()
    }
    safe = protected_all(readings)
    shown = [name for slug, names in _SCORECARD.items() if not safe[slug].hidden for name in names if name]
    return [(*name, YEAR) for name in dict.fromkeys(shown)]


def _sum(counts: Counts, figure: Figure) -> int:
    return sum(counts[part] for part in figure.parts)


def _parts(counts: Counts, quarter: int, has: Callable[[Part], bool]) -> frozenset[Any]:
    return frozenset(part for part in counts if quarter in (YEAR, part.quarter) and has(part))


def _of(counts: Counts, quarter: int) -> list[Figure]:
    """The figures of a year or a quarter."""
    found = [Figure(("count", what, quarter), _parts(counts, quarter, has)) for what, has in _COUNTS.items()]
    for column, begun in _COLUMNS.items():
        found.append(Figure(("cohort", column, quarter), _parts(counts, quarter, _among(Begun, begun))))
    for going, kind in _GOING.items():
        for number in range(len(WINDOWS[going])):
            for name, has in _SHARES.items():
                parts = _parts(counts, quarter, _among(kind, partial(has, number)))
                found.append(Figure((f"{name} {number}", going, quarter), parts))
    return found


_SHARES: dict[str, Callable[[int, Any], bool]] = {
    "reached": lambda number, p: p.ripe > number and p.reached <= number,
    "over": lambda number, p: p.ripe > number,
    "young": lambda number, p: p.ripe <= number,
}


def _among(kind: type[Any], has: Callable[[Any], bool]) -> Callable[[Part], bool]:
    return lambda part: isinstance(part, kind) and has(part)


def _elsewhere(counts: Counts) -> list[Figure]:
    """What else the scorecard says of the same year; the page of the flow does not."""
    return [Figure(("scorecard", what, YEAR), _parts(counts, YEAR, has), hidden=True) for what, has in _BESIDE.items()]


def _guarded(counts: Counts) -> list[Figure]:
    """What nobody shows, and nobody may work out: who waits too long, who was late, and the rests of sums."""
    late = _among(Asked, lambda p: p.due and not p.in_time)
    overdue = _among(Asked, lambda p: p.due and p.fate is Fate.WAITING)
    otherwise = _among(Begun, lambda p: p.stood is Stood.OTHERWISE)
    found = [
        Figure((name, quarter), _parts(counts, quarter, has), hidden=True)
        for name, has in (("late", late), ("overdue", overdue), ("otherwise", otherwise))
        for quarter in (YEAR, *QUARTERS)
    ]
    for what, has in _COUNTS.items():
        quarters = [_parts(counts, quarter, has) for quarter in QUARTERS]
        found += _rests(counts, what, _parts(counts, YEAR, has), quarters)
    for column, begun in _COLUMNS.items():
        quarters = [_parts(counts, quarter, _among(Begun, begun)) for quarter in QUARTERS]
        found += _rests(counts, column, _parts(counts, YEAR, _among(Begun, begun)), quarters)
    for quarter in (YEAR, *QUARTERS):
        fates = [_parts(counts, quarter, _COUNTS[what]) for what in _OF_FATES]
        found += _rests(counts, ("fates", quarter), _parts(counts, quarter, _COUNTS[Count.RECEIVED]), fates)
    return found


_OF_FATES = (Count.ACCEPTED, Count.PASSED_ON, Count.JOINED, Count.OTHERWISE, Count.WAITING)


def _rests(counts: Counts, key: Any, whole: frozenset[Any], rows: Iterable[frozenset[Any]]) -> list[Figure]:
    largest = sorted(rows, key=lambda row: -sum(counts[part] for part in row))
    return disclosure.rests(key, whole, largest)
