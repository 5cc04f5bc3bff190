"""The flow of families through a year: request, early help, step-up, step-down, coming back; how many go on within a
time; and what became of those who began in a quarter. Whoever's time is not over yet is no part of a share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .stages import Direction
from .timescales import working_days_after
from .triage import PATHWAYS, ContactOutcome
from .words import N_, Word

NEVER = 9
WORKING_DAYS = (5, 10, 20)
DAYS = (91, 182, 365)
"""Three, six and twelve months; the last one is that of re-referrals."""


class Fate(Word):
    """What became of a request for help."""

    ACCEPTED = "accepted", N_("Accepted to early help")
    PASSED_ON = "passed_on", N_("Passed to statutory social care")
    JOINED = "joined", N_("Already open: added to the plan")
    OTHERWISE = "otherwise", N_("Advice, community offer, returned or no action")
    WAITING = "waiting", N_("Waiting for a decision")


def fate_of(outcome: ContactOutcome | None, has_case: bool) -> Fate:
    """What became of a request with this outcome."""
    if outcome is None:
        return Fate.WAITING
    if PATHWAYS[outcome].opens_case and has_case:
        return Fate.ACCEPTED
    return {ContactOutcome.STEP_UP: Fate.PASSED_ON, ContactOutcome.ALREADY_OPEN: Fate.JOINED}.get(
        outcome, Fate.OTHERWISE
    )


class Stood(Word):
    """How an episode stands on the day of counting."""

    OPEN = "open", N_("Still open")
    MET = "met", N_("Closed with outcomes met")
    OTHERWISE = "otherwise", N_("Closed otherwise")


class Back(Word):
    """Whether a family came back within 12 months of an episode's end."""

    YES = "yes", N_("Came back within 12 months")
    NO = "no", N_("Did not come back within 12 months")
    YOUNG = "young", N_("Too early to know")


@dataclass(frozen=True)
class Asked:
    """Requests received in a quarter. `reached`: within which window they were accepted (NEVER for none); `ripe`: how
    many windows are wholly over; `due` and `in_time` as the scorecard counts them."""

    quarter: int
    fate: Fate
    reached: int
    ripe: int
    due: bool
    in_time: bool


@dataclass(frozen=True)
class Begun:
    """Episodes begun in a quarter. `reached`: within which window they stepped up."""

    quarter: int
    by_step_down: bool
    again: bool
    stood: Stood
    back: Back
    reached: int
    ripe: int


@dataclass(frozen=True)
class Ended:
    """Episodes that ended in a quarter. `reached`: within which window the family came back; `by_request`: whether
    they began with a request."""

    quarter: int
    reached: int
    ripe: int
    by_request: bool


@dataclass(frozen=True)
class Stepped:
    """Steps that were answered in a quarter."""

    quarter: int
    direction: Direction
    accepted: bool


def window_of(days: int | None) -> int:
    """Within which window something so many days away lies: 0, 1, 2, 3 for later, NEVER for what did not happen."""
    if days is None:
        return NEVER
    return next((number for number, longest in enumerate(DAYS) if days <= longest), len(DAYS))


def ripe_after(start: date, today: date) -> int:
    """How many windows that began on a day are wholly over."""
    return sum(start + timedelta(days=days) < today for days in DAYS)


@dataclass(frozen=True)
class Request:
    """What the flow reads of some requests that are alike: the days on which they came, became due, were decided and
    opened a case."""

    received_on: date
    due_on: date
    decided_on: date | None
    opened_on: date | None
    fate: Fate


def asked(quarter: int, request: Request, today: date) -> Asked:
    """The part to which a request belongs."""
    ends = [working_days_after(request.received_on, days) for days in WORKING_DAYS]
    reached = NEVER
    if request.fate is Fate.ACCEPTED and request.opened_on is not None:
        reached = next((number for number, end in enumerate(ends) if request.opened_on <= end), len(ends))
    decided = request.decided_on
    return Asked(
        quarter,
        request.fate,
        reached,
        sum(end < today for end in ends),
        due=decided is not None or request.due_on < today,
        in_time=decided is not None and decided <= request.due_on,
    )


Part = Asked | Begun | Ended | Stepped
