"""A theme carries no name: word by word, without case or accents, also in the genitive and in a plural."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.themes import EVERYDAY, Name, Whose, family_words, named, names_in

NAMES = [
    Name("Zoë", Whose.CHILD),
    Name("Anne-Marie", Whose.PARENT),
    Name("O’Neil", Whose.PARENT),
    Name("Ashdown", Whose.NETWORK),
    Name("Will", Whose.CHILD),
    Name("Kamal Osei", Whose.WORKER),
    Name("Ada Price", Whose.WORKER, whole=True),
    Name("B", Whose.CHILD),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zoë waits.", ["Zoë"]),
        ("ZOE waits, and zoe’s brother.", ["ZOE", "zoe’s"]),
        ("The Ashdowns wait.", ["Ashdowns"]),
        ("Ashdown's door", ["Ashdown's"]),
        ("We asked anne marie.", ["anne", "marie"]),
        ("ONEIL, O'Neil’s", ["ONEIL", "O'Neil’s"]),
        ("Kamal rang. OSEI did not.", ["Kamal", "OSEI"]),
        ("Ada Price rang, ada price’s note.", ["Ada Price", "ada price’s"]),
        ("The price of a room; Ada, a language.", []),
        ("We will ring first.", []),
        ("Ring Will first.", ["Will"]),
        ("A zoetrope, an osein, kamala.", []),
        ("B is too short to be anybody.", []),
    ],
)
def test_the_words_that_are_names(text, found):
    assert list(names_in(text, NAMES)) == found


def test_the_sentence_says_which_word_and_what_to_write_instead():
    (sentence,) = named({"seen": "zoe waits.", "good": "Nobody waits."}, NAMES)
    assert sentence.field_name == "seen"
    assert str(sentence) == "“zoe” is a name, and a theme carries none. Write “the child” instead, or another word."


def test_the_name_of_a_family_is_what_is_its_own():
    assert family_words("The Ashdown and Birch family") == "Ashdown Birch"


@given(
    st.text(string.ascii_letters + "éüß", min_size=2, max_size=12),
    st.sampled_from(["{}", "We met {}.", "({}’s brother)", "x, {}!", "“{}”", "{}\n{}"]),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_a_name_is_found_wherever_it_stands(name, around, written):
    text = around.format(written(name), written(name))
    if name.casefold() not in EVERYDAY:
        assert names_in(text, [Name(name, Whose.CHILD)])
    assert not names_in(f"x{name}x", [Name(name, Whose.CHILD)]) or set(name.casefold()) <= {"x"}
