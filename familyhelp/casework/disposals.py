"""Disposing of a record: one person proposes it, another decides. What is approved goes at once and for good; its row
in the register stays, and so does the chain of its chronology, without a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..extensions import Base, db
from ..models import (
    Contact,
    ContactPerson,
    Disposal,
    DisposalSubject,
    Draft,
    Event,
    Export,
    Family,
    KeptSearch,
    LegalHold,
    Look,
    Member,
    Message,
    Person,
    Practitioner,
    Recorded,
    Submission,
)
from ..practice import clock, references
from ..practice import disposals as rules
from ..practice.chronology import EventKind, Subject, seal
from ..practice.disposals import HELD, Decision, DisposalState, Facts
from ..practice.exports import What
from ..practice.references import write_code
from ..practice.retention import Rule
from ..practice.searches import KEPT_FOR
from ..practice.words import N_, NotYet, Sentence, say
from . import attachment_files
from .removing import ROOTS, TABLES, Belongings, chunks, forget_surnames, surnames_of, take_out

Held = Family | Contact


def propose_disposal(held: Held, *, facts: Facts, rule: Rule, because: str, by: Practitioner) -> Disposal:
    """Propose that a family's record, or a request for help of no family, is disposed of. Raises NotYet."""
    until = facts.until(rule)
    lacking = list(_against(held, facts, rule))
    if _waiting(held):
        lacking.append(say(N_("Somebody has proposed this already.")))
    lacking += rules.missing_words(because, _names(held), "because")
    if lacking or until.on is None:
        raise NotYet(*lacking)
    disposal = Disposal(
        code=references.new_code(),
        record=rule.record,
        family=held if isinstance(held, Family) else None,
        contact=held if isinstance(held, Contact) else None,
        opened_on=facts.opened_on,
        begins_on=facts.begins,
        kept_until=until.on,
        years=rule.years,
        child_until=rule.child_until,
        setting_id=rule.version or None,
        because=because.strip(),
        proposed_by=by,
        proposed_at=clock.now(),
    )
    db.session.add(disposal)
    held.record(EventKind.DISPOSAL_PROPOSED, by=by, because=disposal.because, disposal=write_code(disposal.code))
    return disposal


def review_disposal(
    disposal: Disposal, *, decision: Decision, words: str, facts: Facts, rule: Rule, files: Path, by: Practitioner
) -> None:
    """Decide on a disposal that somebody else proposed; what is approved goes at once. `facts` and `rule` are as they
    are now, and a hold that was placed meanwhile counts. `files` is where attachments stand. Raises NotYet."""
    held = _held(disposal)
    lacking = [*_decided(disposal, by), *rules.missing_words(words, _names(held), "words")]
    if decision is Decision.APPROVE:
        lacking += _against(held, facts, rule)
    if lacking:
        raise NotYet(*lacking)
    disposal.reviewed_by, disposal.reviewed_at, disposal.reviewed_words = by, clock.now(), words.strip()
    if decision is Decision.REFUSE:
        disposal.state, disposal.done_at = DisposalState.REFUSED, clock.now()
        held.record(EventKind.DISPOSAL_REFUSED, by=by, because=words.strip(), disposal=write_code(disposal.code))
        return
    until = facts.until(rule)
    disposal.state, disposal.kept_until = DisposalState.APPROVED, until.on or disposal.kept_until
    disposal.years, disposal.child_until, disposal.setting_id = rule.years, rule.child_until, rule.version or None
    db.session.flush()
    _dispose(disposal, held, files, by)


def _held(disposal: Disposal) -> Held:
    held = disposal.family or disposal.contact
    if held is None:
        raise ValueError("a disposal is of one record")
    return held


def _decided(disposal: Disposal, by: Practitioner) -> list[Sentence]:
    lacking = []
    if disposal.state is not DisposalState.PROPOSED:
        lacking.append(say(N_("This was decided already.")))
    if disposal.proposed_by_id == by.id:
        lacking.append(say(N_("You proposed this: somebody else decides.")))
    return lacking


