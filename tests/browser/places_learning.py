"""The pages of feedback, complaints and themes that are read, for tests/browser/places.py (imported before this)."""

from __future__ import annotations

from familyhelp.practice.stages import Stage
from tests import learning, stories
from tests.browser.places import LONG, UNBROKEN, Place, of
from tests.cast import Cast


def told(cast: Cast, tail: str = "/feedback") -> str:
    """A case whose family told us how the help was, twice."""
    case = stories.a_case(cast, Stage.ACTIVE)
    learning.feedback(case, cast, differently=f"{LONG} {UNBROKEN}")
    learning.feedback(case, cast, differently="")
    return of(case, tail)


def managers_told(cast: Cast) -> str:
    """What workers said."""
    learning.workers_say(stories.a_case(cast, Stage.ACTIVE), cast, f"{LONG} {UNBROKEN}")
    return "/worker-feedback"


LEARNING: dict[str, Place] = {
    "feedback.of_case": Place("kamal", told),
    "feedback.paper": Place("kamal", lambda cast: told(cast, "/feedback/paper")),
    "feedback.from_workers": Place("mabel", managers_told),
}
