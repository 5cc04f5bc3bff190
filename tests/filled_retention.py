"""The forms of how long records are kept; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from familyhelp.casework import retention
from familyhelp.extensions import db
from familyhelp.models import Family, LegalHold
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast
from tests.filling import day


def a_family(cast: Cast) -> Family:
    """A family that Mabel sees, with its case open; committed."""
    return stories.a_case(cast, Stage.ACTIVE).family


def a_hold(cast: Cast, *, because: str = "A claim: SAL/2026/14.") -> LegalHold:
    """A family that Mabel put on hold; committed."""
    hold = retention.place_hold(
        a_family(cast), because=because, review_on=clock.today() + timedelta(days=90), by=cast.mabel
    )
    db.session.commit()
    return hold


def of(hold: LegalHold) -> str:
    """Where a hold is looked at."""
    return f"/families/{write_code(hold.family.code)}/holds/{write_code(hold.code)}"


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about how long records are kept."""
    return {
        "retention.change": row(
            "adam",
            lambda _: "/retention/helped",
            {"years": "8", "child_until": "25", "because": "Retention schedule of 2026, line 14."},
            looks=0,
            edits="because",
        ),
        "processing.change": row(
            "adam",
            lambda _: "/lawful-bases/sharing",
            {"because": "Our information governance board, 4 May.", **day(300, "review_on")},
            looks=0,
            edits="because",
        ),
        "holds.place": row(
            "mabel",
            lambda cast: f"/families/{write_code(a_family(cast).code)}/holds/new",
            {"because": "A claim: SAL/2026/14.", **day(90, "review_on")},
        ),
        "holds.review": row(
            "mabel",
            lambda cast: of(a_hold(cast)),
            {"review": "lifted", "because": "The claim was settled."},
        ),
    }
