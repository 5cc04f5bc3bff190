"""Compliments and complaints: what they are about, who handles them, by when they are answered, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .timescales import Deadline, Due, deadline
from .words import N_, Sentence, Word, say


class ComplaintKind(Word):
    """What somebody brings us."""

    COMPLIMENT = "compliment", N_("Compliment")
    COMPLAINT = "complaint", N_("Complaint")


class SaidBy(Word):
    """Who brings it."""

    CHILD = "child", N_("A child or young person")
    FAMILY = "family", N_("A parent or somebody else in the family")
    PROFESSIONAL = "professional", N_("A professional")


class About(Word):
    """What it is about."""

    WORKER = "worker", N_("How somebody worked with us")
    WAITING = "waiting", N_("How long it took")
    DECISION = "decision", N_("A decision")
    INFORMATION = "information", N_("What was written, shared or told")
    HELP = "help", N_("The help itself")
    ACCESS = "access", N_("Language, access or fairness")
    OTHER = "other", N_("Something else")


class Finding(Word):
    """What was found."""

    UPHELD = "upheld", N_("Upheld")
    PARTLY = "partly", N_("Partly upheld")
    NOT_UPHELD = "not_upheld", N_("Not upheld")


def next_deadline(received_on: date, acknowledged_on: date | None) -> Deadline:
    """What is due next for a complaint that is not answered: both clocks start on the day it came."""
    return deadline(Due.ACKNOWLEDGE_COMPLAINT if acknowledged_on is None else Due.ANSWER_COMPLAINT, received_on)


def missing_to_receive(
    kind: ComplaintKind, text: str, received_on: date, today: date, *, handled: bool
) -> Iterator[Sentence]:
    """What is lacking before a compliment or complaint is held; `handled` is whether somebody handles it."""
    if received_on > today:
        yield say(N_("This date cannot be in the future."), "received_on")
    if not text.strip():
        yield say(N_("Write what they said."), "text")
    if kind is ComplaintKind.COMPLAINT and not handled:
        yield say(N_("Choose who handles the complaint."), "handler")


def not_about_themselves(handler_id: int | None, concerns_id: int | None) -> Iterator[Sentence]:
    """Nobody handles a complaint about themselves."""
    if handler_id is not None and handler_id == concerns_id:
        yield say(N_("Nobody handles a complaint about themselves. Choose somebody else who handles it."), "handler")


def missing_day(field: str, on: date, received_on: date, today: date) -> Iterator[Sentence]:
    """What is wrong with the day of something that was done about a complaint."""
    if on > today:
        yield say(N_("This date cannot be in the future."), field)
    elif on < received_on:
        yield say(N_("This is before the complaint came."), field)


def missing_to_answer(because: str, told: str, lesson: str) -> Iterator[Sentence]:
    """What the answer to a complaint lacks."""
    if not because.strip():
        yield say(N_("Write what was found, and how you know."), "because")
    if not told.strip():
        yield say(N_("Write what they were told."), "told")
    if not lesson.strip():
        yield say(N_("Write what we learn from it, also where it was not upheld."), "lesson")


def answered() -> Sentence:
    """Why an answered complaint stays as it is."""
    return say(N_("This complaint is answered and stays as it is. If they are not content, record what they say anew."))


def nothing_to_do() -> Sentence:
    """Why a compliment has no clock."""
    return say(N_("This is a compliment: there is nothing to answer."))
