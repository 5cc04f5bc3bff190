"""The names that must not stand in a theme: everybody in the families that it came from, every practitioner there, and
whoever complained; and the whole name of everybody who works here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Audit, Case, Complaint, Family, Feedback, Lead, Member, Person, Practitioner, ThemeSource
from ..practice.people import FamilyRole
from ..practice.themes import Name, SourceKind, Whose, family_words

_WHOSE = {FamilyRole.CHILD: Whose.CHILD, FamilyRole.PARENT: Whose.PARENT}


def names_behind(sources: Sequence[ThemeSource], *more: Practitioner) -> list[Name]:
    """Every name that the sources of a theme lead to, and those of the practitioners `more`. At most seven statements,
    however many sources there are."""
    said = [source.reference for source in sources if source.kind is SourceKind.FEEDBACK]
    brought = [s.reference for s in sources if s.kind in (SourceKind.COMPLAINT, SourceKind.COMPLIMENT)]
    looked_at = [source.reference for source in sources if source.kind is SourceKind.AUDIT]
    cases: set[int] = set()
    workers: set[int | None] = {person.id for person in more}
    names: list[Name] = []
    if said:
        rows = db.session.execute(sa.select(Feedback.case_id, Feedback.recorded_by_id).where(Feedback.code.in_(said)))
        for case_id, recorded_by_id in rows:
            cases.add(case_id)
            workers.add(recorded_by_id)
    if looked_at:
        rows = db.session.execute(sa.select(Audit.case_id, Audit.auditor_id).where(Audit.code.in_(looked_at)))
        for case_id, auditor_id in rows:
            cases.add(case_id)
            workers.add(auditor_id)
    if brought:
        for one in db.session.scalars(sa.select(Complaint).where(Complaint.code.in_(brought))):
            cases.update([one.case_id] if one.case_id else [])
            workers |= {one.concerns_id, one.handler_id, one.recorded_by_id}
            names += [Name(one.name, Whose.SOMEBODY)] if one.name else []
    return [*names, *_families(cases), *_practitioners(cases, workers)]


def _families(cases: Iterable[int]) -> list[Name]:
    """Everybody who is or was in the families of these cases."""
    numbers = list(cases)
    if not numbers:
        return []
    rows: Sequence[tuple[Person, FamilyRole, str]] = db.session.execute(
        sa.select(Person, Member.role, Family.name)
        .join(Member, Member.person_id == Person.id)
        .join(Family, Family.id == Member.family_id)
        .join(Case, Case.family_id == Family.id)
        .where(Case.id.in_(numbers))
        .order_by(Person.id)
    ).all()
    found = {
        Name(name, _WHOSE.get(role, Whose.NETWORK))
        for person, role, _ in rows
        for name in (person.forename, person.known_as)
        if name
    }
    found |= {Name(name, Whose.FAMILY) for person, _, family in rows for name in (person.surname, family_words(family))}
    return sorted(found, key=lambda name: (list(Whose).index(name.whose), name.name))


def _practitioners(cases: Iterable[int], workers: Iterable[int | None]) -> list[Name]:
    """Those who work or worked with these cases, word by word; everybody else here by their whole name."""
    numbers = list(cases)
    parts = sa.select(Lead.practitioner_id).where(Lead.case_id.in_(numbers))
    theirs = sa.or_(Practitioner.id.in_([n for n in workers if n]), Practitioner.id.in_(parts))
    rows = db.session.execute(sa.select(Practitioner.name, theirs.label("theirs")).order_by(Practitioner.id))
    return [Name(row.name, Whose.WORKER, whole=not row.theirs) for row in rows]
