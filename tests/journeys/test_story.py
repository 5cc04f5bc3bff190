"""The whole story, by direct requests."""

from __future__ import annotations

from tests.journeys.direct import DirectHands
from tests.journeys.hands import FILES
from tests.journeys.story import Story


def test_a_family_comes_and_goes_and_somebody_opens_every_page(app, cast) -> None:
    hands = DirectHands(app)
    Story(hands).tell()
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} - {"static"} - FILES
    assert not pages - hands.visited, f"pages that nobody opens in the story: {pages - hands.visited}"
