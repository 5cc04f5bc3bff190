"""Lists page by key, not by offset: the last page costs what the first does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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


def nearest(arms: Sequence[sa.Select[Any]]) -> sa.Subquery:
    """The numbers that any of these ordered and limited selects finds, to join with: each reads one index and stops."""
    return sa.union_all(*(sa.select(arm.subquery()) for arm in arms)).subquery()


def page_by_day(
    query: sa.Select[Any],
    day: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[int],
    after: str | None,
    *,
    newest_first: bool = False,
    size: int = PAGE,
    whom: Mapping[str, Any] | None = None,
) -> Page[Any]:
    """A page of records ordered by a day and their number, starting after the key `after`. `whom` fills in a query
    that was built for somebody of a role; such a query is made into a page once."""
    key = read_key(after)
    made = by_day if whom else by_day.__wrapped__
    values = dict(whom or {}) | start_after(key)
    found = db.session.scalars(made(query, day, number, key is not None, newest_first, size), values)
    return as_page(found.unique().all(), day, number, size)


def start_after(key: tuple[date, int] | None) -> dict[str, Any]:
    """What a query of `by_day` that goes on is sent with."""
    return {"after_day": key[0], "after_number": key[1]} if key else {}


def as_page(
    rows: Sequence[Any], day: InstrumentedAttribute[Any], number: InstrumentedAttribute[int], size: int = PAGE
) -> Page[Any]:
    """The rows of one page, of which one more was read, with the key of the next one."""
    if len(rows) <= size:
        return Page(rows, None)
    last = rows[size - 1]
    return Page(rows[:size], write_key(getattr(last, day.key), getattr(last, number.key)))


@lru_cache(maxsize=64)
def by_day(
    query: sa.Select[Any],
    day: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[int],
    goes_on: bool,
    newest_first: bool,
    size: int,
) -> sa.Select[Any]:
    """A query ordered by a day and a number, with one row more than a page; after a key where it goes on."""
    if goes_on:
        here = sa.tuple_(day, number)
        there = sa.tuple_(
            sa.bindparam("after_day", type_=sa.Date()), sa.bindparam("after_number", type_=sa.BigInteger())
        )
        query = query.where(here < there if newest_first else here > there)
    order = (day.desc(), number.desc()) if newest_first else (day, number)
    return query.order_by(*order).limit(size + 1)


def page_by_number(
    query: sa.Select[Any],
    number: InstrumentedAttribute[int],
    after: str | None,
    *,
    size: int = PAGE,
    whom: Mapping[str, Any] | None = None,
) -> Page[Any]:
    """A page of records, newest number first, starting after the number `after`. `whom` as for `page_by_day`."""
    goes_on = bool(after and after.isascii() and after.isdigit() and len(after) < 19)
    made = _by_number if whom else _by_number.__wrapped__
    values = dict(whom or {}) | ({"after_number": int(after or 0)} if goes_on else {})
    rows = db.session.scalars(made(query, number, goes_on, size), values).unique().all()
    if len(rows) <= size:
        return Page(rows, None)
    return Page(rows[:size], str(getattr(rows[size - 1], number.key)))


@lru_cache(maxsize=64)
def _by_number(query: sa.Select[Any], number: InstrumentedAttribute[int], goes_on: bool, size: int) -> sa.Select[Any]:
    if goes_on:
        query = query.where(number < sa.bindparam("after_number", type_=sa.BigInteger()))
    return query.order_by(number.desc()).limit(size + 1)
