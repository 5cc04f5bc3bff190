"""Panels: where an authority wants it, a planned step goes before a panel, whose advice its answer waits for. Nobody
holds the family less while it meets: whoever led leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from . import timescales
from .stages import Direction
from .timescales import Due
from .words import N_, Sentence, Word, say, word_of


class Before(Word):
    """Which steps go before a panel."""

    OFF = "off", N_("No step")
    UP = "up", N_("Step-ups that are planned")
    DOWN = "down", N_("Step-downs")
    BOTH = "both", N_("Step-ups that are planned, and step-downs")


class Advice(Word):
    """What a panel says of a step."""

    AGREES = "agrees", N_("The panel agrees with the step")
    AGAINST = "against", N_("The panel does not agree with the step")
    MORE = "more", N_("The panel wants to know more first")


_before = Before.OFF


def ask_for(which: str) -> None:
    """Let these steps go before a panel, from now on. Raises ValueError for none of ours."""
    global _before
    _before = word_of(Before, which)


class StepFacts(Protocol):
    """What the rules read of a step."""

    direction: Direction
    immediate: bool


class PanelFacts(Protocol):
    """What the rules read of a day of the panel."""

    meets_on: date
    advice: Advice | None


def goes_before(step: StepFacts) -> bool:
    """Whether a step goes before a panel. An immediate one never waits for it."""
    asked = {Before.OFF: (), Before.UP: (Direction.UP,), Before.DOWN: (Direction.DOWN,), Before.BOTH: tuple(Direction)}
    return not step.immediate and step.direction in asked[_before]


def last_day(today: date) -> date:
    """The last day on which a panel may meet about a step."""
    return timescales.deadline(Due.PANEL, today).on


def day_missing(step: StepFacts, newest: PanelFacts | None, meets_on: date, today: date) -> Iterator[Sentence]:
    """What does not fit about a day of the panel."""
    if not goes_before(step):
        yield say(N_("This step does not go before a panel: answer it."))
    if newest is not None and newest.advice in (Advice.AGREES, Advice.AGAINST):
        yield say(N_("The panel has given its advice on this step."))
    last = last_day(today)
    if not today <= meets_on <= last:
        yield say(
            N_("The panel meets from today to %(last)s."), "meets_on", last=f"{last.day}.{last.month}.{last.year}"
        )


def advice_missing(newest: PanelFacts | None, present: str, because: str, today: date) -> Iterator[Sentence]:
    """What does not fit about the advice of a panel."""
    if newest is None or newest.advice is not None:
        yield say(N_("Set a day for the panel first."))
    elif newest.meets_on > today:
        yield say(N_("The panel has not met yet."))
    if not present.strip():
        yield say(N_("Say who was there."), "present")
    if not because.strip():
        yield say(N_("Say why: the family and both sides read it."), "because")


def not_ready(step: StepFacts, newest: PanelFacts | None) -> Iterator[Sentence]:
    """Why a step cannot be accepted yet. It can be declined or taken back at any time."""
    if goes_before(step) and (newest is None or newest.advice is not Advice.AGREES):
        yield say(N_("This step goes before a panel, and the panel has not agreed with it yet."))
