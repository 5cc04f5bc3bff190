"""Professional disagreements: the stages they go through, by when each ends, and what must be said. Somebody holds
each of them at every moment; the family keeps its own holder meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from . import timescales
from .timescales import Due
from .words import N_, Sentence, Word, say


class Side(Word):
    """With whom somebody disagrees."""

    SOCIAL_CARE = "social_care", N_("Statutory social care")
    FAMILY_HELP = "family_help", N_("The family help team")
    PARTNER = "partner", N_("A partner: a school, health, the police, a voluntary group")


class Talks(Word):
    """A stage: who talks with whom."""

    WORKERS = "workers", N_("The workers talk")
    MANAGERS = "managers", N_("Their team managers talk")
    SERVICE = "service", N_("Their service managers talk")
    HEADS = "heads", N_("Their heads of service talk")


class Settled(Word):
    """What came of talking at one stage."""

    AGREED = "agreed", N_("We agree: it ends here")
    NOT_AGREED = "not_agreed", N_("We do not agree: it goes to the next stage")
    DECIDED = "decided", N_("The heads of service decided: it ends here")
    DROPPED = "dropped", N_("It is not needed any more: it ends here")


STAGES: tuple[tuple[Talks, Due], ...] = (
    (Talks.WORKERS, Due.DISAGREEMENT_WORKERS),
    (Talks.MANAGERS, Due.DISAGREEMENT_MANAGERS),
    (Talks.SERVICE, Due.DISAGREEMENT_SERVICE),
    (Talks.HEADS, Due.DISAGREEMENT_HEADS),
)
"""The stages in turn, each with its clock."""
ENDS = frozenset(Settled) - {Settled.NOT_AGREED}


def following(stage: Talks) -> Talks | None:
    """The stage after this one; None after the last."""
    order = [talks for talks, _ in STAGES]
    at = order.index(stage) + 1
    return order[at] if at < len(order) else None


def end_by(stage: Talks, starts_on: date, *, urgent: bool) -> date:
    """The day by which a stage that starts on a day has to end."""
    due = Due.DISAGREEMENT_URGENT if urgent else dict(STAGES)[stage]
    return timescales.deadline(due, starts_on).on


def possible(stage: Talks) -> tuple[Settled, ...]:
    """What can come of a stage: below the heads it may go on, the heads decide."""
    last = following(stage) is None
    return (Settled.AGREED, Settled.DECIDED if last else Settled.NOT_AGREED, Settled.DROPPED)


@dataclass(frozen=True)
class Raised:
    """A disagreement as it is about to be raised."""

    about: str
    other_side: str
    our_view: str
    other_view: str


def missing(raised: Raised, *, case_closed: bool) -> Iterator[Sentence]:
    """What a disagreement still lacks, in sentences."""
    if case_closed:
        yield say(N_("The case is closed: there is nothing left to disagree about here."))
    if not raised.about.strip():
        yield say(N_("Say what it is about."), "about")
    if not raised.other_side.strip():
        yield say(N_("Say who sees it differently."), "other_side")
    if not raised.our_view.strip():
        yield say(N_("Say what you think, and why."), "our_view")
    if not raised.other_view.strip():
        yield say(N_("Say what the other side thinks, as they would say it themselves."), "other_view")


@dataclass(frozen=True)
class Talked:
    """What is about to be recorded of one stage."""

    talked_on: date
    who_talked: str
    decided: str
    result: Settled
    learned: str | None
    has_next_holder: bool


def missing_of_talk(talked: Talked, *, stage: Talks, began_on: date, today: date) -> Iterator[Sentence]:
    """What the record of one stage still lacks, in sentences."""
    if talked.result not in possible(stage):
        yield say(N_("This cannot come of this stage."), "result")
    if not began_on <= talked.talked_on <= today:
        yield say(N_("Choose the day you talked: this stage has begun, and the day is not ahead."), "talked_on")
    if not talked.who_talked.strip():
        yield say(N_("Say who talked with whom."), "who_talked")
    if not talked.decided.strip():
        yield say(N_("Say what was decided, and why."), "decided")
    if talked.result is Settled.NOT_AGREED and not talked.has_next_holder:
        yield say(N_("Choose who holds it at the next stage."), "holder")
    if talked.result in ENDS and not (talked.learned or "").strip():
        yield say(N_("Say what was learned: for the next family, and for how you work together."), "learned")


def ended() -> Sentence:
    """Why a disagreement that has ended stays as it is."""
    return say(N_("This disagreement has ended and stays as it is."))


def moved_on() -> Sentence:
    """Why something read earlier is not recorded now."""
    return say(N_("Somebody recorded what came of this stage since you opened the page. Read that first."))
