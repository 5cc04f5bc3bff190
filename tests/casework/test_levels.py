"""Levels of need: an authority names them, the numbers stay, every page speaks of them so."""

from __future__ import annotations

import pytest

from familyhelp.casework import levels as deeds
from familyhelp.extensions import db
from familyhelp.practice import levels
from familyhelp.practice.levels import Colour
from familyhelp.practice.triage import Level, colour_of, means_of, signs_of
from familyhelp.practice.words import Changed, NotYet
from tests import filled_front_door as front

NEW = {"colour": Colour.TEAL, "means": "One service helps.", "signs": "Mornings.\n\nMoney.", "because": "Our word."}


def test_a_level_is_called_as_the_authority_says_and_its_number_stays(app, client, cast):
    contact = front.a_contact(cast)
    deeds.set_level(Level.ADDITIONAL, name="Extra help", read_version=1, by=cast.adam, **NEW)
    db.session.commit()
    client.sign_in(cast.flora)
    page = client.get(front.at("/decide")(cast))
    assert "2 Extra help" in page.main and "One service helps. Mornings. Money." in page.main
    assert "3 Complex (targeted)" in page.main, "what was not set is called as usual"
    assert (Level.ADDITIONAL.value, Level.ADDITIONAL.label) == ("2", "2 Extra help")
    assert (colour_of(Level.ADDITIONAL), signs_of(Level.ADDITIONAL)) == (Colour.TEAL, ["Mornings.", "Money."])
    assert contact.level is None
    with pytest.raises(Changed):
        deeds.set_level(Level.ADDITIONAL, name="Other", read_version=1, by=cast.adam, **NEW)


@pytest.mark.parametrize(
    ("name", "why"), [("", "what the level is called"), ("universal", "Another level"), ("2", "number")]
)
def test_two_levels_are_never_called_the_same(cast, name, why):
    with pytest.raises(NotYet, match=why):
        deeds.set_level(Level.ADDITIONAL, name=name, read_version=1, by=cast.adam, **NEW)


def test_without_a_setting_levels_are_called_as_the_practice_calls_them():
    levels.keep_to([])
    assert [level.label for level in Level][:2] == ["1 Universal", "2 Additional"]
    assert means_of(Level.ACUTE).startswith("A child is")
