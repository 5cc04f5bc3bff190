"""Earlier schools, from what the record said before each change."""

from __future__ import annotations

from datetime import date

from familyhelp.practice.schools import EarlierSchool, earlier

MAY, JUNE, LAST, BEFORE = date(2026, 5, 1), date(2026, 6, 1), date(2024, 9, 1), date(2021, 9, 1)


def test_each_school_of_before_has_its_days_and_a_name_set_right_is_no_other_school():
    changes = [
        (JUNE, {"was_school": "Marsh Ln"}),  # only the name: set right
        (MAY, {"was_school": "Quay Primary", "was_school_since": "2024-09-01"}),
        (MAY, {"was_phone": "01632 960 001"}),
        (LAST, {"was_school": "Dawn Nursery", "was_school_since": "2021-09-01"}),
        (BEFORE, {"was_school": None, "was_school_since": None}),
    ]
    assert list(earlier("Marsh Lane", date(2026, 4, 20), changes)) == [
        EarlierSchool("Quay Primary", LAST, date(2026, 4, 20)),
        EarlierSchool("Dawn Nursery", BEFORE, LAST),
    ]


def test_a_school_that_ended_and_one_without_days_are_kept():
    assert list(earlier(None, None, [(MAY, {"was_school": "Quay", "was_school_since": "2024-09-01"})])) == [
        EarlierSchool("Quay", LAST, MAY)
    ]
    assert list(earlier("Marsh", None, [(MAY, {"was_school": "Quay"})])) == [EarlierSchool("Quay", None, MAY)]
    assert list(earlier("Marsh", LAST, [])) == []
