"""The quarterly report: what it freezes, what may be shown beside what, what changed, and what must be there before
somebody approves it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from . import suppression
from .periods import Period, quarter_of, year_of
from .readings import HIDDEN, Reading, protected, protected_all
from .scorecard import LOCAL, MEASURES, Better, Measure, Quadrant, Unit
from .words import N_, Sentence, Word, say

MOST_QUARTERS = 4
"""So many quarters back a first report can begin."""
MOST_PROMISES = 10
LOCAL_SLUGS = frozenset(measure.slug for measure in LOCAL)


class Kept(Word):
    """What became of a promise of last quarter."""

    DONE = "done", N_("Done")
    PARTLY = "partly", N_("Partly")
    NOT_DONE = "not_done", N_("Not done")


class Turn(Word):
    """How a figure stands beside the one of the last report."""

    NEW = "new", N_("It was not in the last report.")
    SAME_PERIOD = "same_period", N_("There is no newer figure than in the last report.")
    UNKNOWN = "unknown", N_("It cannot be compared: one of the two figures is not known or hidden.")
    STEADY = "steady", N_("The same as in the last report")
    BETTER = "better", N_("Better than in the last report")
    WORSE = "worse", N_("Worse than in the last report")
    OTHER = "other", N_("Different from the last report")


@dataclass(frozen=True)
class Frozen:
    """One measure as a report keeps it, with everything that a reader needs to understand it later."""

    measure: Measure
    reading: Reading
    year: int | None
    """Of a published figure; a local one is of the report's quarter."""
    period: str
    counts: str
    over: str
    source: str
    planned: Fraction | None = None
    """What the trajectory of the measure planned for the quarter, where it has one."""

    @property
    def local(self) -> bool:
        """Whether it was counted over the cases of this service."""
        return self.year is None


def quarters_to_report(today: date, last: date | None) -> list[Period]:
    """The quarters that can be reported now, the newest first: over, and after the last day of the last report."""
    period, found = quarter_of(today).before, list[Period]()
    while len(found) < MOST_QUARTERS and (last is None or period.last_day > last):
        found.append(period)
        period = period.before
    return found


def in_the_quarter(text: str) -> str:
    """What a local measure counts, said of a quarter."""
    return text.replace("in the year", "in the quarter")


# Small numbers ------------------------------------------------------------------------------------------------


def quarter_as_shown(readings: Mapping[str, Reading], hidden_earlier: Collection[str]) -> dict[str, Reading]:
    """The local readings of a quarter as a report may show them. What was hidden in an earlier quarter of the same
    year stays hidden in those that follow, so that a year less its shown quarters is never one hidden quarter alone."""
    safe = protected_all(readings)
    return {slug: HIDDEN if slug in hidden_earlier else reading for slug, reading in safe.items()}


@dataclass(frozen=True)
class Told:
    """What a report of one quarter told of a local measure: its reading, or that it is hidden."""

    measure: str
    quarter: date
    reading: Reading


def year_as_shown(readings: Mapping[str, Reading], told: Iterable[Told], year: int) -> dict[str, Reading]:
    """The local readings of a year as they may leave the authority beside the reports of its quarters: a figure is
    hidden where what is left of it after the shown quarters is small, since a reader can subtract."""
    safe = protected_all(readings)
    told = [one for one in told if year_of(one.quarter).ending == year]
    shown = _shown(told)
    left = {slug: _less(reading, shown.get(slug, {}).values()) for slug, reading in readings.items()}
    safe |= {s: HIDDEN for s, rest in left.items() if s in shown and protected(MEASURES[s], rest).hidden}
    if _due_would_show(left, shown, {one.measure for one in told if one.reading.hidden}):
        safe["decided_in_time"] = HIDDEN
    if safe.get("requests", HIDDEN).hidden:
        # Both are counted over the requests: they would tell the number.
        safe |= {slug: HIDDEN for slug in ("decided_in_time", "requests_to_cases") if slug in safe}
    return safe


def _shown(told: Iterable[Told]) -> dict[str, dict[date, Reading]]:
    """What is known of each measure in which quarter. The share of requests that became a case tells the requests."""
    shown: dict[str, dict[date, Reading]] = {}
    for one in told:
        if one.reading.hidden:
            continue
        shown.setdefault(one.measure, {})[one.quarter] = one.reading
        if one.measure == "requests_to_cases":
            received = Reading(one.reading.denominator, one.reading.denominator)
            shown.setdefault("requests", {}).setdefault(one.quarter, received)
    return shown


