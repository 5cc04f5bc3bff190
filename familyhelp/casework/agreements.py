"""The family's agreement to work together."""

from __future__ import annotations

from datetime import date

from ..models import Agreement, Case, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.outcomes import AgreedHow
from ..practice.stages import Move


def record_agreement(case: Case, *, agreed_by: str, agreed_on: date, how: AgreedHow, by: Practitioner) -> Agreement:
    """Record who in the family said yes, when and how."""
    case.move(Move.RECORD_AGREEMENT)
    agreement = Agreement(
        agreed_by=agreed_by, agreed_on=agreed_on, how=how, recorded_by_id=by.id, recorded_at=clock.now()
    )
    case.agreements.append(agreement)
    case.reset_clock()
    case.record(EventKind.AGREEMENT_GIVEN, by=by, who=agreed_by, how=how)
    return agreement


def withdraw_agreement(case: Case, *, withdrawn_on: date, because: str, by: Practitioner) -> None:
    """Record that the family withdrew its agreement, and why."""
    agreement = case.agreement
    case.move(Move.WITHDRAW_AGREEMENT)
    if agreement is not None:
        agreement.withdrawn_on, agreement.withdrawn_because = withdrawn_on, because
    case.reset_clock()
    case.record(EventKind.AGREEMENT_WITHDRAWN, by=by, because=because)
