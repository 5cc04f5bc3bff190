"""The Wilson interval: against values worked out elsewhere, and by what must be true of any such interval."""

from __future__ import annotations

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.intervals import Z_95, wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (0, 10, 0.0, 0.277533),
        (1, 10, 0.017876, 0.404150),
        (5, 10, 0.236593, 0.763407),
        (10, 10, 0.722467, 1.0),
        (15, 50, 0.191036, 0.437504),
        (81, 263, 0.255289, 0.366210),
    ],
)
def test_known_values(numerator, denominator, low, high):
    """Found by bisection, in forty digits, of |p - q| = z √(q(1-q)/n); the last is the worked example of Newcombe
    (Statistics in Medicine 17, 1998), who prints 0.2553 to 0.3662."""
    found = wilson(numerator, denominator)
    assert found and isclose(found.low, low, abs_tol=2e-6) and isclose(found.high, high, abs_tol=2e-6)


SHARES = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SHARES)
def test_it_holds_the_share_lies_within_0_and_1_and_is_as_far_from_the_ends_as_the_score_test_says(share):
    numerator, denominator = share
    p, found = numerator / denominator, wilson(numerator, denominator)
    assert 0 <= found.low <= p <= found.high <= 1
    for end in (found.low, found.high):
        if 0 < end < 1:
            assert isclose(abs(p - end), Z_95 * sqrt(end * (1 - end) / denominator), rel_tol=1e-6, abs_tol=1e-9)


@given(SHARES, st.integers(2, 9))
def test_it_narrows_with_more_of_the_same_and_is_the_same_from_the_other_side(share, times):
    numerator, denominator = share
    one, other = wilson(numerator, denominator), wilson(denominator - numerator, denominator)
    assert isclose(one.low, 1 - other.high, abs_tol=1e-9) and isclose(one.high, 1 - other.low, abs_tol=1e-9)
    more = wilson(numerator * times, denominator * times)
    assert more.high - more.low < one.high - one.low


def test_of_nothing_nothing_is_known_and_more_than_all_is_no_share():
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="between nothing and all"):
        wilson(3, 2)
