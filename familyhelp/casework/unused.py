"""Accounts that nobody uses: their owner is warned, then they are suspended; who hands over what they hold is told."""

from __future__ import annotations

from collections.abc import Sequence

from ..models import Practitioner, Team
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.words import N_, NotYet, say
from . import messages
from .practitioners import suspend


def warn_unused(person: Practitioner, *, days: int, left: int, address: str, by: Practitioner | None) -> None:
    """Tell somebody that nobody has signed in as them for some days, and how many are left. Raises NotYet."""
    if not person.is_active or person.warned_unused_at is not None:
        raise NotYet(say(N_("They are warned already, or suspended.")))
    person.warned_unused_at = clock.now()
    text = (
        f"You have not signed in for {days} days. In {left} days your account will be suspended, because an account"
        f" that nobody uses is a risk to families.\n\nSign in to keep it: {address}/\n"
    )
    messages.write(person.email, "Your account will be suspended unless you sign in", text)
    person.record(EventKind.WARNED_UNUSED, by=by, person=person.name, days=days)


def suspend_unused(
    person: Practitioner, *, days: int, held: Sequence[tuple[Team, int]], address: str, by: Practitioner | None
) -> None:
    """Suspend an account that nobody uses; whoever answers for a team with families of theirs is told to hand these
    over. Raises NotYet for the last administrator, and where nobody else answers for such a team."""
    lonely = [team.name for team, _ in held if not answering(team, person)]
    if lonely:
        sentence = N_("Nobody else answers for %(team)s, where they hold families: give it a manager first.")
        raise NotYet(*(say(sentence, team=name) for name in lonely))
    suspend(person, because=f"Nobody signed in for {days} days.", by=by)
    tell_who_hands_over(person, held, address)


def answering(team: Team, person: Practitioner) -> list[Practitioner]:
    """Who answers for a team, besides a person. Part of a deed, no deed of its own."""
    return [manager for manager in team.managers if manager.is_active and manager.id != person.id]


def tell_who_hands_over(person: Practitioner, held: Sequence[tuple[Team, int]], address: str) -> None:
    """Write to whoever answers for each team that an account has ended and how many families need somebody. The
    message names no family. Part of a deed, no deed of its own."""
    for team, families in held:
        for manager in answering(team, person):
            text = (
                f"The account of {person.name} is suspended. They hold {families} families of {team.name}, open or to"
                f" be checked in with: give each a new lead.\n\nHand them over: {address}/team-work\n"
            )
            messages.write(manager.email, "Families to hand over", text)
