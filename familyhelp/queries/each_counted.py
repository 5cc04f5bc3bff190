"""What each local measure counts, one by one: the same words of SQL make its counts and the list of whom it counts, so
that the two cannot differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..models import Case, CheckIn, Closing, Contact, Feedback, FeedbackRow, Outcome, Plan, Score, Step
from ..practice.domains import USUAL_SCALE, Respondent
from ..practice.endings import CheckInResult, ClosureReason
from ..practice.feedback import GOOD, Question
from ..practice.outcomes import Result
from ..practice.scorecard import RE_REFERRAL_DAYS
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import PATHWAYS, ContactOutcome, ContactState
from .measure_rows import TODAY, Row, columns, count_if, has_day, has_moment
from .times import days_before, days_between, local_day

_DAY_0, _ROW, _SCORE = date(1900, 1, 1), 2**40, 16


@dataclass(frozen=True)
class Each:
    """What a measure counts over, one by one: where from, of which case, with a number of its own, on which day; which
    of them it counts (the numerator); or how much each adds to it."""

    base: sa.Select[Any]
    case_id: Any
    item: Any
    on: Any
    counts: Any = None
    amount: Any = None

    def counted(self, what: Any, *counts: Any, key: Any = 0) -> Row:
        """Counted all together: by default those that it counts, and all."""
        found = counts or (count_if(self.counts), sa.func.count())
        return self.base.with_only_columns(*columns(what, key, *found))

    def listed(self, *, numerator: bool) -> sa.Select[Any]:
        """One by one."""
        adds = self.amount if self.amount is not None else sa.null()
        named = {"case_id": self.case_id, "item": self.item, "on_day": self.on, "amount": sa.cast(adds, sa.Integer)}
        found = self.base.with_only_columns(*(column.label(name) for name, column in named.items()))
        return found.where(self.counts) if numerator and self.counts is not None else found

    def where(self, condition: Any) -> Each:
        """Only those that meet a condition."""
        return replace(self, base=self.base.where(condition))


def _from(*tables: Any) -> sa.Select[Any]:
    return sa.select(sa.literal(1)).select_from(*tables)


# Requests --------------------------------------------------------------------------------------------------------

IS_DECIDED = Contact.state == ContactState.DECIDED
IS_DUE = IS_DECIDED | (Contact.due_on < TODAY)
IN_TIME = IS_DECIDED & (local_day(Contact.decided_at) <= Contact.due_on)
OPENED = (
    IS_DECIDED
    & Contact.outcome.in_([p.outcome for p in PATHWAYS.values() if p.opens_case])
    & Contact.case_id.is_not(None)
)


def requests() -> Each:
    """Requests received in the period."""
    base = _from(Contact).where(has_moment(Contact.received_at))
    return Each(base, Contact.case_id, Contact.id, local_day(Contact.received_at))


# Episodes and steps ----------------------------------------------------------------------------------------------


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


def episodes() -> Each:
    """New episodes, and those of them that began within a year of the family's last one. A step-down is a step, not
    a referral; an episode opened in error never was one."""
    base = (
        _from(Case)
        .outerjoin(Closing, Closing.case_id == Case.id)
        .outerjoin(Contact, Contact.id == Case.contact_id)
        .where(
            has_day(Case.opened_on),
            Closing.reason.is_(None) | (Closing.reason != ClosureReason.ERROR),
            Contact.outcome.is_(None) | (Contact.outcome != ContactOutcome.STEP_DOWN),
        )
    )
    return Each(base, Case.id, Case.id, Case.opened_on, came_again())


def steps() -> Each:
    """Steps answered in the period, either way."""
    answered = Step.state.in_([StepState.ACCEPTED, StepState.DECLINED])
    base = _from(Step).where(answered, has_moment(Step.decided_at))
    return Each(base, Step.case_id, Step.id, local_day(Step.decided_at), Step.state == StepState.ACCEPTED)


# What came of it -------------------------------------------------------------------------------------------------


def closed_in_period() -> tuple[Any, ...]:
    """The conditions on cases that closed in the period and had been opened for a reason."""
    return has_day(Case.closed_on), Closing.case_id == Case.id, Closing.reason != ClosureReason.ERROR


def is_newest_plan() -> sa.ColumnElement[bool]:
    """The condition on a plan that it is the newest agreed one of its case."""
    newer = aliased(Plan)
    newest = (
        sa.select(sa.func.max(newer.number))
        .where(newer.case_id == Case.id, newer.agreed_on.is_not(None))
        .correlate(Case)
        .scalar_subquery()
    )
    return Plan.number == newest


def outcomes() -> Each:
    """The outcomes of the newest agreed plan of each case that closed."""
    base = _from(Case, Closing, Plan, Outcome).where(
        *closed_in_period(), Plan.case_id == Case.id, is_newest_plan(), Outcome.plan_id == Plan.id
    )
    return Each(base, Case.id, Outcome.id, Case.closed_on, Outcome.result == Result.MET)


def travelled(*conditions: Any) -> sa.Select[Any]:
    """How far each outcome of a case that closed has come, by respondent; only where it was scored twice or more. The
    day, the number of the row and the score go into one number, so that the least and the greatest of a group are the
    first and the latest score: half the time of a window."""
    day = days_between(sa.literal(_DAY_0, sa.Date), Score.scored_on)
    packed = sa.cast(day, sa.BigInteger) * (_ROW * _SCORE) + Score.id * _SCORE + Score.value
    named: tuple[Any, ...] = (Score.case_id, Score.outcome_number, Score.respondent)
    return (
        sa.select(
            *named,
            sa.func.max(Case.closed_on).label("closed_on"),
            sa.func.min(Score.id).label("first_id"),
            (sa.func.max(packed) % _SCORE - sa.func.min(packed) % _SCORE).label("travelled"),
        )
        .where(*closed_in_period(), Score.case_id == Case.id, Score.scale == USUAL_SCALE, *conditions)
        .group_by(*named)
        .having(sa.func.count() > 1)
    )


def distances(respondent: Respondent | None = None) -> Each:
    """First and latest score of each outcome, by each kind of respondent (or of one)."""
    series = travelled(*([Score.respondent == respondent] if respondent else [])).subquery()
    points = series.c.travelled
    return Each(_from(series), series.c.case_id, series.c.first_id, series.c.closed_on, amount=points)


def check_ins() -> Each:
    """Every check-in that was due, made or not: who is not reached or not asked stays in the denominator."""
    base = _from(CheckIn).where(has_day(CheckIn.due_on), (CheckIn.due_on <= TODAY) | CheckIn.result.is_not(None))
    case_id = sa.select(Closing.case_id).where(Closing.id == CheckIn.closing_id).scalar_subquery()
    return Each(base, case_id, CheckIn.id, CheckIn.due_on, CheckIn.result == CheckInResult.SUSTAINED)


def heard() -> Each:
    """What children and parents answered when they were asked whether they were listened to."""
    base = _from(Feedback, FeedbackRow).where(
        FeedbackRow.feedback_id == Feedback.id, FeedbackRow.question == Question.HEARD, has_day(Feedback.given_on)
    )
    return Each(base, Feedback.case_id, Feedback.id, Feedback.given_on, FeedbackRow.said.in_(GOOD))


def durations() -> Each:
    """Cases that closed and began with a request, and how many days they took."""
    base = _from(Case, Closing, Contact).where(*closed_in_period(), Contact.id == Case.contact_id)
    days = days_between(local_day(Contact.received_at), Case.closed_on)
    return Each(base, Case.id, Case.id, Case.closed_on, amount=days)


EACH: dict[str, Callable[[], Each]] = {
    "requests": requests,
    "decided_in_time": lambda: replace(requests().where(IS_DUE), counts=IN_TIME),
    "requests_to_cases": lambda: replace(requests(), counts=OPENED),
    "step_ups": lambda: steps().where(Step.direction == Direction.UP),
    "step_downs": lambda: steps().where(Step.direction == Direction.DOWN),
    "family_re_referrals": episodes,
    "outcomes_met": outcomes,
    "distance_child": lambda: distances(Respondent.CHILD),
    "distance_parent": lambda: distances(Respondent.PARENT),
    "distance_practitioner": lambda: distances(Respondent.PRACTITIONER),
    "distance_network": lambda: distances(Respondent.NETWORK),
    "sustained": check_ins,
    "heard_child": lambda: heard().where(Feedback.respondent == Respondent.CHILD),
    "heard_parent": lambda: heard().where(Feedback.respondent == Respondent.PARENT),
    "days_to_closure": durations,
}
"""By the slug of the measure. What is counted of the quality of practice is not here: its lists are those of audits and
of supervision, which tell no second auditor what the first one found."""
