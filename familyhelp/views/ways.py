"""Which ways of signing in the authority lets a role use, by its settings."""

from __future__ import annotations

from flask import current_app

from ..models import Practitioner
from ..practice import ways
from ..practice.passkeys import Site, site_of
from ..practice.roles import Role
from ..practice.ways import Way


def may(role: Role) -> frozenset[Way]:
    """How a role may sign in."""
    return ways.allowed(role, current_app.config["WAYS_OF_ROLES"], current_app.config["SECOND_STEP_ROLES"])


def must_set_up(person: Practitioner) -> str | None:
    """Where somebody sets up what their role needs, who signed in with less than that; None where nothing is amiss."""
    allowed = may(person.role)
    if not ways.lacks(person.way, allowed, has_second_step=person.second_step_at is not None):
        return None
    return "second_step.own" if Way.SECOND_STEP in allowed else "passkeys.own"


def goes_on(person: Practitioner) -> bool:
    """Whether a sign-in still counts: also where the authority has since changed how a role may sign in."""
    allowed, has_second_step = may(person.role), person.second_step_at is not None
    return not ways.lacks(person.way, allowed, has_second_step=has_second_step) or ways.can_set_up(
        allowed, has_second_step=has_second_step, has_passkey=False
    )


def needs_more(role: Role) -> bool:
    """Whether the password alone is not enough for a role."""
    return Way.PASSWORD not in may(role)


def by_provider_alone(role: Role) -> bool:
    """Whether a role signs in by single sign-on and in no other way, so that it needs no password."""
    return may(role) == {Way.SINGLE_SIGN_ON}


def needs_password(role: Role) -> bool:
    """Whether a password lets somebody of a role in, or lets them set up what does."""
    allowed = may(role)
    return Way.PASSWORD in allowed or ways.can_set_up(allowed, has_second_step=False, has_passkey=False)


def site() -> Site:
    """The site that passkeys are bound to."""
    return site_of(current_app.config["SERVICE_URL"], current_app.config["AUTHORITY_NAME"])
