"""The quarterly report in a browser: an analyst writes it, a manager approves it, a head of service reads it."""

from __future__ import annotations

import pytest

from tests import report_stories as stories
from tests.browser import checks
from tests.browser.hands import BrowserHands, PlainHands
from tests.browser.keys import KeyHands
from tests.browser.looking import away, closely
from tests.browser.person import MAGNIFIED, PHONE
from tests.browser.place import LONG, UNBROKEN
from tests.journeys.story import Story


@pytest.mark.parametrize("kind", [BrowserHands, KeyHands, PlainHands], ids=["mouse", "keys", "no script"])
def test_from_the_scorecard_to_the_next_report(kind, app, cast, sit_down) -> None:
    story = Story(kind(app, sit_down, away if kind is PlainHands else closely()))
    story.a_quarterly_report_is_made()
    story.a_trajectory_is_planned()
    story.the_authority_picks_its_measures()
    story.the_next_report_begins_with_what_was_promised()


def test_a_head_of_service_reads_it_on_a_phone(app, cast, sit_down) -> None:
    stories.approved(cast, words=LONG, what=UNBROKEN)
    path = stories.where(stories.approved(cast, more=7, words="Fewer came.", what=LONG))
    desk = sit_down(width=PHONE)
    desk.sign_in(cast.morag)
    desk.open("/reports")
    desk.page.click("a:has-text('April to June 2025')")
    assert desk.page.url.endswith(path)
    headings = desk.page.locator("#main h2").all_inner_texts()
    assert headings[:4] == ["What we promised last quarter", "What changed", "So what", "What we will do differently"]
    for width in (PHONE, MAGNIFIED):
        desk.widen(width)
        wrong = [*checks.no_sideways_scrolling(desk.page), *checks.axe(desk.page), *checks.words_apart(desk.page)]
        assert not wrong, wrong
    assert not [*checks.nothing_lost_on_paper(desk.page)]
    cell = desk.page.locator("td[data-label]").first
    assert cell.bounding_box()["width"] > 250, "a row is a block of its own on a phone"
