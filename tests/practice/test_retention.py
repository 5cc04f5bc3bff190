"""How long records are kept: the last day exactly, also where there is no 29 February, and never a guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from familyhelp.practice.retention import (
    USUAL,
    Child,
    RecordKind,
    anniversary,
    begun_by,
    kept_until,
    missing,
)

HELPED, REQUEST = USUAL[RecordKind.HELPED], USUAL[RecordKind.REQUEST]


@pytest.mark.parametrize(
    ("begins", "children", "last"),
    [
        (date(2020, 6, 1), [], date(2026, 6, 1)),
        (date(2020, 2, 29), [], date(2026, 3, 1)),
        (date(2018, 2, 28), [], date(2024, 2, 28)),
        (date(2020, 6, 1), [Child(date(2001, 6, 2))], date(2026, 6, 2)),
        (date(2020, 6, 1), [Child(date(1990, 1, 1))], date(2026, 6, 1)),
        (date(2020, 6, 1), [Child(date(2004, 2, 29)), Child(date(2001, 6, 2))], date(2029, 3, 1)),
        (date(2020, 6, 1), [Child(date(2001, 6, 2), estimated=True)], date(2027, 6, 2)),
    ],
)
def test_the_last_day_is_the_latest_that_counts(begins, children, last):
    until = kept_until(HELPED, begins, children)
    assert until.on == last
    assert not until.is_over(last) and until.is_over(last + timedelta(days=1))


def test_a_date_of_birth_that_is_not_known_is_no_day_and_is_never_over():
    until = kept_until(HELPED, date(1950, 1, 1), [Child(date(1949, 1, 1)), Child(None)])
    assert until.on is None and until.lacks and not until.is_over(date(2999, 1, 1))
    assert kept_until(REQUEST, date(2020, 1, 1), [Child(None)]).on == date(2026, 1, 1), "no birthday counts there"


def test_lists_look_by_exactly_the_days_that_are_over():
    for today in (date(2024, 2, 28) + timedelta(days=n) for n in range(3 * 366)):
        for years in (1, 4, 6, 25):
            latest = begun_by(years, today)
            assert anniversary(latest, years) < today <= anniversary(latest + timedelta(days=1), years), (today, years)


@pytest.mark.parametrize(
    ("years", "birthday", "because", "fields"),
    [
        (6, 25, "The schedule.", []),
        (6, 0, "The schedule.", []),
        (0, 25, "The schedule.", ["years"]),
        (31, 17, " ", ["years", "child_until", "because"]),
        (None, None, "The schedule.", ["years", "child_until"]),
    ],
)
def test_a_rule_keeps_within_bounds_and_says_why(years, birthday, because, fields):
    assert [one.field_name for one in missing(RecordKind.HELPED, years, birthday, because)] == fields


def test_every_kind_has_its_usual_rule_within_the_bounds_and_says_that_no_law_sets_it():
    for record in RecordKind:
        rule = USUAL[record]
        assert not list(missing(record, rule.years, rule.child_until or 0, rule.why))
        assert "No law sets these years" in rule.why
