"""Differences lose no character of either text, and mark no more than what changed."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.differences import MOST_PAIRS, Run, differences

TEXTS = st.text(st.sampled_from("ab ,.\nŵ’"), max_size=60)


def earlier(runs: list[Run]) -> str:
    return "".join(run.text for run in runs if not run.new)


def later(runs: list[Run]) -> str:
    return "".join(run.text for run in runs if not run.gone)


@given(TEXTS, TEXTS)
def test_both_texts_are_there_to_the_last_character(before, after):
    runs = differences(before, after)
    assert (earlier(runs), later(runs)) == (before, after)
    assert all(run.text for run in runs)
    assert not any(run.gone and run.new for run in runs)


@given(TEXTS)
def test_nothing_is_marked_where_nothing_changed(text):
    assert not any(run.gone or run.new for run in differences(text, text))


@given(TEXTS, TEXTS)
def test_where_something_changed_something_is_marked(before, after):
    assert any(run.gone or run.new for run in differences(before, after)) == (before != after)


def test_one_word_changed_marks_one_word():
    assert differences("Poppy goes on Monday.", "Poppy goes on Friday.") == [
        Run("Poppy goes on "),
        Run("Monday", gone=True),
        Run("Friday", new=True),
        Run("."),
    ]


def test_a_space_between_two_changed_words_is_part_of_the_change():
    assert differences("she was late", "they were late") == [
        Run("she was", gone=True),
        Run("they were", new=True),
        Run(" late"),
    ]


def test_two_long_texts_are_compared_line_by_line():
    lines = [f"Line {n} about the day\n" for n in range(400)]
    changed = ["At first\n", *lines[1:200], "Something else\n", *lines[201:-1], "At last\n"]
    runs = differences("".join(lines), "".join(changed))
    assert [run.text for run in runs if run.gone or run.new] == [
        *("Line 0 about the day\n", "At first\n"),
        *("Line 200 about the day\n", "Something else\n"),
        *("Line 399 about the day\n", "At last\n"),
    ]


@pytest.mark.parametrize("piece", ["a ", "\n", "ab", "a\n", ".", "a b\n"])
def test_texts_made_to_take_long_take_no_longer_than_others(piece, monkeypatch):
    compared = []

    class Watched(SequenceMatcher):
        def __init__(self, junk, old, new, autojunk):
            compared.append(len(old) * len(new))
            super().__init__(junk, old, new, autojunk)

    monkeypatch.setattr("familyhelp.practice.differences.SequenceMatcher", Watched)
    many = 20_000 // len(piece)
    before, after = piece * many, "x" + piece * (many // 3) + "y" + piece * (many // 2)
    runs = differences(before, after)
    assert (earlier(runs), later(runs)) == (before, after)
    assert max(compared) <= MOST_PAIRS
