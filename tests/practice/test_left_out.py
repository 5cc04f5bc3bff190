"""Whom nothing names, and nobody heard."""

from __future__ import annotations

import pytest

from familyhelp.practice.left_out import OfTheHome, left_out

JUDE = OfTheHome(1, "Jude Ashdown", ("Jude", ""))


@pytest.mark.parametrize(
    ("called", "text", "named"),
    [
        (("Jude", ""), "Jude sleeps.", True),
        (("Jude", ""), "It is JUDE’s turn, and Rosa's.", True),
        (("Jude", ""), "Judea is far away.", False),
        (("Zoë", ""), "We asked Zoe.", True),
        (("Mary Ann", ""), "And Mary Ann too.", True),
        (("Frederick", "Fred"), "Fred walks.", True),
        (("", ""), "Nobody.", False),
        (("Jude", ""), f"{'word ' * 500}Jude", True),
        (("Jude", ""), "", False),
    ],
)
def test_a_text_names_somebody_by_the_names_they_have(called, text, named):
    somebody = OfTheHome(1, "x", called)
    assert left_out([somebody], [text]) == ([] if named else [somebody])


def test_whoever_was_heard_is_not_left_out():
    assert left_out([JUDE], [], {1}) == []
