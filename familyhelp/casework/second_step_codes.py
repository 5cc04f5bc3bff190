"""The codes of the second step: made, encrypted, checked. A code counts once, also when it comes twice at a time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

import pyotp
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ..extensions import db
from ..models import RecoveryCode, SecondStep
from ..practice import clock
from ..practice import second_step as rules
from ..practice.references import ALPHABET


def _vault(secret_key: str) -> Fernet:
    """What encrypts secrets: a key of its own, derived from the secret of the service."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"familyhelp.second-step").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def encrypted(secret: str, practitioner_id: int, secret_key: str) -> str:
    """A secret as it is kept: encrypted with its owner's number, so that it counts in no other row."""
    return _vault(secret_key).encrypt(f"{practitioner_id}|{secret}".encode()).decode()


def decrypted(kept: str, practitioner_id: int, secret_key: str) -> str | None:
    """The secret of an owner, or None for what was kept under another key or for somebody else."""
    try:
        owner, _, secret = _vault(secret_key).decrypt(kept.encode()).decode().partition("|")
    except InvalidToken:
        return None
    return secret if owner == str(practitioner_id) else None


def step_of(secret: str, code: str) -> int | None:
    """The step whose code this is, of those that count now. Every one of them is compared."""
    found = None
    for step in rules.steps_around(clock.now()):
        if hmac.compare_digest(pyotp.HOTP(secret).at(step).encode(), rules.plain(code).encode()):
            found = step
    return found


def counts(practitioner_id: int, code: str, secret_key: str) -> bool:
    """Whether a code of the app, or one for when it is lost, is right now; it counts no second time."""
    return _app_code(practitioner_id, code, secret_key) or _recovery_code(practitioner_id, code)


def _app_code(practitioner_id: int, code: str, secret_key: str) -> bool:
    kept = db.session.scalar(sa.select(SecondStep.secret).where(SecondStep.practitioner_id == practitioner_id))
    secret = decrypted(kept, practitioner_id, secret_key) if kept else None
    step = step_of(secret, code) if secret else None
    if step is None:
        return False
    later = sa.update(SecondStep).where(SecondStep.practitioner_id == practitioner_id, SecondStep.last_step < step)
    return db.session.execute(later.values(last_step=step).returning(SecondStep.id)).first() is not None


def _recovery_code(practitioner_id: int, code: str) -> bool:
    unused = sa.update(RecoveryCode).where(
        RecoveryCode.practitioner_id == practitioner_id,
        RecoveryCode.digest == digest(practitioner_id, code),
        RecoveryCode.used_at.is_(None),
    )
    return db.session.execute(unused.values(used_at=clock.now()).returning(RecoveryCode.id)).first() is not None


def digest(practitioner_id: int, code: str) -> str:
    """Under what a recovery code is kept. It is long enough by itself that nobody finds it by trying."""
    return hashlib.sha256(f"recovery|{practitioner_id}|{rules.plain(code)}".encode()).hexdigest()


def new_recovery_code() -> str:
    """A code of 24 characters (120 bits) in six groups."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(24))
    return "-".join(letters[n : n + 4] for n in range(0, 24, 4))
