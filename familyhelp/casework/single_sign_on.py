"""Signing in with single sign-on: an account is found by its subject, and first by an address that both sides know."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from ..extensions import db
from ..models import Practitioner, SingleSignOn
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.roles import Role
from ..practice.single_sign_on import Subject
from ..practice.ways import Way
from . import messages, sign_ins


def sign_in_as(who: Subject, *, may: Callable[[Role], frozenset[Way]]) -> Practitioner | None:
    """The practitioner whose account this subject opens, or None. Nobody is made by signing in: the first time, the
    account that an administrator made under the address that the provider has verified is linked."""
    linked = sa.select(SingleSignOn).where(SingleSignOn.issuer == who.issuer, SingleSignOn.subject == who.subject)
    found = db.session.scalar(linked.with_for_update())
    person = _first(who) if found is None else db.session.get_one(Practitioner, found.practitioner_id)
    if person is None or not person.is_active or Way.SINGLE_SIGN_ON not in may(person.role):
        return None
    if found is None:
        link_single_sign_on(person, who, by=person)
    else:
        found.last_used_at = clock.now()
    person.way = Way.SINGLE_SIGN_ON
    return person


def link_single_sign_on(person: Practitioner, who: Subject, *, by: Practitioner) -> None:
    """Let a subject open an account from now on; its owner is told."""
    now = clock.now()
    db.session.add(
        SingleSignOn(practitioner_id=person.id, issuer=who.issuer, subject=who.subject, linked_at=now, last_used_at=now)
    )
    text = "Single sign-on opens your account from now on. If it was not you, ring your administrator now.\n"
    messages.write(person.email, "Single sign-on opens your account", text)
    person.record(EventKind.SINGLE_SIGN_ON_LINKED, by=by)


def _first(who: Subject) -> Practitioner | None:
    """The account of a verified address, to which nobody is linked yet."""
    if who.email is None:
        return None
    taken = sa.exists().where(SingleSignOn.practitioner_id == Practitioner.id)
    query = sa.select(Practitioner).where(Practitioner.email == sign_ins.account_name(who.email), sa.not_(taken))
    return db.session.scalar(query.with_for_update(of=Practitioner))
