"""Signing in and out. Every try is counted in the database, and the count committed, before a password is hashed."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..extensions import db
from ..models import Attempt, Passkey, Practitioner, SignIn
from ..practice import clock, passwords, ways
from ..practice.chronology import EventKind
from ..practice.roles import Role
from ..practice.ways import Way
from ..practice.words import N_, NotYet, Refusal, say
from .second_step_codes import counts

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""The one place that says how passwords are hashed: argon2id, 19 MiB, two passes. An older hash is made anew when its
owner signs in."""
_NOBODY = hasher.hash(secrets.token_urlsafe(16))
"""A hash that nothing matches, so that an unknown name takes as long as a known one."""
LONGEST_READ = 1000
"""How many characters of a password are read, so that a megabyte of it costs no more than a line."""

MOST_TRIES, WINDOW = 10, timedelta(minutes=5)
"""At most 10 wrong tries in any 5 minutes: from one address, at one account, or at one account from a known device."""
_PRUNED_AT_ONCE = 200
KEY_LENGTH = 16
"""So much of a token's digest names a sign-in among those of its owner. It opens nothing."""


class TooMany(Refusal):
    """Too many wrong tries; the sentence is the same whoever asks."""

    def __init__(self, field_name: str | None = None) -> None:
        """`field_name` is where the sentence is shown."""
        super().__init__(say(N_("That was too many tries. Wait five minutes, then try again."), field_name))


# Passwords ------------------------------------------------------------------------------------------------


def digest_of(text: str) -> str:
    """SHA-256 of a token or a name, 64 hexadecimal characters."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _plain(password: str) -> bytes:
    """A password as it is hashed: the same however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password[:LONGEST_READ]).encode("utf-8", "replace")


