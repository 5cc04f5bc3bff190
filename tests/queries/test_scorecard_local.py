"""The local measures against a naive recount (R25): random worlds, with leap days and the edges of years and hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from familyhelp.casework.scorecard import keep_counts
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.periods import Period
from familyhelp.queries import local_results
from familyhelp.queries.local_measures import counted, counted_in, together
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


@pytest.mark.parametrize("seed", range(6))
def test_quarters_make_the_year_also_as_they_are_kept(session, seed):
    world = World(seed, size=40)
    world.save()
    today = date(2026, 3, 2)
    for ending in (2024, 2026):
        year = {c.measure: c for c in counted(ending, today)}
        quarters = local_results.quarters_of(ending)
        summed = {c.measure: c for c in together(c for one in quarters for c in counted_in(one, today))}
        assert summed == year
        keep_counts(session.connection(), {one: counted_in(one, today) for one in quarters})
        kept = local_results.whole(ending, local_results.kept([ending]))
        assert kept.readings == local_results.from_counts(ending, year.values(), clock.now()).readings
    session.rollback()


def test_after_a_day_only_two_quarters_are_counted_again_and_after_a_week_whatever_no_timer_counted(session):
    def count_again(year: int) -> list[Period]:
        return local_results.to_count(year, local_results.kept([year, year - 1]))

    monday = clock.now().replace(year=2026, month=5, day=4)
    with clock.at(monday):
        assert count_again(2027) == [Period(2027)], "nothing is kept yet: the year as a whole"
        keep_counts(session.connection(), {Period(2027): counted_in(Period(2027), clock.today())})
        assert count_again(2027) == []
        years = (2026, 2027)
        quarters = [one for year in years for one in local_results.quarters_of(year)]
        keep_counts(session.connection(), {one: counted_in(one, clock.today()) for one in quarters})
        assert count_again(2027) == count_again(2026) == []
    with clock.at(monday + timedelta(days=1)):
        assert count_again(2027) == [Period(2027, 1)] and count_again(2026) == [Period(2026, 4)]
    with clock.at(monday + timedelta(days=9)):
        assert count_again(2026) == local_results.quarters_of(2026)
    db.session.rollback()
