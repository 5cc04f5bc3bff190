"""Reading plans, reviews and scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..extensions import db
from ..models import Case, Outcome, Plan, Review, Score
from ..practice.distance import Distance, distances
from .paging import Page, page_by_number

REVIEWS_A_PAGE = 10
_CASE = sa.bindparam("case_id", type_=sa.BigInteger())
"""Statements that pages send at every request are built once, and sent with the number of the case."""
WHOLE = selectinload(Plan.outcomes).selectinload(Outcome.actions)


@dataclass(frozen=True)
class Plans:
    """The version that the family agreed last, and the one in writing; either may be missing."""

    agreed: Plan | None
    in_writing: Plan | None


def plans_now(case: Case) -> Plans:
    """Both current versions of a plan, whole, in three statements however many older ones there are."""
    found = db.session.scalars(_both_now(), {"case_id": case.id}).all()
    return Plans(
        next((plan for plan in found if plan.agreed_on), None),
        next((plan for plan in found if not plan.agreed_on), None),
    )


@cache
def _both_now() -> sa.Select[Plan]:
    newest = sa.select(sa.func.max(Plan.number)).where(Plan.case_id == _CASE, Plan.agreed_on.is_not(None))
    return (
        sa.select(Plan)
        .where(Plan.case_id == _CASE, sa.or_(Plan.agreed_on.is_(None), Plan.number == newest.scalar_subquery()))
        .options(WHOLE)
    )


def version(case: Case, number: int) -> Plan | None:
    """One agreed version of the plan, whole."""
    return db.session.scalar(
        sa.select(Plan)
        .where(Plan.case_id == case.id, Plan.number == number, Plan.agreed_on.is_not(None))
        .options(WHOLE)
    )


def reviews_page(case: Case, after: str | None) -> Page[Review]:
    """Reviews, newest first, ten a page."""
    return page_by_number(sa.select(Review).where(Review.case_id == case.id), Review.number, after, size=REVIEWS_A_PAGE)


def latest_review(case: Case) -> Review | None:
    """The review that was held last."""
    return db.session.scalar(sa.select(Review).where(Review.case_id == case.id).order_by(Review.number.desc()).limit(1))


def scores_of(reviews: Sequence[Review]) -> Mapping[int, Sequence[Score]]:
    """The scores given at some reviews, by the review's id, in the order of the outcomes."""
    found: dict[int, list[Score]] = {review.id: [] for review in reviews}
    query = sa.select(Score).where(Score.review_id.in_(found)).order_by(Score.outcome_number, Score.id)
    for score in db.session.scalars(query) if found else ():
        found[score.review_id or 0].append(score)
    return found


def distance_travelled(case: Case) -> Sequence[Distance]:
    """First and latest score of each outcome by each respondent on each scale, in one statement that reads two rows
    of each."""
    return distances(db.session.execute(_ends(), {"case_id": case.id}).all())


@cache
def _ends() -> sa.Select[Any]:
    each = (Score.outcome_number, Score.respondent, Score.scale)
    ranked = (
        sa.select(
            Score.id,
            Score.outcome_number,
            Score.respondent,
            Score.scale,
            Score.value,
            Score.scored_on,
            sa.func.row_number().over(partition_by=each, order_by=(Score.scored_on, Score.id)).label("from_first"),
            sa.func.row_number()
            .over(partition_by=each, order_by=(Score.scored_on.desc(), Score.id.desc()))
            .label("from_last"),
        )
        .where(Score.case_id == _CASE)
        .subquery()
    )
    return sa.select(ranked).where(sa.or_(ranked.c.from_first == 1, ranked.c.from_last == 1))


@dataclass(frozen=True)
class OutcomeNow:
    """What an outcome says in the newest agreed version that holds it, its goal, and on which scale."""

    words: str
    goal_score: int
    scale: str


def outcomes_now(case: Case) -> Mapping[int, OutcomeNow]:
    """Every outcome that was ever agreed, by its number."""
    newest = (
        sa.select(sa.func.max(Outcome.id))
        .join(Plan, Plan.id == Outcome.plan_id)
        .where(Plan.case_id == case.id, Plan.agreed_on.is_not(None))
        .group_by(Outcome.number)
    )
    wanted = (Outcome.number, Outcome.words, Outcome.goal_score, Outcome.scale)
    rows = db.session.execute(sa.select(*wanted).where(Outcome.id.in_(newest)))
    return {row.number: OutcomeNow(row.words, row.goal_score, row.scale) for row in rows}


def outcome_words(case: Case) -> Mapping[int, str]:
    """What each outcome says in the newest agreed version that holds it, by its number."""
    return {number: outcome.words for number, outcome in outcomes_now(case).items()}
