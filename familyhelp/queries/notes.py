"""Reading notes, newest first. Restricted ones are found only by those who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, FollowUp, Member, Note, NoteComment, NotePerson, NoteShare, Person, Practitioner, vault
from ..policy import visible_notes
from ..practice import references
from ..practice.notes import NoteKind
from .paging import PAGE, Page, page_by_number

SHOWN_IN_LIST = 1_200
"""Characters of a note that the list shows; the rest is on the note's own page."""
VERSIONS_A_PAGE = 10
MOST_AROUND = 50
"""How many comments, shares or follow-ups of one note are shown."""


@dataclass(frozen=True)
class Line:
    """One note in the list."""

    id: int
    code: str
    version: int
    kind: NoteKind
    happened_on: date
    headline: str | None
    minutes: int | None
    people_seen: str | None
    restricted: bool
    first_written_at: datetime
    written_at: datetime
    writer: str
    text: str
    is_whole: bool


@dataclass(frozen=True)
class About:
    """Somebody whom a note is about."""

    code: str
    name: str
    present: bool
    seen_alone: bool


@dataclass(frozen=True)
class Wanted:
    """Which notes of a case are wanted: of a kind, about a person (by reference), from a day, up to a day."""

    kind: NoteKind | None = None
    about: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class NotesPage:
    """One page of the notes of a case: the lines, whom each is about, and who is in the family to choose from."""

    page: Page[Line]
    about: dict[int, list[About]] = field(default_factory=dict)
    family: Sequence[tuple[str, str]] = ()
    """References and names of those who are in the family now, or whom a note on this page is about."""


def note_list(viewer: Practitioner, case: Case, after: str | None, wanted: Wanted | None = None) -> Page[Line]:
    """The notes of a case as they stand, newest first, 25 a page. A correction keeps a note in its place."""
    wanted = wanted or Wanted()
    day, at, code = Note.happened_on, Note.first_written_at, Note.code
    query = visible_notes(viewer, case).where(Note.is_current).join(Practitioner, Practitioner.id == Note.written_by_id)
    if wanted.about is not None:
        # One index holds the notes about a person in their order.
        day, at, code = NotePerson.happened_on, NotePerson.first_written_at, NotePerson.code
        who = sa.select(Person.id).where(Person.code == wanted.about).scalar_subquery()
        query = query.join(NotePerson, NotePerson.note_id == Note.id).where(
            NotePerson.case_id == case.id, NotePerson.person_id == who
        )
    if wanted.kind is not None:
        query = query.where(Note.kind == wanted.kind)
    if wanted.since is not None:
        query = query.where(day >= wanted.since)
    if wanted.until is not None:
        query = query.where(day <= wanted.until)
    key = _read_key(after)
    if key:
        query = query.where(sa.tuple_(day, at, code) < sa.tuple_(*_typed(key)))
    columns: list[Any] = [*_LISTED, *_beginning()]
    query = query.with_only_columns(*columns).order_by(day.desc(), at.desc(), code.desc()).limit(PAGE + 1)
    rows = [_line(row._mapping) for row in db.session.execute(query)]
    return Page(rows[:PAGE], _write_key(rows[PAGE - 1]) if len(rows) > PAGE else None)


_LISTED = (
    Note.id,
    Note.code,
    Note.version,
    Note.kind,
    Note.happened_on,
    Note.headline,
    Note.minutes,
    Note.people_seen,
    Note.restricted,
    Note.first_written_at,
    Note.written_at,
    Practitioner.name.label("writer"),
)


def _beginning() -> tuple[sa.ColumnElement[Any], ...]:
    """The beginning of the words, cut by the database; which cannot cut what it holds encrypted."""
    if vault.is_on:
        return (Note.text.label("text"),)
    cut = sa.func.substr(Note.text, 1, SHOWN_IN_LIST).label("text")
    return (cut, (sa.func.length(Note.text) <= SHOWN_IN_LIST).label("is_whole"))


def _line(row: Mapping[Any, Any]) -> Line:
    if "is_whole" in row:
        return Line(**row)
    return Line(**{**row, "text": row["text"][:SHOWN_IN_LIST]}, is_whole=len(row["text"]) <= SHOWN_IN_LIST)


def notes_page(viewer: Practitioner, case: Case, after: str | None, wanted: Wanted) -> NotesPage:
    """A page of the notes, with whom each is about; two statements."""
    page = note_list(viewer, case, after, wanted)
    about, family = _around(case.family_id, [line.id for line in page.rows])
    return NotesPage(page, about, family)


