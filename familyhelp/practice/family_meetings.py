"""Family group decision making: a meeting that is the family's own, and the plan that it makes there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from .domains import Headline
from .stages import IN_HAND, Stage
from .words import N_, Sentence, Word, say

MOST_WISHES = 4
ONE_WISH = tuple[str, Headline]
"""What the family wants, in its own words, and the part of life that it is about."""


class MeetingState(Word):
    """What came of the offer of a family group decision making meeting."""

    OFFERED = "offered", N_("Offered")
    HELD = "held", N_("Held")
    DECLINED = "declined", N_("Not wanted now")


def not_at(stage: Stage) -> Iterator[Sentence]:
    """Why nothing can be recorded at a stage."""
    if stage not in IN_HAND:
        yield say(
            N_("A family meeting is offered by whoever leads an open case. This case is at “%(stage)s”."), stage=stage
        )


def offer_missing(offered_to: str, offered_on: date, opened_on: date, today: date) -> Iterator[Sentence]:
    """What an offer lacks."""
    if not offered_to.strip():
        yield say(N_("Name who in the family was asked."), "offered_to")
    yield from _day(offered_on, "offered_on", opened_on, today)


def held_missing(
    answered_by: str, held_on: date, offered_on: date, plan_text: str, wishes: Sequence[ONE_WISH], today: date
) -> Iterator[Sentence]:
    """What the record of a meeting that was held lacks."""
    if not answered_by.strip():
        yield say(N_("Write who came."), "answered_by")
    yield from _day(held_on, "answered_on", offered_on, today)
    if not plan_text.strip():
        yield say(N_("Write the plan that the family made, in its own words."), "plan_text")
    if len(wishes) > MOST_WISHES:
        yield say(N_("A plan holds at most %(most)s outcomes: choose the ones that matter most."), most=MOST_WISHES)


def declined_missing(answered_by: str, declined_on: date, offered_on: date, today: date) -> Iterator[Sentence]:
    """What the record of a no lacks."""
    if not answered_by.strip():
        yield say(N_("Name who answered."), "answered_by")
    yield from _day(declined_on, "answered_on", offered_on, today)


def _day(day: date, name: str, earliest: date, today: date) -> Iterator[Sentence]:
    if day > today:
        yield say(N_("This date cannot be in the future."), name)
    elif day < earliest:
        yield say(N_("This is before the meeting could be offered or held."), name)
