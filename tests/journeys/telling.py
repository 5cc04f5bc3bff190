"""What every part of the story stands on."""

from __future__ import annotations

from familyhelp.extensions import db
from tests import stories
from tests.journeys.hands import Hands


class Telling:
    """One family's story. `case` is the address of its case, once it has one."""

    def __init__(self, hands: Hands) -> None:
        """The Ashdowns are held already: they were here two years ago."""
        self.hands, self.case, self.request = hands, "", ""
        stories.a_family()
        db.session.commit()

    def at(self, who: str, tail: str = "") -> Hands:
        """Somebody opens the case, and from there the page whose address ends with `tail`."""
        self.hands.now(who)
        self.hands.open(self.case)
        if tail:
            self.hands.follow(tail)
        return self.hands
