"""Pages of views of partners, with long words."""

from __future__ import annotations

from familyhelp.casework import levels
from familyhelp.extensions import db
from familyhelp.models import LevelSetting
from familyhelp.practice.levels import Colour
from familyhelp.practice.triage import Level
from familyhelp.practice.words import version_after
from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast
from tests.filled_asking import to_give
from tests.filled_front_door import a_contact, passed_on


def a_list(cast: Cast) -> str:
    """Views that Lena is asked for, one of them in very long words."""
    to_give(f"{LONG}\n{UNBROKEN}")(cast)
    return "/views-to-give"


def some_requests(cast: Cast) -> str:
    """Requests of two kinds of agencies, decided and not."""
    passed_on(a_contact(cast), cast)
    a_contact(cast)
    db.session.commit()
    return "/thresholds"


def long_levels(cast: Cast) -> str:
    """The levels of need, one of which is described in very long words."""
    newest = db.session.scalar(db.select(db.func.max(LevelSetting.id)).where(LevelSetting.level == Level.COMPLEX))
    levels.set_level(
        Level.COMPLEX,
        name="Intensive help for the whole family",
        colour=Colour.PURPLE,
        means=LONG,
        signs=f"{UNBROKEN}\nNobody sleeps.",
        because="Our own words.",
        read_version=version_after(newest or 0),
        by=cast.adam,
    )
    db.session.commit()
    return "/levels"


ASKING: dict[str, Place] = {
    "levels.levels": Place("adam", long_levels),
    "partner_views.to_give": Place("lena", a_list),
    "thresholds.thresholds": Place("mabel", some_requests),
}
