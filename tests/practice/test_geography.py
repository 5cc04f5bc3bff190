"""Authorities that were split or merged: each number is one place, and what is said names the others."""

from __future__ import annotations

from familyhelp.practice.geography import CHANGES, told


def test_no_number_is_two_places_and_none_both_ends_and_begins():
    numbers = [number for change in CHANGES for side in (change.ended, change.began) for number in side]
    assert len(numbers) == len(set(numbers)) and all(len(n) == 3 and n.isdigit() for n in numbers)


def test_both_sides_of_a_change_are_told_and_nobody_else():
    assert "in the place of Cumbria" in str(told("942"))
    assert "taken by Cumberland; Westmorland and Furness" in str(told("909"))
    assert told("825") is None and told(None) is None