def _around(family_id: int, note_ids: Sequence[int]) -> tuple[dict[int, list[About]], Sequence[tuple[str, str]]]:
    """Whom these notes are about, and who there is to choose from, in one statement."""
    is_member = sa.and_(Member.family_id == family_id, Member.ends_on.is_(None))
    wanted = sa.union(
        sa.select(Member.person_id).where(is_member),
        sa.select(NotePerson.person_id).where(NotePerson.note_id.in_(note_ids)),
    )
    of_these = sa.and_(NotePerson.person_id == Person.id, NotePerson.note_id.in_(note_ids))
    rows = db.session.execute(
        sa.select(Person, NotePerson.note_id, NotePerson.present, NotePerson.seen_alone)
        .outerjoin(NotePerson, of_these)
        .where(Person.id.in_(wanted))
        .order_by(Person.birth_date, Person.id)
    )
    about: dict[int, list[About]] = {}
    family: dict[str, str] = {}
    for person, note_id, present, alone in rows:
        family[person.code] = person.name
        if note_id is not None:
            about.setdefault(note_id, []).append(About(person.code, person.name, present, alone))
    return about, list(family.items())


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
    row = (
        db.session.execute(
            visible_notes(viewer, case)
            .where(Note.code == code, Note.is_current)
            .join(first, sa.and_(first.code == Note.code, first.version == 1))
            .add_columns(first.written_by_id)
            .options(joinedload(Note.written_by, innerjoin=True), joinedload(Note.people).joinedload(NotePerson.person))
        )
        .unique()
        .first()
    )
    return (row[0], row[1]) if row else None


def older_versions(viewer: Practitioner, case: Case, note: Note, after: str | None) -> Page[Note]:
    """The versions before the one that stands, newest first, ten a page."""
    query = visible_notes(viewer, case).where(Note.code == note.code, sa.not_(Note.is_current))
    return page_by_number(
        query.options(
            joinedload(Note.written_by, innerjoin=True), joinedload(Note.people).joinedload(NotePerson.person)
        ),
        Note.version,
        after,
        size=VERSIONS_A_PAGE,
    )


# Around one note ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Around:
    """What stands beside a note: whom it was shared with, what the family says, what it asks of somebody."""

    shares: Sequence[tuple[NoteShare, int]]
    """Each with the version that was shared."""
    comments: Sequence[tuple[NoteComment, int]]
    follow_ups: Sequence[FollowUp]


def around(note: Note) -> Around:
    """What stands beside a note that its reader may read, each in the order it was written."""
    return Around(
        _beside(NoteShare, note, joinedload(NoteShare.recorded_by, innerjoin=True)),
        _beside(NoteComment, note, joinedload(NoteComment.recorded_by, innerjoin=True)),
        [row for row, _ in _beside(FollowUp, note, *_WHO)],
    )


_WHO = (
    joinedload(FollowUp.asked_by, innerjoin=True),
    joinedload(FollowUp.asked_of, innerjoin=True),
    joinedload(FollowUp.held_by, innerjoin=True),
    joinedload(FollowUp.answered_by),
)


def _beside(model: Any, note: Note, *options: Any) -> Sequence[Any]:
    query = (
        sa.select(model, Note.version)
        .join(Note, Note.id == model.note_id)
        .where(Note.code == note.code, Note.case_id == note.case_id)
        .options(*options)
        .order_by(model.id)
        .limit(MOST_AROUND)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def follow_up(note: Note, text: str) -> FollowUp | None:
    """A follow-up of a note that its reader may read, by its reference."""
    code = references.read_code(text)
    if code is None:
        return None
    return db.session.scalar(
        sa.select(FollowUp)
        .join(Note, Note.id == FollowUp.note_id)
        .where(FollowUp.code == code, Note.code == note.code, Note.case_id == note.case_id)
        .options(*_WHO)
    )


# When each child was last seen --------------------------------------------------------------------------------


def last_seen(case_id: Any, person_id: Any, *, alone: bool, restricted_too: Any) -> sa.ScalarSelect[Any]:
    """The day on which a person was last there at a note of a case (or was seen alone), as a value for a statement;
    `restricted_too` says whether restricted notes count: as far as its reader may read them."""
    seen = aliased(NotePerson)
    note = aliased(Note)
    return (
        sa.select(seen.happened_on)
        .join(note, note.id == seen.note_id)
        .where(
            seen.case_id == case_id,
            seen.person_id == person_id,
            seen.seen_alone if alone else seen.present,
            note.is_current,
            sa.or_(restricted_too, sa.not_(note.restricted)),
        )
        .order_by(seen.happened_on.desc())
        .limit(1)
        .scalar_subquery()
    )