def hashed(password: str) -> str:
    """The hash under which a password is kept."""
    return hasher.hash(_plain(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password belongs to a hash. One verification with one set of costs, even where there is no hash."""
    try:
        hasher.verify(password_hash or _NOBODY, _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


# Counting tries -------------------------------------------------------------------------------------------


def account_name(email: str) -> str:
    """An e-mail address as accounts are found by it."""
    return email.strip().lower()[:200]


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network that one IPv6 subscriber holds."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def buckets(name: str, address: str, device: str | None) -> list[str]:
    """What a try counts against. A device that its owner signed in with before counts by itself, so that nobody who
    guesses from elsewhere (or behind the same office address) can lock the owner out."""
    if device:
        return [digest_of(f"device|{device}|{name}")]
    return sorted((digest_of(f"address|{network(address)}"), digest_of(f"account|{name}")))


def count_try(keys: Sequence[str], field_name: str | None = None) -> list[int]:
    """Count one try against each key, in a transaction of its own. Raises TooMany where one is full already;
    a refused try is not counted, so that five quiet minutes always open the door again."""
    now = clock.now()
    _one_at_a_time(keys)
    full = db.session.scalar(
        sa.select(Attempt.key)
        .where(Attempt.key.in_(keys), Attempt.at > now - WINDOW)
        .group_by(Attempt.key)
        .having(sa.func.count() >= MOST_TRIES)
        .limit(1)
    )
    made: list[int] = []
    if full is None:
        rows = [{"key": key, "at": now} for key in keys]
        made = list(db.session.scalars(sa.insert(Attempt).returning(Attempt.id), rows))
        _prune()
    db.session.commit()
    if full is not None:
        raise TooMany(field_name)
    return made


def _one_at_a_time(keys: Sequence[str]) -> None:
    """Let tries against the same key wait for each other; SQLite has one writer at a time anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        for key in sorted(keys):
            lock = sa.text("SELECT pg_advisory_xact_lock(:kind, :key)")
            kind = zlib.crc32(b"attempts") & 0x7FFFFFFF
            db.session.execute(lock, {"kind": kind, "key": int(key[:8], 16) & 0x7FFFFFFF})


def _prune() -> None:
    """Forget old tries, a few at a time and never waiting for another process that does the same."""
    old = sa.select(Attempt.id).where(Attempt.at <= clock.now() - WINDOW).order_by(Attempt.at)
    found = db.session.scalars(old.limit(_PRUNED_AT_ONCE).with_for_update(skip_locked=True)).all()
    if found:
        db.session.execute(sa.delete(Attempt).where(Attempt.id.in_(found)))


def forget_try(tries: Sequence[int]) -> None:
    """Take back the count of a try that was right."""
    db.session.execute(sa.delete(Attempt).where(Attempt.id.in_(tries)))


# Signing in and out ---------------------------------------------------------------------------------------


def sign_in(
    email: str,
    password: str,
    *,
    address: str,
    device: str | None = None,
    code: str = "",
    secret_key: str = "",
    may: Callable[[Role], frozenset[Way]] = lambda _: ways.ALL,
) -> Practitioner | None:
    """The practitioner whose e-mail address, password and, where they have a second step, code these are, or None.
    `device` names a browser that this account signed in with before, `may` how a role may sign in. Raises TooMany. A
    password is checked for every account, known or not."""
    name = account_name(email)
    known = db.session.execute(
        sa.select(
            Practitioner.id,
            Practitioner.password_hash,
            Practitioner.is_active,
            Practitioner.password_expires_at,
            Practitioner.second_step_at,
            Practitioner.role,
            sa.exists().where(Passkey.practitioner_id == Practitioner.id).label("has_passkey"),
        ).where(Practitioner.email == name)
    ).first()
    tries = count_try(buckets(name, address, device))
    # No transaction is open while the password is hashed: nobody's work waits for it.
    right = matches(known.password_hash if known else None, password)
    if known is None or not right or not known.is_active:
        return None
    if known.password_expires_at is not None and known.password_expires_at < clock.now():
        return None
    if known.second_step_at is not None and not counts(known.id, code, secret_key):
        return None
    way, allowed = Way.SECOND_STEP if known.second_step_at else Way.PASSWORD, may(known.role)
    has = {"has_second_step": known.second_step_at is not None, "has_passkey": known.has_passkey}
    if way not in allowed and not ways.can_set_up(allowed, **has):
        return None
    forget_try(tries)
    practitioner = db.session.get_one(Practitioner, known.id)
    practitioner.way = way
    if hasher.check_needs_rehash(practitioner.password_hash or ""):
        practitioner.password_hash = hashed(password)
    return practitioner


def start(practitioner: Practitioner, browser: str) -> str:
    """Start a sign-in and give its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    sign_in = SignIn(
        token_digest=digest_of(token),
        practitioner_id=practitioner.id,
        started_at=now,
        last_seen_at=now,
        browser=browser[:200],
        way=practitioner.way,
    )
    practitioner.last_signed_in_at, practitioner.warned_unused_at = now, None
    db.session.add(sign_in)
    db.session.flush()
    practitioner.token, practitioner.sign_in_id = token, sign_in.id
    return token


def came_by(way: Way, *, by: Practitioner) -> None:
    """Note that somebody has shown more than they signed in with, in this sign-in."""
    db.session.execute(sa.update(SignIn).where(SignIn.id == by.sign_in_id).values(way=way))
    by.way = way


def seen(sign_in_id: int) -> None:
    """Note that a sign-in is in use now."""
    db.session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=clock.now()))


def end(token: str) -> None:
    """End one sign-in."""
    _end(SignIn.token_digest == digest_of(token))


def end_one(key: str, *, by: Practitioner) -> None:
    """End one of somebody's own sign-ins, named by the beginning of what is kept of its token."""
    _end(SignIn.practitioner_id == by.id, sa.func.substr(SignIn.token_digest, 1, KEY_LENGTH) == key)


def end_all(practitioner: Practitioner, *, but: int | None = None) -> None:
    """End every sign-in of a practitioner, except perhaps the one numbered `but`."""
    _end(SignIn.practitioner_id == practitioner.id, SignIn.id != (but or 0))


def _end(*which: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=clock.now()))


def sign_out_everywhere(practitioner: Practitioner, *, by: Practitioner) -> None:
    """End every sign-in of a practitioner, and say so in their chronology."""
    end_all(practitioner)
    practitioner.record(EventKind.SIGNED_OUT_EVERYWHERE, by=by)


def ask_password(password: str, *, by: Practitioner) -> None:
    """Ask somebody for their password once more, before what matters. Raises NotYet, TooMany."""
    tries = count_try([digest_of(f"password|{by.id}")], "current_password")
    if not matches(by.password_hash, password):
        raise NotYet(say(N_("This is not your password now."), "current_password"))
    forget_try(tries)


def change_password(practitioner: Practitioner, *, current: str, new: str, by: Practitioner) -> None:
    """Let somebody choose a new password; their other sign-ins end. Raises NotYet, TooMany."""
    before, about = practitioner.password_hash, [practitioner.name, practitioner.email, "familyhelp"]
    tries = count_try([digest_of(f"password|{practitioner.id}")], "current_password")
    if not matches(before, current):
        raise NotYet(say(N_("This is not your password now."), "current_password"))
    forget_try(tries)
    db.session.commit()  # also where the new password is refused below: the old one was right
    if new == current:
        raise NotYet(say(N_("This is the password you have now. Choose another."), "new_password"))
    weak = passwords.problem(new, about, "new_password")
    if weak:
        raise NotYet(weak)
    made = hashed(new)
    practitioner.password_hash, practitioner.password_expires_at = made, None
    end_all(practitioner, but=practitioner.sign_in_id)
    practitioner.record(EventKind.PASSWORD_SET, by=by)
