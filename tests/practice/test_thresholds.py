"""Does the front door decide alike: sums that hold, and no small number that could be worked out."""

from __future__ import annotations

import itertools
import random

from familyhelp.practice.suppression import is_small
from familyhelp.practice.thresholds import (
    Became,
    From,
    Kind,
    became,
    from_of,
    lines,
    nothing_shown,
    without_small_numbers,
)
from familyhelp.practice.triage import ContactOutcome, Source


def some(seed: int) -> dict[Kind, int]:
    """Requests of every kind, many of them few."""
    rng = random.Random(seed)
    found: dict[Kind, int] = {}
    for asker, what in itertools.product(list(From)[:4], Became):
        for told, in_time in itertools.product((True, False), repeat=2):
            if what is not Became.WAITING or not (told or in_time):
                kind = Kind(asker, what, told, in_time, what is Became.RETURNED)
                found[kind] = rng.choice((0, 0, 1, 2, 4, 9, 30))
    return found


def test_every_source_and_every_outcome_has_its_place():
    assert {from_of(source) for source in Source} == set(From)
    assert {became(outcome) for outcome in [None, *ContactOutcome]} == set(Became)


def test_the_lines_add_up_to_all_together():
    whole, *rows = lines(some(1))
    for column, number in whole.counts.items():
        assert number == sum(row.counts[column] for row in rows), column
    assert whole.counts["asked"] == sum(whole.counts[word.value] for word in Became)
    assert whole.share("told") is not None and not any(nothing_shown(some(1))[0].counts.values())


def test_an_analyst_reads_no_small_number_and_subtracts_none():
    for seed in range(12):
        kinds = some(seed)
        (whole, *exact), shown = lines(kinds), without_small_numbers(kinds)
        assert any(n is not None for line in shown for n in line.counts.values())
        for a, b in zip(exact, shown, strict=True):
            assert not any(is_small(n) for n in b.counts.values()), seed
            held = [word.value for word in Became if b.counts[word.value] is None]
            if len(held) == 1 and b.counts["asked"] is not None:
                assert not is_small(a.counts[held[0]]), (seed, a.of, held)
        for column, total in whole.counts.items():
            held = [a for a, b in zip(exact, shown, strict=True) if b.counts[column] is None]
            if not is_small(total) and len(held) == 1:
                assert not is_small(held[0].counts[column]), "what is left of a total that the flow tells"
