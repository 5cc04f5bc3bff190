"""Inviting somebody of an agency: a signed link by e-mail, which makes one account once. Opening it changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Case, Invitation, Practitioner
from ..practice import clock, passwords
from ..practice import invitations as rules
from ..practice.chronology import EventKind
from ..practice.invitations import InvitationState
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.words import N_, NotYet, say
from . import messages, sign_ins
from .practitioners import refuse_ended, refuse_taken

AddressOf = Callable[[str], str]
"""How the address of an invitation is written: its secret name gives a whole address."""


class NoLonger(NotYet):
    """An invitation that makes no account any more. Whoever holds it is told nothing else."""

    def __init__(self) -> None:
        super().__init__(say(N_("This invitation does not work any more.")))


def invite(
    agency: Agency,
    *,
    name: str,
    email: str,
    role: Role,
    address_of: AddressOf,
    by: Practitioner,
    case: Case | None = None,
) -> Invitation:
    """Invite somebody of an agency, perhaps for one family; the link goes out by e-mail and names no family. Raises
    NotYet."""
    refuse_ended(agency)
    if role not in rules.INVITED:
        raise NotYet(say(N_("Lead professionals and contributors are invited; others are added."), "role"))
    if case is not None and case.closed_on is not None:
        raise NotYet(say(N_("This case is closed: nobody is invited for it.")))
    refuse_taken(email, None)
    _refuse_invited(sign_ins.account_name(email))
    token, now, name = secrets.token_urlsafe(24), clock.now(), _on_one_line(name)
    invitation = Invitation(
        agency_id=agency.id,
        case_id=case.id if case else None,
        name=name,
        email=sign_ins.account_name(email),
        role=role,
        token_digest=sign_ins.digest_of(token),
        made_at=now,
        made_by_id=by.id,
        sent_at=now,
        expires_at=now + rules.LAST,
    )
    db.session.add(invitation)
    db.session.flush()
    agency.record(EventKind.INVITED, by=by, person=name, role=role)
    if case is not None:
        case.record(EventKind.INVITED_FOR_FAMILY, by=by, person=name, agency=agency.name)
    _write(invitation, agency, address_of(token), by)
    return invitation


def send_again(invitation: Invitation, *, address_of: AddressOf, by: Practitioner) -> None:
    """Send a new link; the one before ends. Raises NotYet."""
    _hold(invitation, rules.MAY_BE_SENT_AGAIN)
    token = secrets.token_urlsafe(24)
    invitation.token_digest, invitation.sent_at = sign_ins.digest_of(token), clock.now()
    invitation.expires_at = invitation.sent_at + rules.LAST
    agency = invitation.agency
    agency.record(EventKind.INVITED_AGAIN, by=by, person=invitation.name)
    _write(invitation, agency, address_of(token), by)


def withdraw(invitation: Invitation, *, by: Practitioner) -> None:
    """Take an invitation back: its link makes no account any more. Raises NotYet."""
    _hold(invitation, rules.MAY_BE_WITHDRAWN)
    invitation.withdrawn_at, invitation.withdrawn_by_id = clock.now(), by.id
    invitation.agency.record(EventKind.INVITATION_WITHDRAWN, by=by, person=invitation.name)


def accept(invitation: Invitation, *, name: str, password: str | None, submission: str, by: Invitation) -> Practitioner:
    """Make the account of somebody who holds the link to an invitation, with the password that they chose (none for
    whoever signs in without). Tries are counted before a password is hashed. Raises NoLonger, NotYet, TooMany."""
    name = _on_one_line(name)
    number, about = by.id, [name, invitation.email, "familyhelp"]
    tries = sign_ins.count_try([sign_ins.digest_of(f"invitation|{number}")])
    # No transaction is open while the password is weighed and hashed: nobody's work waits for it.
    weak = passwords.problem(password, about, "new_password") if password is not None else None
    if weak:
        raise NotYet(weak)
    hashed = sign_ins.hashed(password) if password is not None else None
    _hold(invitation, {InvitationState.OPEN}, NoLonger)
    now = clock.now()
    person = Practitioner(
        name=name,
        email=invitation.email,
        role=invitation.role,
        agency_id=invitation.agency_id,
        password_hash=hashed,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()  # of two at once the second one meets the one account that an address has
    invitation.accepted_at, invitation.accepted_with, invitation.practitioner_id = now, submission, person.id
    facts = {"person": invitation.made_by.name, "agency": invitation.agency.name, "role": person.role}
    person.record(EventKind.INVITATION_ACCEPTED, by=None, who=name, **facts)
    _tell(invitation, person)
    sign_ins.forget_try(tries)
    return person


def _on_one_line(name: str) -> str:
    """A name as it stands in a message: nobody writes lines of their own into it."""
    return " ".join(name.split())


# What is refused ------------------------------------------------------------------------------------------


def _refuse_invited(email: str) -> None:
    waits = sa.exists().where(
        Invitation.email == email, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
    if db.session.scalar(sa.select(waits)):
        sentence = N_("Somebody is invited under this address already. Send that invitation again, or withdraw it.")
        raise NotYet(say(sentence, "email"))


def _hold(
    invitation: Invitation, states: frozenset[InvitationState] | set[InvitationState], refusal: type[NotYet] = NotYet
) -> None:
    """Hold an invitation until the request is done, as it stands now. Raises NotYet where it stands otherwise."""
    db.session.refresh(invitation, with_for_update=True)
    taken = bool(db.session.scalar(sa.select(sa.exists().where(Practitioner.email == invitation.email))))
    ended = invitation.agency.ended_on is not None
    now = rules.state(invitation, clock.now(), taken=taken, ended=ended)
    if now not in states:
        if refusal is NoLonger:
            raise NoLonger()
        raise NotYet(say(N_("This cannot be done with this invitation. It stands like this: %(state)s."), state=now))


# What is written to whom ----------------------------------------------------------------------------------


def _write(invitation: Invitation, agency: Agency, address: str, by: Practitioner) -> None:
    text = (
        f"{by.name} invites you to work with families in early help, for {agency.name}.\n\n"
        f"{address}\n\n"
        "Opening it changes nothing: there you read what you are invited to, and choose how you sign in. "
        "It works once, for 7 days. If you did not expect this, you can ignore it."
    )
    messages.write(invitation.email, "You are invited", text)


def _tell(invitation: Invitation, person: Practitioner) -> None:
    if not invitation.made_by.is_active:
        return
    text = f"{person.name} ({invitation.agency.name}) has accepted your invitation and has an account now."
    if invitation.case is not None:
        text += f" They see no family yet: open the case {write_code(invitation.case.code)} and give them their part."
    messages.write(invitation.made_by.email, "An invitation is accepted", text)
