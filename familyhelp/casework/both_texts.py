"""What a person is shown when somebody else saved first: the newer text, by form field. Nothing is overwritten."""

from __future__ import annotations

from datetime import date

from ..models import Action, Outcome, Plan
from ..practice.words import Changed


def outcome(newer: Outcome) -> Changed:
    """The outcome as it stands now."""
    return Changed(
        stored={
            "words": newer.words,
            "headline": newer.headline.label,
            "how_we_know": newer.how_we_know,
            "start_score": str(newer.start_score),
            "goal_score": str(newer.goal_score),
        },
        version=newer.version,
    )


def contingency(newer: Plan) -> Changed:
    """What to do if things slip, as it stands now."""
    return Changed(stored={"text": newer.if_things_slip or ""}, version=newer.slip_version)


def action(newer: Action) -> Changed:
    """The action as it stands now."""
    return Changed(
        stored={
            "what": newer.what,
            "owner_kind": newer.owner_kind.label,
            "owner_name": newer.owner_name,
            "owner_email": newer.owner_email or "",
            "due_on": _as_typed(newer.due_on),
        },
        version=newer.version,
    )


def report(newer: Action) -> Changed:
    """What was reported on the action last."""
    return Changed(
        stored={"done_on": _as_typed(newer.done_on), "progress": newer.progress or ""}, version=newer.version
    )


def _as_typed(day: date | None) -> str:
    return f"{day.day} {day.month} {day.year}" if day else ""
