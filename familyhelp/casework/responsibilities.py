"""Parental responsibility: recorded, corrected, ended. Nothing is overwritten; the family's chronology tells of it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Family, Person, Practitioner, Responsibility
from ..practice import clock
from ..practice import responsibilities as rules
from ..practice.chronology import EventKind
from ..practice.responsibilities import Ground, Held
from ..practice.words import N_, NotYet, Sentence, say
from .families import spelled
from .new_versions import set_aside
from .relationships import somebody


def hold_responsibility(
    family: Family,
    child: Person,
    *,
    holder: Person | None,
    authority: str | None,
    ground: Ground,
    known_how: str | None,
    starts_on: date | None,
    by: Practitioner,
) -> Responsibility:
    """Record who holds parental responsibility for a child: a person, or else the authority of this name. Raises
    NotYet."""
    _refuse(_wrong(child, holder, ground, starts_on, None, None))
    made = Responsibility(
        child=child, holder=holder, authority=None if holder else authority, ground=ground, known_how=known_how,
        starts_on=starts_on, written_at=clock.now(), written_by=by,
    )  # fmt: skip
    db.session.add(made)
    _tell(family, EventKind.RESPONSIBILITY_RECORDED, made, by=by)
    return made


def correct_responsibility(
    family: Family,
    held: Responsibility,
    *,
    ground: Ground,
    known_how: str | None,
    starts_on: date | None,
    ends_on: date | None,
    withdrawn: bool,
    because: str,
    read_number: int,
    by: Practitioner,
) -> Responsibility:
    """Write the next version of who holds it, or take it off the record. Raises Changed, NotYet."""
    if not because.strip():
        raise NotYet(say(N_("Say why it is corrected."), "because"))
    if not withdrawn:
        _refuse(_wrong(held.child, held.holder, ground, starts_on, ends_on, held.code))
    made = _next(held, read_number, ground=ground, known_how=known_how, starts_on=starts_on, ends_on=ends_on, by=by)
    made.withdrawn, made.because = withdrawn, because
    _tell(family, EventKind.RESPONSIBILITY_CORRECTED, made, by=by, because=because)
    return made


def end_responsibility(
    family: Family, held: Responsibility, *, ends_on: date, because: str, read_number: int, by: Practitioner
) -> Responsibility:
    """Record that somebody no longer holds it, and why. Raises Changed, NotYet."""
    if held.ends_on:
        raise NotYet(say(N_("This has ended already: correct it instead.")))
    _refuse(list(rules.wrong_dates(held.child.birth_date, held.starts_on, ends_on, clock.today())))
    made = _next(
        held,
        read_number,
        ground=held.ground,
        known_how=held.known_how,
        starts_on=held.starts_on,
        ends_on=ends_on,
        by=by,
    )
    made.because = because
    _tell(family, EventKind.RESPONSIBILITY_ENDED, made, by=by, because=because)
    return made


def _next(
    held: Responsibility,
    read_number: int,
    *,
    ground: Ground,
    known_how: str | None,
    starts_on: date | None,
    ends_on: date | None,
    by: Practitioner,
) -> Responsibility:
    stored = {
        "ground": held.ground.label,
        "known_how": held.known_how or "",
        "starts_on": spelled(held.starts_on),
        "ends_on": spelled(held.ends_on),
    }
    set_aside(held, read_number, stored)
    made = Responsibility(
        code=held.code, number=held.number + 1, child=held.child, holder=held.holder, authority=held.authority,
        ground=ground, known_how=known_how, starts_on=starts_on, ends_on=ends_on,
        written_at=clock.now(), written_by=by,
    )  # fmt: skip
    db.session.add(made)
    return made


def _wrong(
    child: Person,
    holder: Person | None,
    ground: Ground,
    starts_on: date | None,
    ends_on: date | None,
    corrected: str | None,
) -> list[Sentence]:
    today = clock.today()
    query = sa.select(Responsibility.holder_id, Responsibility.ground, Responsibility.code).where(
        Responsibility.current,
        sa.not_(Responsibility.withdrawn),
        Responsibility.child_id == child.id,
        Responsibility.ends_on.is_(None),
    )
    rows = db.session.execute(query.order_by(Responsibility.id))
    held = [Held(who, known) for who, known, code in rows if code != corrected and not ends_on]
    is_child = rules.needs(child.birth_date, today, expected=child.due_date is not None, died=child.died_on is not None)
    found = list(
        rules.problems(
            somebody(child), somebody(holder) if holder else None, ground, held, is_child=is_child or bool(corrected)
        )
    )
    return found + list(rules.wrong_dates(child.birth_date, starts_on, ends_on, today))


def _tell(
    family: Family, kind: EventKind, held: Responsibility, *, by: Practitioner, because: str | None = None
) -> None:
    who = held.holder.name if held.holder else held.authority
    named = f"{held.child.code} {held.holder.code}" if held.holder else held.child.code
    family.record(kind, by=by, because=because, who=who, person=held.child.name, ground=held.ground, named=named)


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
