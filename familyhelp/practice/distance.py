"""Distance travelled: how far a family has come, as each respondent sees it. Scores of different respondents,
outcomes or scales are never mixed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Protocol

from .domains import Respondent
from .words import N_, Scalar, Sentence, say


class ScoreFacts(Protocol):
    """What distance travelled reads of a score."""

    id: int
    outcome_number: int
    respondent: Respondent
    scale: str
    value: int
    scored_on: date


@dataclass(frozen=True)
class Distance:
    """How far one outcome has come, as one respondent sees it: the first score and the latest, on one scale."""

    outcome_number: int
    respondent: Respondent
    scale: str
    first: int
    first_on: date
    latest: int
    latest_on: date
    several: bool

    @property
    def steps(self) -> int | None:
        """Steps on the scale from first to latest; None while there is only one score."""
        return self.latest - self.first if self.several else None

    @property
    def words(self) -> Sentence:
        """The distance in a sentence."""
        steps = self.steps
        if steps is None:
            return say(N_("One score so far: %(first)s"), first=self.first)
        if steps == 0:
            return say(N_("The same as at the start: %(latest)s"), latest=self.latest)
        text = (
            N_("%(steps)s nearer the goal, from %(first)s to %(latest)s")
            if steps > 0
            else N_("%(steps)s further away, from %(first)s to %(latest)s")
        )
        return say(text, steps=abs(steps), first=self.first, latest=self.latest)


def distances(scores: Iterable[ScoreFacts]) -> list[Distance]:
    """Distance travelled, one row for each outcome, respondent and scale that has a score."""
    rows: dict[tuple[int, Respondent, str], list[ScoreFacts]] = {}
    for score in sorted(scores, key=lambda s: (s.scored_on, s.id)):
        rows.setdefault((score.outcome_number, score.respondent, score.scale), []).append(score)
    order = list(Respondent)
    return [
        Distance(number, respondent, scale, of[0].value, of[0].scored_on, of[-1].value, of[-1].scored_on, len(of) > 1)
        for (number, respondent, scale), of in sorted(
            rows.items(), key=lambda row: (row[0][0], order.index(row[0][1]), row[0][2])
        )
    ]


@dataclass(frozen=True)
class Overall:
    """How far one respondent sees the family come on the whole, on one scale: the median of the steps of the
    `count` outcomes that they scored at least twice; unknown where there is none."""

    respondent: Respondent
    scale: str
    steps: Fraction | None
    count: int

    @property
    def words(self) -> Sentence:
        """The whole in a sentence."""
        if self.steps is None:
            return say(N_("Not known yet: no outcome has been scored twice."))
        way = (self.steps > 0) - (self.steps < 0)
        facts: dict[str, Scalar] = {"steps": f"{float(abs(self.steps)):g}", "count": self.count}
        return Sentence((_OF_ONE if self.count == 1 else _OF_SEVERAL)[way], facts)


_OF_ONE = {
    0: N_("The same as at the start (one outcome)"),
    1: N_("%(steps)s nearer (one outcome)"),
    -1: N_("%(steps)s further away (one outcome)"),
}
_OF_SEVERAL = {
    0: N_("The same as at the start (the middle of %(count)s outcomes)"),
    1: N_("%(steps)s nearer (the middle of %(count)s outcomes)"),
    -1: N_("%(steps)s further away (the middle of %(count)s outcomes)"),
}


def overall(rows: Sequence[Distance]) -> list[Overall]:
    """The whole by each respondent and scale among the rows, in the order of respondents."""
    order = list(Respondent)
    groups = sorted({(row.respondent, row.scale) for row in rows}, key=lambda g: (order.index(g[0]), g[1]))
    found = []
    for respondent, scale in groups:
        steps = [
            Fraction(row.steps)
            for row in rows
            if (row.respondent, row.scale) == (respondent, scale) and row.steps is not None
        ]
        found.append(Overall(respondent, scale, median(steps) if steps else None, len(steps)))
    return found


_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")


def ends_of(scale: str) -> tuple[int, int] | None:
    """The lowest and the highest score of a scale by its name ("0-10"); None where the name does not tell them."""
    found = _RANGE.fullmatch(scale)
    if found is None:
        return None
    lowest, highest = int(found[1]), int(found[2])
    return (lowest, highest) if lowest < highest else None
