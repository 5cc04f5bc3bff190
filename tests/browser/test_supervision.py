"""A supervision with five families in a browser: with a mouse, by keyboard alone on a phone, and without script."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Note
from familyhelp.practice.notes import NoteKind
from tests import stories
from tests.browser.hands import BrowserHands, PlainHands
from tests.browser.keys import KeyHands
from tests.browser.looking import away, closely

FAMILIES = ("Ashdown", "Birch", "Curlew", "Dipper", "Elm")


@pytest.mark.parametrize("kind", [BrowserHands, KeyHands, PlainHands], ids=["mouse", "keys", "no script"])
def test_five_families_in_turn_each_decision_on_its_own_record(kind, app, cast, sit_down) -> None:
    for name in FAMILIES:
        stories.a_case(cast, stories.Stage.ACTIVE, family=stories.a_family(name))
    db.session.commit()
    hands = kind(app, sit_down, away if kind is PlainHands else closely())
    hands.now("mabel")
    hands.open("/supervision")
    hands.click("Begin")
    hands.send({"held_on": hands.today})
    for name in FAMILIES:
        hands.click(f"{name} family")
        hands.see("Plan under way", "Open outcomes")
        hands.send({"decision": f"{name}: see each child alone before the next review."})
    hands.not_see("Not discussed yet")
    hands.follow("/private")
    hands.send({"wellbeing": "Steady.", "development": "Work with fathers."})
    hands.follow("/finish")
    hands.send()
    hands.see("Finished on")
    hands.now("kamal")
    hands.open("/supervision/mine")
    hands.click("with Mabel Thorne")
    hands.see("Steady.", *(f"{name} family" for name in FAMILIES))
    held = {note.text for note in db.session.scalars(sa.select(Note).where(Note.kind == NoteKind.OVERSIGHT))}
    db.session.commit()
    assert held == {f"{name}: see each child alone before the next review." for name in FAMILIES}
