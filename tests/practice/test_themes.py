"""A theme carries no name: word by word, without case or accents, also in the genitive and in a plural."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.names import name_key
from familyhelp.practice.themes import EVERYDAY, MOST_KEYS, Name, Whose, family_words, name_keys, named, names_in

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


def test_whole_names_are_looked_up_by_the_keys_that_people_are_held_by():
    for text in ("We met Poppy Ashdown.", "ashdown, Poppy", "POPPY ASHDOWN’S aunt", "Poppy Ashdown’s"):
        assert name_key("Ashdown", "Poppy") in name_keys(text), text
    for text in ("Poppy Ellis-Jones", "Ellis-Jones, Poppy"):
        assert name_key("Ellis-Jones", "Poppy") in name_keys(text), text
    assert name_key("Ashdown", "Anne-Marie") in name_keys("Anne-Marie Ashdown")
    assert not name_keys("nobody is named here") and not name_keys("")
    assert len(name_keys("Aa Bb " * 10_000 + "Cc")) < MOST_KEYS + 20


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
