"""Passkeys: added, named and removed by their owner, and signed in with. A passkey counts as both steps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import sqlalchemy as sa
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..extensions import db
from ..models import Passkey, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.passkeys import LASTS, LONGEST_ANSWER, MOST, Asked, Site
from ..practice.roles import Role
from ..practice.ways import Way
from ..practice.words import N_, NotYet, say
from . import challenges, messages, sign_ins
from .second_step import passkeys_of

_CREDENTIAL = re.compile("[A-Za-z0-9_-]{1,1400}")
PATIENCE = int(LASTS.total_seconds() * 1000)


# Adding, naming and removing ------------------------------------------------------------------------------


def begin_passkey(password: str, *, name: str, by: Practitioner) -> None:
    """Ask the browser of somebody for a new passkey. Raises NotYet, TooMany."""
    sign_ins.ask_password(password, by=by)
    if passkeys_of(by) >= MOST:
        raise NotYet(say(N_("You have %(most)s passkeys already. Remove one first."), most=MOST))
    challenges.ask(Asked.REGISTER, of=by, name=name)
    by.record(EventKind.PASSKEY_BEGUN, by=by)


def new_passkey_options(challenge: str, *, site: Site, of: Practitioner, held: list[str]) -> str:
    """What the browser is asked for, as it reads it: a key that it can find by itself, and that asks its owner for a
    finger, a face or a number. Part of a page, no deed of its own."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=of.email,
        user_display_name=of.name,
        user_id=of.code.encode(),
        challenge=base64url_to_bytes(challenge),
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in held],
    )
    return webauthn.options_to_json(options)


def confirm_passkey(challenge: str, answer: str, *, site: Site, by: Practitioner) -> None:
    """Keep the passkey that the browser made; other sign-ins end, and its owner is told. Raises NotYet, TooMany."""
    asked = challenges.take(Asked.REGISTER, challenge, of=by)
    tries = sign_ins.count_try([sign_ins.digest_of(f"new-passkey|{by.id}")])  # commits: the challenge is answered
    if asked is None:
        raise NotYet(say(N_("That took too long, or was answered already: begin again.")))
    try:
        made = webauthn.verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=base64url_to_bytes(asked.text),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception:  # whatever a forged answer breaks, it is not right
        raise NotYet(say(N_("Your browser gave no passkey that counts here: begin again."))) from None
    credential = bytes_to_base64url(made.credential_id)
    if db.session.scalar(sa.select(sa.exists().where(Passkey.credential == credential))):
        raise NotYet(say(N_("This passkey is known here already.")))
    sign_ins.forget_try(tries)
    db.session.add(
        Passkey(
            practitioner_id=by.id,
            credential=credential,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=asked.name or "",
            made_at=clock.now(),
        )
    )
    sign_ins.came_by(Way.PASSKEY, by=by)
    sign_ins.end_all(by, but=by.sign_in_id)
    text = "A passkey (%s) was added to your account. If it was not you, ring your administrator now.\n"
    messages.write(by.email, "A passkey was added to your account", text % asked.name)
    by.record(EventKind.PASSKEY_ADDED, by=by, name=asked.name)


def rename_passkey(passkey: Passkey, *, name: str, by: Practitioner) -> None:
    """Name one's own passkey anew."""
    passkey.name = name
    by.record(EventKind.PASSKEY_RENAMED, by=by, name=name)


def remove_passkey(passkey: Passkey, password: str, *, demanded: bool, by: Practitioner) -> None:
    """Remove one's own passkey: it opens nothing from now on. Raises NotYet, TooMany."""
    sign_ins.ask_password(password, by=by)
    if demanded and passkeys_of(by) == 1:
        raise NotYet(say(N_("Your role needs a passkey here: add another one first.")))
    name = passkey.name
    db.session.delete(passkey)
    by.record(EventKind.PASSKEY_REMOVED, by=by, name=name)


# Signing in -----------------------------------------------------------------------------------------------


def ask_for_passkey(*, site: Site) -> tuple[str, str]:
    """Ask a browser for any passkey of this site: the challenge, and what the browser reads."""
    challenge = challenges.ask(Asked.SIGN_IN)
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(challenge),
        timeout=PATIENCE,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return challenge, webauthn.options_to_json(options)


def sign_in_with_passkey(
    challenge: str,
    answer: str,
    *,
    site: Site,
    address: str,
    may: Callable[[Role], frozenset[Way]],
) -> Practitioner | None:
    """The practitioner whose passkey signed this challenge just now, or None. Raises TooMany."""
    asked = challenges.take(Asked.SIGN_IN, challenge)
    where = sign_ins.digest_of(f"passkey|{sign_ins.network(address)}")
    tries = sign_ins.count_try([where])  # commits: the challenge is answered, whatever comes of it
    named = _named(answer)
    if asked is None or named is None:
        return None
    credential, handle = named
    passkey = db.session.scalar(sa.select(Passkey).where(Passkey.credential == credential).with_for_update())
    if passkey is None:
        return None
    try:
        signed = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(asked.text),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception:  # whatever a forged answer breaks, it is not right
        return None
    person = db.session.get_one(Practitioner, passkey.practitioner_id)
    if handle != person.code or not person.is_active or Way.PASSKEY not in may(person.role):
        return None
    sign_ins.forget_try(tries)
    passkey.sign_count, passkey.last_used_at = signed.new_sign_count, clock.now()
    person.way = Way.PASSKEY
    return person


def _named(answer: str) -> tuple[str, str] | None:
    """The passkey and the owner that an answer names."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        said = json.loads(answer)
        credential, handle = said["id"], base64url_to_bytes(said["response"]["userHandle"]).decode()
        return (credential, handle) if _CREDENTIAL.fullmatch(credential) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
