"""The local measures against a naive recount (R25): random worlds, with leap days and the edges of years and hours."""

from __future__ import annotations

from datetime import date

import pytest

from familyhelp.queries.local_measures import counted
from tests.scorecard_worlds import World


@pytest.mark.parametrize("seed", range(40))
def test_sql_counts_what_a_naive_recount_counts(session, count_queries, seed):
    world = World(seed, size=25)
    world.save()
    for ending, today in (
        (2023, date(2026, 3, 2)),
        (2024, date(2023, 9, 5)),
        (2025, date(2026, 3, 2)),
        (2026, date(2025, 6, 1)),
    ):
        with count_queries() as count:
            counts = {c.measure: c for c in counted(ending, today)}
        assert count() == 1
        session.rollback()
        for measure, (top, bottom) in world.recount(ending, today).items():
            found = counts[measure]
            if measure == "days_to_closure":
                assert (found.doubled_median, found.denominator) == (top * 2 if top is not None else None, bottom), (
                    measure
                )
            else:
                assert (found.numerator, found.denominator) == (top, bottom), measure


def test_an_empty_service_counts_nothing_and_divides_by_nothing(session):
    for count in counted(2026, date(2026, 3, 2)):
        assert not count.numerator and not count.denominator and count.doubled_median is None
