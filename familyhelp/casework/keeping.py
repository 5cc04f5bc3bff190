"""Keeping what people typed, and knowing a form that was already done."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Draft, Submission
from ..practice import clock


def keep_draft(practitioner_id: int, path: str, fields: dict[str, list[str]]) -> None:
    """Keep what somebody typed into the form at `path`, in place of what was kept before."""
    draft = db.session.scalar(sa.select(Draft).where(Draft.practitioner_id == practitioner_id, Draft.path == path))
    if draft is None:
        draft = Draft(practitioner_id=practitioner_id, path=path)
        db.session.add(draft)
    draft.fields = fields
    draft.saved_at = clock.now()


def drop_draft(practitioner_id: int, path: str) -> None:
    """Forget the draft of the form at `path`."""
    db.session.execute(sa.delete(Draft).where(Draft.practitioner_id == practitioner_id, Draft.path == path))


def remember_submission(practitioner_id: int, key: str, path: str, location: str) -> None:
    """Remember where a form led, so that the same submit again leads there too. Unique in the table."""
    db.session.add(
        Submission(practitioner_id=practitioner_id, key=key, path=path[:200], location=location[:400], at=clock.now())
    )