def _against(held: Held, facts: Facts, rule: Rule) -> list[Sentence]:
    """What speaks against it now. The hold is asked for here again, with the family locked against a new one."""
    lacking = list(rules.not_due(facts, rule, clock.today()))
    if isinstance(held, Family):
        db.session.execute(sa.select(Family.id).where(Family.id == held.id).with_for_update())
        on_hold = sa.exists().where(LegalHold.family_id == held.id, LegalHold.lifted_at.is_(None))
        if db.session.scalar(sa.select(on_hold)) and HELD not in facts.blocks:
            lacking.append(say(HELD))
    return lacking


def _waiting(held: Held) -> bool:
    column = Disposal.family_id if isinstance(held, Family) else Disposal.contact_id
    waits = sa.exists().where(column == held.id, Disposal.state == DisposalState.PROPOSED)
    return bool(db.session.scalar(sa.select(waits)))


def _names(held: Held) -> Sequence[str]:
    """The names of everybody whom a record is about."""
    if isinstance(held, Family):
        who = sa.select(Person.forename, Person.surname, Person.known_as).join(Member, Member.person_id == Person.id)
        rows = db.session.execute(who.where(Member.family_id == held.id).order_by(Person.id)).all()
        return [name for row in rows for name in row if name]
    asked = sa.select(ContactPerson.forename, ContactPerson.surname).where(ContactPerson.contact_id == held.id)
    return [name for row in db.session.execute(asked.order_by(ContactPerson.id)) for name in row if name]


# Doing it -------------------------------------------------------------------------------------------------------


def _dispose(disposal: Disposal, held: Held, files: Path, by: Practitioner) -> None:
    if db.session.connection().dialect.name == "sqlite":
        # What is deleted is written over in the file, and not only unlinked from it.
        db.session.execute(sa.text("PRAGMA secure_delete = ON"))
    found = Belongings(held)
    names, surnames = _files_of(found), surnames_of(found.ids["people"])
    subjects = _subjects(found)
    db.session.add_all(
        DisposalSubject(disposal_id=disposal.id, subject=subject, subject_id=number) for subject, number in subjects
    )
    db.session.flush()
    removed: dict[str, Any] = {"drafts": _drafts(found), "messages": _messages(found)}
    removed |= _exports(number for subject, number in subjects if subject is Subject.EXPORT)
    removed |= {what: dict(sorted(counts.items())) for what, counts in take_out(found).items()}
    removed |= {"files": len(names), "events": _events(subjects), "looks": _looks(subjects)}
    forget_surnames(surnames)
    db.session.expire_all()
    for subject, number in subjects:
        _record(subject, number, disposal, by)
    disposal.removed, disposal.done_at = removed, clock.now()
    db.session.flush()
    attachment_files.forget(files, names)


def _files_of(found: Belongings) -> list[str]:
    kept = TABLES["attachments"].c
    return [
        name
        for chunk in chunks(found.ids.get("attachments", set()))
        for name in db.session.scalars(sa.select(kept.stored_as).where(kept.id.in_(chunk)).order_by(kept.id))
    ]


def recorded() -> dict[str, Any]:
    """The records that have a chronology, by their table."""
    models: list[Any] = [mapper.class_ for mapper in Base.registry.mappers]
    return {model.__tablename__: model for model in models if issubclass(model, Recorded)}


def _subjects(found: Belongings) -> list[tuple[Subject, int]]:
    """Every chronology that is emptied: those of the records, and of what somebody took away of one of their people."""
    named = [
        (model.subject, number)
        for table, model in sorted(recorded().items())
        for number in sorted(found.ids.get(table, ()))
    ]
    codes = _codes(found)
    taken = db.session.scalars(sa.select(Export).where(Export.what == What.PERSON).order_by(Export.id))
    named += [
        (Subject.EXPORT, export.id)
        for export in taken
        if codes & {export.asked.get("person"), export.asked.get("family")}
    ]
    return named


def _codes(found: Belongings, *more: str) -> set[str | None]:
    """The references of the records, and of what else was found in these tables."""
    return {
        code
        for table in (*ROOTS, *more)
        for chunk in chunks(found.ids.get(table, set()))
        for code in db.session.scalars(sa.select(TABLES[table].c.code).where(TABLES[table].c.id.in_(chunk)))
    }


