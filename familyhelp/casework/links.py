"""Giving signed links, ending them, and opening them with a code. Of a link's token and code only digests are kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from ..extensions import db
from ..models import Action, Case, Contribution, Link, Member, PartnerView, Plan, Practitioner, Step
from ..practice import clock, links
from ..practice.chronology import EventKind
from ..practice.links import MOST_TRIES, LinkState, Purpose, ReadingAge
from ..practice.outcomes import OwnerKind
from ..practice.references import write_code
from ..practice.words import N_, NotYet, say
from . import messages
from .sign_ins import digest_of, hashed, matches

AddressOf = Callable[[Purpose, str], str]
"""How the address of a link is written: its purpose and its secret name give a whole address."""
CODE_DIGITS = 6


@dataclass(frozen=True)
class Given:
    """A new link with what is shown once and kept nowhere: its secret name and its code (none for one by e-mail)."""

    link: Link
    token: str
    code: str | None


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def _make(case: Case | None, purpose: Purpose, recipient: str, *, by: Practitioner, **more: object) -> tuple[Link, str]:
    token, now = secrets.token_urlsafe(24), clock.now()
    restricted = case is not None and case.family.restricted
    link = Link(
        purpose=purpose,
        case_id=case.id if case else None,
        recipient=recipient,
        restricted=restricted,
        token_digest=digest_of(token),
        made_at=now,
        made_by_id=by.id,
        expires_at=now + links.lasts(purpose, restricted=restricted),
        **more,
    )
    db.session.add(link)
    return link, token


def give_link(
    case: Case,
    *,
    member: Member,
    reading_age: ReadingAge,
    by: Practitioner,
    email: str | None = None,
    address_of: AddressOf | None = None,
) -> Given:
    """Give somebody in the family a link to their page, or once the case is closed to say how things are. What is
    shown once is in the answer; with an e-mail address (and `address_of`) the link goes out by e-mail, which names no
    family. The code always goes another way."""
    lacking = list(links.missing(case.stage, case.agreement_in_force, case.plan_agreed))
    lacking += links.after_closing(case.closing.reason if case.closing else None)
    if lacking:
        raise NotYet(*lacking)
    if member.family_id != case.family_id or member.ends_on is not None or member.person.died_on is not None:
        raise NotYet(say(N_("Choose somebody who is in the family now."), "person"))
    if email and case.family.restricted:
        raise NotYet(say(N_("This family is restricted: nothing is sent by e-mail. Hand the link over."), "email"))
    code = _new_code()
    more = {"person_id": member.person_id, "reading_age": reading_age, "code_hash": hashed(code), "email": email}
    link, token = _make(case, links.purpose_at(case.stage), member.person.name, by=by, **more)
    case.record(EventKind.LINK_GIVEN, by=by, who=link.recipient, purpose=link.purpose)
    if email and address_of is not None:
        _write_to(email, address_of(link.purpose, token), by)
    return Given(link, token, code)


def give_step_link(
    case: Case, step: Step, *, liaison: Practitioner, email: str | None, address_of: AddressOf, by: Practitioner
) -> Given:
    """The link to one step for one person of social care, with its code; those that they had to it before end. One
    event. Part of sending a step."""
    before = sa.update(Link).where(Link.step_id == step.id, Link.liaison_id == liaison.id, Link.revoked_at.is_(None))
    db.session.execute(
        before.where(Link.done_at.is_(None)).values(
            revoked_at=clock.now(), revoked_by_id=by.id, revoked_because="A new link was given."
        )
    )
    code = _new_code()
    more = {"step_id": step.id, "liaison_id": liaison.id, "email": email, "code_hash": hashed(code)}
    link, token = _make(case, Purpose.STEP, liaison.name, by=by, **more)
    case.record(EventKind.LINK_GIVEN, by=by, who=link.recipient, purpose=link.purpose)
    if email:
        _write_to_social_care(email, address_of(link.purpose, token), by)
    return Given(link, token, code)


def give_asked_link(asked: PartnerView | Contribution, *, address_of: AddressOf, by: Practitioner) -> Given:
    """The link by which somebody of an agency answers one thing that they are asked, with its code. Its event is that
    of the asking. Part of asking."""
    code = _new_code()
    more: dict[str, object] = {"email": asked.email, "code_hash": hashed(code)}
    if isinstance(asked, PartnerView):
        link, token = _make(None, Purpose.VIEW, asked.name, by=by, view=asked, **more)
    else:
        link, token = _make(asked.case, Purpose.CONTRIBUTION, asked.name, by=by, contribution=asked, **more)
    db.session.flush()
    if asked.email:
        topic, why = _ASKED[link.purpose]
        text = (
            f"{why}\n\n"
            f"{address_of(link.purpose, token)}\n\n"
            f"It opens with a code that {by.name} tells you, in person or by phone. We never send the code by e-mail."
        )
        messages.write(asked.email, topic, text)
    return Given(link, token, code)


_ASKED = {
    Purpose.VIEW: ("Your view is asked for", "The front door asks for your view on a request for help."),
    Purpose.CONTRIBUTION: (
        "Your contribution to a meeting is asked for",
        "Somebody who leads help for a family asks what you know, for a meeting. You need no account, and it takes two "
        "minutes.",
    ),
}
"""What a message with such a link says: its topic, and why it comes. Neither names a family."""


def renew_asked_link(
    asked: PartnerView | Contribution, link: Link, *, whole: bool, address_of: AddressOf, by: Practitioner
) -> Given:
    """A new code for the link to one thing that is asked, or (`whole`) a new link with its code, by which the old one
    ends. Either opens what too many wrong codes locked. Raises NotYet."""
    if link.asked is not asked:
        raise ValueError("a link to something else")
    if not asked.waits:
        raise NotYet(say(_NOBODY_WAITS[link.purpose]))
    if whole or links.state(link, clock.now(), holds=True) not in (LinkState.OPEN, LinkState.LOCKED):
        if link.revoked_at is None:
            link.revoked_at, link.revoked_by_id, link.revoked_because = clock.now(), by.id, "A new link was given."
        link.about.record(EventKind.LINK_GIVEN, by=by, who=link.recipient, purpose=link.purpose)
        return give_asked_link(asked, address_of=address_of, by=by)
    code = _new_code()
    link.code_hash, link.tries = hashed(code), 0
    link.about.record(EventKind.LINK_CODE_GIVEN, by=by, who=link.recipient)
    return Given(link, "", code)


_NOBODY_WAITS = {
    Purpose.VIEW: N_("Nobody waits for this view any more."),
    Purpose.CONTRIBUTION: N_("Nobody waits for this contribution any more."),
}


def _write_to_social_care(email: str, address: str, by: Practitioner) -> None:
    text = (
        "A step-up waits for your answer.\n\n"
        f"{address}\n\n"
        f"It opens with a code that {by.name} tells you, in person or by phone. We never send the code by e-mail. "
        "Until you answer, its lead holds the family."
    )
    messages.write(email, "A step-up waits for your answer", text)


def _write_to(email: str, address: str, by: Practitioner) -> None:
    # Names no family and no reason: whoever else reads this learns nothing.
    text = (
        "Somebody who works with you made a page for you.\n\n"
        f"{address}\n\n"
        f"It opens with a code that {by.name} tells you, in person or by phone. "
        "We never send the code by e-mail. If you did not expect this, you can ignore it."
    )
    messages.write(email, "A page for you", text)


def tell_owners(case: Case, plan: Plan, *, by: Practitioner, address_of: AddressOf) -> None:
    """Write to the owners outside who have an e-mail address and no link to their action yet. Each gets a link that
    nobody can open until its code has been told. Part of agreeing a plan; one event for each owner."""
    for action in [action for outcome in plan.outcomes for action in outcome.actions]:
        outside = action.owner_kind is not OwnerKind.FAMILY and action.owner_email and action.done_on is None
        if outside and not _has_link(action):
            _give_to_owner(case, action, by=by, address_of=address_of)


def _has_link(action: Action) -> bool:
    live = sa.exists().where(
        Link.action_id == action.id,
        Link.email == action.owner_email,
        Link.revoked_at.is_(None),
        Link.done_at.is_(None),
        Link.expires_at > clock.now(),
    )
    return bool(db.session.scalar(sa.select(live)))


def _give_to_owner(case: Case, action: Action, *, by: Practitioner, address_of: AddressOf) -> None:
    email = str(action.owner_email)
    more = {"action_id": action.id, "email": email, "code_hash": None}
    link, token = _make(case, Purpose.ACTION, action.owner_name, by=by, **more)
    case.record(EventKind.LINK_GIVEN, by=by, who=link.recipient, purpose=link.purpose)
    _write_to(email, address_of(link.purpose, token), by)


def send_to_owner(case: Case, action: Action, *, by: Practitioner, address_of: AddressOf) -> None:
    """Write again to the owner of an action of the agreed plan; links to it that were given before end."""
    if action.outcome.plan is not case.plan or action.done_on or not action.owner_email:
        raise NotYet(say(N_("There is nobody to write to about this action.")))
    if action.owner_kind is OwnerKind.FAMILY:
        raise NotYet(say(N_("There is nobody to write to about this action.")))
    before = sa.update(Link).where(Link.action_id == action.id, Link.revoked_at.is_(None), Link.done_at.is_(None))
    db.session.execute(before.values(revoked_at=clock.now(), revoked_by_id=by.id, revoked_because="A newer link."))
    _give_to_owner(case, action, by=by, address_of=address_of)


def follow(plan: Plan) -> None:
    """Let links to actions of the version before lead to the same actions in this one. Part of agreeing a plan."""
    for action in [action for outcome in plan.outcomes for action in outcome.actions if action.copied_from_id]:
        db.session.execute(sa.update(Link).where(Link.action_id == action.copied_from_id).values(action_id=action.id))


def revoke(case: Case, link: Link, *, because: str, by: Practitioner) -> None:
    """End a link. From now on it answers like one that never was."""
    _of(case, link)
    if link.revoked_at is not None:
        raise NotYet(say(N_("This link has already ended.")))
    if not because.strip():
        raise NotYet(say(N_("Say why the link ends."), "because"))
    link.revoked_at, link.revoked_by_id, link.revoked_because = clock.now(), by.id, because
    case.record(EventKind.LINK_REVOKED, by=by, because=because, who=link.recipient)


def new_code(case: Case, link: Link, *, by: Practitioner) -> str:
    """A new code for a link (the old one no longer opens it), to be told in person or by phone. Opens a locked one."""
    _of(case, link)
    if links.state(link, clock.now(), holds=True) not in (LinkState.OPEN, LinkState.LOCKED):
        raise NotYet(say(N_("This link has ended. Give them a new one.")))
    code = _new_code()
    link.code_hash, link.tries = hashed(code), 0
    case.record(EventKind.LINK_CODE_GIVEN, by=by, who=link.recipient)
    return code


def _of(case: Case, link: Link) -> None:
    if link.case_id != case.id:
        raise ValueError("a link of another case")


# Opening ----------------------------------------------------------------------------------------------------


def try_code(link: Link, code: str) -> bool:
    """Whether this is the code of a link. The try is counted, and the count committed, before the code is looked at,
    so that no number of tries at once gets past the limit. The last wrong one locks the link."""
    number = link.id
    counted = sa.update(Link).where(Link.id == number, Link.tries < MOST_TRIES, Link.code_hash.is_not(None))
    found = db.session.execute(counted.values(tries=Link.tries + 1).returning(Link.code_hash, Link.tries)).first()
    db.session.commit()
    digits = "".join(character for character in code if character.isascii() and character.isdigit())
    if matches(found.code_hash if found else None, digits) and len(digits) == CODE_DIGITS:
        return True
    if found is not None and found.tries == MOST_TRIES:
        _lock(link, by=None)
        db.session.commit()
    return False


def _lock(link: Link, *, by: None) -> None:
    link.about.record(EventKind.LINK_LOCKED, by=by, who=link.recipient)
    if link.asked is not None:
        contact = link.view.contact if link.view else None
        code = write_code(contact.code if contact else link.case.code)
        which = f"the {'request for help' if contact else 'meeting of the case'} {code}"
        said = f"{link.recipient} has tried too many wrong codes. Open {which} and give them a new code."
        messages.write(link.asked.asked_by.email, "A link is locked", said, contact)


def open_link(link: Link, *, visit: str, by: Link) -> None:
    """Note a visit with the right code, once however often the form is sent (`visit` is its key)."""
    fresh = sa.update(Link).where(Link.id == by.id, sa.or_(Link.opened_with.is_(None), Link.opened_with != visit))
    now = clock.now()
    first = db.session.execute(fresh.values(tries=0, opened_with=visit, last_opened_at=now).returning(Link.id)).first()
    if first is not None:
        link.about.record(EventKind.LINK_OPENED, by=None, who=link.recipient, purpose=link.purpose)
    else:
        db.session.execute(sa.update(Link).where(Link.id == by.id).values(tries=0))
