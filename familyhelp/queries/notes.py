"""Reading notes, newest first. Restricted ones are found only by those who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Note, Practitioner
from ..policy import visible_notes
from ..practice import references
from ..practice.notes import NoteKind
from .paging import PAGE, Page, page_by_number

SHOWN_IN_LIST = 1_200
"""Characters of a note that the list shows; the rest is on the note's own page."""
VERSIONS_A_PAGE = 10


@dataclass(frozen=True)
class Line:
    """One note in the list."""

    code: str
    version: int
    kind: NoteKind
    happened_on: date
    people_seen: str | None
    restricted: bool
    first_written_at: datetime
    written_at: datetime
    writer: str
    text: str
    is_whole: bool


def note_list(viewer: Practitioner, case: Case, after: str | None) -> Page[Line]:
    """The notes of a case as they stand, newest first, 25 a page. A correction keeps a note in its place."""
    query = (
        visible_notes(viewer, case)
        .where(Note.is_current)
        .join(Practitioner, Practitioner.id == Note.written_by_id)
        .with_only_columns(
            Note.code,
            Note.version,
            Note.kind,
            Note.happened_on,
            Note.people_seen,
            Note.restricted,
            Note.first_written_at,
            Note.written_at,
            Practitioner.name.label("writer"),
            sa.func.substr(Note.text, 1, SHOWN_IN_LIST).label("text"),
            (sa.func.length(Note.text) <= SHOWN_IN_LIST).label("is_whole"),
        )
        .order_by(Note.happened_on.desc(), Note.first_written_at.desc(), Note.code.desc())
        .limit(PAGE + 1)
    )
    key = _read_key(after)
    if key:
        query = query.where(sa.tuple_(Note.happened_on, Note.first_written_at, Note.code) < sa.tuple_(*_typed(key)))
    rows = [Line(**row._mapping) for row in db.session.execute(query)]
    return Page(rows[:PAGE], _write_key(rows[PAGE - 1]) if len(rows) > PAGE else None)


def _typed(key: tuple[date, datetime, str]) -> list[Any]:
    types = (Note.happened_on.type, Note.first_written_at.type, Note.code.type)
    return [sa.literal(value, type_) for value, type_ in zip(key, types, strict=True)]


def _write_key(line: Line) -> str:
    return f"{line.happened_on.isoformat()}_{line.first_written_at.isoformat()}_{line.code}"


def _read_key(text: str | None) -> tuple[date, datetime, str] | None:
    parts = (text or "").split("_")
    try:
        day, at, code = date.fromisoformat(parts[0]), datetime.fromisoformat(parts[1]), references.read_code(parts[2])
    except (ValueError, IndexError):
        return None
    return (day, at, code) if code and at.tzinfo else None


def note_now(viewer: Practitioner, case: Case, text: str) -> tuple[Note, int] | None:
    """A note as it stands, by its reference, with the number of the practitioner who first wrote it."""
    code = references.read_code(text)
    if code is None:
        return None
    first = aliased(Note)
    row = db.session.execute(
        visible_notes(viewer, case)
        .where(Note.code == code, Note.is_current)
        .join(first, sa.and_(first.code == Note.code, first.version == 1))
        .add_columns(first.written_by_id)
        .options(joinedload(Note.written_by, innerjoin=True))
    ).first()
    return (row[0], row[1]) if row else None


def older_versions(viewer: Practitioner, case: Case, note: Note, after: str | None) -> Page[Note]:
    """The versions before the one that stands, newest first, ten a page."""
    query = visible_notes(viewer, case).where(Note.code == note.code, sa.not_(Note.is_current))
    return page_by_number(
        query.options(joinedload(Note.written_by, innerjoin=True)), Note.version, after, size=VERSIONS_A_PAGE
    )
