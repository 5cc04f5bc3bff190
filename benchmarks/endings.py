"""How the invented episodes end, and the check-ins after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from familyhelp.practice import timescales
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.endings import REASONS_WITH_SUSTAINING_PLAN, CheckInResult, ClosureReason
from familyhelp.practice.outcomes import Result
from familyhelp.practice.timescales import Unit

from . import plans
from .words import texts

if TYPE_CHECKING:
    from .episodes import Episode

WITH_PLAN = (
    *[ClosureReason.MET] * 5,
    *[ClosureReason.PARTLY_MET] * 3,
    ClosureReason.WITHDRAWN_AFTER,
    ClosureReason.NOT_ENGAGED,
)
WITHOUT_PLAN = (ClosureReason.WITHDRAWN_BEFORE, ClosureReason.NOT_ENGAGED, ClosureReason.MOVED, ClosureReason.ERROR)
RESULTS = (
    *[CheckInResult.SUSTAINED] * 6,
    CheckInResult.SLIPPING,
    CheckInResult.NOT_REACHED,
    CheckInResult.NOT_REACHED,
    CheckInResult.DECLINED,
)


def close(case: Episode) -> None:
    """The reason, each outcome's result and last score, and the check-ins the family chose."""
    world, chance, worker, day = case.world, case.world.chance, case.worker, case.closed_on
    reason = chance.one(WITH_PLAN if case.plan_agreed_on else WITHOUT_PLAN)
    good = reason in REASONS_WITH_SUSTAINING_PLAN
    at = case.tell(EventKind.CLOSED, day, worker, reason=reason)
    for one in case.outcomes:
        one.row["result"] = Result.MET if reason is ClosureReason.MET else chance.one((Result.PARTLY, Result.NOT_MET))
        if good:
            plans.score(case, one, max(one.score, one.goal if reason is ClosureReason.MET else 0), day)
    months = chance.one(((3, 6, 12), (3, 6, 12), (6,), ())) if good else ()
    closing_id = world.rows.add(
        "closings",
        case_id=case.id,
        closed_on=day,
        reason=reason,
        summary=chance.one(texts()),
        family_feedback=chance.one(texts())[:200] if good else None,
        sustaining_plan="Ring each other first, then school, then us." if good else None,
        who_was_told="School and GP.",
        check_ins_declined=good and not months,
        recorded_by_id=worker.id,
        recorded_at=at,
    )
    case.lead_ends_on = day
    for month in months:
        check_in(case, closing_id, month, timescales.count_on(day, month, Unit.MONTHS))


def check_in(case: Episode, closing_id: int, months: int, due_on: date) -> None:
    """One check-in: made about its day, still to come, or late."""
    world, chance = case.world, case.world.chance
    made_on = due_on + timedelta(days=chance.some(0, 6))
    before = case.next_check_in_on is None
    if before and made_on < world.today and not chance.maybe(0.05):
        result = chance.one(RESULTS)
        at = case.tell(EventKind.CHECKED_IN, made_on, case.worker, months=months, result=result)
        case.lead_ends_on = made_on
        made = {"made_on": made_on, "result": result, "recorded_by_id": case.worker.id, "recorded_at": at}
    else:
        made = {}
        case.next_check_in_on = case.next_check_in_on or due_on
        case.lead_ends_on = None
    world.rows.add("check_ins", closing_id=closing_id, months=months, due_on=due_on, **made)
