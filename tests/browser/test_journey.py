"""The story in a real browser: with a mouse at a desk, by keyboard alone at a phone's width, and with script off."""

from __future__ import annotations

from tests.browser.hands import BrowserHands, PlainHands
from tests.browser.keys import KeyHands
from tests.browser.looking import at_first, away, closely
from tests.journeys.hands import FILES
from tests.journeys.story import Story


def test_with_a_mouse_at_a_desk(app, cast, sit_down) -> None:
    hands = BrowserHands(app, sit_down, closely())
    Story(hands).tell()
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} - {"static"} - FILES
    assert not pages - hands.visited, f"pages that nobody opens in the story: {pages - hands.visited}"


def test_by_keyboard_alone_at_the_width_of_a_phone(app, cast, sit_down) -> None:
    Story(KeyHands(app, sit_down, at_first())).tell_the_line()


def test_with_script_switched_off(app, cast, sit_down) -> None:
    Story(PlainHands(app, sit_down, away)).tell_the_line()
