"""Deciding in stages: somebody screens a request, somebody decides it, a manager signs it off. Its clock runs until
then, and nothing follows from a decision before."""

from __future__ import annotations

from ..extensions import db
from ..models import Contact, Family, Practitioner, Team
from ..practice import clock, staging
from ..practice.chronology import EventKind
from ..practice.triage import ContactOutcome, ContactState, Level
from ..practice.words import N_, NotYet, say, word_of
from . import messages
from . import triage as deciding
from .holding import in_hand, take_version
from .links import AddressOf


def screen(contact: Contact, *, found: str, by: Practitioner) -> None:
    """Record what a first look at a request found. Raises NotYet."""
    in_hand(contact, by)
    if contact.screened_at is not None:
        raise NotYet(say(N_("This request is screened already.")))
    if not found.strip():
        raise NotYet(say(N_("Write what you found."), "found"))
    contact.screened_at, contact.screened_by, contact.screening = clock.now(), by, found
    contact.version += 1
    contact.record(EventKind.SCREENED, by=by, because=found)


def propose(
    contact: Contact,
    *,
    level: Level,
    outcome: ContactOutcome,
    rationale: str,
    referrer_told: str,
    team: Team | None = None,
    family: Family | None = None,
    family_by_person: bool = False,
    read_version: int,
    by: Practitioner,
) -> None:
    """Decide a request, for a manager to sign off. Until then nothing follows from it and nobody is told."""
    in_hand(contact, by)
    lacking = list(staging.missing(contact.screened_at is not None, contact.proposal is not None))
    lacking += deciding.lacking(
        contact, level=level, outcome=outcome, rationale=rationale, referrer_told=referrer_told, team=team, whose=family
    )
    if lacking:
        raise NotYet(*lacking)
    take_version(contact, read_version, lambda: {"urgency": contact.urgency.label})
    contact.proposal = {
        "level": level.value,
        "outcome": outcome.value,
        "rationale": rationale,
        "referrer_told": referrer_told,
        "team": str(team.id) if team else "",
        "family": str(family.id) if family else "",
        "family_by_person": "yes" if family_by_person else "",
    }
    contact.proposed_at, contact.proposed_by = clock.now(), by
    contact.record(EventKind.DECISION_PROPOSED, by=by, because=rationale, outcome=outcome, level=level)


def sign_off(contact: Contact, *, address_of: AddressOf | None = None, by: Practitioner) -> None:
    """Sign off what somebody decided: it counts from now, and everybody is told. Raises NotYet."""
    held, proposer = _proposed(contact, by)
    contact.proposal, contact.held_by = None, proposer
    contact.signed_off_at, contact.signed_off_by = clock.now(), by
    db.session.flush()
    deciding.decide(
        contact,
        level=word_of(Level, held["level"]),
        outcome=word_of(ContactOutcome, held["outcome"]),
        rationale=held["rationale"],
        referrer_told=held["referrer_told"],
        team=db.session.get(Team, int(held["team"])) if held["team"] else None,
        family=db.session.get(Family, int(held["family"])) if held["family"] else None,
        family_by_person=bool(held.get("family_by_person")),
        read_version=contact.version,
        address_of=address_of,
        by=proposer,
    )
    contact.record(EventKind.DECISION_SIGNED_OFF, by=by)


def send_back(contact: Contact, *, because: str, by: Practitioner) -> None:
    """Send a decision back to whoever made it, with what is missing; they are told. Its clock runs on."""
    _held, proposer = _proposed(contact, by)
    if not because.strip():
        raise NotYet(say(N_("Say why."), "because"))
    contact.proposal, contact.proposed_at, contact.proposed_by = None, None, None
    contact.version += 1
    contact.record(EventKind.DECISION_SENT_BACK, by=by, because=because)
    messages.write(
        proposer.email,
        "A decision came back to you",
        f"{by.name} sent the decision on a request for help back to you. Open the request and read why.",
        contact,
    )


def _proposed(contact: Contact, by: Practitioner) -> tuple[dict[str, str], Practitioner]:
    if contact.state is not ContactState.WAITING or contact.proposal is None or contact.proposed_by is None:
        raise NotYet(say(N_("No decision waits for a manager here.")))
    if contact.proposed_by_id == by.id:
        raise NotYet(say(N_("Somebody else signs off what you decided.")))
    return contact.proposal, contact.proposed_by


__all__ = ["propose", "screen", "send_back", "sign_off"]
