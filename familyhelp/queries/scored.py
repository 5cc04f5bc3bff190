"""What the reviews and scores of cases come to, read together: the practitioner's newest scores, and drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Review, Score
from ..practice import clock
from ..practice.distance import ScoreFacts
from ..practice.domains import Respondent
from ..practice.drift import Drift, drifts

_CASES: sa.BindParameter[Any] = sa.bindparam("cases", expanding=True)
_SCORED = (Score.id, Score.outcome_number, Score.respondent, Score.scale, Score.value)
_REVIEWS_AND_SCORES: sa.CompoundSelect[*tuple[Any, ...]] = sa.union_all(
    sa.select(Score.case_id, Score.scored_on, *_SCORED).where(Score.case_id.in_(_CASES)),
    # A review is told by having no score in its row.
    sa.select(Review.case_id, Review.held_on, *(sa.null().label(column.key) for column in _SCORED)).where(
        Review.case_id.in_(_CASES)
    ),
)


@dataclass(frozen=True)
class Scored:
    """The practitioner's newest score of each outcome, by its number, and why the case drifts (a closed one never)."""

    latest: Mapping[int, ScoreFacts]
    drifts: Sequence[Drift]


def scored(cases: Sequence[Case]) -> Mapping[int, Scored]:
    """What the reviews and scores of some cases come to, by the number of the case; one statement, none for none."""
    reviews: dict[int, list[date]] = {case.id: [] for case in cases}
    scores: dict[int, list[Any]] = {case.id: [] for case in cases}
    for row in db.session.execute(_REVIEWS_AND_SCORES, {"cases": list(reviews)}) if cases else ():
        if row.outcome_number is None:
            reviews[row.case_id].append(row.scored_on)
        else:
            scores[row.case_id].append(row)
    return {case.id: _scored(case, reviews[case.id], scores[case.id]) for case in cases}


def latest_scores(case: Case) -> Mapping[int, ScoreFacts]:
    """The practitioner's newest score of each outcome of a case, by its number; one statement."""
    return scored([case])[case.id].latest


def _scored(case: Case, reviews: Sequence[date], scores: Sequence[ScoreFacts]) -> Scored:
    newest = {
        score.outcome_number: score
        for score in sorted(scores, key=lambda score: score.id)
        if score.respondent is Respondent.PRACTITIONER
    }
    return Scored(newest, drifts(case.opened_on, reviews, scores, clock.today()) if case.closed_on is None else ())
