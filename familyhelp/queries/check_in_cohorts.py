"""Counting check-ins by the month in which help ended; one statement, however many families there are."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import CheckIn, Closing
from ..practice import check_in_cohorts as rules
from ..practice.check_in_cohorts import Cohort, Counted
from ..practice.periods import Period, quarter_of
from . import reports


def told(today: date) -> list[Period]:
    """The quarters of which a quarterly report told how many check-ins found that things are still better."""
    years = sorted({quarter.ending for quarter in rules.quarters_shown(today)})
    found = reports.told_in(*years, years[-1] + 1)
    return [quarter_of(one.quarter) for one in found if one.measure == "sustained" and not one.reading.hidden]


def cohorts(today: date) -> dict[int, list[Cohort]]:
    """Every cohort that is shown, by the months after which families were asked, as things stand on a day."""
    year, month = sa.extract("year", Closing.closed_on), sa.extract("month", Closing.closed_on)
    is_due = sa.or_(CheckIn.due_on <= today, CheckIn.result.is_not(None))
    due = sa.case((is_due, 1), else_=0)
    query = (
        sa.select(year, month, CheckIn.months, CheckIn.result, due, sa.func.count())
        .join(Closing, Closing.id == CheckIn.closing_id)
        .where(Closing.closed_on >= rules.quarters_shown(today)[-1].first_day, Closing.closed_on <= today)
        .group_by(year, month, CheckIn.months, CheckIn.result, due)
    )
    rows = db.session.execute(query)
    return rules.cohorts(
        (Counted(int(year), int(month), months, result, bool(due), n) for year, month, months, result, due, n in rows),
        today,
    )
