"""A change of lead: the family meets somebody new, who starts from what the last one leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .words import N_, Sentence, Word, say


class ToldHow(Word):
    """How a family learned who works with them now."""

    IN_PERSON = "in_person", N_("In person")
    BY_PHONE = "by_phone", N_("By phone")
    IN_WRITING = "in_writing", N_("In writing")


def missing(handover: str) -> Iterator[Sentence]:
    """What a change of lead lacks: the note for whoever comes next."""
    if not handover.strip():
        yield say(N_("Write what the new lead needs to know, so that the family need not tell it again."), "handover")


def telling_missing(told_by: str, told_on: date, started_on: date, today: date) -> Iterator[Sentence]:
    """What is missing or wrong in how the family was told; they may be told some days before the change."""
    if not told_by.strip():
        yield say(N_("Name who told the family."), "told_by")
    if told_on > today:
        yield say(N_("This date cannot be in the future."), "told_on")
    elif (started_on - told_on).days > MOST_DAYS_BEFORE:
        yield say(N_("This is more than three months before the lead changed. Is the date right?"), "told_on")


MOST_DAYS_BEFORE = 92
