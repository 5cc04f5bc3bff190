"""The pages of contributions to meetings; tests/browser/places.py takes them in."""

from __future__ import annotations

from familyhelp.casework import contributions, leads
from familyhelp.casework.meetings import Guest
from familyhelp.extensions import db
from familyhelp.models import Case
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.place import LONG, UNBROKEN, Place, of
from tests.by_link import asks_outside
from tests.cast import Cast


def said(cast: Cast) -> Case:
    """A meeting in long words, what a school nurse said to it, and what somebody else has not said yet."""
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.arrange(case, cast.kamal, agenda=LONG, place=UNBROKEN[:200], guests=[Guest(UNBROKEN[:200])])
    _asked, given = asks_outside(case, cast, name=UNBROKEN[:150], question=f"{LONG} {UNBROKEN}")
    contributions.give_contribution(given.link, text=f"{LONG}\n{UNBROKEN}", by=given.link)
    asks_outside(case, cast, shared=False, name="Dr Amin, GP")
    db.session.commit()
    return case


def with_conor(cast: Cast) -> Case:
    """The same, where Conor, of the school, has a part."""
    case = said(cast)
    leads.add_contributor(case, person=cast.conor, by=cast.kamal)
    db.session.commit()
    return case


LIGHT: dict[str, Place] = {
    "contributions.contributions": Place("kamal", lambda cast: of(said(cast), "/meeting/contributions")),
    "contributions.say": Place("conor", lambda cast: of(with_conor(cast), "/meeting/say")),
    "meetings.meeting": Place("kamal", lambda cast: of(said(cast), "/meeting")),
}
