"""Closure and check-ins: why a case ends, what must be said, and how the family is doing afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from .outcomes import Result, score_problem
from .roles import Role
from .words import N_, Sentence, Word, say, word_of


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


class CheckInHow(Word):
    """How a check-in was made, or tried."""

    PHONE = "phone", N_("By phone")
    VISIT = "visit", N_("On a visit")
    LINK = "link", N_("The family said it by a link")


RECORDED_HOW = (CheckInHow.PHONE, CheckInHow.VISIT)
"""What a worker records; by a link the family says it itself."""
CHECK_IN_MONTHS = (3, 6, 12)


@dataclass(frozen=True)
class Ended:
    """How one agreed outcome ended, with its last score (0 to 10)."""

    number: int
    result: Result | None
    final_score: int | None = None


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


@dataclass(frozen=True)
class Ending:
    """A closing as it is about to be made: what is said of the whole, and of each agreed outcome."""

    closing: ClosingFacts
    results: Sequence[Ended]


@dataclass(frozen=True)
class Said:
    """A closing as somebody wrote it. `results` and `final_scores` (0 to 10) go by the number of the agreed outcome,
    `check_ins` are months after the case closes."""

    reason: ClosureReason
    summary: str
    family_feedback: str | None
    sustaining_plan: str | None
    who_was_told: str
    results: Mapping[int, Result]
    final_scores: Mapping[int, int]
    check_ins: Sequence[int]
    check_ins_declined: bool


class Approval(Word):
    """Who says yes before a case closes, as the authority wants it."""

    OFF = "off", N_("Whoever closes it")
    MANAGER = "manager", N_("A manager of the team")


_approval = Approval.OFF


def approve_by(who: str) -> None:
    """Let this one say yes before a case closes, from now on. Raises ValueError for nobody of ours."""
    global _approval
    _approval = word_of(Approval, who)


def needs_approval(role: Role) -> bool:
    """Whether somebody of a role asks a manager before they close a case: a partner always does."""
    if role is Role.LEAD_PROFESSIONAL:
        return True
    return _approval is Approval.MANAGER and role is not Role.MANAGER


class RequestState(Word):
    """How a request to close a case stands."""

    WAITING = "waiting", N_("Waiting for the manager")
    APPROVED = "approved", N_("Approved")
    SENT_BACK = "sent_back", N_("Sent back")


def own_request() -> Sentence:
    """Why somebody does not approve a closing."""
    return say(N_("You asked for this closing yourself: another manager approves it, or you send it back."))


def missing(closing: ClosingFacts | None, outcomes: Sequence[Ended], plan_agreed: bool) -> Iterator[Sentence]:
    """What a closing still lacks, in sentences. Nothing closes with an outcome unspoken."""
    if closing is None:
        yield say(N_("Say why the case is closing."))
        return
    if not closing.summary.strip():
        yield say(N_("Write a short summary of the work."), "summary")
    if not closing.who_was_told.strip():
        yield say(N_("Say who has been told that the case is closing."), "who_was_told")
    if plan_agreed:
        yield from _unspoken(closing, outcomes)
    elif closing.reason not in REASONS_BEFORE_A_PLAN:
        yield say(N_("No plan was agreed, so this reason does not fit."), "reason")
    if closing.reason is ClosureReason.MET and any(o.result is Result.NOT_MET for o in outcomes):
        yield say(N_("An outcome was not met, so “Agreed outcomes met” does not fit."), "reason")
    if closing.reason in REASONS_WITH_SUSTAINING_PLAN:
        if not (closing.sustaining_plan or "").strip():
            yield say(N_("Write the sustaining plan: what will the family do if things slip?"), "sustaining_plan")
        if not (closing.family_feedback or "").strip():
            yield say(N_("Write what the family said about the help, in their words."), "family_feedback")
    yield from _check_ins(closing)


def _unspoken(closing: ClosingFacts, outcomes: Sequence[Ended]) -> Iterator[Sentence]:
    """What is not said yet of the agreed outcomes. A last score is asked for where the work came to its end."""
    if closing.reason is ClosureReason.WITHDRAWN_BEFORE:
        yield say(N_("A plan was agreed: choose a reason that says so."), "reason")
    for outcome in outcomes:
        if outcome.result is None:
            yield say(N_("Say how outcome %(number)s ended."), f"result_{outcome.number}", number=outcome.number)
        if outcome.final_score is not None:
            problem = score_problem(outcome.final_score)
            if problem:
                yield say(problem.text, f"score_{outcome.number}", **problem.facts)
        elif closing.reason in REASONS_WITH_SUSTAINING_PLAN:
            yield say(N_("Give outcome %(number)s its last score."), f"score_{outcome.number}", number=outcome.number)


def _check_ins(closing: ClosingFacts) -> Iterator[Sentence]:
    """What does not fit about the check-ins that were chosen."""
    chosen = closing.check_in_months
    if not set(chosen) <= set(CHECK_IN_MONTHS):
        yield say(N_("Check-ins are 3, 6 or 12 months after closing."), "check_ins")
    if chosen and closing.reason in REASONS_WITHOUT_CHECK_INS:
        yield say(
            N_("There are no check-ins when a case closes for this reason: “%(reason)s”. Take them out."),
            "check_ins",
            reason=closing.reason,
        )
    if chosen and closing.check_ins_declined:
        yield say(N_("Either the family chose check-ins, or it declined them. Say which."), "check_ins")
    if closing.reason in REASONS_WITH_SUSTAINING_PLAN and not chosen and not closing.check_ins_declined:
        yield say(N_("Choose the check-ins with the family, or record that they declined."), "check_ins")


class CheckInFacts(Protocol):
    """What the rules read of a check-in."""

    result: CheckInResult | None


def already_recorded() -> Sentence:
    """A check-in is recorded once."""
    return say(N_("This check-in is already recorded."))


def check_in_missing(check_in: CheckInFacts, *, closed_on: date, made_on: date, today: date) -> Iterator[Sentence]:
    """What does not fit about the record of a check-in, in sentences."""
    if check_in.result is not None:
        yield already_recorded()
    if made_on < closed_on:
        yield say(N_("A check-in comes after the case has closed."), "made_on")
    if made_on > today:
        yield say(N_("This day lies ahead: record the check-in once it has been made."), "made_on")
