"""Reviews: what one must say before it is recorded, and how far each respondent sees a family come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .domains import HIGHEST_SCORE, LOWEST_SCORE, Respondent
from .outcomes import ReviewDecision, Standing
from .stages import Move, Stage, possible
from .timescales import LONGEST_REVIEW_GAP, Due, deadline
from .words import N_, Sentence, say

ONE_SCORE = tuple[int, Respondent, int]
"""The number of an outcome, who gave the score, and the score from 0 to 10."""


@dataclass(frozen=True)
class Progress:
    """How one agreed outcome stands at a review, by its number, and what there is to say of it."""

    number: int
    standing: Standing
    text: str | None


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
    progress: Sequence[Progress] = ()


def missing(review: ReviewToBe, today: date) -> Iterator[Sentence]:
    """What a review still lacks, in sentences."""
    yield from _day_problems(review, today)
    yield from _next_day_problems(review)
    yield from _score_problems(review)
    yield from _progress_problems(review)


def _progress_problems(review: ReviewToBe) -> Iterator[Sentence]:
    told = Counter(progress.number for progress in review.progress)
    for number in sorted(told.keys() - review.outcome_numbers):
        yield say(N_("Outcome %(number)s is not in the plan that the family agreed."), number=number)
    for number, times in told.items():
        if times > 1:
            yield say(N_("Outcome %(number)s: say once how it stands."), standing_field(number), number=number)


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


def standing_field(number: int) -> str:
    """The name of the form field for how an outcome stands."""
    return f"standing_{number}"


def progress_field(number: int) -> str:
    """The name of the form field for what there is to say of an outcome."""
    return f"progress_{number}"


def recorded_meanwhile(number: int, who: str) -> Sentence:
    """Why a review is not recorded that was opened before another one was."""
    return say(
        N_(
            "%(who)s recorded review %(number)s while this page was open. It is shown below. If yours is about the "
            "same meeting, there is nothing left to record."
        ),
        number=number,
        who=who,
    )


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
    """When the team looks again: as agreed, or else when it usually does, so that no open case is without a day."""
    return next_review_on or usual_next(held_on)


def usual_next(held_on: date) -> date:
    """The day on which the team usually looks again after a review: six weeks, unless the authority set it."""
    return deadline(Due.REVIEW, held_on).on


def latest_next(held_on: date) -> date:
    """The last day on which the next review may be: twelve weeks after this one."""
    return held_on + timedelta(days=LONGEST_REVIEW_GAP.days)
