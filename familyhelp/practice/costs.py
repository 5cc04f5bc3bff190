"""What help costs for each episode and each outcome met; and what it may have avoided: an estimate, always a range with
its assumptions beside it, never added to real money. A cost that is not known stays unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .words import N_, Sentence, say

MOST_POUNDS = 1_000_000
"""More than that a social work episode costs nowhere: a typing error."""


@dataclass(frozen=True)
class Assumed:
    """What is assumed: of 100 episodes, in how many help avoided a step-up, at least and at most; and what an episode
    of social work costs, at least and at most, in whole pounds."""

    share_low: int
    share_high: int
    cost_low: int
    cost_high: int


@dataclass(frozen=True)
class Range:
    """An amount of pounds that lies between two others."""

    low: Fraction
    high: Fraction


def unit_cost(pounds: Fraction | None, count: Fraction | int | None) -> Fraction | None:
    """Pounds for each of a count; unknown where either is not known (or hidden), or there is nothing to divide by."""
    return Fraction(pounds) / count if pounds is not None and count else None


def avoided(assumed: Assumed | None, episodes: Fraction | int | None) -> Range | None:
    """What may have been avoided; unknown without assumptions, or where the episodes are not known."""
    if assumed is None or episodes is None:
        return None
    return Range(
        Fraction(episodes) * assumed.share_low * assumed.cost_low / 100,
        Fraction(episodes) * assumed.share_high * assumed.cost_high / 100,
    )


def missing(
    share_low: int | None,
    share_high: int | None,
    cost_low: int | None,
    cost_high: int | None,
    source_on: date,
    today: date,
) -> Iterator[Sentence]:
    """What does not fit about assumptions, in sentences."""
    for name, share in (("share_low", share_low), ("share_high", share_high)):
        if share is None or share > 100:
            yield say(N_("Enter a whole number from 0 to 100."), name)
    for name, cost in (("cost_low", cost_low), ("cost_high", cost_high)):
        if cost is None or cost > MOST_POUNDS:
            yield say(N_("Enter whole pounds, at most %(most)s."), name, most=f"{MOST_POUNDS:,}")
    if share_low is not None and share_high is not None and share_low > share_high:
        yield say(N_("The lower share comes first."), "share_low")
    if cost_low is not None and cost_high is not None and cost_low > cost_high:
        yield say(N_("The lower cost comes first."), "cost_low")
    if source_on > today:
        yield say(N_("This date cannot be in the future."), "source_on")
