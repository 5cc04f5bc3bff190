"""Contributions of people outside to a meeting of the team: asked by a day, given by a link, late ones too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .words import N_, Sentence, say

MOST = 12
"""How many contributions are asked for to one meeting."""


def missing(
    name: str, question: str, due_on: date, *, today: date, meets_on: date, lasts_to: date
) -> Iterator[Sentence]:
    """Why a contribution cannot be asked for, in sentences. `lasts_to` is the last day on which the link works."""
    if not name.strip():
        yield say(N_("Write who it is, and what they do."), "name")
    if not question.strip():
        yield say(N_("Write what you want to know."), "question")
    if due_on < today:
        yield say(N_("Choose today or a later day."), "due_on")
    elif due_on > meets_on:
        yield say(N_("Choose a day before the team meets, or that day."), "due_on")
    elif due_on > lasts_to:
        yield say(N_("The link works until %(on)s. Choose an earlier day."), "due_on", on=f"{lasts_to:%d.%m.%Y}")


def not_shared(agency: str) -> Sentence:
    """Why nobody of an agency is asked."""
    said = N_("Nothing is shared with %(agency)s now. Record what is shared with them, and why, first.")
    return say(said, "agency", agency=agency)


def is_late(due_on: date, given: bool, today: date) -> bool:
    """Whether a contribution is late: asked for by a day that is over, and not given."""
    return not given and today > due_on


def comes_after(meets_on: date, *, ended: bool, today: date) -> bool:
    """Whether what is said now comes after the meeting: its day is over, or it has `ended` (recorded, called off)."""
    return ended or today > meets_on
