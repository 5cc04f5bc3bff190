"""Reviews: what one must say before it is recorded, and how far each respondent sees a family come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from .domains import HIGHEST_SCORE, LOWEST_SCORE, Respondent
from .outcomes import ReviewDecision
from .stages import Move, Stage, possible
from .timescales import LONGEST_REVIEW_GAP, Unit, count_on
from .words import N_, Sentence, say

USUAL_GAP_WEEKS = 6
ONE_SCORE = tuple[int, Respondent, int]
"""The number of an outcome, who gave the score, and the score from 0 to 10."""


@dataclass(frozen=True)
class ReviewToBe:
    """A review as it is about to be recorded."""

    held_on: date
    decision: ReviewDecision
    next_review_on: date | None
    scores: Sequence[ONE_SCORE]
    outcome_numbers: frozenset[int]
    plan_agreed_on: date | None
    last_held_on: date | None


def missing(review: ReviewToBe, today: date) -> Iterator[Sentence]:
    """What a review still lacks, in sentences."""
    yield from _day_problems(review, today)
    yield from _next_day_problems(review)
    yield from _score_problems(review)


def _day_problems(review: ReviewToBe, today: date) -> Iterator[Sentence]:
    if review.held_on > today:
        yield say(N_("A review that lies ahead cannot be recorded yet."), "held_on")
    elif review.plan_agreed_on and review.held_on < review.plan_agreed_on:
        yield say(N_("This is before the family agreed the plan, so there was nothing to review yet."), "held_on")
    elif review.last_held_on and review.held_on < review.last_held_on:
        yield say(N_("This is before the last review. Reviews are recorded in their order."), "held_on")


def _next_day_problems(review: ReviewToBe) -> Iterator[Sentence]:
    following = review.next_review_on
    if following is None:
        if review.decision is not ReviewDecision.CLOSE:
            yield say(N_("Agree when the team looks again, unless you are getting ready to close."), "next_review_on")
    elif following <= review.held_on:
        yield say(N_("The next review comes after this one."), "next_review_on")
    elif following > review.held_on + LONGEST_REVIEW_GAP:
        yield say(
            N_("The next review is at most %(weeks)s weeks after this one."),
            "next_review_on",
            weeks=LONGEST_REVIEW_GAP.days // 7,
        )


def _score_problems(review: ReviewToBe) -> Iterator[Sentence]:
    scored = Counter((number, respondent) for number, respondent, _ in review.scores)
    for number in sorted({number for number, _ in scored} - review.outcome_numbers):
        yield say(N_("Outcome %(number)s is not in the plan that the family agreed."), number=number)
    for (number, respondent), times in scored.items():
        if times > 1:
            yield say(
                N_("Outcome %(number)s: one score for “%(respondent)s”, please."),
                score_field(number, respondent),
                number=number,
                respondent=respondent,
            )
    for number in sorted(review.outcome_numbers):
        if (number, Respondent.PRACTITIONER) not in scored:
            yield say(
                N_("Outcome %(number)s: how near is it now, as you see it?"),
                score_field(number, Respondent.PRACTITIONER),
                number=number,
            )
    if any(not LOWEST_SCORE <= value <= HIGHEST_SCORE for _, _, value in review.scores):
        yield say(
            N_("A score is a whole number from %(lowest)s to %(highest)s."), lowest=LOWEST_SCORE, highest=HIGHEST_SCORE
        )


def score_field(number: int, respondent: Respondent) -> str:
    """The name of the form field for one respondent's score of one outcome."""
    return f"score_{number}_{respondent.value}"


NEXT_MOVE = {
    ReviewDecision.CHANGE: Move.WRITE_PLAN,
    ReviewDecision.STEP_UP: Move.STEP_UP,
    ReviewDecision.STEP_DOWN: Move.STEP_DOWN,
    ReviewDecision.CLOSE: Move.CLOSE,
}
"""What a decision leads to; to carry on leads to the next review."""


def decisions_at(stage: Stage) -> list[ReviewDecision]:
    """The decisions that lead somewhere from a stage, as MOVES says."""
    return [d for d in ReviewDecision if d not in NEXT_MOVE or possible(NEXT_MOVE[d], stage)]


def looks_again_on(held_on: date, next_review_on: date | None) -> date:
    """When the team looks again: as agreed, or else in six weeks, so that no open case is without a day."""
    return next_review_on or usual_next(held_on)


def usual_next(held_on: date) -> date:
    """The day six weeks after a review."""
    return count_on(held_on, USUAL_GAP_WEEKS, Unit.WEEKS)


def latest_next(held_on: date) -> date:
    """The last day on which the next review may be: twelve weeks after this one."""
    return held_on + timedelta(days=LONGEST_REVIEW_GAP.days)


class ScoreFacts(Protocol):
    """What distance travelled reads of a score."""

    id: int
    outcome_number: int
    respondent: Respondent
    value: int
    scored_on: date


@dataclass(frozen=True)
class Distance:
    """How far one outcome has come, as one respondent sees it: the first score and the latest, 0 to 10."""

    outcome_number: int
    respondent: Respondent
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
    """Distance travelled, one row for each outcome and respondent that has a score; respondents are never mixed."""
    rows: dict[tuple[int, Respondent], list[ScoreFacts]] = {}
    for score in sorted(scores, key=lambda s: (s.scored_on, s.id)):
        rows.setdefault((score.outcome_number, score.respondent), []).append(score)
    order = list(Respondent)
    return [
        Distance(number, respondent, of[0].value, of[0].scored_on, of[-1].value, of[-1].scored_on, len(of) > 1)
        for (number, respondent), of in sorted(rows.items(), key=lambda row: (row[0][0], order.index(row[0][1])))
    ]
