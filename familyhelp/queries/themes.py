"""Reading learning themes: the managers' list, one theme with its sources, and what partners and families read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Audit, Case, Complaint, Event, Feedback, Person, Practitioner, Theme, ThemeSource
from ..policy import reads_audit, sees_case, visible_complaints, visible_people, visible_themes
from ..practice import references
from ..practice.chronology import Subject
from ..practice.complaints import ComplaintKind
from ..practice.themes import Name, SourceKind, Whose, name_keys
from .paging import Page, page_by_number

_KINDS = {SourceKind.COMPLAINT: ComplaintKind.COMPLAINT, SourceKind.COMPLIMENT: ComplaintKind.COMPLIMENT}


@dataclass(frozen=True)
class Source:
    """Where a theme comes from, and the way there for a reader who may go it."""

    kind: SourceKind
    reference: str | None
    case: str | None = None
    """The reference of the case of feedback, where the reader sees it."""
    complaint: bool = False
    audit: bool = False
    """Whether the reader may read the complaint, the audit."""


def themes(viewer: Practitioner, after: str | None) -> Page[Theme]:
    """The themes, the newest first, with who sees to each. One statement."""
    query = visible_themes(viewer).options(joinedload(Theme.owner, innerjoin=True))
    return page_by_number(query, Theme.id, after)


def learning(viewer: Practitioner, after: str | None) -> Page[Theme]:
    """The themes as partners read them: no source is read. One statement."""
    return page_by_number(visible_themes(viewer), Theme.id, after)


def published(after: str | None) -> Page[Theme]:
    """What families read: the themes that a manager published, the newest first. One statement."""
    return page_by_number(sa.select(Theme).where(Theme.published_at.is_not(None)), Theme.id, after)


def sources_of(viewer: Practitioner, theme: Theme) -> Sequence[Source]:
    """Where a theme comes from. Four statements."""
    rows = db.session.scalars(
        sa.select(ThemeSource).where(ThemeSource.theme_id == theme.id).order_by(ThemeSource.id).limit(100)
    ).all()
    codes = [row.reference for row in rows if row.reference]
    seen = sa.select(Feedback.code, Case.code).join(Case, Case.id == Feedback.case_id)
    rows_seen = db.session.execute(seen.where(Feedback.code.in_(codes), sees_case(viewer)))
    cases: dict[str, str] = {row[0]: row[1] for row in rows_seen}
    readable = visible_complaints(viewer).where(Complaint.code.in_(codes)).with_only_columns(Complaint.code)
    complaints = set(db.session.scalars(readable))
    audits = set(db.session.scalars(_readable_audits(viewer, Audit.code).where(Audit.code.in_(codes))))
    return [
        Source(r.kind, r.reference, cases.get(r.reference or ""), r.reference in complaints, r.reference in audits)
        for r in rows
    ]


def _readable_audits(viewer: Practitioner, column: Any) -> sa.Select[Any]:
    """The finished audits whose grades a person may read."""
    return sa.select(column).where(Audit.finished_at.is_not(None), reads_audit(viewer))


def find_source(viewer: Practitioner, kind: SourceKind | None, text: str) -> tuple[str | None, bool]:
    """The reference of a source that was typed, and whether the reader sees one of this kind that has it."""
    code = references.read_code(text) if text else None
    if code is None:
        return (text[:8] or None) if text else None, False
    if kind is SourceKind.FEEDBACK:
        query = sa.select(Feedback.id).join(Case, Case.id == Feedback.case_id)
        return code, db.session.scalar(query.where(Feedback.code == code, sees_case(viewer))) is not None
    if kind is SourceKind.AUDIT:
        return code, db.session.scalar(_readable_audits(viewer, Audit.id).where(Audit.code == code)) is not None
    if kind in _KINDS:
        query = visible_complaints(viewer).with_only_columns(Complaint.id)
        found = query.where(Complaint.code == code, Complaint.kind == _KINDS[kind])
        return code, db.session.scalar(found) is not None
    return code, False


def people_named(viewer: Practitioner, texts: Iterable[str], most: int = 50) -> list[Name]:
    """The people whom a person may see and whose whole names stand in these texts, whatever a theme comes from. (Of
    others nothing is said: who writes a theme must not learn by trying who is held.) At most one statement."""
    keys = name_keys("\n.\n".join(texts))
    if not keys:
        return []
    query = visible_people(viewer).where(Person.name_key.in_(sorted(keys))).order_by(Person.id).limit(most)
    return [
        Name(written, Whose.SOMEBODY, whole=True)
        for person in db.session.scalars(query)
        for written in (f"{person.forename} {person.surname}", f"{person.surname} {person.forename}")
    ]


def events_of(theme: Theme, most: int = 50) -> Sequence[Event]:
    """What was done about a theme, in turn."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.THEME, Event.subject_id == theme.id)
        .options(joinedload(Event.by))
        .order_by(Event.number)
        .limit(most)
    ).all()