def _less(whole: Reading, parts: Iterable[Reading]) -> Reading:
    """A reading less some of its parts; a difference below 0, from a later correction, counts like one above."""
    known = list(parts)

    def rest(number: Fraction | None, taken: Iterable[Fraction | None]) -> Fraction | None:
        return None if number is None else abs(number - sum((n for n in taken if n is not None), Fraction(0)))

    top = rest(whole.numerator, (p.numerator for p in known))
    return Reading(top, top, rest(whole.denominator, (p.denominator for p in known)))


def _due_would_show(
    left: Mapping[str, Reading], shown: Mapping[str, Mapping[date, Reading]], hidden: Collection[str]
) -> bool:
    """Whether the requests that were due, beside all requests, would show how few were not due yet."""
    received, asked = left.get("requests"), left.get("decided_in_time")
    if received is None or asked is None or received.numerator is None or asked.denominator is None:
        return False
    if "decided_in_time" in hidden:
        return True
    if shown.get("requests", {}).keys() != shown.get("decided_in_time", {}).keys():
        return True
    return suppression.is_small(abs(received.numerator - asked.denominator))


# What changed -------------------------------------------------------------------------------------------------


def turn(now: Frozen, before: Frozen | None) -> Turn:
    """How a frozen figure stands beside that of the report before."""
    if before is None or before.local is not now.local:
        return Turn.NEW
    if not now.local and now.year == before.year and now.reading.value == before.reading.value:
        return Turn.SAME_PERIOD
    if now.reading.value is None or before.reading.value is None:
        return Turn.UNKNOWN
    difference = now.reading.value - before.reading.value
    if difference == 0:
        return Turn.STEADY
    if now.measure.better is Better.NEITHER:
        return Turn.OTHER
    return Turn.BETTER if (difference > 0) == (now.measure.better is Better.HIGHER) else Turn.WORSE


ORDER = (Turn.WORSE, Turn.BETTER, Turn.OTHER, Turn.STEADY, Turn.NEW, Turn.UNKNOWN, Turn.SAME_PERIOD)
"""What changed is told in this order: what is worse comes first."""


def kept_measure(
    slug: str, label: str, says: str, quadrant: Quadrant, unit: Unit, better: Better, places: int
) -> Measure:
    """A measure as a report kept it, as far as its figures are said in words."""
    known = MEASURES.get(slug)
    period = known.period if known else next(iter(MEASURES.values())).period
    return Measure(slug, label, quadrant, unit, better, period, says, places=places)


# What must be there -------------------------------------------------------------------------------------------


def frozen() -> Sentence:
    """What is said to whoever wants to change an approved report."""
    return say(N_("This report is approved: it stays as it is. What is new belongs in the report of the next quarter."))


def not_published() -> Sentence:
    """What is said to whoever wants to take a report away that is still in writing."""
    return say(N_("This report is still in writing: it can be taken away once it is approved."))


def missing_to_begin(
    period: Period, offered: Collection[Period], chosen: Collection[str], still_written: Period | None
) -> Iterator[Sentence]:
    """What stands against beginning a report."""
    if still_written is not None:
        words = str(still_written.in_words())
        yield say(N_("The report of %(quarter)s is still in writing: approve it first."), quarter=words)
    elif period not in offered:
        yield say(N_("Choose a quarter that is over and that no report has passed yet."), "quarter")
    if not chosen:
        yield say(N_("Choose at least one measure."), "measures")


def missing_promise(what: str, owner: str, due_on: date, today: date, already: int) -> Iterator[Sentence]:
    """What a promise lacks."""
    if not what.strip():
        yield say(N_("Say what you will do differently."), "what")
    if not owner.strip():
        yield say(N_("Say who sees to it."), "owner")
    if due_on < today:
        yield say(N_("This date cannot be in the past."), "due_on")
    if already >= MOST_PROMISES:
        yield say(N_("There are ten promises already: few that are kept are worth more than many."))


def missing_to_approve(*, so_what: str | None, promises: int, unanswered: int, wrote: bool) -> Iterator[Sentence]:
    """What stands against approving a report; `wrote` says whether it is one's own writing."""
    if wrote:
        yield say(N_("Somebody who did not write this report approves it."))
    if unanswered:
        yield say(N_("Answer every promise of the last report first (still open: %(count)s)."), count=unanswered)
    if not (so_what or "").strip():
        yield say(N_("Write the “so what” first."))
    if not promises:
        yield say(N_("Write at least one thing that you will do differently."))
