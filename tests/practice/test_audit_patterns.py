"""Shares of grades: of nothing not known, of few said to be of few; and quarters of the calendar."""

from __future__ import annotations

from datetime import date

from familyhelp.practice.audit_patterns import QUARTERS, pattern, quarters
from familyhelp.practice.audits import Grade


def test_a_share_counts_good_or_better_and_leaves_out_what_does_not_apply():
    found = pattern([(Grade.OUTSTANDING, 1), (Grade.GOOD, 1), (Grade.INADEQUATE, 1), (Grade.NOT_APPLICABLE, 9)])
    assert (found.graded, found.good, found.share, found.few) == (3, 2, 67, True)
    assert pattern([(Grade.GOOD, 6), (Grade.REQUIRES_IMPROVEMENT, 10)]).share == 38
    assert not pattern([(Grade.GOOD, 10)]).few


def test_a_share_of_nothing_is_not_known():
    for rows in ([], [(Grade.NOT_APPLICABLE, 4)]):
        found = pattern(rows)
        assert (found.graded, found.share, found.few) == (0, None, False)


def test_quarters_go_back_over_the_turn_of_the_year():
    found = quarters(date(2026, 3, 2))
    assert found[:3] == [date(2026, 1, 1), date(2025, 10, 1), date(2025, 7, 1)]
    assert len(found) == QUARTERS and found[-1] == date(2024, 4, 1)
    assert quarters(date(2026, 12, 31))[0] == date(2026, 10, 1)
