"""Who works here: adding people, changing their accounts, giving passwords; teams."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Case, Practitioner, Team
from ..practice import clock, roles
from ..practice.chronology import EventKind
from ..practice.references import ALPHABET
from ..practice.roles import PART_OF_ROLE, Role
from ..practice.words import N_, Changed, NotYet, say
from . import sign_ins
from .telling import end_calendars

GIVEN_FOR = timedelta(hours=72)
"""How long a password that an administrator gave can be used; its owner chooses their own at once."""


def add_practitioner(
    *,
    name: str,
    email: str,
    role: Role,
    team: Team | None = None,
    teams: Sequence[Team] = (),
    agency: Agency | None = None,
    is_social_worker: bool = False,
    by: Practitioner | None,
) -> Practitioner:
    """Add somebody who works here; they sign in once they are given a password. `teams` are those a manager
    answers for. `by` is None for the service itself. Raises NotYet."""
    refuse_taken(email, None)
    _refuse_missing(role, team, teams, agency)
    refuse_ended(agency)
    practitioner = Practitioner(
        name=name,
        email=sign_ins.account_name(email),
        role=role,
        team=team,
        agency=agency,
        is_social_worker=is_social_worker,
        created_at=clock.now(),
        managed_teams=list(teams),
    )
    db.session.add(practitioner)
    db.session.flush()
    practitioner.record(EventKind.PRACTITIONER_ADDED, by=by, person=name, role=role)
    return practitioner


def change_practitioner(
    practitioner: Practitioner,
    *,
    name: str,
    email: str,
    role: Role,
    team: Team | None,
    teams: Sequence[Team],
    agency: Agency | None,
    is_social_worker: bool,
    read_version: int,
    by: Practitioner | None,
) -> None:
    """Change an account; what a new role may do, it may do from the next click. Raises Changed, NotYet."""
    if read_version != practitioner.version:
        raise Changed(stored={"name": practitioner.name, "email": practitioner.email}, version=practitioner.version)
    refuse_taken(email, practitioner)
    _refuse_missing(role, team, teams, agency)
    if agency is not practitioner.agency:
        refuse_ended(agency)
    if role is not practitioner.role:
        _refuse_last_administrator(practitioner)
        _refuse_held_cases(practitioner, role)
    practitioner.name, practitioner.email, practitioner.role = name, sign_ins.account_name(email), role
    practitioner.team, practitioner.agency, practitioner.is_social_worker = team, agency, is_social_worker
    practitioner.managed_teams = list(teams)
    practitioner.version += 1
    practitioner.record(EventKind.PRACTITIONER_CHANGED, by=by, person=name)


def suspend(practitioner: Practitioner, *, because: str, by: Practitioner | None) -> None:
    """Suspend an account: its sign-ins end now. The managers of its cases see at once who needs a new lead. `by` is
    None for the service itself."""
    if not practitioner.is_active:
        raise NotYet(say(N_("This account is already suspended.")))
    _refuse_last_administrator(practitioner)
    practitioner.is_active = False
    practitioner.version += 1
    sign_ins.end_all(practitioner)
    end_calendars(practitioner)
    practitioner.record(EventKind.PRACTITIONER_SUSPENDED, by=by, because=because, person=practitioner.name)


def restore(practitioner: Practitioner, *, because: str, by: Practitioner) -> None:
    """Let a suspended account sign in again, with the password it had."""
    if practitioner.is_active:
        raise NotYet(say(N_("This account is not suspended.")))
    practitioner.is_active = True
    practitioner.restored_at, practitioner.warned_unused_at = clock.now(), None
    practitioner.version += 1
    practitioner.record(EventKind.PRACTITIONER_RESTORED, by=by, because=because, person=practitioner.name)


def give_password(practitioner: Practitioner, *, by: Practitioner | None) -> str:
    """Give a password by chance (about 80 bits), to be shown once. It opens only the page where its owner chooses
    their own, for 72 hours, and every sign-in of the account ends."""
    if not practitioner.is_active:
        raise NotYet(say(N_("This account is suspended. Restore it first.")))
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(4)).lower() for _ in range(4)]
    password = "-".join(groups)
    practitioner.password_hash = sign_ins.hashed(password)
    practitioner.password_expires_at = clock.now() + GIVEN_FOR
    sign_ins.end_all(practitioner)
    practitioner.record(EventKind.PASSWORD_GIVEN, by=by, person=practitioner.name)
    return password


def add_team(*, name: str, by: Practitioner) -> Team:
    """Add a team of the authority. Raises NotYet where there is one of this name."""
    if db.session.scalar(sa.select(sa.exists().where(sa.func.lower(Team.name) == name.lower()))):
        raise NotYet(say(N_("There is already a team of this name."), "name"))
    team = Team(name=name)
    db.session.add(team)
    db.session.flush()
    by.record(EventKind.TEAM_ADDED, by=by, name=name)
    return team


# What is refused ------------------------------------------------------------------------------------------


def refuse_ended(agency: Agency | None) -> None:
    """Nobody new is given an account at an agency that no longer works with us. Raises NotYet."""
    if agency is not None and agency.ended_on is not None:
        raise NotYet(say(N_("%(agency)s no longer works with us."), "agency", agency=agency.name))


def refuse_taken(email: str, owner: Practitioner | None) -> None:
    """One account for each e-mail address; a suspended one keeps its address. Raises NotYet."""
    with db.session.no_autoflush:
        found = db.session.scalar(
            sa.select(Practitioner.id).where(Practitioner.email == sign_ins.account_name(email)).limit(1)
        )
    if found is not None and (owner is None or found != owner.id):
        raise NotYet(say(N_("Another account already has this e-mail address."), "email"))


def _refuse_missing(role: Role, team: Team | None, teams: Sequence[Team], agency: Agency | None) -> None:
    lacking = list(roles.missing(role, team=team is not None, teams=bool(teams), agency=agency is not None))
    if lacking:
        raise NotYet(*lacking)


def _refuse_last_administrator(practitioner: Practitioner) -> None:
    """Somebody must be able to look after the accounts. The rows are locked, so that two cannot leave at once."""
    if practitioner.role is not Role.ADMINISTRATOR or not practitioner.is_active:
        return
    active = sa.select(Practitioner.id).where(Practitioner.role == Role.ADMINISTRATOR, Practitioner.is_active)
    others = set(db.session.scalars(active.order_by(Practitioner.id).with_for_update())) - {practitioner.id}
    if not others:
        raise NotYet(say(N_("This is the only administrator. Add another one first."), "role"))


def _refuse_held_cases(practitioner: Practitioner, role: Role) -> None:
    """Nobody is moved out of reach of the families they lead: those are handed over first."""
    if PART_OF_ROLE.get(role) is PART_OF_ROLE.get(practitioner.role):
        return
    count = cases_led(practitioner)
    if count:
        sentence = N_("%(person)s leads %(count)s cases. Their manager hands these over first; then change the role.")
        raise NotYet(say(sentence, "role", person=practitioner.name, count=count))


def cases_led(practitioner: Practitioner) -> int:
    """How many open cases somebody leads."""
    led = sa.select(sa.func.count()).where(Case.lead_id == practitioner.id, Case.closed_on.is_(None))
    return int(db.session.scalar(led) or 0)
