"""Finding drafts, and forms that were already done."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Draft, Submission


def draft_at(practitioner_id: int, path: str) -> Draft | None:
    """What somebody typed into the form at `path` and has not saved."""
    return db.session.scalar(sa.select(Draft).where(Draft.practitioner_id == practitioner_id, Draft.path == path))


def drafts_of(practitioner_id: int, most: int = 10) -> Sequence[Draft]:
    """Somebody's newest drafts, for the home page."""
    return db.session.scalars(_NEWEST_DRAFTS, {"practitioner_id": practitioner_id, "most": most}).all()


_NEWEST_DRAFTS = (
    sa.select(Draft)
    .where(Draft.practitioner_id == sa.bindparam("practitioner_id"))
    .order_by(Draft.saved_at.desc())
    .limit(sa.bindparam("most", type_=sa.Integer()))
)


def earlier_submission(practitioner_id: int, key: str) -> Submission | None:
    """The form that this key was already done with."""
    return db.session.scalar(
        sa.select(Submission).where(Submission.practitioner_id == practitioner_id, Submission.key == key)
    )
