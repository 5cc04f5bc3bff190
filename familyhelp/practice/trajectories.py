"""Trajectories: planned values by quarter. A plan says where an authority means to go; it is no target, and never
one for children looked after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from .periods import Period, period_of, quarter_of
from .words import N_, Sentence, say

Path = dict[Period, Fraction]
"""The planned value of each quarter that has one."""

AHEAD = 8
"""So many quarters can be planned: this one and those that follow."""
NO_TARGETS = frozenset({"looked_after_rate", "starting_looked_after_rate", "ceasing_looked_after_rate"})
"""Measures of which there is no magic number."""
_VALUE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?")


def quarters_to_plan(today: date) -> list[Period]:
    """The quarters that can be planned now, this one first."""
    found = [quarter_of(today)]
    while len(found) < AHEAD:
        found.append(found[-1].after)
    return found


def value_of(text: str) -> Fraction | None:
    """A planned value as it was typed; None where it is no number of at most six digits and two places."""
    cleaned = text.strip().replace(",", "").removesuffix("%").removeprefix("£").strip()
    return Fraction(cleaned) if _VALUE.fullmatch(cleaned) else None


def kept(path: Mapping[Period, Fraction]) -> dict[str, str]:
    """Planned values as they are kept, the earliest first."""
    return {period.slug: str(value) for period, value in sorted(path.items(), key=lambda pair: pair[0].first_day)}


def read(held: Mapping[str, str]) -> Path:
    """Planned values as they were kept."""
    periods = ((period_of(slug), value) for slug, value in held.items())
    return {period: Fraction(value) for period, value in periods if period is not None}


def changed(before: Mapping[Period, Fraction], typed: Mapping[Period, Fraction], today: date) -> Path:
    """The new plan: what was planned for a quarter that is over stays; the rest is as it was typed."""
    over = {period: value for period, value in before.items() if period.is_over(today)}
    return over | {period: value for period, value in typed.items() if period in quarters_to_plan(today)}


def missing(measure: str, path: Mapping[Period, Fraction], because: str, no_magic: str) -> Iterator[Sentence]:
    """What a plan lacks."""
    if not path:
        yield say(N_("Plan a value for at least one quarter."))
    if not because.strip():
        yield say(N_("Say what this plan rests on, or why it changed."), "because")
    if measure in NO_TARGETS and not no_magic.strip():
        yield say(N_("There is no magic number. Say how you make sure that this does not become a target."), "no_magic")
