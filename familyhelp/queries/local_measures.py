"""Counting the scorecard's local measures over the cases of this database: SQL counts, one statement a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Case, CheckIn, Closing, Contact, Feedback, FeedbackRow, Outcome, Plan, Score, Step
from ..practice.domains import USUAL_SCALE
from ..practice.endings import CheckInResult, ClosureReason
from ..practice.feedback import GOOD, Question
from ..practice.outcomes import Result
from ..practice.periods import Period
from ..practice.scorecard import HEARD, QUALITY, RE_REFERRAL_DAYS
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import PATHWAYS, ContactOutcome, ContactState
from .measure_rows import TODAY, Row, bounds, count_if, has_day, has_moment, row
from .quality_measures import quality_rows
from .times import days_before, days_between, local_day


@dataclass(frozen=True)
class Count:
    """What one local measure counted in one year."""

    measure: str
    numerator: int | None
    denominator: int | None
    doubled_median: int | None = None


_DAY_0, _ROW, _SCORE = date(1900, 1, 1), 2**40, 16


def _contacts() -> Row:
    decided = Contact.state == ContactState.DECIDED
    opened = Contact.outcome.in_([p.outcome for p in PATHWAYS.values() if p.opens_case])
    return row(
        "contacts",
        0,
        sa.func.count(),
        count_if(decided | (Contact.due_on < TODAY)),
        count_if(decided & (local_day(Contact.decided_at) <= Contact.due_on)),
        count_if(decided & opened & Contact.case_id.is_not(None)),
    ).where(has_moment(Contact.received_at))


def came_again() -> sa.ColumnElement[bool]:
    """The condition on a case that it began within a year of the end of the family's last one, errors left out."""
    earlier, ended = aliased(Case), aliased(Closing)
    return sa.exists().where(
        earlier.family_id == Case.family_id,
        earlier.closed_on.between(days_before(Case.opened_on, sa.literal(RE_REFERRAL_DAYS)), Case.opened_on),
        (earlier.opened_on < Case.opened_on) | ((earlier.opened_on == Case.opened_on) & (earlier.id < Case.id)),
        ended.case_id == earlier.id,
        ended.reason != ClosureReason.ERROR,
    )


def _episodes() -> Row:
    """New episodes, and those of them that began within a year of the family's last one. A step-down is a step, not
    a referral; an episode opened in error never was one."""
    return (
        row("episodes", 0, count_if(came_again()), sa.func.count())
        .select_from(Case)
        .outerjoin(Closing, Closing.case_id == Case.id)
        .outerjoin(Contact, Contact.id == Case.contact_id)
        .where(
            has_day(Case.opened_on),
            Closing.reason.is_(None) | (Closing.reason != ClosureReason.ERROR),
            Contact.outcome.is_(None) | (Contact.outcome != ContactOutcome.STEP_DOWN),
        )
    )


def _steps() -> Row:
    accepted = Step.state == StepState.ACCEPTED
    return (
        row(Step.direction, 0, count_if(accepted), sa.func.count())
        .where(Step.state.in_([StepState.ACCEPTED, StepState.DECLINED]), has_moment(Step.decided_at))
        .group_by(Step.direction)
    )


def _closed() -> tuple[Any, ...]:
    """The conditions on cases that closed in the year and had been opened for a reason."""
    return has_day(Case.closed_on), Closing.case_id == Case.id, Closing.reason != ClosureReason.ERROR


def _outcomes() -> Row:
    """The outcomes of the newest agreed plan of each case that closed."""
    newer = aliased(Plan)
    newest = (
        sa.select(sa.func.max(newer.number))
        .where(newer.case_id == Case.id, newer.agreed_on.is_not(None))
        .correlate(Case)
        .scalar_subquery()
    )
    return row("outcomes", 0, count_if(Outcome.result == Result.MET), sa.func.count()).where(
        *_closed(), Plan.case_id == Case.id, Plan.number == newest, Outcome.plan_id == Plan.id
    )


def _distances() -> Row:
    """First and latest score of each outcome, by each kind of respondent; only where there are two or more. The day,
    the number of the row and the score go into one number, so that the least and the greatest of a group are the
    first and the latest score: half the time of a window."""
    day = days_between(sa.literal(_DAY_0, sa.Date), Score.scored_on)
    packed = sa.cast(day, sa.BigInteger) * (_ROW * _SCORE) + Score.id * _SCORE + Score.value
    series = (
        sa.select(
            Score.respondent,
            (sa.func.max(packed) % _SCORE - sa.func.min(packed) % _SCORE).label("travelled"),
        )
        .where(*_closed(), Score.case_id == Case.id, Score.scale == USUAL_SCALE)
        .group_by(Score.case_id, Score.outcome_number, Score.respondent)
        .having(sa.func.count() > 1)
        .subquery()
    )
    who = sa.literal("distance_").concat(sa.cast(series.c.respondent, sa.String))
    return row(who, 0, sa.func.sum(series.c.travelled), sa.func.count()).group_by(series.c.respondent)


def _check_ins() -> Row:
    """Every check-in that was due, made or not: who is not reached or not asked stays in the denominator."""
    return row("check_ins", 0, count_if(CheckIn.result == CheckInResult.SUSTAINED), sa.func.count()).where(
        has_day(CheckIn.due_on), (CheckIn.due_on <= TODAY) | CheckIn.result.is_not(None)
    )


def _heard() -> Row:
    """What children and parents answered when they were asked whether they were listened to."""
    who = sa.literal("heard_").concat(sa.cast(Feedback.respondent, sa.String))
    return (
        row(who, 0, count_if(FeedbackRow.said.in_(GOOD)), sa.func.count())
        .where(
            FeedbackRow.feedback_id == Feedback.id,
            FeedbackRow.question == Question.HEARD,
            has_day(Feedback.given_on),
        )
        .group_by(Feedback.respondent)
    )


def _durations() -> Row:
    """How many cases took how many days: the median comes from this histogram."""
    days = days_between(local_day(Contact.received_at), Case.closed_on)
    return (
        row("days", days, sa.func.count())
        .where(*_closed(), Contact.id == Case.contact_id)
        .group_by(sa.literal_column("2"))
    )


@cache
def _statement() -> sa.CompoundSelect[Any]:
    """Everything in one statement, put together once."""
    return sa.union_all(
        _contacts(),
        _episodes(),
        _steps(),
        _outcomes(),
        _distances(),
        _check_ins(),
        _heard(),
        *quality_rows(),
        _durations(),
    )


def counted(ending: int, today: date) -> list[Count]:
    """Count every local measure of the year that ends on 31 March `ending`, as things stand today."""
    found: dict[str, tuple[int, ...]] = {}
    histogram: dict[int, int] = {}
    rows: Any = db.session.connection().execute(_statement(), bounds(Period(ending), today))
    for what, key, *counts in rows:
        if what == "days":
            histogram[key] = counts[0]
        else:
            found[what] = tuple(counts)
    return _counts(found, histogram)


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
        Count("days_to_closure", None, sum(histogram.values()), _doubled_median(histogram)),
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
