"""The lines of a copy: everything the family agreed, nothing that nobody asked to be there, and never an address."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice import copies
from familyhelp.practice.copies import ActionTold, LineKind, OutcomeTold, PlanTold, Voice
from familyhelp.practice.domains import Respondent
from familyhelp.practice.links import ReadingAge
from familyhelp.practice.outcomes import OwnerKind

VOICE = Voice(lambda text, /, **facts: text % facts if facts else text, lambda day: day.isoformat())
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(str.strip)
STREETS = st.sampled_from(["12 Marsh Lane, Saltmere", "Flat 3, 9 Tern Court, Saltmere", "The Old Forge, Nettle Hill"])


def a_plan(
    words: str = "Quiet mornings.", what: str = "Pack bags", ends: tuple[int, int] = (0, 10), **more: object
) -> PlanTold:
    action = ActionTold("00000000", what, "Rosa", OwnerKind.FAMILY, date(2026, 3, 16), None)
    latest = {Respondent.PARENT: 5, Respondent.CHILD: 6, Respondent.PRACTITIONER: 4}
    outcome = OutcomeTold(1, words, "We are on time.", 3, 7, ends, latest, [action])
    told = {
        "recipient": "Rosa Ashdown",
        "number": 1,
        "agreed_by": "Rosa",
        "agreed_on": date(2026, 3, 2),
        "outcomes": [outcome],
        "lead": "Kamal Osei",
        "lead_email": "kamal@example.org",
        "reach": "01632 960100",
        "authority": "Saltmere Council",
    }
    return PlanTold(**(told | more))


@given(TEXT, TEXT, st.sampled_from(ReadingAge))
def test_what_the_family_said_is_in_the_lines_letter_by_letter(words, what, age):
    told = copies.lines(a_plan(words, what), age, VOICE)
    assert words in [line.text for line in told if line.kind is LineKind.VOICE]
    if age is ReadingAge.ADULT:
        assert any(what.rstrip() in line.text for line in told if line.kind is LineKind.ITEM)
    assert told[0].kind is LineKind.TITLE and sum(line.kind is LineKind.TITLE for line in told) == 1


@given(STREETS, st.sampled_from(["ZZ99 3VZ", None]), TEXT, TEXT, st.sampled_from(["", " ", "  ", "\n"]), st.booleans())
def test_no_address_is_in_any_line_however_it_is_written(street, postcode, before, after, gap, loud):
    written = re.sub(r"\s+", lambda _: gap or " ", street)
    text = f"{before} {written.upper() if loud else written} {postcode or ''} {after}"
    plan = a_plan(text, text, contingency=text, changed=text, addresses=[(street, postcode)])
    squeezed = re.sub(r"[\s,.]", "", "\n".join(line.text for line in copies.lines(plan, ReadingAge.ADULT, VOICE)))
    assert re.sub(r"[\s,.]", "", street).casefold() not in squeezed.casefold()
    assert "zz993vz" not in squeezed.casefold() or postcode is None


@pytest.mark.parametrize("text", ["112 Marsh Lane", "12 Marsh Lanes", "Saltmere", "ZZ99 3VZA", "marsh", "12"])
def test_what_only_looks_like_an_address_stays(text):
    plan = a_plan(text, addresses=[("12 Marsh Lane, Saltmere", "ZZ99 3VZ")])
    assert text in [line.text for line in copies.lines(plan, ReadingAge.CHILD, VOICE)]


def test_scores_of_different_people_are_never_one_number():
    told = [line.text for line in copies.lines(a_plan(), ReadingAge.ADULT, VOICE)]
    assert "Now, as a parent or carer sees it: 5" in told
    assert "Now, as a child sees it: 6" in told
    assert "Now, as your worker sees it: 4" in told


@pytest.mark.parametrize("age", ReadingAge)
def test_the_ends_that_are_told_are_those_of_the_outcomes_own_scale(age):
    told = "\n".join(line.text for line in copies.lines(a_plan(ends=(1, 5)), age, VOICE))
    assert "1 means a" in told and "5 means " in told
    assert "0 means" not in told


def test_a_child_hears_neither_of_actions_nor_of_what_slips():
    plan = a_plan(contingency="Ring Grandma.", changed="Because.")
    told = "\n".join(line.text for line in copies.lines(plan, ReadingAge.CHILD, VOICE))
    assert not re.search(r"Pack bags|Grandma|Because|parent or carer|kamal@", told)
    assert len(told) < len("\n".join(line.text for line in copies.lines(plan, ReadingAge.ADULT, VOICE)))


def test_if_things_slip_stands_on_an_adults_copy_where_the_plan_says_it():
    told = [line.text for line in copies.lines(a_plan(contingency="Ring Grandma."), ReadingAge.ADULT, VOICE)]
    assert told[told.index("If things slip") + 1] == "Ring Grandma."
    assert "If things slip" not in [line.text for line in copies.lines(a_plan(), ReadingAge.ADULT, VOICE)]
