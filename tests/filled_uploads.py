"""The forms around published figures, filled in as a person would; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from familyhelp.casework import uploads
from familyhelp.extensions import db
from familyhelp.practice.own_measures import OwnMeasure
from familyhelp.practice.references import write_code
from familyhelp.practice.scorecard import Better, Quadrant
from tests import uploaded
from tests.cast import Cast

LATE = OwnMeasure(
    "late", "Late", Quadrant.DEMAND, Better.LOWER, "late", "assessed", 100,
    {"assessment_type": "All", "ethnicity": "All", "sex": "Total"},
)  # fmt: skip


def waiting(tail: str = "", *, known: bool = False, name: str = "figures.csv") -> Callable[[Cast], str]:
    """Where an uploaded file waits; one that the service does not know has one measure described."""

    def where(cast: Cast) -> str:
        content = uploaded.referrals() if known else uploaded.unknown()
        one = uploads.take_in(content, name, whole=False, by=cast.anita)
        if not known:
            uploads.describe(one, LATE, by=cast.anita)
        db.session.commit()
        return f"/scorecard/uploads/{write_code(one.code)}{tail}"

    return where


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about published figures."""
    return {
        "uploads.upload": row(
            "anita", lambda _: "/scorecard/uploads", {"file": uploaded.a_file(uploaded.referrals())}, events=0
        ),
        "uploads.look": row("anita", waiting(known=True)),
        "uploads.describe": row(
            "anita", waiting("/describe"), {"label": "Assessed", "per": "1", "denominator": ""}, events=0
        ),
        "uploads.leave_out": row("anita", waiting("/leave-out/late"), events=0),
        "spend_lines.change": row(
            "adam",
            lambda _: "/scorecard/early-help-spend/youth_justice",
            {"counts": "in", "because": "They work early."},
            edits="because",
        ),
        "uploads.discard": row("anita", waiting("/discard"), events=0),
    }
