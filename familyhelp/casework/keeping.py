"""Keeping what people typed, and knowing a form that was already done."""

from __future__ import annotations

import zlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import Draft, Submission, in_row, insert_rows, vault
from ..practice import clock

SUBMISSIONS = 1
"""The number of the locks on submissions; those on chronologies have numbers of their own."""


def keep_draft(practitioner_id: int, path: str, fields: dict[str, list[str]]) -> None:
    """Keep what somebody typed into the form at `path`, in place of what was kept before."""
    values = {"practitioner_id": practitioner_id, "path": path, "fields": fields, "saved_at": clock.now()}
    if vault.is_on:
        _keep_in_row(values)
        return
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


def _keep_in_row(values: dict[str, Any]) -> None:
    """The same for a draft that is encrypted, and so bound to the number of its row."""
    where = (_DRAFTS.c.practitioner_id == values["practitioner_id"], _DRAFTS.c.path == values["path"])
    kept = db.session.scalar(sa.select(_DRAFTS.c.id).where(*where).with_for_update())
    if kept is None:
        try:
            with db.session.begin_nested():
                insert_rows(db.session.connection(), Draft.__tablename__, [values])
            return
        except IntegrityError:  # the other of two keeps at the same moment was first
            kept = db.session.scalar(sa.select(_DRAFTS.c.id).where(*where).with_for_update())
    new = {"fields": in_row(values["fields"], kept or 0), "saved_at": values["saved_at"]}
    db.session.execute(sa.update(_DRAFTS).where(_DRAFTS.c.id == kept).values(new))


def drop_draft(practitioner_id: int, path: str) -> None:
    """Forget the draft of the form at `path`."""
    db.session.execute(_DROP, {"whose": practitioner_id, "where": path})


_DRAFTS = Draft.metadata.tables[Draft.__tablename__]
_DROP = sa.delete(_DRAFTS).where(
    _DRAFTS.c.practitioner_id == sa.bindparam("whose"), _DRAFTS.c.path == sa.bindparam("where")
)


def hold_submission(practitioner_id: int, key: str) -> None:
    """Let the same form, sent again at the same moment, wait here until the first one is done. On SQLite a request
    that changes something waits for the others anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        both = zlib.crc32(f"{practitioner_id} {key}".encode()) - 2**31
        db.session.execute(sa.text("SELECT pg_advisory_xact_lock(:kind, :key)"), {"kind": SUBMISSIONS, "key": both})


def remember_submission(practitioner_id: int, key: str, path: str, location: str) -> None:
    """Remember where a form led, so that the same submit again leads there too. Unique in the table."""
    values = {"practitioner_id": practitioner_id, "key": key, "path": path[:200], "location": location[:400]}
    db.session.execute(_REMEMBER, values | {"at": clock.now()})


# Straight into the table, and built once: every form that is done writes one.
_REMEMBER = sa.insert(Submission.metadata.tables[Submission.__tablename__])
