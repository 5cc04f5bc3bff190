"""Pages of who looked and of who may; tests/browser/places.py takes them in."""

from __future__ import annotations

import sqlalchemy as sa

from familyhelp.casework import sign_ins
from familyhelp.casework.break_glass import review_glass
from familyhelp.casework.looks import Seen, answer_question, note_looks
from familyhelp.extensions import db
from familyhelp.models import SignIn
from familyhelp.practice import clock
from familyhelp.practice.break_glass import Verdict
from familyhelp.practice.chronology import Subject
from familyhelp.practice.looked import Pattern
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast
from tests.filled_protection import a_glass, own_surname, passkey_to_name, step_to_end, with_secret
from tests.soft_key import asked, with_passkey


def looked_at(cast: Cast) -> str:
    """Who looked at a family that Kamal opened and Sven was refused."""
    case = stories.a_case(cast, Stage.ACTIVE)
    note_looks(cast.kamal.id, [Seen(Subject.CASE, case.id, "cases.case")])
    note_looks(cast.sven.id, [Seen(Subject.CASE, case.id, "cases.case", refused=True)])
    db.session.commit()
    return f"/families/{write_code(case.family.code)}/looks"


def looks_of_kamal(cast: Cast) -> str:
    """What Kamal opened, and what he was asked about it, with long words."""
    own_surname(cast)
    answer_question(
        cast.kamal,
        Pattern.OWN_SURNAME,
        said=f"{LONG} {UNBROKEN}",
        counted=1,
        days=(clock.today(), clock.today()),
        last_look=0,
        families=[],
        by=cast.mabel,
    )
    db.session.commit()
    return f"/looks/people/{write_code(cast.kamal.code)}"


def reviewed(cast: Cast) -> str:
    """A family that was opened for a reason with long words, reviewed so, too."""
    glass = a_glass(cast, because=f"{LONG} {UNBROKEN}")
    note_looks(cast.flora.id, [Seen(Subject.FAMILY, glass.family_id, "families.family", break_glass_id=glass.id)])
    review_glass(glass, verdict=Verdict.NOT_RIGHT, words=f"{LONG} {UNBROKEN}", by=cast.mabel)
    db.session.commit()
    return f"/opened-for-a-reason/{write_code(glass.code)}"


def step_to_confirm(cast: Cast) -> str:
    """Where Kamal shows a new secret to his app."""
    with_secret(cast.kamal)
    return "/second-step/confirm"


def signed_in_elsewhere(cast: Cast) -> str:
    """Kamal's sign-ins, one of them in a browser with a long name."""
    sign_ins.start(cast.kamal, UNBROKEN)
    db.session.commit()
    return "/sign-ins"


def passkeys_of_kamal(cast: Cast) -> str:
    """His passkeys, one of them with a long name."""
    passkey_to_name(cast)
    with_passkey(cast.kamal, secret=9, name=UNBROKEN)
    return "/passkeys"


def passkey_to_confirm(cast: Cast) -> str:
    """Where the browser is asked for a new passkey, in the sign-in that is in use."""
    newest = sa.select(SignIn.id).where(SignIn.practitioner_id == cast.kamal.id).order_by(SignIn.id.desc())
    cast.kamal.sign_in_id = db.session.scalars(newest.limit(1)).first()
    asked(cast.kamal)
    return "/passkeys/confirm"


PROTECTION = {
    "single_sign_on.go": Place("", lambda cast: "/sign-in/single-sign-on"),
    "single_sign_on.back": Place("", lambda cast: "/sign-in/single-sign-on/back"),
    "passkeys.own": Place("kamal", passkeys_of_kamal),
    "passkeys.new": Place("kamal", lambda cast: "/passkeys/new"),
    "passkeys.confirm": Place("kamal", passkey_to_confirm),
    "passkeys.remove": Place("kamal", lambda cast: passkey_to_name(cast, "/remove")),
    "break_glass.list_of": Place("mabel", lambda cast: reviewed(cast) and "/opened-for-a-reason?state=reviewed"),
    "break_glass.review": Place("mabel", reviewed),
    "sign_in.own": Place("kamal", signed_in_elsewhere),
    "second_step.begin": Place("kamal", lambda cast: "/second-step/begin"),
    "second_step.confirm": Place("kamal", step_to_confirm),
    "second_step.end": Place("kamal", step_to_end),
    "second_step.own": Place("kamal", lambda cast: step_to_end(cast).removesuffix("/end")),
    "looked.of_family": Place("mabel", looked_at),
    "looked.of_person": Place("mabel", looks_of_kamal),
    "looked.people": Place("mabel", lambda cast: "/looks/people"),
    "looked.questions": Place("mabel", lambda cast: own_surname(cast) and "/looks"),
}
