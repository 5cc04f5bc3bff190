"""Step-up and step-down: how an answer stands, what a request must say, and when both must be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from . import clock, hours, timescales
from .roles import Role
from .stages import Direction
from .timescales import Due
from .triage import Level
from .words import N_, Sentence, Word, say


class StepState(Word):
    """How a step stands."""

    PENDING = "pending", N_("Waiting for an answer")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined")
    RECALLED = "recalled", N_("Taken back")


class Pace(Word):
    """How soon a step-up must be answered."""

    PLANNED = "planned", N_("Planned: an answer by the next working day")
    IMMEDIATE = "immediate", N_("Immediate: a child may not be safe today")


class SentHow(Word):
    """How a step-up goes to somebody of social care who works in another system."""

    EMAIL = "email", N_("By e-mail")
    LETTER = "letter", N_("In a letter that I print")


class FamilyAgrees(Word):
    """Whether the family agrees to a step."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No, or we could not ask")


LEVELS_BELOW = frozenset({Level.ADDITIONAL, Level.COMPLEX})
"""Where a step-down may lead: a family never goes from statutory help to none at once."""


@dataclass(frozen=True)
class Request:
    """A step as it is about to be asked for."""

    direction: Direction
    to_level: Level
    reasons: str
    risk: str | None
    family_view: str | None
    family_agrees: bool
    without_agreement_because: str | None


def missing(request: Request) -> Iterator[Sentence]:
    """What a request for a step still lacks, in sentences."""
    if request.direction is Direction.DOWN and request.to_level not in LEVELS_BELOW:
        yield say(
            N_("A step-down leads to level 2 or 3: a family never goes from statutory help to none at once."),
            "to_level",
        )
    if not request.reasons.strip():
        yield say(N_("Say why: whoever answers decides by it."), "reasons")
    if request.direction is Direction.UP and not (request.risk or "").strip():
        yield say(N_("Say what the risk is, for which child."), "risk")
    if request.family_agrees and not (request.family_view or "").strip():
        yield say(N_("Say what the family thinks, in their words."), "family_view")
    if not request.family_agrees and not (request.without_agreement_because or "").strip():
        yield say(N_("Say why the step is asked for without the family’s agreement."), "without_agreement_because")


def answer_by(sent_at: datetime, *, immediate: bool) -> tuple[date, datetime | None]:
    """The day by which a step is to be answered, and the moment on it where it is immediate."""
    if not immediate:
        return timescales.deadline(Due.STEP_ANSWER, clock.local_day(sent_at)).on, None
    moment = hours.moment_after(Due.STEP_IMMEDIATE, sent_at)
    return clock.local_day(moment), moment


def receive_by(sent_at: datetime, *, immediate: bool) -> datetime:
    """The moment by which the other side says that a step arrived; never later than an immediate one is answered."""
    moment = hours.moment_after(Due.STEP_RECEIVED, sent_at)
    return min(moment, hours.moment_after(Due.STEP_IMMEDIATE, sent_at)) if immediate else moment


def is_late(step: Timed, now: datetime) -> bool:
    """Whether a step is answered too late, or will be."""
    return now > step.answer_by if step.answer_by else clock.local_day(now) > step.due_on


class Timed(Protocol):
    """What the clocks read of a step."""

    due_on: date
    answer_by: datetime | None


RECEIVED_BY = {Role.LIAISON: Direction.UP, Role.MANAGER: Direction.DOWN}
"""Who says that a step arrived, and answers it, by its direction."""


def last_handover_day(accepted_on: date) -> date:
    """The last day for the joint visit that hands a family over."""
    return timescales.deadline(Due.HANDOVER, accepted_on).on


def handover_missing(handover_on: date, *, today: date) -> Iterator[Sentence]:
    """What does not fit about the day of the joint visit, in sentences."""
    last = last_handover_day(today)
    if not today <= handover_on <= last:
        yield say(
            N_("The joint visit is within %(days)s working days: from today to %(last)s."),
            "handover_on",
            days=timescales.clock_on(Due.HANDOVER, today).length,
            last=f"{last.day}.{last.month}.{last.year}",
        )


def next_review(planned: date | None, *, today: date) -> date:
    """When the team meets after a step-down: on the day that was planned if that is soon enough, else when teams
    usually do."""
    latest = timescales.deadline(Due.REVIEW, today).on
    return planned if planned and today <= planned <= latest else latest
