"""The digest that chains events: everything in it counts, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.chronology import EventKind, digest, facts_needed

EVENT = {
    "subject": "case",
    "subject_id": 7,
    "number": 3,
    "kind": "reviewed",
    "at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    "by_id": 2,
    "because": "Because.",
    "facts": {"number": 1, "decision": "continue"},
    "previous": "a" * 64,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", "contact"),
        ("subject_id", 8),
        ("number", 4),
        ("kind", "closed"),
        ("at", datetime(2026, 3, 2, 9, 30, 0, 1, tzinfo=UTC)),
        ("by_id", 3),
        ("by_id", None),
        ("because", "Because!"),
        ("because", None),
        ("because", ""),
        ("facts", {"number": 1}),
        ("facts", {"number": "1", "decision": "continue"}),
        ("facts", {"number": 1, "decision": "continue", "more": None}),
        ("previous", "b" * 64),
        ("previous", ""),
    ],
)
def test_each_part_of_an_event_changes_its_digest(name, value):
    assert digest(**EVENT) != digest(**EVENT | {name: value})


def test_the_order_of_the_facts_does_not_count():
    turned = dict(reversed(list(EVENT["facts"].items())))
    assert digest(**EVENT) == digest(**EVENT | {"facts": turned})


@given(st.integers(-12, 14))
def test_a_moment_counts_whatever_zone_it_is_told_in(hours):
    elsewhere = EVENT["at"].astimezone(timezone(timedelta(hours=hours)))
    assert digest(**EVENT) == digest(**EVENT | {"at": elsewhere})


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_no_text_can_pass_for_another_part(because, fact):
    """What is written in one place never makes the digest of the same words in another."""
    one = digest(**EVENT | {"because": because, "facts": {"x": fact}})
    other = digest(**EVENT | {"because": fact, "facts": {"x": because}})
    assert (one == other) == (because == fact)


@given(
    st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text(max_size=9), max_size=4)
)
def test_facts_come_back_from_the_database_to_the_same_digest(facts):
    stored = json.loads(json.dumps(facts))
    assert digest(**EVENT | {"facts": facts}) == digest(**EVENT | {"facts": stored})


def test_the_digest_of_today_is_the_digest_of_every_day_after():
    """Were the recipe to change, every chronology written before would look tampered with."""
    assert digest(**EVENT) == GOLDEN


GOLDEN = "c540b64dd0be90d1833e4da96d6e0d6b45db1942664cf6172c0cc6ffccf76afb"


def test_a_sentence_says_which_facts_it_needs():
    assert facts_needed(EventKind.STEPPED_UP) == {"lead"}
    assert facts_needed(EventKind.CHECKED_IN) == {"months", "result"}
    assert facts_needed(EventKind.STEP_RECALLED) == frozenset()
