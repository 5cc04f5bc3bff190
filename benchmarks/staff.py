"""Who works here: teams, agencies, and practitioners of every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from familyhelp.casework.sign_ins import hashed
from familyhelp.practice.roles import AgencyKind, Role

from .rows import Codes, Rows
from .words import FORENAMES, Chance

PASSWORD = "only for benchmarks on this machine"
SHARES = {
    Role.KEY_WORKER: 0.45,
    Role.MANAGER: 0.20,
    Role.LEAD_PROFESSIONAL: 0.15,
    Role.CONTRIBUTOR: 0.08,
    Role.FRONT_DOOR: 0.05,
    Role.LIAISON: 0.03,
    Role.ANALYST: 0.02,
    Role.ADMINISTRATOR: 0.02,
}
TEAMS = 20


@dataclass
class Worker:
    """A practitioner, as stories speak of them."""

    id: int
    name: str
    email: str
    team_id: int | None


@dataclass
class Staff:
    """Everybody, by role and by team."""

    teams: dict[int, str] = field(default_factory=dict)
    agencies: list[int] = field(default_factory=list)
    by_role: dict[Role, list[Worker]] = field(default_factory=dict)
    key_workers: dict[int, list[Worker]] = field(default_factory=dict)
    managers: dict[int, list[Worker]] = field(default_factory=dict)

    def one(self, role: Role, chance: Chance) -> Worker:
        """Somebody of a role."""
        return chance.one(self.by_role[role])


def how_many(families: int) -> int:
    """100 practitioners for 1,000 families, in proportion up to 500."""
    return max(50, min(500, families // 10))


def hire(rows: Rows, chance: Chance, codes: Codes, families: int, now: datetime) -> Staff:
    """Make everybody. All have one password, hashed once."""
    staff = Staff()
    for number in range(1, TEAMS + 1):
        name = f"Family help team {number:02}"
        staff.teams[rows.add("teams", name=name)] = name
    kinds = list(AgencyKind)[1:]
    for number in range(1, 41):
        kind = kinds[number % len(kinds)]
        staff.agencies.append(rows.add("agencies", code=codes(), name=f"Agency {number:02}", kind=kind, version=1))
    password = hashed(PASSWORD)
    many = how_many(families)
    for role, share in SHARES.items():
        staff.by_role[role] = []
        for number in range(max(TEAMS if role in (Role.KEY_WORKER, Role.MANAGER) else 1, round(many * share))):
            staff.by_role[role].append(_worker(rows, chance, codes, staff, role, number, password, now))
    return staff


def _worker(
    rows: Rows, chance: Chance, codes: Codes, staff: Staff, role: Role, number: int, password: str, now: datetime
) -> Worker:
    team_id = number % TEAMS + 1 if role in (Role.KEY_WORKER, Role.MANAGER) else None
    name = f"{chance.one(FORENAMES)} {chance.surname()}"
    email = f"{role.value}.{number + 1}@example.org"
    identity = rows.add(
        "practitioners",
        code=codes(),
        name=name,
        email=email,
        password_hash=password,
        role=role,
        team_id=team_id,
        agency_id=staff.agencies[number % 40] if role in (Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR) else None,
        is_social_worker=role is Role.LIAISON,
        created_at=now,
    )
    worker = Worker(identity, name, email, team_id)
    if role is Role.KEY_WORKER and team_id:
        staff.key_workers.setdefault(team_id, []).append(worker)
    if role is Role.MANAGER and team_id:
        staff.managers.setdefault(team_id, []).append(worker)
        rows.add("team_managers", team_id=team_id, practitioner_id=identity)
    return worker
