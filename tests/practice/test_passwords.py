"""Passwords: too easy to guess, and why."""

import time

import pytest

from familyhelp.practice.passwords import problem

ABOUT = ["Kamal Osei", "kamal.osei@example.org", "familyhelp"]


@pytest.mark.parametrize(
    "password", ["purple otter mends lamps", "Tr4in-Window-Kettle-9", "łódka wieje za oknem", "6f-9Kq!zT2vLx"]
)
def test_unrelated_words_or_enough_chance_are_strong(password):
    assert problem(password, ABOUT) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12 characters or more"),
        ("eleven-char", "12 characters or more"),
        ("kamal.osei@example.org", "your name"),
        ("familyhelpfamilyhelp", ""),
        ("qwertyuiopasdfghjkl", ""),
        ("19890211", "12 characters"),
        ("elizabethmary", "Names"),
    ],
)
def test_what_others_could_guess_is_refused_with_the_reason(password, why):
    found = problem(password, ABOUT, "new_password")
    assert found is not None
    assert why in str(found)
    assert found.field_name == "new_password"


def test_a_very_long_or_odd_password_is_judged_quickly():
    start = time.process_time()
    for odd in ("aB3$" * 50, "\x00" * 199, "\U0001f600" * 100, "('" * 100):
        problem(odd, ABOUT)
        problem(odd, [odd * 100])
    assert time.process_time() - start < 2
