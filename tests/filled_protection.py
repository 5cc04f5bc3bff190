"""The forms of who looked and of who may; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import sqlalchemy as sa
from flask import current_app

from familyhelp.casework import break_glass
from familyhelp.casework.looks import Seen, note_looks
from familyhelp.casework.second_step_codes import encrypted
from familyhelp.extensions import db
from familyhelp.models import BreakGlass, Passkey, Practitioner, RecoveryCode, SecondStep
from familyhelp.practice import clock
from familyhelp.practice.break_glass import GlassKind
from familyhelp.practice.chronology import Subject
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast
from tests.conftest import MONDAY
from tests.soft_key import with_passkey


def own_surname(cast: Cast) -> str:
    """Where Mabel asks Kamal about a family of his own name, which he opened; committed."""
    family = stories.a_family("Osei")
    note_looks(cast.kamal.id, [Seen(Subject.FAMILY, family.id, "families.family")])
    db.session.commit()
    return f"/looks/people/{write_code(cast.kamal.code)}/questions/own_surname"


def family_to_open(cast: Cast) -> str:
    """Where the front door opens a family for a reason."""
    case = stories.a_case(cast, Stage.ACTIVE)
    return f"/families/{write_code(case.family.code)}/open-for-a-reason"


def a_glass(cast: Cast, *, by: Practitioner | None = None, because: str = "A neighbour rang.") -> BreakGlass:
    """A family that somebody, else the front door, opened for a reason; committed."""
    case = stories.a_case(cast, Stage.ACTIVE)
    glass = break_glass.open_for_a_reason(
        case.family,
        kind=GlassKind.AT_RISK,
        because=because,
        lasts=timedelta(minutes=60),
        sees_already=False,
        ruled_out=False,
        link=lambda one: f"https://help.example.org/{one.code}",
        by=by or cast.flora,
    )
    db.session.commit()
    return glass


def glass_to_review(cast: Cast) -> str:
    """Where Mabel reviews it."""
    return f"/opened-for-a-reason/{write_code(a_glass(cast).code)}"


SECRET = "JBSWY3DPEHPK3PXP" * 2
CODE = pyotp.TOTP(SECRET).at(int(MONDAY.timestamp()))
"""What an app with this secret shows on the story's Monday."""


def with_secret(person: Practitioner, *, confirmed: bool = False) -> None:
    """A second step with a secret that the tests know; committed."""
    for kept in (SecondStep, RecoveryCode):
        db.session.execute(sa.delete(kept).where(kept.practitioner_id == person.id))
    secret = encrypted(SECRET, person.id, current_app.config["SECRET_KEY"])
    db.session.add(SecondStep(practitioner_id=person.id, secret=secret, made_at=clock.now()))
    person.second_step_at = clock.now() if confirmed else None
    db.session.commit()


def step_to_end(cast: Cast) -> str:
    """Where Kamal ends his second step."""
    with_secret(cast.kamal, confirmed=True)
    return "/second-step/end"


def step_to_reset(cast: Cast) -> str:
    """Where Adam takes away the second step of Kamal."""
    with_secret(cast.kamal, confirmed=True)
    return f"/people/{write_code(cast.kamal.code)}/second-step"


def passkey_to_name(cast: Cast, tail: str = "/name") -> str:
    """Where Kamal names his passkey anew."""
    db.session.execute(sa.delete(Passkey))
    with_passkey(cast.kamal)
    code = db.session.scalars(sa.select(Passkey.code)).one()
    return f"/passkeys/{write_code(code)}{tail}"


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about protection."""
    return {
        "break_glass.open_it": row(
            "flora", family_to_open, {"kind": "at_risk", "because": "A neighbour rang about shouting."}
        ),
        "break_glass.review": row("mabel", glass_to_review, {"verdict": "right", "words": "She rang me right away."}),
        "second_step.reset": row("adam", step_to_reset, {"because": "He rang from his desk; I know his voice."}),
        "passkeys.rename": row("kamal", passkey_to_name, {"name": "My telephone"}),
        "looked.answer": row("mabel", own_surname, {"said": "They are no relatives of his."}),
    }
