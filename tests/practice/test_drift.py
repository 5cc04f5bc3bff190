"""Drift: open too long, or standing still; each against a computation of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.domains import USUAL_SCALE, Respondent
from familyhelp.practice.drift import Drift, DriftKind, drifts, is_long, last_better_on, long_before, rules

P, C = Respondent.PRACTITIONER, Respondent.CHILD
START = date(2026, 1, 5)


@dataclass
class AScore:
    id: int
    value: int
    scored_on: date
    outcome_number: int = 1
    respondent: Respondent = P
    scale: str = USUAL_SCALE


def weeks(count: int) -> date:
    return START + timedelta(weeks=count)


def still(values: list[int], reviews: int | None = None) -> list[Drift]:
    """A start score and one score at each review, a week apart; `reviews` is how many were held."""
    scores = [AScore(n, value, weeks(n)) for n, value in enumerate(values)]
    held = [weeks(n) for n in range(1, (len(values) if reviews is None else reviews + 1))]
    return [d for d in drifts(START, held, scores, weeks(10)) if d.kind is DriftKind.STILL]


@pytest.mark.parametrize("way", list(product((-1, 0, 1), repeat=4)))
def test_four_reviews_drift_where_the_last_three_saw_nothing_better(way):
    values = [4]
    for step in way:
        values.append(values[-1] + step)
    better = [n for n, step in enumerate(way, 1) if step > 0]
    run = 4 - (better[-1] if better else 0)
    expected = [Drift(DriftKind.STILL, weeks(5 - run), run)] if run >= 3 else []
    assert still(values) == expected


@pytest.mark.parametrize(("outcome", "respondent", "scale"), list(product((1, 2), (P, C), (USUAL_SCALE, "1-5"))))
def test_a_score_is_better_only_than_the_same_persons_for_the_same_outcome_on_the_same_scale(
    outcome, respondent, scale
):
    first = AScore(1, 3, START)
    later = AScore(2, 5, weeks(1), outcome, respondent, scale)
    same = (outcome, respondent, scale) == (1, P, USUAL_SCALE)
    assert last_better_on([later, first]) == (weeks(1) if same else None)


def test_a_score_from_between_two_reviews_counts():
    scores = [AScore(1, 3, START), AScore(2, 3, weeks(1)), AScore(3, 4, weeks(2) + timedelta(days=1))]
    assert drifts(START, [weeks(1), weeks(2), weeks(3)], scores, weeks(4)) == []


def test_reviews_without_any_score_stand_still():
    assert drifts(START, [weeks(1), weeks(2), weeks(3)], [], weeks(4)) == [Drift(DriftKind.STILL, weeks(1), 3)]


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)), st.integers(-3, 800))
def test_an_episode_is_long_once_its_anniversary_is_over(opened_on, days):
    today = opened_on + timedelta(days=days)
    anniversary = opened_on + relativedelta(years=1)
    assert is_long(opened_on, today) == (today > anniversary)
    assert (opened_on < long_before(today)) == is_long(opened_on, today)


def test_the_list_and_the_rule_agree_around_every_29_february():
    for today in (date(2024, 2, 27) + timedelta(days=n) for n in range(400)):
        for opened_on in (today - timedelta(days=n) for n in range(363, 369)):
            assert (opened_on < long_before(today)) == is_long(opened_on, today), (opened_on, today)


scores = st.lists(
    st.builds(
        AScore,
        id=st.integers(1, 10_000),
        value=st.integers(0, 10),
        scored_on=st.dates(START, weeks(3)),
        outcome_number=st.integers(1, 2),
        respondent=st.sampled_from([P, C]),
        scale=st.sampled_from([USUAL_SCALE, "1-5"]),
    ),
    max_size=20,
    unique_by=lambda s: s.id,
)


@given(scores, st.lists(st.dates(START, weeks(3)), max_size=6, unique=True))
def test_drift_as_it_would_be_counted_by_hand(given_scores, reviews):
    def is_better(score: AScore) -> bool:
        earlier = [
            s
            for s in given_scores
            if (s.outcome_number, s.respondent, s.scale) == (score.outcome_number, score.respondent, score.scale)
            and (s.scored_on, s.id) < (score.scored_on, score.id)
        ]
        return bool(earlier) and score.value > max(earlier, key=lambda s: (s.scored_on, s.id)).value

    better = [s.scored_on for s in given_scores if is_better(s)]
    run = [day for day in reviews if all(day > other for other in better)]
    found = drifts(START, reviews, given_scores, weeks(4))
    assert found == ([Drift(DriftKind.STILL, min(run), len(run))] if len(run) >= 3 else [])


def test_the_reasons_are_said_in_words_and_both_can_hold():
    found = drifts(START, [weeks(1), weeks(2), weeks(3), weeks(4)], [], START + timedelta(days=400))
    assert [(str(d.words), d.since) for d in found] == [
        ("Open for more than 12 months", START),
        ("4 reviews in a row without a better score on any outcome", weeks(1)),
    ]
    assert [str(words) for words in rules()] == [
        "Open for more than 12 months",
        "3 reviews in a row without a better score on any outcome",
    ]


@pytest.mark.parametrize(
    ("opened_on", "anniversary"),
    [
        (date(2025, 3, 2), date(2026, 3, 2)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_the_day_of_the_anniversary_is_not_yet_drift_and_the_day_after_is(opened_on, anniversary):
    assert drifts(opened_on, [], [], anniversary) == []
    (found,) = drifts(opened_on, [], [], anniversary + timedelta(days=1))
    assert found.since == opened_on
