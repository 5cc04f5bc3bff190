"""Pages of what is held and for how long; tests/browser/places.py takes them in."""

from __future__ import annotations

from familyhelp.practice.stages import Stage
from tests import stories
from tests.attachment_stories import an_attachment, held_about_rosa
from tests.browser.place import LONG, UNBROKEN, Place, of
from tests.cast import Cast


def attachments(cast: Cast) -> str:
    """A case with attachments, one of them with long words, one restricted."""
    case = stories.a_case(cast, Stage.ACTIVE)
    an_attachment(case, cast, title=UNBROKEN[:190], words=f"{LONG} {UNBROKEN}", restricted=True)
    an_attachment(case, cast)
    return of(case, "/attachments")


RECORDS = {
    "attachments.list_of": Place("kamal", attachments),
    "everything_held.whom": Place(
        "mabel", lambda cast: held_about_rosa(cast).partition("/people/")[0] + "/everything-held"
    ),
}
