"""Counting the scorecard's local measures over the cases of this database: SQL counts, one statement a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from ..extensions import db
from ..models import Feedback, Step
from ..practice.periods import Period
from ..practice.scorecard import HEARD, QUALITY
from ..practice.stages import Direction
from . import each_counted as each
from .measure_rows import Row, bounds, count_if, row
from .quality_measures import quality_rows


@dataclass(frozen=True)
class Count:
    """What one local measure counted in one year."""

    measure: str
    numerator: int | None
    denominator: int | None
    days: Sequence[tuple[int, int]] | None = None
    """Of a median: how many took how many days."""

    @property
    def doubled_median(self) -> int | None:
        """Twice the median, which is whole."""
        return _doubled_median(dict(self.days)) if self.days else None


def together(parts: Iterable[Count]) -> list[Count]:
    """What the parts of a year come to: each measure counts things that lie in one of them."""
    found: dict[str, Count] = {}
    for part in parts:
        one = found.get(part.measure)
        found[part.measure] = _sum(one, part) if one else part
    return list(found.values())


def _sum(one: Count, other: Count) -> Count:
    days = Counter[int]()
    for held in (one.days, other.days):
        for day, count in held or ():
            days[day] += count
    merged = sorted(days.items()) if one.days is not None or other.days is not None else None
    return Count(one.measure, _plus(one.numerator, other.numerator), _plus(one.denominator, other.denominator), merged)


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _contacts() -> Row:
    received = (sa.func.count(), count_if(each.IS_DUE), count_if(each.IN_TIME), count_if(each.OPENED))
    return each.requests().counted("contacts", *received)


def _steps() -> Row:
    return each.steps().counted(Step.direction).group_by(Step.direction)


def _distances() -> Row:
    series = each.travelled().subquery()
    who = sa.literal("distance_").concat(sa.cast(series.c.respondent, sa.String))
    return row(who, 0, sa.func.sum(series.c.travelled), sa.func.count()).group_by(series.c.respondent)


def _heard() -> Row:
    who = sa.literal("heard_").concat(sa.cast(Feedback.respondent, sa.String))
    return each.heard().counted(who).group_by(Feedback.respondent)


def _durations() -> Row:
    """How many cases took how many days: the median comes from this histogram."""
    found = each.durations()
    return found.counted("days", sa.func.count(), key=found.amount).group_by(sa.literal_column("2"))


@cache
def _statement() -> sa.CompoundSelect[Any]:
    """Everything in one statement, put together once."""
    return sa.union_all(
        _contacts(),
        each.episodes().counted("episodes"),
        _steps(),
        each.outcomes().counted("outcomes"),
        _distances(),
        each.check_ins().counted("check_ins"),
        _heard(),
        *quality_rows(),
        _durations(),
    )


def counted(ending: int, today: date) -> list[Count]:
    """Count every local measure of the year that ends on 31 March `ending`, as things stand today."""
    return counted_in(Period(ending), today)


def counted_in(period: Period, today: date) -> list[Count]:
    """Count every local measure of a year or a quarter, as things stand today."""
    return counted_each([period], today)[period]


def counted_each(periods: Sequence[Period], today: date) -> dict[Period, list[Count]]:
    """The same of several years or quarters. One statement."""
    found: list[dict[str, tuple[int, ...]]] = [{} for _one in periods]
    histograms: list[dict[int, int]] = [{} for _one in periods]
    values = {"today": today}
    for number, period in enumerate(periods):
        values |= {f"{name}_{number}": value for name, value in bounds(period, today).items()}
    rows: Any = db.session.connection().execute(_for_each(len(periods)), values)
    for number, what, key, *counts in rows:
        if what == "days":
            histograms[number][key] = counts[0]
        else:
            found[number][what] = tuple(counts)
    return {one: _counts(found[number], histograms[number]) for number, one in enumerate(periods)}


@cache
def _for_each(count: int) -> sa.CompoundSelect[Any]:
    """The statement for so many periods, each with bounds of its own."""
    return sa.union_all(*(_numbered(number) for number in range(count)))


def _numbered(number: int) -> sa.Select[Any]:
    def renamed(element: Any, **_: Any) -> Any:
        if isinstance(element, sa.BindParameter) and element.key in _BOUNDS:
            return sa.bindparam(f"{element.key}_{number}", type_=element.type)
        return None

    each: Any = visitors.replacement_traverse(_statement(), {}, renamed)
    each = each.subquery()
    return sa.select(sa.literal_column(str(number), sa.Integer).label("period"), *list(each.c))


_BOUNDS = ("first_day", "last_day", "first", "after")


def _counts(found: dict[str, tuple[int, ...]], histogram: dict[int, int]) -> list[Count]:
    def pair(measure: str, what: str) -> Count:
        counts = found.get(what, (0, 0))
        return Count(measure, counts[0], counts[1])

    received, due, in_time, opened = found["contacts"]
    return [
        Count("requests", received, None),
        Count("decided_in_time", in_time, due),
        Count("requests_to_cases", opened, received),
        pair("step_ups", Direction.UP.value),
        pair("step_downs", Direction.DOWN.value),
        pair("family_re_referrals", "episodes"),
        pair("outcomes_met", "outcomes"),
        *(
            pair(what, what)
            for what in ("distance_child", "distance_parent", "distance_practitioner", "distance_network")
        ),
        pair("sustained", "check_ins"),
        *(pair(what, what) for what in (*HEARD, *QUALITY)),
        Count("days_to_closure", None, sum(histogram.values()), sorted(histogram.items())),
    ]


def _doubled_median(histogram: dict[int, int]) -> int | None:
    """Twice the median, which is whole."""
    total = sum(histogram.values())
    if total == 0:
        return None
    below, middle = 0, []
    wanted = [(total - 1) // 2, total // 2]
    for days, count in sorted(histogram.items()):
        below += count
        while wanted and wanted[0] < below:
            middle.append(days)
            wanted.pop(0)
    return sum(middle)
