"""Keeping what people typed, and knowing a form that was already done."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ..extensions import db
from ..models import Draft, Submission
from ..practice import clock


def keep_draft(practitioner_id: int, path: str, fields: dict[str, list[str]]) -> None:
    """Keep what somebody typed into the form at `path`, in place of what was kept before."""
    values = {"practitioner_id": practitioner_id, "path": path, "fields": fields, "saved_at": clock.now()}
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # One statement: two keeps of one form at the same moment (its script, and its submit) never collide.
    db.session.execute(
        insert(Draft)
        .values(values)
        .on_conflict_do_update(
            index_elements=[Draft.practitioner_id, Draft.path],
            set_={"fields": values["fields"], "saved_at": values["saved_at"]},
        )
    )


def drop_draft(practitioner_id: int, path: str) -> None:
    """Forget the draft of the form at `path`."""
    db.session.execute(sa.delete(Draft).where(Draft.practitioner_id == practitioner_id, Draft.path == path))


def remember_submission(practitioner_id: int, key: str, path: str, location: str) -> None:
    """Remember where a form led, so that the same submit again leads there too. Unique in the table."""
    db.session.add(
        Submission(practitioner_id=practitioner_id, key=key, path=path[:200], location=location[:400], at=clock.now())
    )
