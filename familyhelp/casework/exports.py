"""Taking figures or lists away: every file that leaves has its purpose on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..extensions import db
from ..models import Export, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.exports import ExportFormat, What
from ..practice.words import N_, Refusal, say


def export(
    what: What, *, format: ExportFormat, purpose: str, asked: Mapping[str, Any], by: Practitioner | None
) -> Export:
    """Record that somebody takes `what` away; `by` is None for a command. Raises Refusal without a purpose."""
    if not purpose.strip():
        raise Refusal(say(N_("Say what this is for."), "purpose"))
    taken = Export(
        what=what, format=format, purpose=purpose.strip(), asked=dict(asked), taken_at=clock.now(), taken_by=by
    )
    db.session.add(taken)
    db.session.flush()
    taken.record(EventKind.EXPORTED, by=by, because=purpose.strip(), what=what.value, format=format.value)
    return taken
