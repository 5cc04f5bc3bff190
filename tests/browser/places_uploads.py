"""Pages around published figures; tests/browser/places.py takes them in."""

from __future__ import annotations

from familyhelp.casework.spend_lines import set_spend_line
from familyhelp.extensions import db
from familyhelp.practice.spend_lines import SpendLine
from familyhelp.practice.words import version_after
from familyhelp.queries.spend_lines import changes
from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast
from tests.filled_uploads import waiting


def a_set_line(cast: Cast) -> str:
    """The lines of spend, one of them set with long words."""
    held = changes(SpendLine.OTHER)
    set_spend_line(
        SpendLine.OTHER,
        counts=not (held and held[0].counts),
        because=f"{LONG} {UNBROKEN}",
        read_version=version_after(held[0].id if held else 0),
        by=cast.adam,
    )
    db.session.commit()
    return "/scorecard/early-help-spend"


UPLOADS = {
    "uploads.look": Place("anita", waiting(name=f"{UNBROKEN}.csv")),
    "spend_lines.lines": Place("adam", a_set_line),
}
