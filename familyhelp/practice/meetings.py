"""Meetings of the team around the family: what arranging one needs, and what a late one is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from .timescales import Due, clock_on, count_on, working_days_between
from .words import N_, Sentence, say


def missing(meets_on: date, place: str, agenda: str, invited: int, today: date) -> Iterator[Sentence]:
    """What a meeting lacks before anybody is invited, in sentences. `invited` is how many people are."""
    if meets_on < today:
        yield say(N_("This day has passed. If you have met already, record the review."), "meets_on")
    if not place.strip():
        yield say(N_("Say where you meet."), "place")
    if not agenda.strip():
        yield say(N_("Say what you will talk about, so that everyone can prepare."), "agenda")
    if invited == 0:
        yield say(N_("Invite at least one person."), "people")


def one_ahead() -> Sentence:
    """Why a second meeting is not arranged."""
    return say(N_("A meeting is already arranged. Change that one, or call it off first."))


def none_ahead() -> Sentence:
    """Why a meeting cannot be changed or called off."""
    return say(N_("This meeting has been called off, or its review has been recorded."))


class Owing(Protocol):
    """What the rules read of a case."""

    meeting_on: date | None
    minutes_owed_on: date | None


def owed(case: Owing, today: date) -> list[tuple[Sentence, date]]:
    """What is still owed about a meeting or a review that was held: the sentence, and the day that it is about."""
    found = []
    if case.meeting_on and case.meeting_on < today:
        days = working_days_between(case.meeting_on, today)
        text = (
            N_("The team met one working day ago, and the review is not recorded yet.")
            if days == 1
            else N_("The team met %(days)s working days ago, and the review is not recorded yet.")
        )
        found.append((say(text, days=days) if days != 1 else say(text), case.meeting_on))
    if case.minutes_owed_on:
        clock = clock_on(Due.MINUTES, case.minutes_owed_on)
        late = count_on(case.minutes_owed_on, clock.late, clock.unit) < today
        text = (
            N_("The copies of the last review are late: nobody is recorded as having been given one.")
            if late
            else N_("Nobody is recorded yet as having been given a copy of the last review.")
        )
        found.append((say(text), case.minutes_owed_on))
    return found


def copies_missing(names: list[str], given_on: date, held_on: date, today: date) -> Iterator[Sentence]:
    """What the record of given copies lacks."""
    if not any(name.strip() for name in names):
        yield say(N_("Say who was given a copy."), "others")
    if given_on > today:
        yield say(N_("This date cannot be in the future."), "given_on")
    elif given_on < held_on:
        yield say(N_("This is before the review was held."), "given_on")
