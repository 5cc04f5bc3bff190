"""Pages of how long records are kept; tests/browser/places.py takes them in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from familyhelp.casework import processing
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.processing import ACTIVITIES, Activity
from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast
from tests.filled_retention import a_hold, of


def held(cast: Cast) -> str:
    """What is on hold, one of it with long words."""
    a_hold(cast, because=f"{LONG} {UNBROKEN}")
    return "/holds"


def confirmed(cast: Cast) -> str:
    """One row of the register is the authority's own, with long words."""
    own = replace(ACTIVITIES[Activity.SHARING].proposed, law=f"{LONG} {UNBROKEN}")
    said = {"assessment": UNBROKEN, "because": f"{LONG} {UNBROKEN}"}
    day = clock.today() + timedelta(days=300)
    processing.set_grounds(Activity.SHARING, own, **said, review_on=day, read_version=1, by=cast.adam)
    db.session.commit()
    return "/lawful-bases"


RETENTION = {
    "retention.rules": Place("adam", lambda cast: "/retention"),
    "processing.register": Place("adam", confirmed),
    "processing.change": Place("adam", lambda cast: f"{confirmed(cast)}/sharing"),
    "holds.list_of": Place("mabel", held),
    "holds.review": Place("mabel", lambda cast: of(a_hold(cast, because=f"{LONG} {UNBROKEN}"))),
}
