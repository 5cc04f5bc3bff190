"""Drift: an episode that goes on and on, or stands still. A team manager is told which of the two, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .distance import ScoreFacts
from .domains import Respondent
from .timescales import DRIFT
from .words import N_, Sentence, Word, say

STANDS_STILL = 3
"""So many reviews in a row without a better score on any outcome are drift."""


class DriftKind(Word):
    """Why a case is said to drift."""

    LONG = "long", N_("Open for more than %(months)s months")
    STILL = "still", N_("%(reviews)s reviews in a row without a better score on any outcome")


@dataclass(frozen=True)
class Drift:
    """One reason why a case drifts, and since when."""

    kind: DriftKind
    since: date
    reviews: int = 0
    """How many reviews in a row saw no better score, where that is the reason."""

    @property
    def words(self) -> Sentence:
        """The reason in words; since when stands beside it."""
        if self.kind is DriftKind.LONG:
            return say(self.kind.label, months=DRIFT.years * 12 + DRIFT.months)
        return say(self.kind.label, reviews=self.reviews)


def rules() -> Sequence[Sentence]:
    """Both reasons as the rule that they are."""
    return [Drift(kind, date.min, STANDS_STILL).words for kind in DriftKind]


def is_long(opened_on: date, today: date) -> bool:
    """Whether an episode that is still open was opened too long ago."""
    return bool(today > opened_on + DRIFT)


def long_before(today: date) -> date:
    """Episodes opened before this day are long, and no others: how a list finds them."""
    day: date = today - DRIFT
    # A day that a shorter month cut off (29 February) comes later than its own date a year ago.
    while is_long(day, today):
        day += timedelta(days=1)
    return day


def last_better_on(scores: Iterable[ScoreFacts]) -> date | None:
    """The last day on which somebody gave an outcome a better score than they had given it before, on the same scale.
    Scores of different outcomes, respondents or scales are never set against each other."""
    before: dict[tuple[int, Respondent, str], int] = {}
    found: date | None = None
    for score in sorted(scores, key=lambda s: (s.scored_on, s.id)):
        row = (score.outcome_number, score.respondent, score.scale)
        if row in before and score.value > before[row]:
            found = score.scored_on
        before[row] = score.value
    return found


def drifts(opened_on: date, reviews: Iterable[date], scores: Iterable[ScoreFacts], today: date) -> Sequence[Drift]:
    """Why an open episode drifts: none, one or both of the reasons. `reviews` are the days on which they were held."""
    found = [Drift(DriftKind.LONG, opened_on)] if is_long(opened_on, today) else []
    better = last_better_on(scores)
    still = sorted(day for day in reviews if better is None or day > better)
    if len(still) >= STANDS_STILL:
        found.append(Drift(DriftKind.STILL, still[0], len(still)))
    return found
