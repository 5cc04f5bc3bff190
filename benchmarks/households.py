"""Families and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from familyhelp.practice import names
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.people import Ethnicity, FamilyRole, Sex

from .chains import Chain
from .rows import Codes, Rows
from .staff import Worker
from .words import FORENAMES, STREETS, Chance, folded, sound

_ETHNICITIES = list(Ethnicity)
_CHILDREN = (1, 1, 1, 2, 2, 3)
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
RESTRICTED = 0.01


def moment(day: date, chance: Chance) -> datetime:
    """A moment of a working day, in UTC."""
    return datetime.combine(day, time(chance.some(9, 16), chance.some(0, 59), chance.some(0, 59)), UTC)


@dataclass
class Somebody:
    """A person, as stories speak of them."""

    id: int
    code: str
    forename: str
    surname: str
    born: date | None
    role: FamilyRole
    sex: Sex


@dataclass
class Household:
    """A family with its people."""

    id: int
    surname: str
    people: list[Somebody]
    address: str
    postcode: str

    @property
    def parent(self) -> str:
        """The full name of the first adult."""
        return f"{self.people[0].forename} {self.surname}"


def settle(rows: Rows, chance: Chance, codes: Codes, since: date, by: Worker, viewers: list[Worker]) -> Household:
    """Make a family of about three people, known since a day."""
    surname, at = chance.surname(), moment(since, chance)
    restricted = chance.maybe(RESTRICTED)
    family_id = rows.add(
        "families",
        code=codes(),
        name=f"{surname} family",
        name_key=folded(surname),
        restricted=restricted,
        created_at=at,
    )
    if restricted:
        for viewer in viewers:
            rows.add("named_viewers", family_id=family_id, practitioner_id=viewer.id)
    street, number = chance.one(STREETS), chance.some(1, 200)
    postcode = f"ZZ{chance.some(1, 99)} {chance.some(1, 9)}{chance.one(_LETTERS)}{chance.one(_LETTERS)}"
    home = Household(family_id, surname, [], f"{number} {street} Road, Saltmere", postcode)
    adults, children = (1 if chance.maybe(0.55) else 2), chance.one(_CHILDREN)
    for number in range(adults + children):
        adult = number < adults
        home.people.append(_person(rows, chance, codes, home, adult, since, at))
    chain = Chain(rows, Subject.FAMILY, family_id)
    chain.add(EventKind.FAMILY_CREATED, at, by.id)
    return home


def _person(
    rows: Rows, chance: Chance, codes: Codes, home: Household, adult: bool, since: date, at: datetime
) -> Somebody:
    forename = chance.one(FORENAMES)
    years = chance.some(20, 48) if adult else chance.some(0, 16)
    expected = not adult and chance.maybe(0.02)
    born = None if expected else since - timedelta(days=years * 365 + chance.some(0, 364))
    role = FamilyRole.PARENT if adult else FamilyRole.CHILD
    sex = Sex.UNBORN if expected else Sex.FEMALE if chance.maybe(0.5) else Sex.MALE
    code = codes()
    phone = f"01632 960 {chance.some(0, 999):03}" if adult else None
    person_id = rows.add(
        "people",
        code=code,
        forename=forename,
        surname=home.surname,
        birth_date=born,
        due_date=since + timedelta(days=90) if expected else None,
        sex=sex,
        ethnicity=chance.one(_ETHNICITIES),
        phone=phone,
        phone_key=phone and phone.replace(" ", ""),
        name_key=f"{folded(home.surname)} {folded(forename)}",
        sound_key=sound(home.surname),
        created_at=at,
    )
    rows.add("members", family_id=home.id, person_id=person_id, role=role, starts_on=since)
    rows.add(
        "addresses",
        person_id=person_id,
        lines=home.address,
        line_key=names.address_key(home.address),
        postcode=home.postcode,
        starts_on=since,
    )
    return Somebody(person_id, code, forename, home.surname, born, role, sex)
