"""Asking a manager to close a case, and their answer. Until it is approved the case stays open and held."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Closing, ClosingRequest, Practitioner
from ..practice import clock, endings, timescales
from ..practice.chronology import EventKind
from ..practice.endings import RequestState, Said
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.timescales import Due
from ..practice.words import N_, NotYet, say
from . import closings, messages


def ask_closing(case: Case, said: Said, *, by: Practitioner) -> ClosingRequest:
    """Ask the manager to close a case as it is written. Nothing ends yet. Raises NotYet where it could not close."""
    _closing, ending = closings.as_it_would_end(case, said, by)
    case.move(Move.ASK_CLOSING, ending=ending)
    due_on = timescales.deadline(Due.CLOSING_ANSWER, clock.today()).on
    request = ClosingRequest(
        case_id=case.id,
        state=RequestState.WAITING,
        reason=said.reason,
        summary=said.summary,
        family_feedback=said.family_feedback,
        sustaining_plan=said.sustaining_plan,
        who_was_told=said.who_was_told,
        results={str(number): result.value for number, result in said.results.items()},
        final_scores={str(number): score for number, score in said.final_scores.items()},
        check_ins=sorted(said.check_ins),
        check_ins_declined=said.check_ins_declined,
        asked_by=by,
        asked_at=clock.now(),
        due_on=due_on,
    )
    db.session.add(request)
    case.closing_due_on = due_on
    case.reset_clock()
    for manager in case.team.managers:
        if manager.is_active:
            messages.write(
                manager.email,
                "A closing waits for your answer",
                f"{by.name} asks to close case {write_code(case.code)}. Sign in and answer by {due_on}; until then "
                "the case stays open and its lead holds the family.",
            )
    case.record(EventKind.CLOSING_ASKED, by=by, reason=said.reason)
    return request


def approve_closing(case: Case, *, by: Practitioner) -> Closing:
    """Close a case as it was asked for. Raises NotYet where it cannot close now, or `by` asked for it themselves."""
    request = _waiting(case)
    if request.asked_by_id == by.id:
        raise NotYet(endings.own_request())
    closing = closings.end_case(case, Move.APPROVE_CLOSING, request.said, written_by=request.asked_by, by=by)
    _answer(request, RequestState.APPROVED, by, None)
    return closing


def send_back_closing(case: Case, *, because: str, by: Practitioner) -> None:
    """Send a closing back to whoever asked, with the reason; the case goes on as it was."""
    request = _waiting(case)
    case.move(Move.SEND_BACK_CLOSING)
    if not because.strip():
        raise NotYet(say(N_("Say what is missing, so that it can be asked for again."), "because"))
    _answer(request, RequestState.SENT_BACK, by, because)
    case.closing_due_on = None
    case.reset_clock()
    messages.write(
        request.asked_by.email,
        "A closing that you asked for was sent back",
        f"The closing that you asked for in case {write_code(case.code)} was sent back. The case goes on as it was. "
        "Sign in and open the case to read why.",
    )
    case.record(EventKind.CLOSING_SENT_BACK, by=by, because=because)


def _waiting(case: Case) -> ClosingRequest:
    waits = sa.select(ClosingRequest).where(
        ClosingRequest.case_id == case.id, ClosingRequest.state == RequestState.WAITING
    )
    request = db.session.scalar(waits)
    if request is None:
        raise NotYet(say(N_("No closing is waiting for an answer.")))
    return request


def _answer(request: ClosingRequest, state: RequestState, by: Practitioner, because: str | None) -> None:
    request.state, request.answered_by_id = state, by.id
    request.answered_at, request.answered_because = clock.now(), because
