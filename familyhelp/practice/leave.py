"""Leave: somebody is away from one day to another, and a named colleague looks after their families for these days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .roles import LEADING, PART_OF_ROLE, Role
from .words import N_, Sentence, say

LONGEST = timedelta(days=400)
"""Longer than anybody is away and comes back: their families are handed over."""
MOST_PAST = timedelta(days=31)
"""How long after it began an absence may still be recorded: whoever falls ill writes nothing that day."""


@dataclass(frozen=True)
class Days:
    """Days from one to another, both of them among these."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last

    def meet(self, other: Days) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Colleague:
    """What the rule reads of somebody: what they are here to do, and where."""

    number: int
    name: str
    role: Role
    is_active: bool
    teams: frozenset[int]
    """The team they work in, or those they answer for."""
    agency: int | None


def could_cover(worker: Colleague, cover: Colleague) -> bool:
    """Whether a colleague is near enough to look after somebody's families: of the same team, of the same agency, or
    both of them liaisons."""
    part = PART_OF_ROLE.get(cover.role)
    if worker.number == cover.number or not cover.is_active or part not in LEADING:
        return False
    if PART_OF_ROLE.get(worker.role) is not part:
        return False
    match cover.role:
        case Role.LIAISON:
            return True
        case Role.LEAD_PROFESSIONAL:
            return worker.agency is not None and worker.agency == cover.agency
        case _:
            return bool(worker.teams & cover.teams)


def missing(
    worker: Colleague,
    cover: Colleague,
    days: Days,
    today: date,
    *,
    own: Sequence[Days],
    covering: Sequence[Days],
    cover_away: Sequence[Days],
) -> Iterator[Sentence]:
    """What an absence lacks. `own` are the days on which the worker is away already, `covering` those on which the
    worker covers for somebody, `cover_away` those on which the cover is away."""
    yield from _days_missing(days, today)
    if worker.number == cover.number:
        yield say(N_("Nobody covers for themselves: choose a colleague."), "cover")
    elif not could_cover(worker, cover):
        sentence = N_("%(cover)s cannot cover for %(worker)s: choose somebody of the same team or agency.")
        yield say(sentence, "cover", cover=cover.name, worker=worker.name)
    if any(days.meet(other) for other in own):
        yield say(N_("%(worker)s is away on some of these days already."), "starts_on", worker=worker.name)
    if any(days.meet(other) for other in covering):
        sentence = N_("%(worker)s covers for somebody on some of these days: find another cover for them first.")
        yield say(sentence, "starts_on", worker=worker.name)
    if any(days.meet(other) for other in cover_away):
        yield say(N_("%(cover)s is away on some of these days."), "cover", cover=cover.name)


def _days_missing(days: Days, today: date) -> Iterator[Sentence]:
    if days.last < days.first:
        yield say(N_("The last day is before the first."), "ends_on")
    elif days.last < today:
        yield say(N_("These days are over: there is nothing left to cover."), "ends_on")
    elif days.last - days.first > LONGEST:
        sentence = N_("This is longer than %(days)s days: hand the families over instead.")
        yield say(sentence, "ends_on", days=LONGEST.days)
    if today - days.first > MOST_PAST:
        yield say(N_("This began more than %(days)s days ago. Is the day right?"), "starts_on", days=MOST_PAST.days)
