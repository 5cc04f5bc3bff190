"""Lists page by key, not by offset: the last page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from ..extensions import db

R = TypeVar("R")
PAGE = 25


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page of a list, and the key that the next one starts after (None: this is the last)."""

    rows: Sequence[R]
    following: str | None


def read_key(text: str | None) -> tuple[date, int] | None:
    """The day and number that a page starts after, as `write_key` wrote them; None for anything else."""
    day, _, number = (text or "").partition("_")
    try:
        return (date.fromisoformat(day), int(number)) if number.isascii() and len(number) < 19 else None
    except ValueError:
        return None


def write_key(day: date, number: int) -> str:
    """A key for an address: 2026-03-02_15."""
    return f"{day.isoformat()}_{number}"


def page_by_day(
    query: sa.Select[Any],
    day: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[int],
    after: str | None,
    *,
    newest_first: bool = False,
    size: int = PAGE,
) -> Page[Any]:
    """A page of records ordered by a day and their number, starting after the key `after`."""
    key = read_key(after)
    here = sa.tuple_(day, number)
    if key is not None:
        there = sa.tuple_(sa.literal(key[0], sa.Date), sa.literal(key[1], sa.BigInteger))
        query = query.where(here < there if newest_first else here > there)
    order = (day.desc(), number.desc()) if newest_first else (day, number)
    rows = db.session.scalars(query.order_by(*order).limit(size + 1)).unique().all()
    if len(rows) <= size:
        return Page(rows, None)
    last = rows[size - 1]
    return Page(rows[:size], write_key(getattr(last, day.key), getattr(last, number.key)))


def page_by_number(
    query: sa.Select[Any], number: InstrumentedAttribute[int], after: str | None, *, size: int = PAGE
) -> Page[Any]:
    """A page of records, newest number first, starting after the number `after`."""
    if after and after.isascii() and after.isdigit() and len(after) < 19:
        query = query.where(number < int(after))
    rows = db.session.scalars(query.order_by(number.desc()).limit(size + 1)).unique().all()
    if len(rows) <= size:
        return Page(rows, None)
    return Page(rows[:size], str(getattr(rows[size - 1], number.key)))
