"""What is unusual in the looks that people leave: a question to a manager, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .clock import LOCAL
from .names import fold
from .words import N_, Sentence, Word, say

DAYS = 14
"""So many days, today among them, are counted."""
NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)
FEWEST_WORDS = 3
"""So many words at least say what somebody answered, or why a family is opened."""


class Pattern(Word):
    """What is counted."""

    OUTSIDE_TEAM = "outside_team", N_("Many families that their team does not hold")
    OWN_SURNAME = "own_surname", N_("Families with somebody of their own surname")
    AT_NIGHT = "at_night", N_("At night, between 22:00 and 06:00")
    REFUSED = "refused", N_("Many pages that were refused")


ASKED_FROM = {Pattern.OUTSIDE_TEAM: 8, Pattern.OWN_SURNAME: 1, Pattern.AT_NIGHT: 5, Pattern.REFUSED: 10}
"""From so many on a question is asked: families for the first two, pages for the others."""
OF_FAMILIES = frozenset({Pattern.OUTSIDE_TEAM, Pattern.OWN_SURNAME})


def asks(pattern: Pattern, count: int) -> bool:
    """Whether so many are a question."""
    return count >= ASKED_FROM[pattern]


def first_day(today: date) -> date:
    """The first of the days that are counted."""
    return today - timedelta(days=DAYS - 1)


def beginning(day: date) -> datetime:
    """The moment at which a UK day begins."""
    return datetime.combine(day, time(), LOCAL)


def nights(first: date, last: date) -> list[tuple[datetime, datetime]]:
    """The nights from the small hours of one day to the late evening of another, each from its first moment to the one
    after its last."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    early = [(datetime.combine(first, time(), LOCAL), datetime.combine(first, NIGHT_ENDS, LOCAL))]
    return early + [
        (datetime.combine(day, NIGHT_BEGINS, LOCAL), datetime.combine(day + timedelta(days=1), NIGHT_ENDS, LOCAL))
        for day in days
    ]


def surname_key(name: str) -> str:
    """The last word of somebody's name, as surnames are compared."""
    words = fold(name).split()
    return words[-1] if words else ""


def missing_to_answer(said: str) -> Iterator[Sentence]:
    """What the record of a question that was asked still lacks."""
    if len(said.split()) < FEWEST_WORDS:
        yield say(N_("Write what they said, in a few words."), "said")
