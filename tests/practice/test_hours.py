"""Clocks in hours: of the day and night, and of the hours in which an authority works."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice import clock, hours, timescales
from familyhelp.practice.hours import USUAL, Hours
from familyhelp.practice.timescales import DUE, Due, Unit

MOMENTS = st.integers(0, 600_000).map(lambda minutes: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.LOCAL)


def minutes_worked(start: datetime, end: datetime) -> int:
    """Counted the slow way: every minute after `start` up to `end` in which somebody works."""
    found = 0
    at = start
    while at < end:
        here = at.astimezone(clock.LOCAL)
        held = hours.hours_on(here.date())
        found += timescales.is_working_day(here.date()) and held.opens <= here.time() < held.closes
        at += timedelta(minutes=1)
    return found


@given(MOMENTS, st.integers(1, 12))
def test_working_hours_are_counted_minute_by_minute(start, count):
    end = hours.working_hours_after(start, count)
    assert minutes_worked(start, end) == count * 60
    before = end - timedelta(minutes=1)
    assert minutes_worked(start, before) == count * 60 - 1, "it ends with a worked minute, not after an idle one"


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (local(2026, 3, 2, 9, 30), 4, local(2026, 3, 2, 13, 30)),
        (local(2026, 3, 2, 16, 0), 4, local(2026, 3, 3, 12, 0)),
        (local(2026, 3, 2, 13, 0), 4, local(2026, 3, 2, 17, 0)),
        (local(2026, 3, 6, 18, 0), 1, local(2026, 3, 9, 10, 0)),
        (local(2026, 3, 27, 16, 30), 1, local(2026, 3, 30, 9, 30)),  # the clocks go forward between them
        (local(2026, 4, 2, 16, 0), 2, local(2026, 4, 7, 10, 0)),  # Easter
        (local(2026, 3, 2, 3, 0), 8, local(2026, 3, 2, 17, 0)),
    ],
)
def test_known_moments(start, count, end):
    assert hours.working_hours_after(start, count) == end


def test_new_hours_count_from_their_day_and_the_later_of_two_counts():
    hours.keep_to(
        [
            Hours(time(8), time(16), date(2026, 3, 3)),
            Hours(time(7), time(15), date(2026, 3, 3)),
            Hours(time(10), time(18), date(2026, 3, 5)),
        ]
    )
    assert hours.hours_on(date(2026, 3, 2)) == USUAL
    assert hours.hours_on(date(2026, 3, 4)).opens == time(7)
    assert hours.hours_on(date(2026, 3, 5)).opens == time(10)
    assert hours.coming(date(2026, 3, 2)).opens == time(7)
    assert hours.coming(date(2026, 3, 5)) is None
    assert hours.working_hours_after(local(2026, 3, 2, 16, 0), 2) == local(2026, 3, 3, 8, 0)


def test_every_clock_counts_in_days_or_from_a_moment_and_never_in_both():
    start = local(2026, 3, 2, 9, 30)
    for due, row in DUE.items():
        if row.unit in (Unit.HOURS, Unit.WORKING_HOURS):
            assert hours.moment_after(due, start) > start
            with pytest.raises(ValueError, match="hours"):
                timescales.deadline(due, start.date())
        else:
            with pytest.raises(ValueError, match="counts in"):
                hours.moment_after(due, start)


def test_an_immediate_step_is_answered_by_day_and_by_night():
    assert hours.moment_after(Due.STEP_IMMEDIATE, local(2026, 3, 6, 22, 0)) == local(2026, 3, 7, 2, 0)


@pytest.mark.parametrize(
    ("opens", "closes", "ahead", "fields"),
    [
        (time(9), time(17), 1, set()),
        (time(6), time(22), 1, set()),
        (time(9), time(13), 1, set()),
        (time(9), time(12, 59), 1, {"closes"}),
        (time(5, 59), time(17), 1, {"opens"}),
        (time(9), time(22, 1), 1, {"closes"}),
        (time(17), time(9), 1, {"closes"}),
        (time(9), time(17), 0, {"from_on"}),
    ],
)
def test_hours_have_bounds(opens, closes, ahead, fields):
    today = date(2026, 3, 2)
    assert {s.field_name for s in hours.missing(opens, closes, today + timedelta(days=ahead), today)} == fields
