"""Recording a review by the team around the family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Review, ReviewCopy, ReviewProgress, Score, TeamMeeting, insert_rows
from ..practice import clock, meetings, reviews
from ..practice.chronology import EventKind
from ..practice.domains import USUAL_SCALE
from ..practice.outcomes import ReviewDecision, score_problem
from ..practice.reviews import ONE_SCORE, Progress, ReviewToBe
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
    by_outcome: Sequence[Progress] = (),
    meeting: TeamMeeting | None = None,
    read_last: int | None = None,
) -> Review:
    """Record a review with its new scores, how each outcome stands (`by_outcome`), and when the team looks again.
    `meeting` is the one that it was held at; `read_last` the number of the newest review when the page was opened
    (0: none), so that nobody records the same one twice."""
    case.move(Move.REVIEW)
    last = db.session.execute(
        sa.select(Review.number, Review.held_on, Practitioner.name)
        .join(Practitioner, Practitioner.id == Review.recorded_by_id)
        .where(Review.case_id == case.id)
        .order_by(Review.number.desc())
        .limit(1)
    ).first()
    if read_last is not None and last and last.number != read_last:
        raise NotYet(reviews.recorded_meanwhile(last.number, last.name))
    to_be = ReviewToBe(
        held_on=held_on,
        decision=decision,
        next_review_on=next_review_on,
        scores=scores,
        outcome_numbers=frozenset(outcome.number for outcome in case.agreed_outcomes),
        plan_agreed_on=case.plan_agreed_on,
        last_held_on=last.held_on if last else None,
        progress=by_outcome,
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
    case.minutes_owed_on = held_on
    held_at = meeting if meeting is not None and _was_held(meeting, case, held_on) else None
    if held_at is not None:
        case.meeting_on = None
    with db.session.no_autoflush:  # the case is written once
        case.reset_clock()
    db.session.flush()  # the scores and the meeting name the review
    if held_at is not None:
        held_at.review_id = held.id
    _keep_progress(held, by_outcome)
    keep_scores(case, scores, held_on, by=by, review_id=held.id)
    case.record(EventKind.REVIEWED, by=by, number=held.number, decision=decision)
    db.session.expire(case, ["reviews"])
    return held


def _keep_progress(held: Review, by_outcome: Sequence[Progress]) -> None:
    if by_outcome:
        rows = [
            {"review_id": held.id, "outcome_number": one.number, "standing": one.standing, "text": one.text}
            for one in by_outcome
        ]
        insert_rows(db.session.connection(), ReviewProgress.__tablename__, rows)


def _was_held(meeting: TeamMeeting, case: Case, held_on: date) -> bool:
    """Whether a review on this day is that of the meeting. One that lies ahead of it leaves the meeting standing."""
    ahead = meeting.called_off_at is None and meeting.review_id is None
    return meeting.case_id == case.id and ahead and meeting.meets_on <= held_on


def give_copies(case: Case, review: Review, *, names: Sequence[str], given_on: date, by: Practitioner) -> None:
    """Record who was given a copy of a review, and when."""
    named = [name.strip()[:200] for name in names if name.strip()]
    lacking = list(meetings.copies_missing(named, given_on, review.held_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    now = clock.now()
    db.session.add_all(
        ReviewCopy(review_id=review.id, name=name, given_on=given_on, recorded_by_id=by.id, recorded_at=now)
        for name in named
    )
    if case.minutes_owed_on == review.held_on:
        case.minutes_owed_on = None
        case.reset_clock()
    case.record(EventKind.COPIES_GIVEN, by=by, number=review.number, who=", ".join(named))


def keep_scores(
    case: Case, scores: Sequence[ONE_SCORE], scored_on: date, *, by: Practitioner, review_id: int | None = None
) -> None:
    """Add scores, each by one respondent on its outcome's scale, beside all earlier ones. Part of a deed, no deed of
    its own. Raises NotYet for a score that is off the scale."""
    now = clock.now()
    scales = {outcome.number: outcome.scale for outcome in case.agreed_outcomes}
    ends = {outcome.number: outcome.ends for outcome in case.agreed_outcomes}
    off = [problem for n, _who, value in scores if n in ends and (problem := score_problem(value, ends[n]))]
    if off:
        raise NotYet(*off)
    rows = [
        {
            "case_id": case.id,
            "outcome_number": number,
            "review_id": review_id,
            "value": value,
            "scale": scales.get(number) or USUAL_SCALE,
            "respondent": respondent,
            "scored_on": scored_on,
            "recorded_by_id": by.id,
            "recorded_at": now,
        }
        for number, respondent, value in scores
    ]
    if rows:
        db.session.flush()
        db.session.execute(_SCORES, rows)
    db.session.expire(case, ["scores"])


# Straight into the table, many rows in one statement.
_SCORES = sa.insert(Score.metadata.tables[Score.__tablename__])
