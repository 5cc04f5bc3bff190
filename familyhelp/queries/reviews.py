"""Reading reviews: one beside the one before it, how each outcome stood, and who was given a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Review, ReviewCopy, ReviewProgress, Score
from .plans import scores_of

MOST_COPIES = 100


@dataclass(frozen=True)
class Told:
    """A review with its scores, how each outcome stood, and who recorded it."""

    review: Review
    scores: Sequence[Score]
    progress: Mapping[int, ReviewProgress]
    recorded_by: str


def latest(case: Case) -> Told | None:
    """The newest review, without its scores, in one statement."""
    newest = sa.select(sa.func.max(Review.number)).where(Review.case_id == case.id).scalar_subquery()
    return next(iter(_told(case, Review.number == newest, scored=False)), None)


def with_the_last(case: Case, number: int) -> tuple[Told | None, Told | None]:
    """One review by its number, and the one before it; either may be missing. Two statements."""
    found = {told.review.number: told for told in _told(case, Review.number.in_([number, number - 1]))}
    return found.get(number), found.get(number - 1)


def by_number(case: Case, number: int) -> Review | None:
    """One review alone."""
    return db.session.scalar(sa.select(Review).where(Review.case_id == case.id, Review.number == number))


def newest_number(case: Case) -> int:
    """The number of the newest review; 0 where none has been held."""
    return db.session.scalar(sa.select(sa.func.max(Review.number)).where(Review.case_id == case.id)) or 0


def _told(case: Case, which: sa.ColumnElement[bool], *, scored: bool = True) -> list[Told]:
    query = (
        sa.select(Review, Practitioner.name, ReviewProgress)
        .join(Practitioner, Practitioner.id == Review.recorded_by_id)
        .outerjoin(ReviewProgress, ReviewProgress.review_id == Review.id)
        .where(Review.case_id == case.id, which)
        .order_by(Review.number, ReviewProgress.outcome_number)
    )
    found: dict[int, tuple[Review, str, dict[int, ReviewProgress]]] = {}
    for review, name, progress in db.session.execute(query):
        held = found.setdefault(review.id, (review, name, {}))
        if progress is not None:
            held[2][progress.outcome_number] = progress
    scores = scores_of([review for review, _name, _progress in found.values()]) if scored else {}
    return [Told(review, scores.get(review.id, ()), progress, name) for review, name, progress in found.values()]


def progress_of(reviews: Sequence[Review]) -> Mapping[int, Mapping[int, ReviewProgress]]:
    """How each outcome stood at some reviews, by the review's id and the outcome's number."""
    found: dict[int, dict[int, ReviewProgress]] = {review.id: {} for review in reviews}
    query = sa.select(ReviewProgress).where(ReviewProgress.review_id.in_(found)).order_by(ReviewProgress.outcome_number)
    for one in db.session.scalars(query) if found else ():
        found[one.review_id][one.outcome_number] = one
    return found


def copies_of(review: Review) -> Sequence[ReviewCopy]:
    """Who was given a copy of a review, the first first; at most 100."""
    query = sa.select(ReviewCopy).where(ReviewCopy.review_id == review.id).order_by(ReviewCopy.given_on, ReviewCopy.id)
    return db.session.scalars(query.limit(MOST_COPIES)).all()
