"""An analyst's way with a keyboard at 375 pixels: a file comes in, its columns are named, it is looked at and
confirmed, compared, told in a report, and taken away with its purpose. Every page is looked at by axe on the way."""

from __future__ import annotations

from tests.browser.keys import KeyHands
from tests.browser.looking import closely
from tests.journeys.story import Story


def test_from_a_file_to_the_report_that_leaves(app, cast, sit_down) -> None:
    story = Story(KeyHands(app, sit_down, closely()))
    story.figures_leave_with_their_purpose()
    story.next_years_figures_come_in()
    story.a_quarterly_report_is_made()
    hands = story.hands
    hands.now("anita")
    hands.open("/scorecard")
    hands.click("See every authority side by side: rank, quarter and funnel")
    hands.see("Median of its neighbours")
