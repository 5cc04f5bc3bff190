"""Distance travelled never mixes respondents, outcomes or scales, and what is not known stays unknown."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.distance import distances, ends_of, overall
from familyhelp.practice.domains import USUAL_SCALE, Respondent

TODAY = date(2026, 4, 8)
P = Respondent.PRACTITIONER


@dataclass
class AScore:
    id: int
    outcome_number: int
    respondent: Respondent
    value: int
    scored_on: date
    scale: str = USUAL_SCALE


def key(s):
    return s.outcome_number, s.respondent, s.scale


scores = st.lists(
    st.builds(
        AScore,
        id=st.integers(1, 10_000),
        outcome_number=st.integers(1, 4),
        respondent=st.sampled_from(Respondent),
        value=st.integers(0, 10),
        scored_on=st.dates(date(2025, 1, 1), date(2025, 1, 9)),
        scale=st.sampled_from(["0-10", "1-5", "smileys"]),
    ),
    max_size=40,
    unique_by=lambda s: s.id,
)


@given(scores)
def test_each_row_comes_from_its_own_respondent_outcome_and_scale_alone(given_scores):
    rows = distances(given_scores)
    order = list(Respondent)
    assert [key(r) for r in rows] == sorted(
        {key(s) for s in given_scores}, key=lambda g: (g[0], order.index(g[1]), g[2])
    )
    for row in rows:
        own = sorted((s.scored_on, s.id, s.value) for s in given_scores if key(s) == key(row))
        assert (row.first_on, row.first) == (own[0][0], own[0][2])
        assert (row.latest_on, row.latest) == (own[-1][0], own[-1][2])
        assert row.steps == (own[-1][2] - own[0][2] if len(own) > 1 else None)
        assert str(row.words)


@given(scores, st.sampled_from(Respondent))
def test_what_the_others_say_changes_nothing_of_what_one_says(given_scores, who):
    alone = [s for s in given_scores if s.respondent is who]
    mixed = distances(given_scores)
    assert [r for r in mixed if r.respondent is who] == distances(alone)
    assert [o for o in overall(mixed) if o.respondent is who] == overall(distances(alone))


@given(scores)
def test_the_whole_counts_the_outcomes_that_were_scored_twice_and_is_unknown_without_one(given_scores):
    for whole in overall(distances(given_scores)):
        own = [s for s in given_scores if (s.respondent, s.scale) == (whole.respondent, whole.scale)]
        steps = []
        for number in {s.outcome_number for s in own}:
            of = sorted((s.scored_on, s.id, s.value) for s in own if s.outcome_number == number)
            if len(of) > 1:
                steps.append(of[-1][2] - of[0][2])
        assert whole.count == len(steps)
        assert whole.steps == (Fraction(median(map(Fraction, steps))) if steps else None)
        assert (whole.steps is None) == ("Not known yet" in str(whole.words))


@given(scores, st.randoms())
def test_the_order_in_which_scores_are_read_changes_nothing(given_scores, chance):
    shuffled = list(given_scores)
    chance.shuffle(shuffled)
    assert distances(shuffled) == distances(given_scores)


def test_one_score_is_no_distance_and_the_words_say_which_way():
    def words(*values):
        return str(distances([AScore(n, 1, P, v, TODAY) for n, v in enumerate(values)])[0].words)

    assert words(4) == "One score so far: 4"
    assert words(4, 4) == "The same as at the start: 4"
    assert words(4, 9, 6) == "2 nearer the goal, from 4 to 6"
    assert words(4, 9, 3) == "1 further away, from 4 to 3"


def test_the_same_number_on_two_scales_is_no_distance():
    first = AScore(1, 1, P, 3, TODAY)
    rows = distances([first, replace(first, id=2, scale="1-5", value=5)])
    assert [(r.scale, r.steps) for r in rows] == [("0-10", None), ("1-5", None)]
    assert [(o.steps, o.count) for o in overall(rows)] == [(None, 0), (None, 0)]


def test_the_whole_says_its_middle_and_of_how_many():
    rows = distances([AScore(n, n // 2, P, v, TODAY) for n, v in enumerate([2, 3, 2, 4, 5, 5])])
    assert [str(o.words) for o in overall(rows)] == ["1 nearer (the middle of 3 outcomes)"]
    rows = distances([AScore(n, n // 2, P, v, TODAY) for n, v in enumerate([2, 3, 2, 4])])
    assert [str(o.words) for o in overall(rows)] == ["1.5 nearer (the middle of 2 outcomes)"]


@pytest.mark.parametrize(
    ("scale", "ends"),
    [("0-10", (0, 10)), ("1-5", (1, 5)), ("smileys", None), ("5-1", None), ("3-3", None), ("", None), ("-1-5", None)],
)
def test_a_scale_says_its_ends_or_nothing(scale, ends):
    assert ends_of(scale) == ends
