"""Closure and check-ins: why a case ends, what must be said, and how the family is doing afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from .outcomes import Result
from .words import N_, Sentence, Word, say


class ClosureReason(Word):
    """Why an episode of help ended."""

    MET = "met", N_("Agreed outcomes met")
    PARTLY_MET = "partly_met", N_("Partly met: one agency or universal services continue")
    STEPPED_UP = "stepped_up", N_("Stepped up to statutory social care")
    WITHDRAWN_BEFORE = "withdrawn_before", N_("The family withdrew before a plan was agreed")
    WITHDRAWN_AFTER = "withdrawn_after", N_("The family withdrew after the plan was agreed")
    NOT_ENGAGED = "not_engaged", N_("We could not engage the family")
    MOVED = "moved", N_("The family moved out of the area")
    ADULT_SERVICES = "adult_services", N_("Transferred to adult services")
    CHILD_DIED = "child_died", N_("A child died")
    ERROR = "error", N_("Opened in error")


REASONS_WITH_SUSTAINING_PLAN = frozenset({ClosureReason.MET, ClosureReason.PARTLY_MET})
REASONS_WITHOUT_CHECK_INS = frozenset(
    {
        ClosureReason.CHILD_DIED,
        ClosureReason.ERROR,
        ClosureReason.STEPPED_UP,
        ClosureReason.MOVED,
        ClosureReason.ADULT_SERVICES,
    }
)
REASONS_BEFORE_A_PLAN = frozenset(
    {
        ClosureReason.WITHDRAWN_BEFORE,
        ClosureReason.NOT_ENGAGED,
        ClosureReason.MOVED,
        ClosureReason.ADULT_SERVICES,
        ClosureReason.CHILD_DIED,
        ClosureReason.ERROR,
        ClosureReason.STEPPED_UP,
    }
)


class CheckInResult(Word):
    """What a check-in found. Not reached is never counted as sustained."""

    SUSTAINED = "sustained", N_("Sustained: things are still better")
    SLIPPING = "slipping", N_("Slipping: a light touch is needed")
    RE_ENGAGE = "re_engage", N_("The family wants to work with us again")
    NOT_REACHED = "not_reached", N_("Not reached")
    DECLINED = "declined", N_("The family declined")


CHECK_IN_MONTHS = (3, 6, 12)


class OutcomeResult(Protocol):
    """What the rules read of an outcome at the end."""

    number: int
    result: Result | None


class ClosingFacts(Protocol):
    """What the rules read of a closing."""

    reason: ClosureReason
    summary: str
    family_feedback: str | None
    sustaining_plan: str | None
    who_was_told: str
    check_ins_declined: bool

    @property
    def check_in_months(self) -> Sequence[int]:
        """The check-ins the family chose, in months."""


def missing(closing: ClosingFacts | None, outcomes: Sequence[OutcomeResult], plan_agreed: bool) -> Iterator[Sentence]:
    """What a closing still lacks, in sentences. Nothing closes with an outcome unspoken."""
    if closing is None:
        yield say(N_("Say why the case is closing."))
        return
    if not closing.summary.strip():
        yield say(N_("Write a short summary of the work."), "summary")
    if not closing.who_was_told.strip():
        yield say(N_("Say who has been told that the case is closing."), "who_was_told")
    if plan_agreed:
        if closing.reason is ClosureReason.WITHDRAWN_BEFORE:
            yield say(N_("A plan was agreed: choose a reason that says so."), "reason")
        for outcome in outcomes:
            if outcome.result is None:
                yield say(N_("Say how outcome %(number)s ended."), f"result_{outcome.number}", number=outcome.number)
    elif closing.reason not in REASONS_BEFORE_A_PLAN:
        yield say(N_("No plan was agreed, so this reason does not fit."), "reason")
    if closing.reason is ClosureReason.MET and any(o.result is Result.NOT_MET for o in outcomes):
        yield say(N_("An outcome was not met, so “Agreed outcomes met” does not fit."), "reason")
    if closing.reason in REASONS_WITH_SUSTAINING_PLAN:
        if not (closing.sustaining_plan or "").strip():
            yield say(N_("Write the sustaining plan: what will the family do if things slip?"), "sustaining_plan")
        if not (closing.family_feedback or "").strip():
            yield say(N_("Write what the family said about the help, in their words."), "family_feedback")
        if not closing.check_in_months and not closing.check_ins_declined:
            yield say(N_("Choose the check-ins with the family, or record that they declined."), "check_ins")
