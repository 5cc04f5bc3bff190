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


def note_looks(practitioner_id: int, looks: list[Seen]) -> None:
    """Write the looks of one request."""
    if looks:
        db.session.execute(
            sa.insert(Look),
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
