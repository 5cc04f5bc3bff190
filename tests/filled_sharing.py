"""The forms of sharing with agencies, filled in as a person would; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from familyhelp.casework import sharing
from familyhelp.extensions import db
from familyhelp.models import Agency, Case, Practitioner, Sharing
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.sharing import Decision, LawfulBasis, SharedFor
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast
from tests.filling import on


def a_sharing(case: Case, agency: Agency, by: Practitioner, **more: Any) -> Sharing:
    """Something is shared with an agency because a child is at risk, unless `more` says otherwise; committed."""
    said: dict[str, Any] = {
        "what": "That Poppy was seen alone at the station.",
        "basis": LawfulBasis.AT_RISK,
        "because": "She was alone at night.",
        "family_told": False,
        "not_told_because": "He might move her.",
        "starts_on": clock.today(),
        "ends_on": None,
    }
    purpose = more.pop("purpose", SharedFor.SAFETY)
    shared = sharing.share(case, agency=agency, purpose=purpose, decision=Decision(**(said | more)), by=by)
    db.session.commit()
    return shared


def agreed(case: Case, agency: Agency, by: Practitioner, *, ends_on: date | None = None) -> Sharing:
    """The family agreed to share what is needed to help together."""
    told = {"because": "", "family_told": True, "not_told_because": "", "ends_on": ends_on}
    return a_sharing(case, agency, by, basis=LawfulBasis.AGREEMENT, purpose=SharedFor.TOGETHER, **told)


def page_of_one(tail: str, **more: Any) -> Callable[[Cast], str]:
    """The address of a page of something that is shared without agreement."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ACTIVE)
        shared = a_sharing(case, cast.school, cast.kamal, **more)
        return f"/cases/{write_code(case.code)}/sharing/{write_code(shared.code)}{tail}"

    return where


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about sharing."""
    shared = {
        "agency": "<school>",
        "purpose": "together",
        "what": "The plan and how school goes.",
        "basis": "agreement",
        "family_told": "told",
    }
    return {
        "sharing.share": row("kamal", on(Stage.ACTIVE, "/sharing/add"), shared),
        "sharing.exclude": row(
            "kamal",
            on(Stage.ACTIVE, "/sharing/exclude"),
            {"agency": "<school>", "because": "“Not with my son’s school.”"},
        ),
        "sharing.withdraw": row("kamal", page_of_one("/end"), {"because": "She is safe now."}),
        "sharing.look_at": row("mabel", page_of_one("/look"), {"words": "Right. Tell her mother on Friday."}),
    }
