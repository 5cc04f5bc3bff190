"""How a local figure comes about, step by step: everything that could count, what is left out and why, what stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, CheckIn, Closing, Contact, Feedback, FeedbackRow, Outcome, Plan, Score, Step
from ..practice.domains import USUAL_SCALE, Respondent
from ..practice.endings import ClosureReason
from ..practice.feedback import Question
from ..practice.periods import Period
from ..practice.scorecard import HEARD, RESPONDENTS
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import ContactOutcome
from ..practice.words import N_
from .each_counted import EACH, IS_DUE, is_newest_plan
from .measure_rows import TODAY, bounds, has_day, has_moment


@dataclass(frozen=True)
class Wider:
    """Everything that a measure could count over: what it is, where it is, and what of it is left out, in order."""

    says: str
    base: sa.Select[Any]
    left_out: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True)
class Steps:
    """The same counted: all, each kind that is left out, and what stays and counts today."""

    says: str
    whole: int
    left_out: Sequence[tuple[str, int]]
    stays: int
    counts: int | None
    """What the numerator counts, or sums up; None where the measure is a median."""


_ERROR = N_("Opened in error")
_IN_ERROR = Closing.reason == ClosureReason.ERROR


def _from(*tables: Any) -> sa.Select[Any]:
    return sa.select(sa.literal(1)).select_from(*tables)


def _requests(*left_out: tuple[str, Any]) -> Wider:
    base = _from(Contact).where(has_moment(Contact.received_at))
    return Wider(N_("Requests for help received in the period"), base, left_out)


def _steps(direction: Direction) -> Wider:
    decided = _from(Step).where(Step.direction == direction, has_moment(Step.decided_at))
    says = N_("Steps up that came to an end in the period")
    if direction is Direction.DOWN:
        says = N_("Steps down that came to an end in the period")
    return Wider(says, decided, [(N_("Taken back before they were answered"), Step.state == StepState.RECALLED)])


def _episodes() -> Wider:
    base = (
        _from(Case)
        .outerjoin(Closing, Closing.case_id == Case.id)
        .outerjoin(Contact, Contact.id == Case.contact_id)
        .where(has_day(Case.opened_on))
    )
    by_step = Contact.outcome == ContactOutcome.STEP_DOWN
    return Wider(N_("Episodes that began in the period"), base, [(_ERROR, _IN_ERROR), (N_("Step-downs"), by_step)])


def _closed(*left_out: tuple[str, Any]) -> Wider:
    base = _from(Case).join(Closing, Closing.case_id == Case.id).where(has_day(Case.closed_on))
    return Wider(N_("Cases that closed in the period"), base, [(_ERROR, _IN_ERROR), *left_out])


def _outcomes() -> Wider:
    base = (
        _from(Case)
        .join(Closing, Closing.case_id == Case.id)
        .join(Plan, sa.and_(Plan.case_id == Case.id, Plan.agreed_on.is_not(None)))
        .join(Outcome, Outcome.plan_id == Plan.id)
        .where(has_day(Case.closed_on))
    )
    older = N_("In an earlier version of the plan")
    says = N_("Outcomes in every agreed version of the plans of cases that closed in the period")
    return Wider(says, base, [(_ERROR, _IN_ERROR), (older, sa.not_(is_newest_plan()))])


def _distances(respondent: Respondent) -> Wider:
    series = (
        sa.select(Closing.reason, sa.func.count().label("times"))
        .join(Case, Case.id == Closing.case_id)
        .join(Score, Score.case_id == Case.id)
        .where(has_day(Case.closed_on), Score.scale == USUAL_SCALE, Score.respondent == respondent)
        .group_by(Case.id, Closing.reason, Score.outcome_number)
        .subquery()
    )
    once = N_("Scored only once: nothing to compare")
    says = N_("Outcomes of cases that closed in the period to which they gave a score from 0 to 10")
    return Wider(says, _from(series), [(_ERROR, series.c.reason == ClosureReason.ERROR), (once, series.c.times < 2)])


def _check_ins() -> Wider:
    early = (CheckIn.due_on > TODAY) & CheckIn.result.is_(None)
    base = _from(CheckIn).where(has_day(CheckIn.due_on))
    return Wider(N_("Check-ins whose day lies in the period"), base, [(N_("Not due yet, and not made"), early)])


def _heard(respondent: Respondent) -> Wider:
    said = sa.exists().where(FeedbackRow.feedback_id == Feedback.id, FeedbackRow.question == Question.HEARD)
    base = _from(Feedback).where(Feedback.respondent == respondent, has_day(Feedback.given_on))
    return Wider(N_("Times that they told us, in the period"), base, [(N_("Left this question out"), sa.not_(said))])


WIDER: dict[str, Callable[[], Wider]] = {
    "requests": _requests,
    "decided_in_time": lambda: _requests((N_("Neither decided nor due yet"), sa.not_(IS_DUE))),
    "requests_to_cases": _requests,
    "step_ups": lambda: _steps(Direction.UP),
    "step_downs": lambda: _steps(Direction.DOWN),
    "family_re_referrals": _episodes,
    "outcomes_met": _outcomes,
    **{slug: lambda who=slug: _distances(_respondent(who)) for slug in RESPONDENTS},  # type: ignore[misc]
    "sustained": _check_ins,
    **{slug: lambda who=slug: _heard(_respondent(who)) for slug in HEARD},  # type: ignore[misc]
    "days_to_closure": lambda: _closed((N_("Did not begin with a request"), Case.contact_id.is_(None))),
}


def _respondent(slug: str) -> Respondent:
    return next(one for one in Respondent if slug.endswith(one.value))


def steps(measure: str, period: Period, today: date) -> Steps | None:
    """A measure's way to its figure, as things stand today; None for one whose way is not told. Two statements."""
    if measure not in WIDER:
        return None
    values, wider = bounds(period, today), WIDER[measure]()
    kind: Any = sa.literal(0)
    if wider.left_out:
        kind = sa.case(*((condition, at) for at, (_says, condition) in enumerate(wider.left_out, 1)), else_=0)
    kinds = wider.base.with_only_columns(kind.label("kind")).subquery()
    rows: Any = db.session.execute(sa.select(kinds.c.kind, sa.func.count()).group_by(kinds.c.kind), values)
    counts = {row.kind: row[1] for row in rows}
    each = EACH[measure]()
    listed = each.listed(numerator=True).subquery()
    number = sa.func.count() if each.amount is None else sa.func.coalesce(sa.func.sum(listed.c.amount), 0)
    found = db.session.scalar(sa.select(number).select_from(listed), values)
    return Steps(
        wider.says,
        sum(counts.values()),
        [(says, counts.get(at, 0)) for at, (says, _condition) in enumerate(wider.left_out, 1)],
        counts.get(0, 0),
        None if measure == "days_to_closure" else int(found or 0),
    )
