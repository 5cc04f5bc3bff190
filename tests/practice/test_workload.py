"""Workload: every level weighs something, and loads add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.chronology import EventKind
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import Level
from familyhelp.practice.workload import NOT_WORK, WEIGHTS, Load, Mark

loads = st.builds(
    Load,
    families=st.integers(0, 40),
    children=st.integers(0, 90),
    weight=st.integers(0, 200),
    marks=st.fixed_dictionaries(dict.fromkeys(Mark, st.integers(0, 40))),
    stages=st.dictionaries(st.sampled_from(Stage), st.integers(1, 40)),
)


def test_every_level_has_its_weight_and_a_higher_one_weighs_more():
    assert list(WEIGHTS) == list(Level)
    assert list(WEIGHTS.values()) == sorted(set(WEIGHTS.values()))


def test_what_a_practitioner_does_is_work():
    assert EventKind.NOTED not in NOT_WORK
    assert EventKind.RESTRICTED_NOTED not in NOT_WORK
    assert EventKind.REVIEWED not in NOT_WORK


@given(st.lists(loads, max_size=5))
def test_the_whole_is_the_sum_of_its_parts(parts):
    whole = sum(parts, Load())
    assert whole.families == sum(part.families for part in parts)
    assert whole.weight == sum(part.weight for part in parts)
    for mark in Mark:
        assert whole.marks[mark] == sum(part.marks[mark] for part in parts)
    for stage in Stage:
        assert whole.stages.get(stage, 0) == sum(part.stages.get(stage, 0) for part in parts)


@given(loads, loads)
def test_more_that_is_late_comes_first_whatever_else_there_is(one, other):
    if one.marks[Mark.LATE] > other.marks[Mark.LATE]:
        assert one.order < other.order
