"""The ways of signing in, and which of them an authority lets each role use."""

from __future__ import annotations

from collections.abc import Mapping

from .roles import Role
from .words import N_, Word, word_of


class Way(Word):
    """How somebody signed in."""

    PASSWORD = "password", N_("Password alone")
    SECOND_STEP = "second_step", N_("Password and a code")
    PASSKEY = "passkey", N_("Passkey")
    SINGLE_SIGN_ON = "single_sign_on", N_("Single sign-on")


ALL = frozenset(Way)
Ways = Mapping[Role, frozenset[Way]]


def ways_in(text: str) -> Ways:
    """The ways that a setting gives roles, as in `key_worker=single_sign_on;manager=passkey`. A role that it
    does not name may use each. Raises ValueError for a word that it does not know, or a role without a way."""
    found: dict[Role, frozenset[Way]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        role, mark, ways = part.partition("=")
        words = frozenset(word_of(Way, way.strip()) for way in ways.split(",") if way.strip())
        if not mark or not words:
            raise ValueError(f"FAMILYHELP_SIGN_IN_WAYS: “{part}” names no way of signing in")
        found[word_of(Role, role.strip())] = words
    return found


def insist(ways: Ways, *, single_sign_on: bool) -> None:
    """Raise ValueError where a role could not sign in at all: its one way is single sign-on, and there is none."""
    for role, found in ways.items():
        if found == {Way.SINGLE_SIGN_ON} and not single_sign_on:
            raise ValueError(f"FAMILYHELP_SIGN_IN_WAYS: {role.value} needs FAMILYHELP_OIDC_ISSUER")


def allowed(role: Role, ways: Ways, second_step: frozenset[Role]) -> frozenset[Way]:
    """How a role may sign in. Where the password alone is enough, a code with it is, too."""
    found = ways.get(role, ALL)
    if Way.PASSWORD in found:
        found |= {Way.SECOND_STEP}
    return found - {Way.PASSWORD} if role in second_step else found


def can_set_up(may: frozenset[Way], *, has_second_step: bool, has_passkey: bool) -> bool:
    """Whether somebody who may not go on with the password alone may with it set up what they need. Whoever can come
    by single sign-on needs no password for that."""
    first_passkey = Way.PASSKEY in may and Way.SINGLE_SIGN_ON not in may and not has_passkey
    return (Way.SECOND_STEP in may and not has_second_step) or first_passkey


def lacks(way: Way, may: frozenset[Way], *, has_second_step: bool) -> bool:
    """Whether somebody who signed in this way must first set up another."""
    set_up = way is Way.PASSWORD and Way.SECOND_STEP in may and has_second_step
    return way not in may and not set_up
