"""Sharing with agencies: decided for a purpose, withdrawn, ruled out; and looked at by a manager where the family did
not agree."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Case, Practitioner, Sharing
from ..policy import lead_sees
from ..practice import clock
from ..practice import sharing as rules
from ..practice.chronology import EventKind
from ..practice.roles import WORKS_AT_AGENCY
from ..practice.sharing import Decision, LawfulBasis, SharedFor
from ..practice.words import N_, NotYet, say
from . import messages


def share(case: Case, *, agency: Agency, purpose: SharedFor, decision: Decision, by: Practitioner) -> Sharing:
    """Decide to share with an agency for a purpose. Without the family's agreement its managers are told. Raises
    NotYet."""
    held = _of(case, agency.id)
    lacking = list(
        rules.missing(
            decision,
            today=clock.today(),
            closed=case.closed_on is not None,
            excluded=_excluded(held),
            agreement_ended=_agreement_ended(case),
            standing=any(one.purpose is purpose and one.stands(clock.today()) for one in held),
        )
    )
    if lacking:
        raise NotYet(*lacking)
    shared = _write(case, agency, purpose, decision, by)
    keep_end(case)
    if shared.needs_a_look:
        _tell_managers(case, by)
    return shared


def _write(
    case: Case, agency: Agency, purpose: SharedFor, decision: Decision, by: Practitioner, *, told: bool = True
) -> Sharing:
    shared = Sharing(
        case=case,
        agency=agency,
        purpose=purpose,
        what=decision.what,
        basis=decision.basis,
        because=decision.because.strip() or None,
        family_told=decision.family_told,
        not_told_because=None if decision.family_told else decision.not_told_because,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(shared)
    if not told:  # the event of the part tells of it
        return shared
    by_agreement = decision.basis is LawfulBasis.AGREEMENT
    kind = EventKind.SHARED if by_agreement else EventKind.SHARED_WITHOUT_AGREEMENT
    why = decision.because.strip() or None
    case.record(kind, by=by, because=why, agency=agency.name, purpose=purpose, basis=decision.basis)
    return shared


def withdraw(case: Case, shared: Sharing, *, because: str, by: Practitioner) -> None:
    """End sharing, or lift what the family ruled out, today. Whoever saw by it sees no longer. Raises NotYet."""
    if shared.withdrawn_on is not None:
        raise NotYet(say(N_("This has ended already.")))
    _end(shared, because, by)
    keep_end(case)
    kind = EventKind.SHARING_WITHDRAWN if shared.purpose else EventKind.SHARING_NO_LONGER_EXCLUDED
    case.record(kind, by=by, because=because, agency=shared.agency.name)
    tell_who_answers(case, by=by)


def exclude(case: Case, *, agency: Agency, because: str, by: Practitioner) -> Sharing:
    """Record that the family wants nothing shared with an agency: what it agreed to share with it ends. What is shared
    without its agreement goes on. Raises NotYet."""
    held = _of(case, agency.id)
    if _excluded(held):
        raise NotYet(say(N_("It is on record already that nothing is shared with this agency."), "agency"))
    for one in held:
        if one.basis is LawfulBasis.AGREEMENT and one.withdrawn_on is None:
            _end(one, because, by)
    ruled_out = Sharing(
        case=case,
        agency=agency,
        because=because,
        family_told=True,
        starts_on=clock.today(),
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(ruled_out)
    keep_end(case)
    case.record(EventKind.SHARING_EXCLUDED, by=by, because=because, agency=agency.name)
    tell_who_answers(case, by=by)
    return ruled_out


def keep_end(case: Case) -> None:
    """Keep the first day on which something is shared for the last time, which is what is due. Part of every change of
    what is shared."""
    db.session.flush()
    first = sa.select(sa.func.min(Sharing.ends_on)).where(Sharing.case_id == case.id, Sharing.purpose.is_not(None))
    ahead = first.where(Sharing.withdrawn_on.is_(None), Sharing.ends_on >= clock.today())
    case.sharing_ends_on = None if case.closed_on else db.session.scalar(ahead)
    case.reset_clock()


def tell_who_answers(case: Case, *, by: Practitioner | None) -> None:
    """Where whoever leads an open case sees it no longer, its managers are told to choose who leads."""
    db.session.flush()
    if case.closed_on is not None or db.session.scalar(sa.select(lead_sees()).where(Case.id == case.id)):
        return
    _write_to_managers(
        case,
        by,
        "Somebody else must lead a family of yours",
        "Nothing is shared any longer with the agency of whoever leads a family of yours: they see it no more. "
        "Sign in, open “Led by partners” and choose who leads.",
    )


def look_at(case: Case, shared: Sharing, *, words: str, by: Practitioner) -> None:
    """A manager has looked at sharing without the family's agreement: another one than decided it, where the team has
    another. Raises NotYet."""
    if not shared.needs_a_look:
        raise NotYet(say(N_("This was looked at already.")))
    others = any(manager.is_active and manager.id != by.id for manager in case.team.managers)
    if shared.recorded_by_id == by.id and others:
        raise NotYet(say(N_("You decided this yourself: another manager looks at it.")))
    shared.looked_at, shared.looked_by_id, shared.looked_words = clock.now(), by.id, words
    case.record(EventKind.SHARING_LOOKED_AT, by=by, because=words, agency=shared.agency.name)


def fit_for(case: Case, person: Practitioner, *, field: str) -> None:
    """Go on only where somebody may be given a part: before anything changes. Raises NotYet."""
    _to_record(case, person, field)


def share_with_part(case: Case, person: Practitioner, *, field: str, by: Practitioner) -> None:
    """Whoever of an agency is given a part in a case sees it because something is shared with their agency: it is
    recorded in the same deed, unless it is on record. What the family ended or ruled out is not begun again like that.
    Raises NotYet."""
    if not _to_record(case, person, field) or person.agency is None:
        return
    decision = Decision(rules.WITH_A_PART, LawfulBasis.AGREEMENT, "", True, "", clock.today(), None)
    _write(case, person.agency, SharedFor.TOGETHER, decision, by, told=False)


def _to_record(case: Case, person: Practitioner, field: str) -> bool:
    if person.role not in WORKS_AT_AGENCY or person.agency is None:
        return False
    held, today = _of(case, person.agency.id), clock.today()
    standing = [one for one in held if one.purpose in rules.GIVES_SIGHT and one.stands(today)]
    ended = _agreement_ended(case)
    if ended and not any(one.basis is not LawfulBasis.AGREEMENT for one in standing):
        said = N_("The family withdrew its agreement: %(agency)s would see nothing. Ask the family again first.")
        raise NotYet(say(said, field, agency=person.agency.name))
    if standing:
        return False
    if _excluded(held):
        raise NotYet(say(N_("The family said not to share with %(agency)s."), field, agency=person.agency.name))
    if any(one.purpose in rules.GIVES_SIGHT for one in held):
        said = N_("Sharing with %(agency)s has ended. Ask the family, and record it on the page of sharing first.")
        raise NotYet(say(said, field, agency=person.agency.name))
    return True


def _of(case: Case, agency_id: int) -> Sequence[Sharing]:
    query = sa.select(Sharing).where(Sharing.case_id == case.id, Sharing.agency_id == agency_id).order_by(Sharing.id)
    return db.session.scalars(query).all()


def _excluded(held: Sequence[Sharing]) -> bool:
    return any(one.purpose is None and one.withdrawn_on is None for one in held)


def _agreement_ended(case: Case) -> bool:
    return bool(case.agreements) and not case.agreement_in_force


def _end(shared: Sharing, because: str, by: Practitioner) -> None:
    shared.withdrawn_on, shared.withdrawn_because, shared.withdrawn_by_id = clock.today(), because, by.id


def _tell_managers(case: Case, by: Practitioner) -> None:
    _write_to_managers(
        case,
        by,
        "Something is shared without a family’s agreement",
        f"{by.name} shares something about a family of yours without its agreement. Sign in and open “Shared without "
        "agreement”.",
    )


def _write_to_managers(case: Case, by: Practitioner | None, topic: str, text: str) -> None:
    for manager in case.team.managers:
        if manager.is_active and manager is not by:
            messages.write(manager.email, topic, text)
