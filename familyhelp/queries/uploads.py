"""Uploaded files that wait to be confirmed. Each is read by whoever uploaded it, and by nobody else."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Dataset, Practitioner, Upload
from ..practice import clock
from ..practice.references import read_code
from ..practice.uploads import MOST_WAITING, WAITS


def waiting(viewer: Practitioner) -> Sequence[Upload]:
    """The files of a person that wait to be confirmed, the newest first."""
    held = _of(viewer).where(Upload.settled_at.is_(None)).order_by(Upload.id.desc()).limit(MOST_WAITING)
    return db.session.scalars(held).all()


def upload_of(viewer: Practitioner, code: str) -> Upload | None:
    """A file that a person uploaded within the last day, by its reference."""
    known = read_code(code)
    return db.session.scalar(_of(viewer).where(Upload.code == known)) if known else None


def editions_of(upload: Upload) -> Sequence[Dataset]:
    """The editions that came of a file."""
    if not upload.imported:
        return []
    return db.session.scalars(sa.select(Dataset).where(Dataset.id.in_(upload.imported)).order_by(Dataset.id)).all()


def _of(viewer: Practitioner) -> sa.Select[Upload]:
    return sa.select(Upload).where(Upload.uploaded_by_id == viewer.id, Upload.uploaded_at >= clock.now() - WAITS)
