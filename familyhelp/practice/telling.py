"""How people are told what is due: how often, and on which days."""

from __future__ import annotations

from datetime import date, timedelta

from .timescales import is_working_day
from .words import N_, Word


class Rhythm(Word):
    """How often somebody is told what is due."""

    DAILY = "daily", N_("Each working day")
    WEEKLY = "weekly", N_("Once a week, on its first working day")
    NEVER = "never", N_("Never")


USUAL_RHYTHM = Rhythm.DAILY
"""For whoever has not chosen."""


def tells_on(rhythm: Rhythm, day: date) -> bool:
    """Whether somebody with this rhythm is told on a day."""
    if rhythm is Rhythm.NEVER or not is_working_day(day):
        return False
    monday = day - timedelta(days=day.weekday())
    earlier = (monday + timedelta(days=n) for n in range(day.weekday()))
    return rhythm is Rhythm.DAILY or not any(is_working_day(other) for other in earlier)


def week_ends(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())
