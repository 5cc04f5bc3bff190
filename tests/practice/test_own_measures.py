"""A publication is known by all of its columns, not by the few that a measure needs."""

from __future__ import annotations

import pytest

from familyhelp.practice.own_measures import OwnMeasure, name_from, remembered
from familyhelp.practice.publications import EES_COLUMNS
from familyhelp.practice.scorecard import Better, Quadrant


def own(name: str) -> OwnMeasure:
    return OwnMeasure(name, name, Quadrant.DEMAND, Better.NEITHER, "count", None, 1, {"category": "All"})


def columns(*more: str) -> frozenset[str]:
    return EES_COLUMNS | {"count", "category", *more}


def test_of_two_publications_with_the_same_names_the_nearest_is_taken():
    held = [(own("a"), columns("sex")), (own("b"), columns("sex")), (own("c"), columns("school_type"))]
    assert [o.name for o in remembered(held, columns("sex", "new_one"))] == ["a", "b"]
    assert [o.name for o in remembered(held, columns("school_type"))] == ["c"]
    assert remembered(held, frozenset({"count", "category"})) == []


def test_what_was_described_before_columns_were_kept_is_known_by_what_it_needs():
    assert [o.name for o in remembered([(own("old"), frozenset())], columns("sex"))] == ["old"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Came late", "came_late"),
        ("Épée – 2!", "epee_2"),
        ("16 to 17", "m_16_to_17"),
        ("x" * 60, "x" * 30),
        ("–", "measure"),
    ],
)
def test_a_name_is_made_from_the_label(label, name):
    assert name_from(label) == name
