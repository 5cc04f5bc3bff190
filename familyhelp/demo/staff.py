"""The invented council of Saltmere: its teams, its partners and who works there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ..casework.sign_ins import hasher
from ..extensions import db
from ..models import Agency, Practitioner, Team
from ..practice import clock, references
from ..practice.roles import AgencyKind, Role

PASSWORD = "walk-with-families-1"  # noqa: S105 - the invented people of the demo all have this one
DOMAIN = "saltmere.example"


@dataclass
class Staff:
    """Everybody who works with the invented families."""

    teams: list[Team]
    agencies: dict[str, Agency]
    front_door: list[Practitioner] = field(default_factory=list)
    key_workers: list[Practitioner] = field(default_factory=list)
    leads: list[Practitioner] = field(default_factory=list)
    contributors: list[Practitioner] = field(default_factory=list)
    managers: list[Practitioner] = field(default_factory=list)
    liaison: list[Practitioner] = field(default_factory=list)

    def workers_of(self, team: Team) -> list[Practitioner]:
        """The key workers of a team."""
        return [worker for worker in self.key_workers if worker.team is team]

    def manager_of(self, team: Team) -> Practitioner:
        """Who answers for a team."""
        return next(manager for manager in self.managers if team in manager.managed_teams)


AGENCIES = {
    "school": ("Heron Primary School", AgencyKind.SCHOOL),
    "academy": ("Beacon Academy", AgencyKind.SCHOOL),
    "health": ("Saltmere Health Visiting", AgencyKind.HEALTH),
    "police": ("Saltmere Police", AgencyKind.POLICE),
    "housing": ("Quayside Homes", AgencyKind.HOUSING),
    "voluntary": ("Open Door Saltmere", AgencyKind.VOLUNTARY),
}
PEOPLE: tuple[tuple[str, Role, str | None, str | None], ...] = (
    ("Freya Lindqvist", Role.FRONT_DOOR, None, None),
    ("Gwen Abara", Role.FRONT_DOOR, None, None),
    ("Karim Bello", Role.KEY_WORKER, "Harbour", None),
    ("Kate Morrow", Role.KEY_WORKER, "Harbour", None),
    ("Keir Doyle", Role.KEY_WORKER, "Hill", None),
    ("Kiran Sethi", Role.KEY_WORKER, "Hill", None),
    ("Lucy Tran", Role.LEAD_PROFESSIONAL, None, "school"),
    ("Lewis Grant", Role.LEAD_PROFESSIONAL, None, "voluntary"),
    ("Hope Nwosu", Role.LEAD_PROFESSIONAL, None, "health"),
    ("Carys Pugh", Role.CONTRIBUTOR, None, "academy"),
    ("Marcus Vale", Role.MANAGER, "Harbour", None),
    ("Moira Keane", Role.MANAGER, "Hill", None),
    ("Linda Osborne", Role.LIAISON, None, None),
    ("Ada Price", Role.ANALYST, None, None),
    ("Ola Brand", Role.ADMINISTRATOR, None, None),
)


def hire() -> Staff:
    """Make the teams, the agencies and the practitioners, in the session."""
    teams = {name: Team(name=f"{name} family help team") for name in ("Harbour", "Hill")}
    with references.seeded(random.Random("agencies")):
        codes = {key: references.new_code() for key in AGENCIES}
    agencies = {key: Agency(code=codes[key], name=name, kind=kind) for key, (name, kind) in AGENCIES.items()}
    db.session.add_all([*teams.values(), *agencies.values()])
    secret = hasher.hash(PASSWORD)
    staff = Staff(list(teams.values()), agencies)
    places = {
        Role.FRONT_DOOR: staff.front_door,
        Role.KEY_WORKER: staff.key_workers,
        Role.LEAD_PROFESSIONAL: staff.leads,
        Role.CONTRIBUTOR: staff.contributors,
        Role.MANAGER: staff.managers,
        Role.LIAISON: staff.liaison,
    }
    for name, role, team, agency in PEOPLE:
        person = Practitioner(
            name=name,
            email=f"{name.split()[0].lower()}@{DOMAIN}",
            role=role,
            team=teams[team] if team else None,
            agency=agencies[agency] if agency else None,
            password_hash=secret,
            is_social_worker=role is Role.LIAISON,
            created_at=clock.now(),
        )
        db.session.add(person)
        places.get(role, []).append(person)
        if role is Role.MANAGER and team:
            teams[team].managers.append(person)
    db.session.flush()
    return staff
