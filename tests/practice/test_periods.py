"""Financial years and their quarters: every day lies in exactly one of each."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.periods import Period, period_of, quarter_of, quarters_between, year_of

DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_a_day_lies_in_one_year_and_in_one_quarter_of_it(day):
    year, quarter = year_of(day), quarter_of(day)
    assert year.first_day <= day <= year.last_day
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.year == year
    assert year.first_day <= quarter.first_day and quarter.last_day <= year.last_day


@given(DAYS)
def test_periods_follow_each_other_without_a_gap(day):
    for period in (year_of(day), quarter_of(day)):
        assert period.after.first_day == period.last_day + timedelta(days=1)
        assert period.after.before == period == period.before.after
        assert period_of(period.slug) == period


def test_four_quarters_make_the_year_and_are_named_as_people_name_them():
    quarters = list(quarters_between(Period(2026, 1), Period(2026, 4)))
    assert [str(q.in_words()) for q in quarters] == [
        "April to June 2025",
        "July to September 2025",
        "October to December 2025",
        "January to March 2026",
    ]
    assert (quarters[0].first_day, quarters[-1].last_day) == (date(2025, 4, 1), date(2026, 3, 31))
    assert sum((q.last_day - q.first_day).days + 1 for q in quarters) == 365
    assert not Period(2026).is_over(date(2026, 3, 31))
    assert Period(2026).is_over(date(2026, 4, 1))


def test_what_is_no_period_is_none():
    assert [period_of(text) for text in ("2026q5", "2026q0", "26", "", "9999", "2026q1x", "٢٠٢٦")] == [None] * 7


def test_a_year_ends_on_31_march():
    assert (year_of(date(2025, 3, 31)), year_of(date(2025, 4, 1))) == (Period(2025), Period(2026))
