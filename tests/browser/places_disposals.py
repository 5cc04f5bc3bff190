"""Pages of disposing of records; tests/browser/places.py takes them in."""

from __future__ import annotations

from tests.browser.place import UNBROKEN, Place
from tests.cast import Cast
from tests.filled_disposals import a_proposal, an_old_request


def due(cast: Cast) -> str:
    """Something is due to go."""
    an_old_request(cast)
    return "/disposals/due?what=requests"


def waiting(cast: Cast) -> str:
    """Something waits for a decision, with long words."""
    a_proposal(cast, because=f"{'I looked at every register, and nothing in it asks for this. ' * 6}{UNBROKEN}")
    return "/disposals"


DISPOSALS = {
    "disposals.due": Place("adam", due),
    "disposals.list_of": Place("mabel", waiting),
}
