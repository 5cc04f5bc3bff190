"""The family's agreement to work together."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..models import Agreement, Case, Handover, Practitioner, Refusal
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.outcomes import AgreedHow, Route
from ..practice.stages import Move
from ..practice.words import N_, NotYet, say
from . import sharing


def record_agreement(
    case: Case, *, agreed_by: str, agreed_on: date, how: AgreedHow, by: Practitioner, speaks_for: str | None = None
) -> Agreement:
    """Record who in the family said yes, for whom, when and how."""
    case.move(Move.RECORD_AGREEMENT)
    agreement = Agreement(
        agreed_by=agreed_by, agreed_on=agreed_on, how=how, recorded_by_id=by.id, recorded_at=clock.now()
    )
    agreement.speaks_for = speaks_for
    case.agreements.append(agreement)
    case.agreement_owed_since = None
    case.reset_clock()
    case.record(EventKind.AGREEMENT_GIVEN, by=by, who=agreed_by, how=how)
    return agreement


def withdraw_agreement(
    case: Case, *, withdrawn_on: date, because: str, by: Practitioner, route: Route | None = None
) -> None:
    """Record that the family withdrew its agreement, why, and what follows."""
    agreement = case.agreement
    case.move(Move.WITHDRAW_AGREEMENT)
    if agreement is not None:
        agreement.withdrawn_on, agreement.withdrawn_because = withdrawn_on, because
        agreement.withdrawn_route = route
    case.agreement_owed_since = None
    case.reset_clock()
    case.record(EventKind.AGREEMENT_WITHDRAWN, by=by, because=because)
    sharing.tell_who_answers(case, by=by)


def refuse_agreement(
    case: Case, *, refused_by: str, refused_on: date, because: str, route: Route, by: Practitioner
) -> None:
    """Record that the family was asked and said no, why, and what follows. Raises NotYet."""
    if case.closed_on is not None:
        raise NotYet(say(N_("The case is closed.")))
    if case.agreement_in_force:
        raise NotYet(say(N_("The family agreed to work together. Record that it withdrew.")))
    db.session.add(
        Refusal(
            case_id=case.id,
            refused_on=refused_on,
            refused_by=refused_by,
            because=because,
            route=route,
            recorded_by_id=by.id,
            recorded_at=clock.now(),
        )
    )
    case.record(EventKind.AGREEMENT_REFUSED, by=by, because=because, who=refused_by, route=route)


def still_to_ask(case: Case, handover: Handover) -> None:
    """Raises NotYet where nobody need ask the family again."""
    if not case.agreement_in_force:
        raise NotYet(say(N_("The family has not agreed to work together: record its agreement.")))
    if handover.agreed_on is not None:
        raise NotYet(say(N_("It is on the record that the family goes on with the new lead.")))


def agree_again(
    case: Case, handover: Handover, *, agreed_by: str, agreed_on: date, how: AgreedHow, by: Practitioner
) -> None:
    """Record that the family, asked again after the lead changed, goes on. Raises NotYet."""
    still_to_ask(case, handover)
    handover.agreed_on, handover.agreed_by, handover.agreed_how = agreed_on, agreed_by, how
    case.agreement_owed_since = None
    case.reset_clock()
    case.record(EventKind.AGREED_AGAIN, by=by, who=agreed_by, how=how)
