"""Views of partners (health, police, schools) on a request for help: asked by a day, given inside the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .words import N_, Sentence, Word, say


class Verified(Word):
    """How we know who gave a view."""

    ACCOUNT = "account", N_("signed in")
    LINK = "link", N_("by a link and a code")


def missing(question: str, due_on: date, today: date, *, reachable: bool) -> Iterator[Sentence]:
    """Why a view cannot be asked for, in sentences."""
    if not question.strip():
        yield say(N_("Write what you want to know."), "question")
    if due_on < today:
        yield say(N_("Choose today or a later day."), "due_on")
    if not reachable:
        yield say(N_("Choose somebody with an account, or write who it is and for which agency."), "name")


def is_late(due_on: date, given: bool, today: date) -> bool:
    """Whether a view is late: asked for by a day that is over, and not given."""
    return not given and today > due_on
