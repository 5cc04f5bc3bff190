"""Setting up the second step of signing in, ending it, and resetting it for somebody who lost theirs."""

from __future__ import annotations

import pyotp
import sqlalchemy as sa

from ..extensions import db
from ..models import Passkey, Practitioner, RecoveryCode, SecondStep, SingleSignOn
from ..practice import clock
from ..practice import second_step as rules
from ..practice.chronology import EventKind
from ..practice.ways import Way
from ..practice.words import N_, NotYet, say
from . import messages, sign_ins
from .second_step_codes import decrypted, digest, encrypted, new_recovery_code, step_of


def begin_second_step(password: str, *, secret_key: str, by: Practitioner) -> None:
    """Make a new secret for somebody's app. It counts once they confirm it. Raises NotYet where one counts already or
    the password is wrong, TooMany."""
    sign_ins.ask_password(password, by=by)
    if by.second_step_at is not None:
        raise NotYet(say(N_("You have set up a second step already.")))
    _forget(by)
    secret = pyotp.random_base32()
    db.session.add(SecondStep(practitioner_id=by.id, secret=encrypted(secret, by.id, secret_key), made_at=clock.now()))
    by.record(EventKind.SECOND_STEP_BEGUN, by=by)


def confirm_second_step(code: str, *, secret_key: str, by: Practitioner) -> list[str]:
    """Let the second step count from now on, and give the codes for when the app is lost; they are kept as digests
    alone. Their other sign-ins end. Raises NotYet, TooMany."""
    tries = sign_ins.count_try([sign_ins.digest_of(f"second-step|{by.id}")], "code")
    secret = secret_of(by, secret_key)
    if secret is None or by.second_step_at is not None:
        raise NotYet(say(N_("Begin again: there is nothing to confirm.")))
    step = step_of(secret, code)
    if step is None:
        raise NotYet(say(N_("This is not the code that the app shows now."), "code"))
    sign_ins.forget_try(tries)
    db.session.execute(sa.update(SecondStep).where(SecondStep.practitioner_id == by.id).values(last_step=step))
    codes = [new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    db.session.add_all([RecoveryCode(practitioner_id=by.id, digest=digest(by.id, one)) for one in codes])
    by.second_step_at = clock.now()
    sign_ins.came_by(Way.SECOND_STEP, by=by)
    sign_ins.end_all(by, but=by.sign_in_id)
    by.record(EventKind.SECOND_STEP_SET, by=by)
    return codes


def end_second_step(password: str, *, demanded: bool, by: Practitioner) -> None:
    """Let somebody sign in with the password alone again. Raises NotYet, TooMany."""
    sign_ins.ask_password(password, by=by)
    if demanded:
        raise NotYet(say(N_("Your role needs a second step here.")))
    if by.second_step_at is None:
        raise NotYet(say(N_("You have no second step.")))
    _forget(by)
    by.record(EventKind.SECOND_STEP_ENDED, by=by)


def reset_second_step(person: Practitioner, *, because: str, by: Practitioner) -> None:
    """Take away the second step, the passkeys and the link to single sign-on of somebody who lost theirs; their
    sign-ins end and they are told. Raises NotYet."""
    lacking = list(rules.missing_to_reset(because))
    if person.second_step_at is None and not passkeys_of(person) and not _is_linked(person):
        lacking.append(say(N_("They have no second step, no passkey and no single sign-on.")))
    if lacking:
        raise NotYet(*lacking)
    _forget(person)
    for also in (Passkey, SingleSignOn):
        db.session.execute(sa.delete(also).where(also.practitioner_id == person.id))
    sign_ins.end_all(person)
    text = (
        "%s took away the second step, the passkeys and the single sign-on of your account."
        " If you did not ask for it, ring them now.\n"
    )
    messages.write(person.email, "The second step of your sign-in was taken away", text % by.name)
    person.record(EventKind.SECOND_STEP_RESET, by=by, because=because.strip())


def secret_of(person: Practitioner, secret_key: str) -> str | None:
    """The secret of somebody's app, for themselves alone. Part of a deed, no deed of its own."""
    kept = db.session.scalar(sa.select(SecondStep.secret).where(SecondStep.practitioner_id == person.id))
    return decrypted(kept, person.id, secret_key) if kept else None


def passkeys_of(person: Practitioner) -> int:
    """How many passkeys somebody has. Part of a deed, no deed of its own."""
    counted = sa.select(sa.func.count()).where(Passkey.practitioner_id == person.id)
    return int(db.session.scalar(counted) or 0)


def _is_linked(person: Practitioner) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(SingleSignOn.practitioner_id == person.id))))


def _forget(person: Practitioner) -> None:
    for kept in (SecondStep, RecoveryCode):
        db.session.execute(sa.delete(kept).where(kept.practitioner_id == person.id))
    person.second_step_at = None
