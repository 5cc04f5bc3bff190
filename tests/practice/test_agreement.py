"""Kappa: held against the same number by another route, and against what is known by hand."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.agreement import Strength, agreement, strength
from familyhelp.practice.audits import GRADES, Grade

O, G, R, I, NA = Grade  # noqa: E741 - five grades, told apart at a glance in tables
PAIRS = st.lists(st.tuples(st.sampled_from(list(Grade)), st.sampled_from(list(Grade))), max_size=40)


def by_another_route(pairs):
    """From the pairs themselves: weights of agreement, 1 - d²/9, and the proportions of a confusion matrix."""
    graded = [(a, b) for a, b in pairs if NA not in (a, b)]
    if not graded:
        return None
    n = len(graded)
    weight = [[1 - Fraction((i - j) ** 2, 9) for j in range(4)] for i in range(4)]
    matrix = [[Fraction(sum(p == (a, b) for p in graded), n) for b in GRADES] for a in GRADES]
    rows = [sum(row) for row in matrix]
    columns = [sum(row[j] for row in matrix) for j in range(4)]
    seen = sum(weight[i][j] * matrix[i][j] for i in range(4) for j in range(4))
    expected = sum(weight[i][j] * rows[i] * columns[j] for i in range(4) for j in range(4))
    return None if expected == 1 else (seen - expected) / (1 - expected)


@given(PAIRS)
def test_it_is_what_another_computation_says(pairs):
    found = agreement(Counter(pairs))
    assert found.kappa == by_another_route(pairs)
    assert found.pairs == sum(NA not in pair for pair in pairs)
    assert found.same == sum(a is b is not NA for a, b in pairs)
    assert found.kappa is None or -1 <= found.kappa <= 1


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], None),
        ([(NA, G), (G, NA)], None),
        ([(G, G)] * 9, None),
        ([(O, O), (I, I)], 1),
        ([(O, I), (I, O)], -1),
        ([(G, R)] * 4, 0),
        ([(O, O), (G, G), (R, R), (I, R)], Fraction(7, 8)),
    ],
)
def test_it_is_what_is_known_by_hand(pairs, kappa):
    assert agreement(Counter(pairs)).kappa == kappa


def test_a_kappa_has_its_word():
    assert [strength(Fraction(n, 10)) for n in (-3, 0, 1, 2, 3, 5, 7, 10)] == [
        Strength.NONE, Strength.NONE, Strength.SLIGHT, Strength.SLIGHT, Strength.FAIR, Strength.MODERATE,
        Strength.SUBSTANTIAL, Strength.NEARLY_FULL,
    ]  # fmt: skip
    assert agreement({(G, G): 2}).strength is None
