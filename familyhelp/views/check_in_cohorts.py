"""How families fare after help has ended, by the quarter in which it did."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_babel import gettext

from ..policy import Act
from ..practice import clock
from ..practice.check_in_cohorts import Cohort, Fate, without_small_numbers
from ..practice.figure_tables import FigureTable, Shown, number
from ..practice.readings import rounded
from ..queries import check_in_cohorts as queries
from .guards import signed_in
from .language import sentence
from .tables import Asked, Figures, figure_page

bp = Blueprint("check_in_cohorts", __name__)


@bp.get("/check-ins")
@signed_in(Act.SEE_COHORTS)
def cohorts() -> Any:
    """The cohorts; small numbers are hidden from whoever works with no family."""
    return read.show("check_ins/cohorts.html")


@figure_page("check-ins", Act.SEE_COHORTS)
def read(_asked: Asked, exact: bool) -> Figures:
    """What the page shows: a table for each of the months after which families are asked."""
    found = queries.cohorts(clock.today())
    if not exact:
        found = without_small_numbers(found, queries.told(clock.today()))
    return Figures(
        about=gettext("Check-ins by the quarter in which help ended."),
        source=gettext("the cases of this service, as they stand today"),
        tables=tuple(_table(months, rows) for months, rows in found.items()),
        notes=(gettext("Who was not reached, or not asked yet though it was due, stays among those who were due."),),
        context={"hides": not exact},
    )


def _table(months: int, rows: list[Cohort]) -> FigureTable:
    columns = [gettext("Help ended in"), gettext("Due"), *(gettext(f.label) for f in Fate), gettext("Not yet due")]
    title = gettext("After %(months)s months, the newest quarter first", months=months)
    return FigureTable(f"after-{months}", title, columns, [_row(one) for one in rows])


def _row(one: Cohort) -> list[Shown]:
    fates = [number(one.fates[fate]) for fate in Fate]
    kept = one.fates[Fate.SUSTAINED]
    if one.sustained is not None and kept is not None:
        fates[list(Fate).index(Fate.SUSTAINED)] = Shown(kept, f"{kept} ({rounded(one.sustained * 100, 0)}%)")
    return [Shown(sentence(one.quarter.in_words())), number(one.due), *fates, number(one.not_yet_due)]
