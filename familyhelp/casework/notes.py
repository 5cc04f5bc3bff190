"""Writing notes. A correction is a new version with its reason; the old one stays readable. What was shared with the
family, and what they say about it, stands beside the note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Case, Note, NoteComment, NotePerson, NoteShare, Person, Practitioner
from ..practice import clock, notes, references
from ..practice.chronology import EventKind
from ..practice.notes import NoteKind
from ..practice.stages import Move
from ..practice.words import N_, Changed, NotYet, say


@dataclass(frozen=True)
class About:
    """Somebody in the family whom a note is about. Who was seen alone was there."""

    person: Person
    present: bool = False
    seen_alone: bool = False


def write_note(
    case: Case,
    *,
    kind: NoteKind,
    happened_on: date,
    text: str,
    people_seen: str | None,
    restricted: bool,
    by: Practitioner,
    headline: str | None = None,
    minutes: int | None = None,
    about: Iterable[About] = (),
) -> Note:
    """Write a note, signed and timed. A restricted one leaves an event that only its readers see."""
    case.move(Move.WRITE_NOTE)
    lacking = list(notes.missing(text, happened_on, clock.today(), kind=kind, headline=headline, minutes=minutes))
    if lacking:
        raise NotYet(*lacking)
    _first_contact(case, kind, happened_on, by)
    significant = kind is NoteKind.SIGNIFICANT
    note = signed(
        case,
        kind=kind,
        happened_on=happened_on,
        text=text,
        by=by,
        people_seen=people_seen,
        restricted=restricted,
        headline=headline if significant else None,
        minutes=minutes,
        about=about,
    )
    if significant and not restricted:
        case.record(EventKind.SIGNIFICANT, by=by, headline=headline, note=kind, code=note.code)
    elif significant:
        case.record(EventKind.RESTRICTED_SIGNIFICANT, by=by, note=kind, code=note.code)
    else:
        case.record(EventKind.RESTRICTED_NOTED if restricted else EventKind.NOTED, by=by, note=kind, code=note.code)
    return note


def _first_contact(case: Case, kind: NoteKind, happened_on: date, by: Practitioner) -> None:
    """Whoever took the family over by a step has met it or rung it: the note says so, and nobody types it twice."""
    owed = case.contact_owed_since
    if owed is not None and case.lead_id == by.id and kind in notes.CONTACT and happened_on >= owed:
        case.contact_owed_since = None
        case.reset_clock()


def add_late_paper(case: Case, *, kind: NoteKind, happened_on: date, text: str, because: str, by: Practitioner) -> Note:
    """Add to a closed case what came late: a note that says when it happened, when it was added, and why only then.
    Nothing else of the case changes. Raises NotYet."""
    case.move(Move.ADD_LATE_PAPER)
    lacking = list(notes.missing(text, happened_on, clock.today()))
    lacking += notes.lateness_missing(because)
    if lacking:
        raise NotYet(*lacking)
    note = signed(case, kind=kind, happened_on=happened_on, text=text, by=by)
    case.record(
        EventKind.LATE_PAPER_ADDED, by=by, because=because, note=kind, on=happened_on.isoformat(), code=note.code
    )
    return note


def signed(
    case: Case,
    *,
    kind: NoteKind,
    happened_on: date,
    text: str,
    by: Practitioner,
    people_seen: str | None = None,
    restricted: bool = False,
    headline: str | None = None,
    minutes: int | None = None,
    about: Iterable[About] = (),
) -> Note:
    """A note on the record, without an event of its own: the deed that it belongs to tells of it."""
    now = clock.now()
    note = Note(
        code=references.new_code(),
        case_id=case.id,
        kind=kind,
        happened_on=happened_on,
        headline=headline,
        minutes=minutes,
        text=text,
        people_seen=people_seen,
        restricted=restricted,
        written_by=by,
        written_at=now,
        first_written_at=now,
    )
    note.people = _rows(note, about)
    db.session.add(note)
    return note


def _rows(note: Note, about: Iterable[About]) -> list[NotePerson]:
    """The rows of whom a note is about, each person once."""
    merged: dict[int, NotePerson] = {}
    for one in about:
        row = merged.setdefault(
            one.person.id,
            NotePerson(
                person_id=one.person.id,
                present=False,
                seen_alone=False,
                case_id=note.case_id,
                happened_on=note.happened_on,
                first_written_at=note.first_written_at,
                code=note.code,
            ),
        )
        row.seen_alone = row.seen_alone or one.seen_alone
        row.present = row.present or one.present or row.seen_alone
    return list(merged.values())


def correct_note(
    case: Case,
    note: Note,
    *,
    text: str,
    because: str,
    read_version: int,
    by: Practitioner,
    headline: str | None = None,
    about: Sequence[About] | None = None,
) -> Note:
    """Put a corrected version beside the old one. `headline` and `about` stay as they are where they are None. Raises
    Changed where somebody corrected it meanwhile."""
    case.move(Move.WRITE_NOTE)
    significant = note.kind is NoteKind.SIGNIFICANT
    told = (note.headline if headline is None else headline) if significant else None
    lacking = list(notes.missing_correction(text, because))
    if significant and headline is not None:
        lacking += notes.headline_missing(headline)
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
        headline=told,
        minutes=note.minutes,
        text=text,
        people_seen=note.people_seen,
        restricted=note.restricted,
        because=because,
        written_by=by,
        written_at=clock.now(),
        first_written_at=note.first_written_at,
    )
    corrected.people = _rows(corrected, _still(superseded.id) if about is None else about)
    db.session.add(corrected)
    if significant and told and not note.restricted:
        case.record(
            EventKind.SIGNIFICANT_CORRECTED, by=by, because=because, headline=told, note=note.kind, code=note.code
        )
    else:
        event = EventKind.RESTRICTED_NOTE_CORRECTED if note.restricted else EventKind.NOTE_CORRECTED
        case.record(event, by=by, because=because, note=note.kind, code=note.code)
    return corrected


def _still(note_id: int) -> list[About]:
    rows = db.session.scalars(
        sa.select(NotePerson).where(NotePerson.note_id == note_id).options(joinedload(NotePerson.person))
    )
    return [About(row.person, row.present, row.seen_alone) for row in rows]


def _changed(case: Case, note: Note) -> Changed:
    newest = db.session.execute(
        sa.select(Note).where(Note.code == note.code, Note.case_id == case.id, Note.is_current)
    ).scalar_one()
    stored = {"text": newest.text}
    if newest.headline:
        stored["headline"] = newest.headline
    return Changed(stored=stored, version=newest.version, who=newest.written_by.name)


# With the family ---------------------------------------------------------------------------------------------


def can_be_shared(note: Note) -> None:
    """Raises NotYet for a restricted note."""
    if note.restricted:
        raise NotYet(say(N_("A restricted note is not shared. Write what the family can read as a note of its own.")))


def first_shared(case: Case, note: Note) -> date:
    """The day on which the family first saw a note. Raises NotYet where they have not."""
    day = db.session.scalar(
        sa.select(sa.func.min(NoteShare.shared_on))
        .join(Note, Note.id == NoteShare.note_id)
        .where(Note.code == note.code, Note.case_id == case.id)
    )
    if day is None:
        raise NotYet(say(N_("This note has not been shared with the family yet. Record that first.")))
    return day


def share_note(case: Case, note: Note, *, shared_with: str, shared_on: date, by: Practitioner) -> NoteShare:
    """Record that the family has seen a note as it stands. Never a restricted one."""
    can_be_shared(note)
    lacking = list(notes.sharing_missing(shared_with, shared_on, note.happened_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    share = NoteShare(
        note_id=note.id, shared_with=shared_with, shared_on=shared_on, recorded_by=by, recorded_at=clock.now()
    )
    db.session.add(share)
    case.record(EventKind.NOTE_SHARED, by=by, who=shared_with, note=note.kind, code=note.code)
    return share


def add_comment(case: Case, note: Note, *, said_by: str, said_on: date, text: str, by: Practitioner) -> NoteComment:
    """Put what somebody in the family says about a shared note beside it."""
    lacking = list(notes.comment_missing(said_by, said_on, text, first_shared(case, note), clock.today()))
    if lacking:
        raise NotYet(*lacking)
    comment = NoteComment(
        note_id=note.id, said_by=said_by, said_on=said_on, text=text, recorded_by=by, recorded_at=clock.now()
    )
    db.session.add(comment)
    case.record(EventKind.FAMILY_COMMENTED, by=by, who=said_by, note=note.kind, code=note.code)
    return comment
