"""Deciding a request for help: what it becomes, who holds it then, and who is told."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Contact, Family, Member, PartnerView, Practitioner, Team
from ..practice import clock, triage
from ..practice.chronology import EventKind
from ..practice.links import Purpose
from ..practice.people import FamilyRole
from ..practice.references import write_code
from ..practice.triage import PATHWAYS, ContactOutcome, ContactState, Decision, Level, Told, ToldHow
from ..practice.words import N_, NotYet, Sentence, say
from . import cases, families, messages, outcome_tellings, safeguarding
from .holding import in_hand, still_at, take_version
from .links import AddressOf

MOST_TOLD = 20


def decide(
    contact: Contact,
    *,
    level: Level,
    outcome: ContactOutcome,
    rationale: str,
    referrer_told: str,
    team: Team | None = None,
    family: Family | None = None,
    read_version: int,
    address_of: AddressOf | None = None,
    family_by_person: bool = False,
    by: Practitioner,
) -> Case | None:
    """Decide a request: level of need, outcome and why; give the case that it opened or joined, if any.

    `family` is whose request it is, where the people matched belong to several; `team` holds a new case. With
    `address_of` messages have a link by which the referrer answers, or says that they read it. `family_by_person`:
    somebody tells the family, and no message goes to them."""
    in_hand(contact, by)
    still_at(contact, read_version, lambda: _now(contact))
    belongs = families_of(contact)
    whose = _whose(belongs, family)
    open_case = _open_case(whose)
    missing = lacking(
        contact, level=level, outcome=outcome, rationale=rationale, referrer_told=referrer_told, team=team, whose=family
    )
    if missing:
        raise NotYet(*missing)
    take_version(contact, read_version, lambda: _now(contact))
    if contact.all_matched and (whose is not None or not belongs):
        contact.family = _settle(contact, whose, by)
    contact.state, contact.outcome, contact.level = ContactState.DECIDED, outcome, level
    contact.rationale, contact.referrer_told = rationale, referrer_told
    contact.decided_at, contact.decided_by = clock.now(), by
    case = _open_or_join(contact, open_case, team, by)
    contact.case_id = case.id if case else None
    without = _views_missing(contact)
    contact.record(EventKind.DECIDED, by=by, because=rationale, outcome=outcome, level=level, without=without)
    outcome_tellings.tell_of_decision(
        contact,
        referrer_told=referrer_told,
        by_person=family_by_person,
        address_of=address_of,
        ask=_answer_here(contact, address_of),
        by=by,
    )
    if outcome is ContactOutcome.STEP_UP and contact.passed_at is None:
        contact.passed_at = clock.now()
        safeguarding.tell_social_care(
            contact,
            "A request for help was passed to social care",
            f"The front door passed the request {write_code(contact.code)} to statutory social care. "
            "Open it, and record who has taken it on.",
        )
    return case


def lacking(
    contact: Contact,
    *,
    level: Level,
    outcome: ContactOutcome,
    rationale: str,
    referrer_told: str,
    team: Team | None,
    whose: Family | None,
) -> list[Sentence]:
    """What a decision still lacks, in sentences."""
    belongs = families_of(contact)
    family = _whose(belongs, whose)
    decision = Decision(
        outcome=outcome,
        level=level,
        rationale=rationale,
        referrer_told=referrer_told,
        urgency=contact.urgency,
        family_matched=contact.all_matched,
        family_has_open_case=_open_case(family) is not None,
        team_chosen=team is not None,
    )
    return [*triage.missing(decision), *_unclear(contact, decision, belongs, family)]


def _whose(belongs: list[Family], chosen: Family | None) -> Family | None:
    return chosen if chosen is not None else belongs[0] if len(belongs) == 1 else None


def come_back(contact: Contact, *, answer: str, by: Practitioner) -> None:
    """Record the answer to a returned request: it is back in the queue, with a clock that begins today. What was
    decided and what was missing stay in the chronology and on its page."""
    if contact.outcome is not ContactOutcome.RETURNED:
        raise NotYet(say(N_("Only a request that was returned comes back.")))
    if not answer.strip():
        raise NotYet(say(N_("Write what you were told."), "answer"))
    _back(contact, answer)
    contact.record(EventKind.CAME_BACK, by=by, because=answer, missing=contact.missing)


def answer_missing(contact: Contact, *, answer: str, by: None) -> None:
    """Whoever asked answers what was missing, by the link in our message: the same request is back in the queue, its
    clock begins today, and whoever returned it is told. Raises NotYet."""
    if contact.outcome is not ContactOutcome.RETURNED:
        raise NotYet(say(N_("Somebody has answered this meanwhile. Ring the front door to add to it.")))
    if not answer.strip():
        raise NotYet(say(N_("Write what you want to tell us."), "answer"))
    triager = contact.decided_by
    outcome_tellings.note_answered(contact)
    _back(contact, answer)
    who = contact.referrer_name or N_("Whoever asked")
    contact.record(EventKind.MISSING_ANSWERED, by=by, because=answer, missing=contact.missing, who=who)
    if triager is not None and triager.is_active:
        messages.write(
            triager.email,
            "What was missing is answered",
            f"The request for help {write_code(contact.code)}, which you returned, is answered. It is back in the "
            f"queue, to be decided by {contact.due_on.day} {contact.due_on:%B %Y}.",
            contact,
        )


def tell(contact: Contact, *, whom: Told, how: ToldHow, said: str, by: Practitioner) -> None:
    """Record that whoever asked, or the family, was told what was decided, and what was said. Raises NotYet."""
    if contact.state is not ContactState.DECIDED:
        raise NotYet(say(N_("Nothing is decided yet.")))
    if not said.strip():
        raise NotYet(say(N_("Write what you told them."), "said"))
    outcome_tellings.told_by_somebody(contact, whom=whom, how=how, by=by)
    contact.record(EventKind.TOLD, by=by, because=said, whom=whom, how=how)


def _back(contact: Contact, answer: str) -> None:
    contact.missing, contact.answer = contact.referrer_told, answer
    contact.state, contact.outcome, contact.level = ContactState.WAITING, None, None
    contact.rationale = contact.referrer_told = contact.decided_at = contact.decided_by = None
    contact.held_by = contact.held_since = None
    contact.screened_at = contact.screened_by = contact.screening = None
    contact.proposed_at = contact.proposed_by = contact.signed_off_at = contact.signed_off_by = None
    contact.due_on = triage.due_on(clock.today(), contact.urgency)
    contact.version += 1


def families_of(contact: Contact) -> list[Family]:
    """The families that the people matched belong to now, those of most of them first."""
    people = [named.person_id for named in contact.people if named.person_id]
    found = db.session.scalars(
        sa.select(Family)
        .join(Member, Member.family_id == Family.id)
        .where(Member.person_id.in_(people), Member.ends_on.is_(None))
        .order_by(Family.id)
    ).all()
    return [family for family, _ in Counter(found).most_common()]


def _unclear(contact: Contact, decision: Decision, belongs: list[Family], whose: Family | None) -> list[Sentence]:
    """What the rules of the practice cannot see: whose request it is, and names in what leaves the service."""
    pathway, lacking = PATHWAYS[decision.outcome], []
    if (pathway.opens_case or pathway.joins_case) and contact.all_matched and whose is None and belongs:
        lacking.append(say(N_("These people belong to several families. Choose whose request this is."), "family"))
    if whose is not None and belongs and whose not in belongs:
        lacking.append(say(N_("Nobody in this request belongs to that family."), "family"))
    names = {part for named in contact.people for part in (named.forename, named.surname) if part}
    if triage.names_in(decision.referrer_told, names):
        lacking.append(
            say(N_("This goes out by e-mail: say it without the names of the people concerned."), "referrer_told")
        )
    return lacking


def _now(contact: Contact) -> dict[str, str]:
    matched = sum(named.person_id is not None for named in contact.people)
    return {N_("Urgency"): contact.urgency.label, N_("People matched"): f"{matched} / {len(contact.people)}"}


def _views_missing(contact: Contact) -> int:
    """How many views that partners were asked for are not here: the decision is made without them, and says so."""
    asked = sa.select(sa.func.count()).select_from(PartnerView).where(PartnerView.contact_id == contact.id)
    return db.session.scalar(asked.where(PartnerView.given_at.is_(None))) or 0


def _open_case(family: Family | None) -> Case | None:
    if family is None:
        return None
    return db.session.scalar(sa.select(Case).where(Case.family_id == family.id, Case.closed_on.is_(None)))


def _settle(contact: Contact, family: Family | None, by: Practitioner) -> Family:
    """The family of a request whose people are all matched: theirs, or a new one; everybody named is in it."""
    named = {person.person: person.role for person in contact.people if person.person}
    for one in contact.people:
        if one.person:
            families.take_numbers(one.person, nhs_number=one.nhs_number, upn=one.upn, by=by)
    if family is None:
        return families.start_family(_surname(contact), named.items(), by=by)
    members = {member.person_id for member in family.members if member.ends_on is None}
    for person, role in named.items():
        if person.id not in members:
            families.join(family, person, role, by=by)
    return family


def _surname(contact: Contact) -> str:
    """The surname that most children bear, or else most of the people."""
    children = [p.surname for p in contact.people if p.role is FamilyRole.CHILD and p.surname]
    everybody = [p.surname for p in contact.people if p.surname]
    surnames = Counter(children or everybody or [p.forename for p in contact.people])
    return surnames.most_common(1)[0][0]


def _open_or_join(contact: Contact, open_case: Case | None, team: Team | None, by: Practitioner) -> Case | None:
    pathway = PATHWAYS[contact.outcome or ContactOutcome.NO_ACTION]
    if pathway.opens_case and team and contact.family and contact.level:
        return cases.open_case(
            contact.family, team=team, level=contact.level, why=contact.needs, by=by, contact=contact
        )
    if pathway.joins_case and open_case:
        open_case.record(
            EventKind.REQUEST_ADDED, by=by, because=contact.needs, contact=contact.code, urgency=contact.urgency
        )
        for person in [open_case.lead] if open_case.lead else open_case.team.managers[:MOST_TOLD]:
            messages.write(
                person.email,
                "A new request for help was added to your case",
                "Somebody asked for help for a family you already work with. What was said is in the chronology "
                f"of the case {write_code(open_case.code)}.",
                contact,
            )
        return open_case
    return None


def missing_token(contact: Contact) -> str:
    """What the signed link by which a referrer answers stands for: this request, returned at this moment. Returned
    again it is another link."""
    return f"{contact.code} {int(contact.decided_at.timestamp()) if contact.decided_at else 0}"


def _answer_here(contact: Contact, address_of: AddressOf | None) -> str:
    """What the message that returns a request asks, with the link by which it is answered."""
    if contact.outcome is not ContactOutcome.RETURNED or address_of is None:
        return ""
    return (
        "\n\nAnswer here. What you write reaches us at once, and the request goes on:\n\n"
        f"{address_of(Purpose.MISSING, missing_token(contact))}"
    )
