"""Families and the people in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Event, Family, KeptFrom, Member, Person, Practitioner
from ..practice import clock, names
from ..practice.chronology import EventKind
from ..practice.people import FamilyRole, Sex
from ..practice.words import N_, Changed, NotYet, Scalar, Sentence, Word, say


@dataclass(frozen=True)
class NewPerson:
    """A person as somebody names them: born, or expected, or neither is known."""

    forename: str
    surname: str
    role: FamilyRole
    birth_date: date | None = None
    due_date: date | None = None
    sex: Sex | None = None
    phone: str | None = None
    nhs_number: str | None = None
    upn: str | None = None


def start_family(surname: str, people: Iterable[tuple[Person, FamilyRole]], *, by: Practitioner) -> Family:
    """Start the record of a family, called by its surname, with the people in it."""
    family = Family(name=f"{surname} family"[:200], name_key=names.fold(surname)[:120], created_at=clock.now())
    family.members = [Member(person=person, role=role, starts_on=clock.today()) for person, role in people]
    db.session.add(family)
    family.record(EventKind.FAMILY_CREATED, by=by)
    return family


def join(family: Family, person: Person, role: FamilyRole, *, by: Practitioner) -> Member:
    """Take a person who is already held into a family."""
    if any(m.person_id == person.id and m.ends_on is None for m in family.members):
        raise NotYet(say(N_("%(person)s is already in this family."), person=person.name))
    member = Member(person=person, role=role, starts_on=clock.today())
    family.members.append(member)
    family.record(EventKind.MEMBER_ADDED, by=by, person=person.name, role=role, named=person.code)
    return member


def leave(member: Member, *, ends_on: date, because: str, by: Practitioner) -> None:
    """Somebody no longer belongs to a family. They, and how they are related, stay on record. Raises NotYet."""
    if ends_on < member.starts_on:
        raise NotYet(say(N_("They were not in the family on that day."), "ends_on"))
    member.ends_on = ends_on
    person = member.person
    member.family.record(EventKind.MEMBER_ENDED, by=by, because=because, person=person.name, named=person.code)


def write_help(member: Member, *, can_help: str | None, by: Practitioner) -> None:
    """Write how somebody can help the children and their parents."""
    if member.can_help == can_help:
        return
    was = member.can_help
    member.can_help = can_help
    person = member.person
    member.family.record(EventKind.HELP_WRITTEN, by=by, person=person.name, named=person.code, was=was)


def person_from(described: NewPerson) -> Person:
    """A new person as they were described, in no family yet."""
    person = Person(
        forename=described.forename,
        surname=described.surname,
        birth_date=described.birth_date,
        due_date=described.due_date,
        sex=described.sex,
        phone=described.phone,
        nhs_number=described.nhs_number,
        upn=described.upn,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person


def add_member(family: Family, *, described: NewPerson, by: Practitioner) -> Person:
    """Add a person who is new to the service to a family. Raises NotYet for somebody who is in it already."""
    key = names.name_key(described.surname, described.forename)
    for member in family.members:
        if member.ends_on is None and member.person.name_key == key:
            born = {member.person.birth_date, described.birth_date} - {None}
            if len(born) < 2:
                raise NotYet(say(N_("%(person)s is already in this family."), "forename", person=member.person.name))
    person = person_from(described)
    join(family, person, described.role, by=by)
    return person


def take_numbers(person: Person, *, nhs_number: str | None, upn: str | None, by: Practitioner) -> None:
    """Take over numbers by which a request names somebody, where none is held: nobody types them again. A number that
    is held stays."""
    given = {"nhs_number": nhs_number, "upn": upn}
    missing = {name: number for name, number in given.items() if number and not getattr(person, name)}
    if missing:
        change_person(person, changes=missing, read_version=person.version, by=by)


KEPT = (
    "forename",
    "surname",
    "known_as",
    "birth_date",
    "birth_estimated",
    "due_date",
    "sex",
    "ethnicity",
    "language",
    "interpreter",
    "communication",
    "communication_note",
    "nhs_number",
    "nhs_traced",
    "upn",
    "gender",
    "religion",
    "disabilities",
    "school",
    "school_since",
    "phone",
    "email",
    "contact_hidden",
)
"""What `change_person` may change."""


def change_person(person: Person, *, changes: Mapping[str, Any], read_version: int, by: Practitioner) -> None:
    """Change what is held about a person; what was held before stays in the event. Nothing changes for nothing."""
    unknown = changes.keys() - set(KEPT)
    if unknown:
        raise ValueError(f"not kept here: {sorted(unknown)}")
    if changes.get("contact_hidden") is False and person.contact_hidden and _is_kept(person):
        raise NotYet(_stays_withheld("contact_hidden"))
    if changes.get("birth_date", person.birth_date) and changes.get("due_date", person.due_date):
        raise NotYet(say(N_("Give a date of birth or an expected date, not both."), "due_date"))
    different = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not different:
        return
    take(person, read_version, lambda: {name: _now(person, name) for name in different})
    before: dict[str, Any] = {f"was_{name}": _kept(getattr(person, name)) for name in different}
    called = person.name
    for name, value in different.items():
        setattr(person, name, value)
    person.record(EventKind.PERSON_CHANGED, by=by, person=called, **before)


def change_address(
    person: Person,
    *,
    lines: str,
    postcode: str | None,
    starts_on: date,
    hidden: bool,
    uprn: str | None = None,
    read_version: int,
    by: Practitioner,
) -> Address:
    """Write down where a person lives from a day on; the address before it ends on that day and stays readable."""
    current = current_address(person)
    if current and starts_on < current.starts_on:
        raise NotYet(say(N_("This lies before the day on which the address held now began."), "starts_on"))
    if not hidden and _is_kept(person):
        raise NotYet(_stays_withheld("hidden"))
    take(person, read_version, lambda: _stored_address(person))
    if current:
        current.ends_on = starts_on
    address = Address(lines=lines, postcode=postcode, starts_on=starts_on, hidden=hidden, uprn=uprn)
    person.addresses.append(address)
    person.record(EventKind.PERSON_CHANGED, by=by, person=person.name, moved_on=starts_on.isoformat())
    return address


def _is_kept(person: Person) -> bool:
    held = sa.exists().where(KeptFrom.person_id == person.id, KeptFrom.ends_on.is_(None))
    return bool(db.session.scalar(sa.select(held)))


def _stays_withheld(field: str) -> Sentence:
    return say(N_("This is kept from somebody in the family, so it stays withheld: leave the tick in."), field)


def current_address(person: Person) -> Address | None:
    """Where a person lives now."""
    return next((a for a in sorted(person.addresses, key=lambda a: -a.id) if a.ends_on is None), None)


def _stored_address(person: Person) -> dict[str, str]:
    current = current_address(person)
    return {"lines": current.lines, "postcode": current.postcode or ""} if current else {"lines": ""}


def take(person: Person, read_version: int, stored: Callable[[], Mapping[str, str]]) -> None:
    """Go on only from the version that was read. Raises Changed where there is a newer one."""
    taken = db.session.execute(
        sa.update(Person)
        .where(Person.id == person.id, Person.version == read_version)
        .values(version=read_version + 1)
        .execution_options(synchronize_session=False)
    )
    if getattr(taken, "rowcount", 0) != 1:
        db.session.refresh(person)
        raise Changed(stored=stored(), version=person.version, who=_last_writer(person))
    db.session.refresh(person, ["version"])


def _last_writer(person: Person) -> str | None:
    event = db.session.scalar(
        sa.select(Event)
        .where(Event.subject == person.subject, Event.subject_id == person.id)
        .order_by(Event.number.desc())
        .limit(1)
    )
    return event.by.name if event and event.by else None


def _kept(value: Any) -> Scalar:
    if isinstance(value, Word):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _now(person: Person, name: str) -> str:
    """What is held under a name, in words."""
    if name == "disabilities":
        return ", ".join(code.label for code in person.disability_codes)
    if name == "communication":
        return ", ".join(need.label for need in person.communication_needs)
    return _shown(getattr(person, name))


def spelled(day: date | None) -> str:
    """A day in words; empty for none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return spelled(value)
    return value.label if isinstance(value, Word) else "" if value is None else str(value)
