"""Invitations of an agency's people: how one stands, and what each role is told that it may do."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from .links import LASTS, Purpose
from .roles import WORKS_AT_AGENCY, Role
from .words import N_, Word

LAST = LASTS[Purpose.INVITATION]
"""How long an invitation lasts from the day it is sent."""


class InvitationState(Word):
    """How an invitation stands, as whoever invites reads it. Whoever holds the link is told none of it."""

    OPEN = "open", N_("Waits for them")
    ACCEPTED = "accepted", N_("Accepted")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    EXPIRED = "expired", N_("Run out: send it again")
    TAKEN = "taken", N_("Leads nowhere: an account has this e-mail address already")
    ENDED = "ended", N_("Leads nowhere: the agency no longer works with us")


MAY_BE_SENT_AGAIN = frozenset({InvitationState.OPEN, InvitationState.EXPIRED})
MAY_BE_WITHDRAWN = MAY_BE_SENT_AGAIN | {InvitationState.TAKEN, InvitationState.ENDED}


class Facts(Protocol):
    """What the rule reads of an invitation."""

    accepted_at: datetime | None
    withdrawn_at: datetime | None
    expires_at: datetime


def state(invitation: Facts, now: datetime, *, taken: bool, ended: bool) -> InvitationState:
    """How an invitation stands now; `taken` is whether an account has its address, `ended` whether its agency no
    longer works with us."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if ended:
        return InvitationState.ENDED
    if taken:
        return InvitationState.TAKEN
    return InvitationState.EXPIRED if now >= invitation.expires_at else InvitationState.OPEN


INVITED = tuple(role for role in Role if role in WORKS_AT_AGENCY)
"""The roles to which somebody is invited: all others are added by an administrator."""

WHAT_THEY_DO = {
    Role.LEAD_PROFESSIONAL: N_(
        "As a lead professional you lead the help for a family: with them you agree, assess, plan and review, and a "
        "named worker of the authority supports you."
    ),
    Role.CONTRIBUTOR: N_(
        "As a contributor you help a family that somebody else leads: you write notes, say how your actions went and "
        "take part in meetings."
    ),
}
"""What somebody reads who is invited."""