def _exports(numbers: Iterable[int]) -> dict[str, int]:
    """What was written of why everything held about somebody was put together."""
    table, count = TABLES["exports"], 0
    for chunk in chunks(numbers):
        count += len(chunk)
        db.session.execute(sa.update(table).where(table.c.id.in_(chunk)).values(purpose="", asked={}))
    return {"exports": count}


def _messages(found: Belongings) -> int:
    """Messages to the family itself; and, of those that have gone out, the ones to others whose address stands on the
    record. Those to staff name no family, and what another request for help tells is of that one."""
    addresses: set[str] = set()
    for table, column in _ADDRESSES:
        place = TABLES[table].c
        for chunk in chunks(found.ids.get(table, set())):
            addresses |= set(db.session.scalars(sa.select(place[column]).where(place.id.in_(chunk)))) - {None, ""}
    staff = set(db.session.scalars(sa.select(Practitioner.email).where(Practitioner.email.in_(addresses))))
    own = set(db.session.scalars(sa.select(Person.email).where(Person.id.in_(found.ids["people"]))))
    theirs = sa.or_(Message.to.in_(sorted(own & addresses)), Message.sent_at.is_not(None))
    of_none = Message.contact_id.is_(None)
    gone = db.session.execute(sa.delete(Message).where(Message.to.in_(sorted(addresses - staff)), of_none, theirs))
    return int(getattr(gone, "rowcount", 0))


_ADDRESSES = (
    ("people", "email"),
    ("links", "email"),
    ("actions", "owner_email"),
    ("contacts", "referrer_email"),
    ("partner_views", "email"),
    ("contributions", "email"),
    ("invitations", "email"),
)


def _drafts(found: Belongings) -> int:
    """What somebody typed on a page of the record and never saved, and searches that open nothing any longer."""
    with_code = [name for name in found.ids if "code" in TABLES[name].c and name not in ROOTS]
    codes = {write_code(code) for code in _codes(found, *with_code) if code}
    counts = []
    for model in (Draft, Submission):
        paths = db.session.execute(sa.select(model.id, model.path).order_by(model.id))
        gone = [row.id for row in paths if codes & set(row.path.split("/"))]
        counts.append(len(gone))
        for chunk in chunks(gone):
            db.session.execute(sa.delete(model).where(model.id.in_(chunk)))
    db.session.execute(sa.delete(KeptSearch).where(KeptSearch.kept_at <= clock.now() - KEPT_FOR))
    return counts[0]


def _events(subjects: Sequence[tuple[Subject, int]]) -> int:
    """The words and facts of the chronologies; kind, moment, author and chain stay."""
    return _each(subjects, lambda of: sa.update(Event).where(*of(Event)).values(because=None, facts=None))


def _looks(subjects: Sequence[tuple[Subject, int]]) -> int:
    """Who looked stays, since it is about the staff; why, in their words, goes."""
    return _each(subjects, lambda of: sa.update(Look).where(*of(Look), Look.because.is_not(None)).values(because=None))


def _each(subjects: Sequence[tuple[Subject, int]], change: Any) -> int:
    count = 0
    for subject, number in subjects:

        def of(model: Any, subject: Subject = subject, number: int = number) -> tuple[Any, ...]:
            return model.subject == subject, model.subject_id == number

        done = db.session.execute(change(of), execution_options={"synchronize_session": False})
        count += int(getattr(done, "rowcount", 0))
    return count


def _record(subject: Subject, number: int, disposal: Disposal, by: Practitioner) -> None:
    """The last event of each chronology: it seals what is left of those before it."""
    model = next(one for one in recorded().values() if one.subject is subject)
    emptied: Any = db.session.get_one(model, number)
    columns = (Event.number, Event.kind, Event.at, Event.by_id, Event.previous, Event.digest)
    left = db.session.execute(
        sa.select(*columns).where(Event.subject == subject, Event.subject_id == number).order_by(Event.number)
    ).all()
    emptied.record(
        EventKind.DISPOSED,
        by=by,
        disposal=write_code(disposal.code),
        person=disposal.proposed_by.name,
        emptied=len(left),
        seal=seal(left),
    )
