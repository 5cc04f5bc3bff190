"""Invented people who are held twice: a pair that waits for the administrator, and one that was merged."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import families, merges
from ..casework.families import NewPerson
from ..extensions import db
from ..models import Case, Family, Member, Person, Step
from ..practice import clock, references
from ..practice.people import FamilyRole
from ..practice.steps import StepState
from .staff import Staff

_LANGUAGES = (("Polish", True), ("Romanian", True), ("Urdu", False), ("British Sign Language", True))
_SCHOOLS = (("Dawn Nursery", "Quay Street Primary"), ("Hill Road Infants", "Marsh Lane Primary"))


def hold_some_twice(seed: int, today: date, staff: Staff) -> None:
    """Two children were written down twice; some families speak another language, and their children changed school."""
    chance = random.Random(f"held twice {seed}")
    with clock.at(datetime.combine(today, time(8, 30), clock.LOCAL)), references.seeded(chance):
        children = _children()
        for person, family in children[:2]:
            _twice(person, family, staff, merged=person is children[0][0])
        for number, (person, family) in enumerate(children[2:8]):
            _fuller(person, family, number, today, staff)


def _children() -> list[tuple[Person, Family]]:
    """Some children of school age in families that are helped now, one of each family, and not restricted."""
    query = (
        sa.select(Person, Family)
        .join(Member, Member.person_id == Person.id)
        .join(Family, Family.id == Member.family_id)
        .join(Case, Case.family_id == Family.id)
        .where(Case.closed_on.is_(None), Member.role == FamilyRole.CHILD, Member.ends_on.is_(None))
        .where(sa.not_(sa.exists().where(Step.case_id == Case.id, Step.state == StepState.PENDING)))
        .where(sa.not_(Family.restricted), Person.birth_date < clock.today() - timedelta(days=6 * 365))
        .order_by(Family.id, Person.id)
    )
    found: dict[int, tuple[Person, Family]] = {}
    for person, family in db.session.execute(query):
        found.setdefault(family.id, (person, family))
    return list(found.values())


def _twice(person: Person, family: Family, staff: Staff, *, merged: bool) -> None:
    by = staff.front_door[0]
    spelled = f"{person.forename[:-1]}{person.forename[-1] * 2}"
    again = families.person_from(
        NewPerson(spelled, person.surname, FamilyRole.CHILD, birth_date=person.birth_date, sex=person.sex)
    )
    families.join(family, again, FamilyRole.CHILD, by=by)
    merges.note_pair(person.id, again.id, 92)
    if merged:
        db.session.flush()
        version = merges.version_of(person, again)
        because = "One birthday, one mother, one school."
        merges.merge_people(person, again, because=because, read_version=version, by=by)


def _fuller(person: Person, family: Family, number: int, today: date, staff: Staff) -> None:
    """Where a child goes to school and went before; what the parents speak."""
    by = staff.front_door[0]
    first, now = _SCHOOLS[number % 2]
    for school, since in ((first, today.year - 4), (now, today.year - 1)):
        db.session.flush()
        changes = {"school": school, "school_since": date(since, 9, 2)}
        families.change_person(person, changes=changes, read_version=person.version, by=by)
    language, interpreter = _LANGUAGES[number % 4]
    for member in family.members:
        if number < 4 and member.role in (FamilyRole.PARENT, FamilyRole.NETWORK) and member.ends_on is None:
            changes = {"language": language, "interpreter": interpreter}
            families.change_person(member.person, changes=changes, read_version=member.person.version, by=by)
