"""Ranks, quarters and the funnel, each against a computation that is slow and plain."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from familyhelp.practice import standing
from familyhelp.practice.scorecard import MEASURES, Better
from familyhelp.practice.standing import Funnel

VALUE = st.one_of(st.none(), st.integers(0, 6).map(Fraction))


@given(st.dictionaries(st.integers(0, 30), VALUE), st.sampled_from([Better.LOWER, Better.HIGHER]))
def test_a_rank_is_one_more_than_how_many_are_better(values, better):
    ranks = standing.ranks(values, better)
    known = {key: value for key, value in values.items() if value is not None}
    assert ranks.keys() == known.keys()
    for key, value in known.items():
        ahead = sum((v < value) if better is Better.LOWER else (v > value) for v in known.values())
        assert ranks[key] == ahead + 1


def test_where_neither_way_is_better_nobody_is_ranked():
    assert standing.ranks({1: Fraction(1), 2: Fraction(2)}, Better.NEITHER) == {}


@pytest.mark.parametrize(
    ("of", "quarters"), [(4, [1, 2, 3, 4]), (8, [1, 1, 2, 2, 3, 3, 4, 4]), (1, [1]), (3, [1, 2, 3])]
)
def test_quarters_are_as_equal_as_they_can_be(of, quarters):
    assert [standing.quartile(rank, of) for rank in range(1, of + 1)] == quarters


@given(st.integers(1, 200))
def test_every_quarter_is_from_1_to_4_and_never_goes_back(of):
    found = [standing.quartile(rank, of) for rank in range(1, of + 1)]
    assert found == sorted(found) and set(found) <= {1, 2, 3, 4}
    assert max(found.count(q) for q in set(found)) - min(found.count(q) for q in set(found)) <= 1


def slow_at_most(count: int, mean: float) -> float:
    """The sum of every term, with fifty digits."""
    if count < 0:
        return 0.0
    with localcontext() as context:
        context.prec = 50
        exact = Decimal(mean)
        term = (-exact).exp()
        total = term
        for n in range(1, count + 1):
            term = term * exact / n
            total += term
        return float(total)


@given(st.integers(0, 400), st.floats(0.01, 400))
@example(0, 0.01)
@example(400, 0.01)
@example(0, 400.0)
def test_the_chances_are_those_of_poisson(count, mean):
    assert standing.at_most(count, mean) == pytest.approx(slow_at_most(count, mean), rel=1e-9, abs=1e-12)
    assert standing.at_least(count, mean) == pytest.approx(1 - slow_at_most(count - 1, mean), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("mean", [3000.0, 15_000.0])
def test_large_counts_are_as_exact(mean):
    count = int(mean - 2 * mean**0.5)
    assert standing.at_most(count, mean) == pytest.approx(slow_at_most(count, mean), rel=1e-7)


@given(st.integers(0, 300), st.floats(0.5, 250))
def test_the_funnel_says_what_the_two_limits_say(count, mean):
    where = standing.funnel(Fraction(count), Fraction(mean))
    low, high = standing.limits(mean, 0.025)
    lowest, highest = standing.limits(mean, 0.001)
    assert lowest <= low <= high <= highest
    expected = (
        Funnel.BELOW_998 if count < lowest
        else Funnel.BELOW_95 if count < low
        else Funnel.ABOVE_998 if count > highest
        else Funnel.ABOVE_95 if count > high
        else Funnel.WITHIN
    )  # fmt: skip
    assert where is expected


@pytest.mark.parametrize(
    ("count", "where"),
    # Twenty expected: 12 to 29 lie within 95 per cent, 8 to 35 within 99.8.
    [
        *((7, "below_998"), (8, "below_95"), (11, "below_95"), (12, "within"), (20, "within"), (29, "within")),
        *((30, "above_95"), (35, "above_95"), (36, "above_998")),
    ],
)
def test_twenty_expected(count, where):
    assert standing.funnel(Fraction(count), Fraction(20)).value == where


def test_rates_have_a_funnel_and_shares_and_pounds_have_none():
    have = {slug for slug, measure in MEASURES.items() if standing.has_funnel(measure)}
    assert have == {"referral_rate", "looked_after_rate", "starting_looked_after_rate", "ceasing_looked_after_rate"}
