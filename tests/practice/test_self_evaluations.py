"""Self-evaluations: two whole frameworks, and the middle of what people say, in which nothing unknown counts."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import product
from statistics import median_high, median_low

import pytest

from familyhelp.practice import self_evaluations as rules
from familyhelp.practice.self_evaluations import FRAMEWORKS, Change, Given, Middle, Which, newest

TODAY = date(2026, 3, 2)
SCALE = newest(Which.ENABLERS).scale
SAID = [*(grade.slug for grade in SCALE), None]


def test_the_enablers_are_sixteen_in_four_groups_of_four_by_four_phases():
    framework = newest(Which.ENABLERS)
    assert [len(group.rows) for group in framework.groups] == [4, 4, 4, 4]
    assert [row.mark for row in framework.rows.values()] == [str(n) for n in range(1, 17)]
    assert len(framework.scale) == 4


def test_the_characteristics_are_twenty_three_in_five_groups():
    framework = newest(Which.CHARACTERISTICS)
    assert [len(group.rows) for group in framework.groups] == [7, 6, 5, 3, 2]
    assert [row.mark for row in framework.groups[1].rows] == ["B1", "B2", "B3", "B4", "B5", "B6"]
    assert len(framework.scale) == 4


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=lambda f: f"{f.which.value} {f.version}")
def test_no_row_and_no_grade_of_a_framework_shares_its_slug_or_its_words(framework):
    rows = [row for group in framework.groups for row in group.rows]
    for name in ("slug", "mark", "label"):
        assert len({getattr(row, name) for row in rows}) == len(rows)
    assert len({grade.slug for grade in framework.scale}) == len(framework.scale)
    assert all(len(thing.slug) <= 40 for thing in (*rows, *framework.scale))
    assert all(grade.label and grade.says for grade in framework.scale)


def test_a_version_is_kept_under_its_own_number():
    assert all((f.which, f.version) == key for key, f in FRAMEWORKS.items())
    assert {which for which, _ in FRAMEWORKS} == set(Which)


@pytest.mark.parametrize("people", range(6))
def test_the_middle_is_that_of_those_who_gave_a_grade_alone(people):
    for said in product(SAID, repeat=people):
        known = sorted(SAID.index(grade) for grade in said if grade is not None)
        found = rules.spread(SCALE, Counter(said))
        assert found.cannot_tell == said.count(None)
        assert sum(found.counts) == len(known)
        if not known:
            assert found.middle is None and found.ends is None
            continue
        assert found.middle == Middle(median_low(known), median_high(known))
        assert found.ends == Middle(known[0], known[-1])
        without = rules.spread(SCALE, Counter(grade for grade in said if grade is not None))
        assert found.middle == without.middle, "who cannot tell does not pull it down"


def test_change_is_known_only_where_both_are():
    middles = [Middle(a, b) for a in range(4) for b in range(a, 4)]
    for now, before in product([None, *middles], repeat=2):
        found = rules.change(now, before)
        if now is None or before is None:
            assert found is None
        else:
            further = (now.lower + now.upper) / 2 - (before.lower + before.upper) / 2
            assert found is (Change.SAME if not further else Change.FURTHER if further > 0 else Change.LESS)


WHOLE = {"grade": "grip", "evidence": "Seen.", "next_step": "Ask.", "owner": "Morag", "due_on": TODAY}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"grade": None, "evidence": ""}, None),
        ({"next_step": "", "owner": "", "due_on": None}, None),
        ({"grade": "mostly"}, "grade"),
        ({"evidence": "  "}, "evidence"),
        ({"next_step": " "}, "next_step"),
        ({"owner": " "}, "owner"),
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_what_a_view_lacks_is_said_at_its_field(changed, field):
    found = list(rules.view_missing(newest(Which.ENABLERS), Given(**WHOLE | changed), TODAY))
    assert [sentence.field_name for sentence in found] == ([field] if field else [])


def test_a_late_next_step_may_keep_its_day():
    late = TODAY - timedelta(days=3)
    given = Given(**WHOLE | {"due_on": late})
    assert not list(rules.view_missing(newest(Which.ENABLERS), given, TODAY, stood=late))
