"""Looks: every page of a record that somebody opens, or is refused, leaves one."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ..extensions import db
from ..models import Look
from ..practice import clock
from ..practice.chronology import Subject


@dataclass
class Seen:
    """A look that is about to be written."""

    subject: Subject | None
    subject_id: int | None
    page: str
    refused: bool = False
    because: str | None = None


# Straight into the table: nobody holds the records, and every page of a case writes one.
_WRITE = sa.insert(Look.metadata.tables[Look.__tablename__])


def note_looks(practitioner_id: int, looks: list[Seen]) -> None:
    """Write the looks of one request."""
    if looks:
        db.session.execute(
            _WRITE,
            [
                {
                    "at": clock.now(),
                    "practitioner_id": practitioner_id,
                    "subject": look.subject,
                    "subject_id": look.subject_id,
                    "page": look.page[:80],
                    "refused": look.refused,
                    "because": look.because,
                }
                for look in looks
            ],
        )
