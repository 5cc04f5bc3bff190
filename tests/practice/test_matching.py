"""Is this the same person? Every point has its reason, and the same person comes before anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familyhelp.practice.matching import (
    LIKELY_FROM,
    SHORT_FORMS,
    SHOWN_FROM,
    Comparison,
    Described,
    compare,
    name_likeness,
    near_dates,
    one_slip,
)

BORN = date(1989, 2, 11)
ROSA = Described("Rosa", "Ashdown", birth_date=BORN, nhs_number="9434765919", phone="01632 960 001")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (Described("Rosa", "Ashdown", birth_date=BORN), "same date of birth"),
        (Described("ROSA", "ashdown", birth_date=BORN), "same first name"),
        (Described("Roßa", "Åshdown", birth_date=BORN), "same surname"),
        (Described("Ashdown", "Rosa", birth_date=BORN), "first name and surname the other way round"),
        (Described("Rosa", "Ashdwon", birth_date=BORN), "surname spelled almost the same"),
        (Described("Rosa", "Ashton-Ashdown", birth_date=BORN), "one surname of two is the same"),
        (Described("Rosa Maria", "Ashdown", birth_date=BORN), "one first name of several is the same"),
        (
            Described("Rosa", "Ashdown", birth_date=date(1989, 11, 2)),
            "date of birth almost the same: one slip of the pen apart",
        ),
        (
            Described("Rosa", "Ashdown", birth_date=date(1998, 2, 11)),
            "date of birth almost the same: one slip of the pen apart",
        ),
        (Described("Rose", "Brook", nhs_number="9434765919"), "same NHS number"),
        (Described("Rosa", "Ashdown", phone="+44 1632 960001"), "same phone number"),
    ],
)
def test_one_slip_still_shows_the_person_and_says_why(asked, reason):
    likeness = compare(asked, ROSA)
    assert reason in [str(r) for r in likeness.reasons]
    assert likeness.points >= SHOWN_FROM


def test_short_forms_and_known_as_names_are_the_same_person():
    held = Described("Elizabeth", "Okafor", known_as="Bee", birth_date=BORN)
    assert compare(Described("Liz", "Okafor", birth_date=BORN), held).is_likely
    assert compare(Described("Bee", "Okafor", birth_date=BORN), held).is_likely


@pytest.mark.parametrize(
    "asked",
    [
        Described("Jude", "Ashdown"),
        Described("Rosa", "Penhale"),
        Described("Rosa", "Ashdown", birth_date=date(2017, 5, 4), nhs_number="4010232137"),
        Described("", ""),
        Described("Kemal", "Brook", birth_date=BORN),
    ],
)
def test_somebody_else_is_not_shown(asked):
    assert compare(asked, ROSA).points < SHOWN_FROM


def test_a_twin_is_shown_but_is_not_likely_and_the_other_first_name_is_said():
    twin = compare(Described("Marigold", "Ashdown", birth_date=BORN), ROSA)
    assert SHOWN_FROM <= twin.points < LIKELY_FROM
    assert "a different first name" in [str(r) for r in twin.reasons]


def test_a_baby_expected_then_born_is_found_again():
    expected = Described("Baby", "Ashdown", due_date=date(2026, 6, 1))
    born = Described("Baby", "Ashdown", birth_date=date(2026, 6, 9))
    for one, other in ((expected, born), (born, expected)):
        assert "born at about the time that was expected" in [str(r) for r in compare(one, other).reasons]


def test_dates_one_slip_away_hold_the_swap_and_never_the_day_itself():
    near = near_dates(date(2017, 5, 4))
    assert {date(2017, 4, 5), date(2017, 5, 14), date(2071, 5, 4), date(2017, 5, 5)} <= near
    assert date(2017, 5, 4) not in near
    assert date(2019, 11, 23) not in near
    assert len(near) < 60


def test_every_short_form_goes_both_ways():
    for name, together in SHORT_FORMS.items():
        assert name in together
        assert all(name in SHORT_FORMS[other] for other in together)


NAMES = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
PEOPLE = st.builds(Described, NAMES, NAMES, birth_date=DAYS)


FEW = st.sampled_from(["Rosa", "Rose", "Rosie", "Ashdown", "Ashton-Ashdown", "Ashdwon", "Liz", ""])
NEAR_DAYS = st.sampled_from([None, BORN, date(1989, 11, 2), date(1990, 1, 1), date(2014, 2, 11)])
ALIKE = st.builds(
    Described,
    FEW,
    FEW,
    known_as=st.one_of(st.none(), FEW),
    birth_date=NEAR_DAYS,
    nhs_number=st.sampled_from([None, "9434765919", "4010232137"]),
    phone=st.sampled_from([None, "01632 960 001", "07700 900 982"]),
    postcode=st.sampled_from([None, "ZZ1 1AA"]),
    birth_estimated=st.booleans(),
    lines=st.sampled_from([None, "1 Quay Road, Saltmere", "1 Quay Road"]),
)


@settings(max_examples=300, deadline=None)
@given(ALIKE, ALIKE)
def test_who_is_asked_about_and_who_is_held_may_change_places(one, other):
    there, back = compare(one, other), compare(other, one)
    assert (there.points, there.is_likely) == (back.points, back.is_likely)
    assert sorted(map(str, there.reasons)) == sorted(map(str, back.reasons))


@settings(max_examples=200, deadline=None)
@given(ALIKE, ALIKE, st.sampled_from(["nhs_number", "upn", "phone", "postcode"]))
def test_something_more_that_agrees_never_makes_two_people_less_alike(one, other, what):
    bare_one, bare_other = replace(one, **{what: None}), replace(other, **{what: None})
    value = {"nhs_number": "9434765919", "upn": "A950000178301", "phone": "01632 960 001", "postcode": "ZZ1 1AA"}[what]
    before = compare(bare_one, bare_other)
    after = compare(replace(one, **{what: value}), replace(other, **{what: value}))
    assert after.points >= before.points
    assert after.is_likely >= before.is_likely


@settings(max_examples=300, deadline=None)
@given(ALIKE, st.lists(ALIKE, min_size=1, max_size=4))
def test_a_quick_look_passes_over_nobody_who_would_be_shown_wherever_they_live(asked, others):
    comparison = Comparison(asked)  # one beside many: what it keeps of one changes nothing for the next
    for held in others:
        assert comparison.likeness(held) == compare(asked, held)
        at_home = compare(asked, replace(held, postcode=asked.postcode, lines=asked.lines))
        assert comparison.may_show(held) >= (at_home.points >= SHOWN_FROM)
        assert comparison.may_show(held) >= (compare(asked, held).points >= SHOWN_FROM)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.data())
def test_one_slip_apart_is_to_be_among_the_near_dates(day, data):
    other = data.draw(st.one_of(st.sampled_from(sorted(near_dates(day))), st.dates(date(1900, 1, 1), date(2100, 1, 1))))
    assert one_slip(day, other) == (other in near_dates(day))


@settings(max_examples=200, deadline=None)
@given(ALIKE, ALIKE)
def test_a_name_and_a_home_alone_are_never_likely_and_neither_is_another_number(one, other):
    likeness = compare(one, other)
    if likeness.is_likely:
        assert likeness.numbered or likeness.dated
        assert "a different NHS number" not in [str(r) for r in likeness.reasons]
    if not one.birth_date and not one.nhs_number:
        assert not likeness.is_likely


@pytest.mark.parametrize(
    "other",
    [
        Described("Kit", "Ashdown", birth_date=BORN, phone=ROSA.phone, postcode="ZZ1 1AA", lines="1 Quay Road"),
        Described("Rosa", "Ashdown", birth_date=date(1961, 5, 3), phone=ROSA.phone, postcode="ZZ1 1AA"),
        Described("Rosa", "Ashdown", phone=ROSA.phone, postcode="ZZ1 1AA", lines="1 Quay Road, Saltmere"),
        Described("Rosa", "Ashdown", birth_date=date(1989, 11, 2)),
    ],
)
def test_a_twin_a_mother_of_the_same_name_and_a_namesake_are_shown_and_not_likely(other):
    home = replace(ROSA, nhs_number=None, postcode="ZZ1 1AA", lines="1 Quay Road, Saltmere")
    likeness = compare(other, home)
    assert likeness.points >= SHOWN_FROM
    assert not likeness.is_likely


@settings(max_examples=200, deadline=None)
@given(PEOPLE, PEOPLE)
def test_any_two_descriptions_can_be_compared(one, other):
    likeness = compare(one, other)
    assert 0 <= likeness.points <= 100
    assert 0 <= name_likeness(one.surname, one.forename, other.surname, other.forename) <= 1


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"[A-Z][a-z]{1,12}", fullmatch=True), st.from_regex(r"[A-Z][a-z]{1,12}", fullmatch=True), DAYS)
def test_nobody_is_liker_than_the_same_person(forename, surname, born):
    same = compare(Described(forename, surname, birth_date=born), Described(forename, surname, birth_date=born))
    assert same.points >= SHOWN_FROM
    assert same.is_likely == (born is not None)
