"""Practice audit in a browser, from the draw by blind moderation to the closed action: in three ways."""

from __future__ import annotations

import pytest

from familyhelp.extensions import db
from familyhelp.practice.references import write_code
from tests import stories
from tests.browser.hands import BrowserHands, PlainHands
from tests.browser.keys import KeyHands
from tests.browser.looking import away, closely
from tests.journeys.story import Story


def tell(hands, cast) -> None:
    """The part of the story that is about audits, of a family that Kamal leads."""
    story = Story(hands)
    case = stories.a_case(cast, stories.Stage.ACTIVE)
    story.case = f"/cases/{write_code(case.code)}"
    db.session.commit()  # reading the code began a transaction, which would keep the service waiting
    story.the_audit_tool_is_made()
    story.a_round_of_audits_is_drawn()
    story.an_audit_is_held()
    story.it_is_moderated_blind()
    story.an_action_follows_and_is_closed()
    story.what_the_audits_show()


@pytest.mark.parametrize("kind", [BrowserHands, KeyHands, PlainHands], ids=["mouse", "keys", "no script"])
def test_from_the_draw_to_the_closed_action(kind, app, cast, sit_down) -> None:
    tell(kind(app, sit_down, away if kind is PlainHands else closely()), cast)
