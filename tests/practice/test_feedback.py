"""Feedback: when it needs an answer, and what its figures show to whom."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.domains import Respondent
from familyhelp.practice.feedback import GOOD, NEWEST, VERSIONS, Question, Said, kind, missing, needs_an_answer
from familyhelp.practice.feedback_figures import shown_counts, told
from familyhelp.practice.links import AnswerKind


@pytest.mark.parametrize(
    ("answers", "text", "needs", "first"),
    [
        ({Question.HEARD: Said.NO}, None, True, AnswerKind.NOT_HEARD),
        ({Question.HEARD: Said.NOT_REALLY}, None, True, AnswerKind.NOT_HEARD),
        ({Question.HEARD: Said.MOSTLY}, None, False, AnswerKind.FEEDBACK),
        ({Question.BETTER: Said.NO}, None, True, AnswerKind.FEEDBACK),
        ({Question.BETTER: Said.NOT_REALLY}, "  ", False, AnswerKind.FEEDBACK),
        ({}, "Come later.", True, AnswerKind.FEEDBACK),
    ],
)
def test_what_needs_an_answer(answers, text, needs, first):
    assert (needs_an_answer(answers, text), kind(answers)) == (needs, first)


def test_every_version_asks_everybody_each_question_once():
    for asked in VERSIONS.values():
        assert len({one.question for one in asked}) == len(asked)
        for one in asked:
            assert one.to(Respondent.CHILD) != one.to(Respondent.PARENT) and one.to(Respondent.NETWORK).endswith("?")
    assert not list(missing({Question.HEARD: Said.YES}, None, NEWEST))


def test_nobody_answered_is_not_known_and_never_nought():
    assert told(Question.HEARD, {}, exact=True).good.value is None
    assert told(Question.HEARD, {}, exact=False).good.value is None


def test_a_manager_sees_every_number_and_its_share():
    found = told(Question.HEARD, {Said.YES: 2, Said.NO: 1}, exact=True)
    assert found.counts == {Said.YES: 2, Said.MOSTLY: 0, Said.NOT_REALLY: 0, Said.NO: 1}
    assert (round(found.good.value), found.good.numerator, found.good.denominator) == (67, 2, 3)


COUNT = st.one_of(st.integers(0, 8), st.integers(0, 40))


@given(st.fixed_dictionaries(dict.fromkeys(Said, COUNT)))
def test_no_small_number_can_be_worked_out_from_what_an_analyst_sees(counts):
    found = told(Question.HEARD, counts, exact=False)
    hidden = [said for said, count in found.counts.items() if count is None]
    for said, count in counts.items():
        assert not 0 < count < 6 or said in hidden
    # Every other world that would show the same: each hidden small number could be another one.
    shown = found.good.value is not None
    worlds = (
        [
            dict(zip(hidden, guess, strict=True)) | {s: c for s, c in found.counts.items() if c is not None}
            for guess in itertools.product(range(0, 26), repeat=len(hidden))
        ]
        if 0 < len(hidden) < 4
        else []
    )
    good = sum(counts[said] for said in GOOD)
    fits = [
        world
        for world in worlds
        if not shown or (sum(world[s] for s in GOOD) == good and sum(world.values()) == sum(counts.values()))
    ]
    for said in hidden if worlds and max(counts[s] for s in hidden) < 26 else []:
        if 0 < counts[said] < 6:
            assert len({world[said] for world in fits}) > 1, said


def test_how_often_is_hidden_where_it_would_tell_how_few_gave_no_answer_or_told_us_again():
    said = {Question.HEARD: {Said.YES: 10, Said.NO: 8}}
    assert shown_counts(18, 18, said, exact=False) == (18, 18)
    assert shown_counts(20, 20, said, exact=False) == (None, None), "two did not answer"
    assert shown_counts(18, 16, said, exact=False) == (None, None), "two told us again"
    assert shown_counts(20, 16, said, exact=True) == (20, 16)
