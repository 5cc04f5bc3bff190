"""The pages of sharing with agencies; tests/browser/places.py takes them in."""

from __future__ import annotations

from familyhelp.casework import sharing
from familyhelp.extensions import db
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.place import LONG, UNBROKEN, Place, of
from tests.cast import Cast
from tests.filled_sharing import a_sharing


def shared(cast: Cast) -> str:
    """What is shared without agreement, in long words, looked at, ended; and an agency that is ruled out."""
    case = stories.a_case(cast, Stage.ACTIVE)
    one = a_sharing(case, cast.school, cast.kamal, because=f"{LONG} {UNBROKEN}", what=UNBROKEN)
    sharing.look_at(case, one, words=f"{LONG} {UNBROKEN}", by=cast.mabel)
    sharing.withdraw(case, one, because=UNBROKEN, by=cast.kamal)
    sharing.exclude(case, agency=cast.school, because=f"{LONG} {UNBROKEN}", by=cast.kamal)
    a_sharing(case, cast.school, cast.kamal, because=f"{LONG} {UNBROKEN}")
    db.session.commit()
    return of(case, "/sharing")


def led_by_lena(cast: Cast) -> str:
    """A family with a long name that Lena leads, and nobody supports her."""
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(UNBROKEN), lead=cast.lena)
    return "/led-by-partners"


SHARING: dict[str, Place] = {
    "sharing.sharing": Place("kamal", shared),
    "cases.led_by_partners": Place("mabel", led_by_lena),
    "sharing.without_agreement": Place("mabel", lambda cast: shared(cast) and "/shared-without-agreement"),
}
