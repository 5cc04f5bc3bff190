"""Writing notes. A correction is a new version with its reason; the old one stays readable."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Note, Practitioner
from ..practice import clock, notes, references
from ..practice.chronology import EventKind
from ..practice.notes import NoteKind
from ..practice.stages import Move
from ..practice.words import Changed, NotYet


def write_note(
    case: Case,
    *,
    kind: NoteKind,
    happened_on: date,
    text: str,
    people_seen: str | None,
    restricted: bool,
    by: Practitioner,
) -> Note:
    """Write a note, signed and timed. A restricted one leaves an event that only its readers see."""
    case.move(Move.WRITE_NOTE)
    lacking = list(notes.missing(text, happened_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    now = clock.now()
    note = Note(
        code=references.new_code(),
        case_id=case.id,
        kind=kind,
        happened_on=happened_on,
        text=text,
        people_seen=people_seen,
        restricted=restricted,
        written_by=by,
        written_at=now,
        first_written_at=now,
    )
    db.session.add(note)
    case.record(EventKind.RESTRICTED_NOTED if restricted else EventKind.NOTED, by=by, note=kind, code=note.code)
    return note


def correct_note(case: Case, note: Note, *, text: str, because: str, read_version: int, by: Practitioner) -> Note:
    """Put a corrected version beside the old one. Raises Changed where somebody corrected it meanwhile."""
    case.move(Move.WRITE_NOTE)
    lacking = list(notes.missing_correction(text, because))
    if lacking:
        raise NotYet(*lacking)
    # One of two writers finds the version still current; the other one is shown what the first one wrote.
    superseded = db.session.execute(
        sa.update(Note)
        .where(Note.code == note.code, Note.case_id == case.id, Note.version == read_version, Note.is_current)
        .values(is_current=False)
        .returning(Note.id)
        .execution_options(synchronize_session="fetch")
    ).first()
    if superseded is None:
        raise _changed(case, note)
    corrected = Note(
        code=note.code,
        case_id=case.id,
        version=read_version + 1,
        kind=note.kind,
        happened_on=note.happened_on,
        text=text,
        people_seen=note.people_seen,
        restricted=note.restricted,
        because=because,
        written_by=by,
        written_at=clock.now(),
        first_written_at=note.first_written_at,
    )
    db.session.add(corrected)
    event = EventKind.RESTRICTED_NOTE_CORRECTED if note.restricted else EventKind.NOTE_CORRECTED
    case.record(event, by=by, because=because, note=note.kind, code=note.code)
    return corrected


def _changed(case: Case, note: Note) -> Changed:
    newest = db.session.execute(
        sa.select(Note).where(Note.code == note.code, Note.case_id == case.id, Note.is_current)
    ).scalar_one()
    return Changed(stored={"text": newest.text}, version=newest.version, who=newest.written_by.name)
