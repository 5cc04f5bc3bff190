"""The people of the tests. Each has a name, so that a test reads as a story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from familyhelp.casework.sign_ins import hasher
from familyhelp.extensions import db
from familyhelp.models import Agency, Practitioner, Team
from familyhelp.practice import clock
from familyhelp.practice.roles import AgencyKind, Role

PASSWORD = "correct-horse-battery-1"


@cache
def password_hash() -> str:
    return hasher.hash(PASSWORD)


def practitioner(
    name: str, role: Role, *, team: Team | None = None, agency: Agency | None = None, **more: object
) -> Practitioner:
    """A practitioner whose e-mail address is their first name."""
    person = Practitioner(
        name=name,
        email=f"{name.split()[0].lower()}@example.org",
        role=role,
        team=team,
        agency=agency,
        password_hash=password_hash(),
        created_at=clock.now(),
        **more,
    )
    db.session.add(person)
    return person


@dataclass
class Cast:
    """Everybody who works here, in the tests."""

    north: Team
    south: Team
    school: Agency
    flora: Practitioner  # the front door
    kamal: Practitioner  # key worker, north team
    colette: Practitioner  # his colleague, north team
    lena: Practitioner  # lead professional, from the school
    conor: Practitioner  # contributor, from the school
    mabel: Practitioner  # manager of the north team
    lionel: Practitioner  # social care liaison
    anita: Practitioner  # analyst
    adam: Practitioner  # administrator
    sven: Practitioner  # a key worker of the south team, who must see nothing of the north
    morag: Practitioner  # manager of the south team, likewise

    @classmethod
    def made(cls) -> Cast:
        """Make and flush everybody."""
        north, south = Team(name="North family help"), Team(name="South family help")
        school = Agency(name="Marsh Lane Primary School", kind=AgencyKind.SCHOOL)
        db.session.add_all([north, south, school])
        people = cls(
            north=north,
            south=south,
            school=school,
            flora=practitioner("Flora Dewhurst", Role.FRONT_DOOR),
            kamal=practitioner("Kamal Osei", Role.KEY_WORKER, team=north),
            colette=practitioner("Colette Barr", Role.KEY_WORKER, team=north),
            lena=practitioner("Lena Whitlock", Role.LEAD_PROFESSIONAL, agency=school),
            conor=practitioner("Conor Bright", Role.CONTRIBUTOR, agency=school),
            mabel=practitioner("Mabel Thorne", Role.MANAGER, team=north),
            lionel=practitioner("Lionel Achebe", Role.LIAISON, is_social_worker=True),
            anita=practitioner("Anita Rowe", Role.ANALYST),
            adam=practitioner("Adam Quist", Role.ADMINISTRATOR),
            sven=practitioner("Sven Halloran", Role.KEY_WORKER, team=south),
            morag=practitioner("Morag Ellery", Role.MANAGER, team=south),
        )
        north.managers.append(people.mabel)
        south.managers.append(people.morag)
        db.session.flush()
        return people

    @property
    def everybody(self) -> list[Practitioner]:
        """All of them."""
        return [person for person in vars(self).values() if isinstance(person, Practitioner)]
