"""How families fare after help has ended, by the quarter in which it did. Who was not reached or not asked never counts
as sustained, and stays among those who were due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from . import suppression
from .endings import CHECK_IN_MONTHS, CheckInResult
from .periods import Period, quarter_of
from .words import N_, Word

QUARTERS = 12
"""How many quarters are shown: three years."""


class Fate(Word):
    """What became of a check-in that was due."""

    SUSTAINED = "sustained", N_("Sustained")
    SLIPPING = "slipping", N_("Slipping")
    RE_ENGAGED = "re_engaged", N_("Working with us again")
    NOT_REACHED = "not_reached", N_("Not reached")
    DECLINED = "declined", N_("Declined")
    NOT_MADE = "not_made", N_("Not made yet")


FATE_OF = {
    CheckInResult.SUSTAINED: Fate.SUSTAINED,
    CheckInResult.SLIPPING: Fate.SLIPPING,
    CheckInResult.RE_ENGAGE: Fate.RE_ENGAGED,
    CheckInResult.NOT_REACHED: Fate.NOT_REACHED,
    CheckInResult.DECLINED: Fate.DECLINED,
    None: Fate.NOT_MADE,
}


@dataclass(frozen=True)
class Counted:
    """So many check-ins of families whose help ended in a month: at how many months, with what result, due or not."""

    year: int
    month: int
    months: int
    result: CheckInResult | None
    is_due: bool
    count: int


@dataclass(frozen=True)
class Cohort:
    """The families whose help ended in a quarter and who chose a check-in: how many were due, what became of each,
    and for how many it is not due yet. None: hidden, since it is small or would give a small number away."""

    quarter: Period
    due: int | None
    fates: Mapping[Fate, int | None]
    not_yet_due: int | None

    @property
    def sustained(self) -> Fraction | None:
        """The share of those due who sustained; None where nobody was due, or a part of it is hidden."""
        kept = self.fates[Fate.SUSTAINED]
        return Fraction(kept, self.due) if kept is not None and self.due else None

    @property
    def without_small_numbers(self) -> Cohort:
        """The same for readers to whom counts of 1 to 5 are hidden, together with what they could be worked out
        from."""
        shown = {fate.value: count or 0 for fate, count in self.fates.items()}
        hidden = frozenset(shown) if suppression.is_small(self.due) else suppression.hidden_parts(shown)
        return replace(
            self,
            due=None if suppression.is_small(self.due) else self.due,
            fates={fate: None if fate.value in hidden else count for fate, count in self.fates.items()},
            not_yet_due=None if suppression.is_small(self.not_yet_due) else self.not_yet_due,
        )


def quarters_shown(today: date) -> list[Period]:
    """The quarters of the table, the newest first."""
    found = [quarter_of(today)]
    while len(found) < QUARTERS:
        found.append(found[-1].before)
    return found


def cohorts(counted: Iterable[Counted], today: date) -> dict[int, list[Cohort]]:
    """The cohorts of every quarter that is shown, by the months after which families were asked."""
    due: dict[tuple[int, Period, Fate], int] = {}
    later: dict[tuple[int, Period], int] = {}
    for one in counted:
        quarter = quarter_of(date(one.year, one.month, 1))
        if one.is_due:
            key = (one.months, quarter, FATE_OF[one.result])
            due[key] = due.get(key, 0) + one.count
        else:
            later[one.months, quarter] = later.get((one.months, quarter), 0) + one.count
    return {
        months: [_cohort(months, quarter, due, later) for quarter in quarters_shown(today)]
        for months in CHECK_IN_MONTHS
    }


def _cohort(
    months: int,
    quarter: Period,
    due: Mapping[tuple[int, Period, Fate], int],
    later: Mapping[tuple[int, Period], int],
) -> Cohort:
    fates = {fate: due.get((months, quarter, fate), 0) for fate in Fate}
    return Cohort(quarter, sum(fates.values()), fates, later.get((months, quarter), 0))


# Beside the scorecard and the quarterly reports, which tell the same check-ins by when they were due -------------

_Key = tuple[int, Period]
Table = Mapping[int, Sequence[Cohort]]


def without_small_numbers(table: Table, told: Iterable[Period]) -> dict[int, list[Cohort]]:
    """The cohorts for readers to whom small numbers are hidden, beside the years of the scorecard and the quarters that
    reports `told`: where one row alone of such a sum is hidden, the rest would give it away, and another goes too."""
    rows = {(months, one.quarter): one.without_small_numbers for months, cohorts in table.items() for one in cohorts}
    held = {(months, one.quarter): one.due or 0 for months, cohorts in table.items() for one in cohorts}
    sums = _sums(rows, frozenset(told))
    again = True
    while again:
        again = False
        for keys in sums:
            hidden = [key for key in keys if _is_hidden(rows[key])]
            others = sorted((key for key in keys if held[key] and key not in hidden), key=lambda key: held[key])
            if len(hidden) == 1 and others:
                rows[others[0]] = replace(rows[others[0]], due=None, fates=dict.fromkeys(Fate))
                again = True
    return {months: [rows[months, one.quarter] for one in cohorts] for months, cohorts in table.items()}


def _is_hidden(row: Cohort) -> bool:
    return row.due is None or row.fates[Fate.SUSTAINED] is None


def _due_in(quarter: Period) -> frozenset[_Key]:
    """The cohorts whose check-ins fell due in a quarter: families whose help had ended so many months before."""
    found = set()
    for months in CHECK_IN_MONTHS:
        closed = quarter
        for _quarter in range(months // 3):
            closed = closed.before
        found.add((months, closed))
    return frozenset(found)


def _sums(rows: Mapping[_Key, Cohort], told: frozenset[Period]) -> list[frozenset[_Key]]:
    """The sums of rows that somebody can read elsewhere or work out: of each year, of each quarter that a report told,
    and of what is left of the year. Sums of which a part lies outside of the table say nothing."""
    found: list[frozenset[_Key]] = []
    for ending in {quarter.ending + more for _months, quarter in rows for more in (0, 1)}:
        quarters = {quarter: _due_in(quarter) for quarter in (Period(ending, number) for number in (1, 2, 3, 4))}
        year = frozenset[_Key]().union(*quarters.values())
        known = [quarters[quarter] for quarter in quarters if quarter in told]
        found += [year, *known, year.difference(*known)]
    return [keys for keys in found if keys and keys <= rows.keys()]
