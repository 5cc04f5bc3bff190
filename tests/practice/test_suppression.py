"""Small numbers cannot be read, and cannot be worked out: attacked by subtraction."""

from __future__ import annotations

import random
from itertools import product

import pytest

from familyhelp.practice.suppression import hidden_parts, hides_share, is_small, unsafe_steps


def test_one_to_five_are_small_and_nothing_else():
    assert [n for n in range(-3, 12) if is_small(n)] == [1, 2, 3, 4, 5]
    assert not is_small(None)


def test_a_share_is_hidden_by_either_part_and_by_what_lies_between():
    assert hides_share(3, 50) and hides_share(47, 50) and hides_share(0, 4)
    assert not hides_share(0, 50) and not hides_share(50, 50) and not hides_share(20, 50)
    assert not hides_share(None, 50)


@pytest.mark.parametrize("seed", range(200))
def test_no_hidden_part_can_be_worked_out_from_the_total(seed):
    """The attacker knows the total, what is shown, and that counts are not negative. No hidden small count may be left
    with one possible value, unless everything is hidden."""
    chance = random.Random(seed)
    parts = {f"p{n}": chance.choice((0, 0, 1, 2, 3, 5, 6, 8, 20, 90)) for n in range(chance.randint(1, 5))}
    hidden = hidden_parts(parts)
    assert {name for name, count in parts.items() if is_small(count)} <= hidden
    if not hidden or len(hidden) == len(parts):
        return
    assert len(hidden) >= 2
    total = sum(parts[name] for name in hidden)
    names = sorted(hidden)
    possible = [c for c in product(range(total + 1), repeat=len(names)) if sum(c) == total] if total < 30 else []
    for at, name in enumerate(names):
        if possible and is_small(parts[name]):
            assert len({c[at] for c in possible if all(c)} or {0, 1}) > 1, (parts, name)


def test_nothing_is_hidden_where_nothing_is_small():
    assert hidden_parts({"a": 0, "b": 6, "c": 70}) == frozenset()


def test_counts_within_counts_do_not_differ_by_a_small_number():
    assert unsafe_steps([("all", 100), ("due", 97), ("done", 60)]) == {"due"}
    assert unsafe_steps([("all", 100), ("due", 90), ("done", 4)]) == {"done"}
    assert unsafe_steps([("all", 100), ("due", 100)]) == frozenset()
