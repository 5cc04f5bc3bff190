"""The only place where the time is read. Tests and the demo set it; no rule reads it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """The day it is in the United Kingdom."""
    return now().astimezone(LOCAL).date()


def local_day(moment: datetime) -> date:
    """The UK day on which a moment (with its zone) falls."""
    return moment.astimezone(LOCAL).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` (with its zone) inside the block."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
