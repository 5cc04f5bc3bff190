"""Pages of how long records are kept; tests/browser/places.py takes them in."""

from __future__ import annotations

from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast
from tests.filled_retention import a_hold, of


def held(cast: Cast) -> str:
    """What is on hold, one of it with long words."""
    a_hold(cast, because=f"{LONG} {UNBROKEN}")
    return "/holds"


RETENTION = {
    "retention.rules": Place("adam", lambda cast: "/retention"),
    "holds.list_of": Place("mabel", held),
    "holds.review": Place("mabel", lambda cast: of(a_hold(cast, because=f"{LONG} {UNBROKEN}"))),
}
