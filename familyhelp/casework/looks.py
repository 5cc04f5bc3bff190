"""Looks: every page of a record that somebody opens, or is refused, leaves one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Look, LookAnswer, Practitioner
from ..practice import clock
from ..practice import looked as rules
from ..practice.chronology import EventKind, Subject
from ..practice.looked import Pattern
from ..practice.words import N_, NotYet, say


@dataclass
class Seen:
    """A look that is about to be written."""

    subject: Subject | None
    subject_id: int | None
    page: str
    refused: bool = False
    because: str | None = None
    break_glass_id: int | None = None


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
                    "break_glass_id": look.break_glass_id,
                }
                for look in looks
            ],
        )


def answer_question(
    person: Practitioner,
    pattern: Pattern,
    *,
    said: str,
    counted: int,
    days: tuple[date, date],
    last_look: int,
    families: list[int],
    by: Practitioner,
) -> LookAnswer:
    """Record that a manager asked somebody about their looks, and the answer. Raises NotYet."""
    lacking = list(rules.missing_to_answer(said))
    if not rules.asks(pattern, counted):
        lacking.append(say(N_("Nothing is to be asked about this now.")))
    if lacking:
        raise NotYet(*lacking)
    answer = LookAnswer(
        practitioner_id=person.id,
        pattern=pattern,
        counted=counted,
        from_on=days[0],
        to_on=days[1],
        last_look_id=last_look,
        families=families,
        said=said.strip(),
        asked_by_id=by.id,
        asked_at=clock.now(),
    )
    db.session.add(answer)
    person.record(EventKind.LOOKS_ASKED, by=by, pattern=pattern)
    return answer
