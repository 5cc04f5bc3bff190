"""Chronologies with true digests, without asking the database for the last one."""

from __future__ import annotations

from datetime import UTC, datetime

from familyhelp.practice import chronology
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.words import Scalar, Word

from .rows import Rows


class Chain:
    """The chronology of one record, written in the order of its events."""

    def __init__(self, rows: Rows, subject: Subject, subject_id: int) -> None:
        self.rows, self.subject, self.subject_id = rows, subject, subject_id
        self.number, self.last, self.at = 0, "", datetime.min.replace(tzinfo=UTC)

    def add(
        self, kind: EventKind, at: datetime, by_id: int | None, because: str | None = None, **facts: Scalar
    ) -> None:
        """One event more, as `Recorded.record` writes it."""
        self.number, self.at = self.number + 1, at
        plain = {name: fact.value if isinstance(fact, Word) else fact for name, fact in facts.items()}
        content = {
            "subject": self.subject.value,
            "subject_id": self.subject_id,
            "number": self.number,
            "at": at,
            "by_id": by_id,
            "because": because,
            "facts": plain,
            "previous": self.last,
        }
        self.last = chronology.digest(kind=kind.value, **content)
        content |= {"subject": self.subject, "kind": kind, "digest": self.last}
        self.rows.add("events", **content)
