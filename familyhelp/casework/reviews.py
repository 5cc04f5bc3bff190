"""Recording a review by the team around the family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Review, Score
from ..practice import clock, reviews
from ..practice.chronology import EventKind
from ..practice.outcomes import ReviewDecision
from ..practice.reviews import ONE_SCORE, ReviewToBe
from ..practice.stages import Move
from ..practice.words import NotYet


def review(
    case: Case,
    *,
    held_on: date,
    attended: str,
    apologies: str | None,
    progress: str,
    family_view: str | None,
    decision: ReviewDecision,
    next_review_on: date | None,
    scores: Sequence[ONE_SCORE],
    by: Practitioner,
) -> Review:
    """Record a review with its new scores, and when the team looks again."""
    case.move(Move.REVIEW)
    last = db.session.execute(
        sa.select(Review.number, Review.held_on)
        .where(Review.case_id == case.id)
        .order_by(Review.number.desc())
        .limit(1)
    ).first()
    to_be = ReviewToBe(
        held_on=held_on,
        decision=decision,
        next_review_on=next_review_on,
        scores=scores,
        outcome_numbers=frozenset(outcome.number for outcome in case.agreed_outcomes),
        plan_agreed_on=case.plan_agreed_on,
        last_held_on=last.held_on if last else None,
    )
    lacking = list(reviews.missing(to_be, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    held = Review(
        case_id=case.id,
        number=last.number + 1 if last else 1,
        held_on=held_on,
        attended=attended,
        apologies=apologies,
        progress=progress,
        family_view=family_view,
        decision=decision,
        next_review_on=next_review_on,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(held)
    case.next_review_on = reviews.looks_again_on(held_on, next_review_on)
    case.reset_clock()
    db.session.flush()  # the scores name the review
    keep_scores(case, scores, held_on, by=by, review_id=held.id)
    case.record(EventKind.REVIEWED, by=by, number=held.number, decision=decision)
    db.session.expire(case, ["reviews"])
    return held


def keep_scores(
    case: Case, scores: Sequence[ONE_SCORE], scored_on: date, *, by: Practitioner, review_id: int | None = None
) -> None:
    """Add scores, each 0 to 10 by one respondent, beside all earlier ones. Part of a deed, no deed of its own."""
    now = clock.now()
    db.session.add_all(
        Score(
            case_id=case.id,
            outcome_number=number,
            review_id=review_id,
            value=value,
            respondent=respondent,
            scored_on=scored_on,
            recorded_by_id=by.id,
            recorded_at=now,
        )
        for number, respondent, value in scores
    )
    db.session.flush()
    db.session.expire(case, ["scores"])
