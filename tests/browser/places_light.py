"""The pages of contributions to meetings; tests/browser/places.py takes them in."""

from __future__ import annotations

from familyhelp.casework import contributions
from familyhelp.extensions import db
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.place import LONG, UNBROKEN, Place, of
from tests.by_link import asks_outside
from tests.cast import Cast


def said(cast: Cast) -> str:
    """What a health visitor said in very long words, and what somebody else has not said yet."""
    case = stories.a_case(cast, Stage.ACTIVE)
    _asked, given = asks_outside(case, cast, name=UNBROKEN[:150], question=f"{LONG} {UNBROKEN}")
    contributions.give_contribution(given.link, text=f"{LONG}\n{UNBROKEN}", by=given.link)
    asks_outside(case, cast, shared=False, name="Dr Amin, GP")
    db.session.commit()
    return of(case, "/meeting/contributions")


LIGHT: dict[str, Place] = {"contributions.contributions": Place("kamal", said)}
