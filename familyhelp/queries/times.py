"""Days in SQL, the same on both engines: the UK day of a moment, days between two days, a day some days before."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class local_day(FunctionElement[date]):  # noqa: N801 - reads as a function of SQL
    """The UK day on which a moment falls: `local_day(column)`."""

    type = sa.Date()
    inherit_cache = True
    name = "local_day"


class days_between(FunctionElement[int]):  # noqa: N801
    """How many days lie between two days: `days_between(earlier, later)`."""

    type = sa.Integer()
    inherit_cache = True
    name = "days_between"


class days_before(FunctionElement[date]):  # noqa: N801
    """The day so many days before another: `days_before(day, count)`."""

    type = sa.Date()
    inherit_cache = True
    name = "days_before"


def _arguments(element: Any, compiler: Any, **options: Any) -> list[str]:
    return [compiler.process(clause, **options) for clause in element.clauses]


@compiles(local_day, "postgresql")
def _local_day(element: Any, compiler: Any, **options: Any) -> str:
    (moment,) = _arguments(element, compiler, **options)
    return f"CAST(timezone('Europe/London', {moment}) AS date)"


@compiles(local_day, "sqlite")
def _local_day_lite(element: Any, compiler: Any, **options: Any) -> str:
    # The UK is an hour ahead of UTC from 01:00 UTC on the last Sunday of March to the same on that of October.
    # Only the hour before midnight falls on another day then.
    (moment,) = _arguments(element, compiler, **options)
    march, october = (
        f"(date(substr({moment}, 1, 4) || '-{month}-31', '-6 days', 'weekday 0') || ' 01')" for month in ("03", "10")
    )
    return (
        f"CASE WHEN substr({moment}, 12, 2) = '23' AND {moment} >= {march} AND {moment} < {october} "
        f"THEN date({moment}, '+1 hour') ELSE substr({moment}, 1, 10) END"
    )


@compiles(days_between, "postgresql")
def _days_between(element: Any, compiler: Any, **options: Any) -> str:
    earlier, later = _arguments(element, compiler, **options)
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _days_between_lite(element: Any, compiler: Any, **options: Any) -> str:
    earlier, later = _arguments(element, compiler, **options)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_before, "postgresql")
def _days_before(element: Any, compiler: Any, **options: Any) -> str:
    day, count = _arguments(element, compiler, **options)
    return f"({day} - CAST({count} AS integer))"


@compiles(days_before, "sqlite")
def _days_before_lite(element: Any, compiler: Any, **options: Any) -> str:
    day, count = _arguments(element, compiler, **options)
    return f"date({day}, '-' || {count} || ' days')"
