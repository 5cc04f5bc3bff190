"""The forms of everybody's work: handing over what somebody leads, leave, how people are told, the clocks."""

from __future__ import annotations

from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast


def caseload(cast: Cast) -> str:
    """Where Mabel hands over the two families that Kamal leads."""
    for name in ("Ashdown", "Birch"):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
    return f"/team-work/hand-over/{write_code(cast.kamal.code)}"
