"""What is proposed of a file that nobody knows yet."""

from __future__ import annotations

import pytest

from familyhelp.practice.profiles import MOST_VALUES, Profile, missing, profile_of, propose
from familyhelp.practice.scorecard import Quadrant
from familyhelp.practice.tables import Report, Table
from tests import published_files as files
from tests.published_files import PLACES


def profile(**columns) -> Profile:
    """Of a file with these columns, each with its cells, one to a row."""
    lines = zip(*columns.values(), strict=True)
    rows = [files.ees(2025, PLACES[0], **dict(zip(columns, cells, strict=True))) for cells in lines]
    return profile_of(Table(files.to_csv(rows).splitlines(keepends=True), Report()))


def test_columns_of_numbers_and_symbols_are_indicators_and_those_of_texts_filters():
    held = profile(sex=["Female", "Total"], kind=["A", "A"], count=["c", "5"], nothing=["z", "z"], share=["0.5", "x"])
    assert held.indicators == ("count", "share")
    assert held.filters == {"sex": ("Total", "Female"), "kind": ("A",)} and list(held.to_choose) == ["sex"]


def test_a_stray_text_among_numbers_makes_no_filter():
    assert profile(count=["1"] * 19 + ["1,234"]).indicators == ("count",)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            ("population_estimate", "children_count", "rate_per_10000"),
            ("children_count", "population_estimate", 10_000),
        ),
        (("absent", "cohort"), ("absent", "cohort", 100)),
        (("late_percent",), ("late_percent", "", 100)),
        (("rate_per_10000",), ("rate_per_10000", "", 10_000)),
        (("starts",), ("starts", "", 1)),
    ],
)
def test_a_count_is_proposed_over_what_reads_like_its_base(columns, expected):
    found = propose(Profile(1, {}, columns))
    assert (found.numerator, found.denominator, found.per) == expected


def test_what_was_taken_is_not_proposed_again_and_names_tell_the_quadrant():
    found = propose(Profile(1, {}, ("starts", "total_expenditure_count", "unit_cost")), ["starts"])
    assert (found.numerator, found.quadrant) == ("unit_cost", Quadrant.SPEND)


def test_a_file_from_which_nothing_can_be_taken_is_told():
    assert "no column of numbers" in " ".join(map(str, missing(Profile(1, {"a": ("x", "y")}, ()))))
    many = tuple(str(n) for n in range(MOST_VALUES + 1))
    assert "Take a file with fewer" in " ".join(map(str, missing(Profile(1, {"name": many}, ("count",)))))
