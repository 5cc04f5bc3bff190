"""Two quarterly reports of the invented council, one approved and one in writing, and a trajectory."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import sqlalchemy as sa

from ..casework import reports as deeds
from ..casework import trajectories
from ..extensions import db
from ..models import Dataset, Practitioner, QuarterlyReport
from ..practice import clock
from ..practice.periods import Period, quarter_of
from ..practice.reports import Kept
from ..practice.roles import Role
from ..practice.scorecard import MEASURES, Measure
from ..queries import reports as queries
from ..queries.report_figures import figures_now
from ..queries.scorecard import areas, own_authority

SO_WHAT = (
    "More families ask for help themselves, and most are answered by the next working day. Half of the agreed outcomes "
    "are met at the end; where they are not, the plan was seldom looked at again after the second review."
)


def report_quarterly(today: date, authority: str) -> None:
    """Let the analyst write the reports of the last two quarters; a manager approves the first."""
    analyst, manager = (
        db.session.scalars(sa.select(Practitioner).where(Practitioner.role == role).order_by(Practitioner.id)).first()
        for role in (Role.ANALYST, Role.MANAGER)
    )
    if analyst is None or manager is None:
        return
    last = quarter_of(today).before
    with _on(last.before.last_day + timedelta(days=18)):
        first = _begun(last.before, authority, analyst)
        deeds.write_so_what(first, so_what=SO_WHAT, read_version=first.version, by=analyst)
        for what, owner in (
            ("Look at every plan again by the third review, with the family.", manager.name),
            ("Ask the schools how long they waited for our answer.", analyst.name),
        ):
            deeds.make_promise(first, what=what, owner=owner, due_on=last.last_day, by=analyst)
        deeds.approve(first, by=manager)
    with _on(min(last.last_day + timedelta(days=9), today)):
        second = _begun(last, authority, analyst)
        asked = queries.whole(second).unanswered[0]
        words = "In four of five families it was. The others had a change of lead."
        deeds.answer_promise(second, asked, kept=Kept.PARTLY, words=words, read_version=0, by=manager)
    with _on(today):
        start = quarter_of(today)
        path = {start: Fraction(50), start.after: Fraction(52), start.after.after: Fraction(55)}
        because = "We look at every plan again by the third review."
        trajectories.plan(MEASURES["outcomes_met"], path, because=because, read_version=0, by=analyst)


def _on(day: date) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(day, time(8), clock.LOCAL))


def _begun(period: Period, authority: str, by: Practitioner) -> QuarterlyReport:
    area = own_authority(areas(), "", authority)
    return deeds.begin(period, figures_now(period, set(MEASURES), area, _source), area_name=authority, by=by)


def _source(measure: Measure, _imported: dict[str, Dataset]) -> str:
    return "; ".join(f"{publication.publisher}: {publication.name}" for publication in measure.sources)
