"""Counting what came of the help, cut by headline outcome, level, lead and agency: two statements, each with as many
rows as there are kinds of families."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Agency, Case, CheckIn, Closing, Lead, Outcome, Plan, Practitioner, Score
from ..practice.cuts import RESPONDENT, Cell, Kind, Told
from ..practice.endings import CheckInResult
from ..practice.outcomes import Result
from ..practice.periods import Period
from ..practice.roles import LEADING
from ..practice.words import word_of
from .each_counted import closed_in_period, is_newest_plan, travelled
from .measure_rows import TODAY, bounds, has_day


def cells(told: Told, period: Period, today: date) -> tuple[list[Cell], list[Cell]]:
    """Families by level, lead and agency; and families by headline outcome."""
    values = bounds(period, today)
    each = each_told(told)
    return _by_lead(each, values), _by_headline(each, told, values)


def agency_names() -> Mapping[int, str]:
    """The names of all agencies by their numbers."""
    return {agency.id: agency.name for agency in db.session.execute(sa.select(Agency.id, Agency.name))}


def each_told(told: Told) -> Any:
    """Everything that is counted: its case, its headline outcome where it is one's own, whether it counts, its number
    and its day."""
    if told is Told.OUTCOMES_MET:
        met = _columns(Case.id, Outcome.result == Result.MET, Outcome.id, Case.closed_on)
        agreed = (Plan.case_id == Case.id, is_newest_plan(), Outcome.plan_id == Plan.id)
        return sa.select(*met, Outcome.headline).where(*closed_in_period(), *agreed).subquery()
    if told is Told.SUSTAINED:
        kept = _columns(Closing.case_id, CheckIn.result == CheckInResult.SUSTAINED, CheckIn.id, CheckIn.due_on)
        is_due = (CheckIn.due_on <= TODAY) | CheckIn.result.is_not(None)
        return sa.select(*kept).where(CheckIn.closing_id == Closing.id, has_day(CheckIn.due_on), is_due).subquery()
    series = travelled(Score.respondent == RESPONDENT[told]).subquery()
    nearer = _columns(series.c.case_id, series.c.travelled > 0, series.c.first_id, series.c.closed_on)
    return (
        sa.select(*nearer, Outcome.headline)
        .select_from(series)
        .join(Case, Case.id == series.c.case_id)
        .outerjoin(Plan, sa.and_(Plan.case_id == Case.id, is_newest_plan()))
        .outerjoin(Outcome, sa.and_(Outcome.plan_id == Plan.id, Outcome.number == series.c.outcome_number))
        .subquery()
    )


def _columns(case_id: Any, counts: Any, item: Any, on_day: Any) -> tuple[Any, ...]:
    named = {"case_id": case_id, "counts": _flag(counts), "item": item, "on_day": on_day}
    return tuple(column.label(name) for name, column in named.items())


def _flag(condition: Any) -> Any:
    return sa.case((condition, 1), else_=0)


def _kind(counts: Any, whole: Any) -> Any:
    return sa.case((counts == 0, Kind.NONE.value), (counts == whole, Kind.ALL.value), else_=Kind.SOME.value)


def _by_lead(each: Any, values: Mapping[str, Any]) -> list[Cell]:
    families = (
        sa.select(each.c.case_id, sa.func.sum(each.c.counts).label("counts"), sa.func.count().label("whole"))
        .group_by(each.c.case_id)
        .subquery()
    )
    later = aliased(Lead)
    last = (
        sa.select(sa.func.max(later.id))
        .where(later.case_id == families.c.case_id, later.part.in_(LEADING))
        .correlate(families)
        .scalar_subquery()
    )
    alike = (Case.level, Lead.part, Practitioner.agency_id, _kind(families.c.counts, families.c.whole).label("kind"))
    kinds = (
        sa.select(*alike, families.c.counts, families.c.whole)
        .select_from(families)
        .join(Case, Case.id == families.c.case_id)
        .outerjoin(Lead, Lead.id == last)
        .outerjoin(Practitioner, Practitioner.id == Lead.practitioner_id)
        .subquery()
    )
    by = (kinds.c.level, kinds.c.part, kinds.c.agency_id, kinds.c.kind)
    query = sa.select(*by, sa.func.count(), sa.func.sum(kinds.c.counts), sa.func.sum(kinds.c.whole)).group_by(*by)
    rows: Any = db.session.execute(query, values)
    return [
        Cell(level, part, agency, None, word_of(Kind, kind), n, int(counts), int(whole))
        for level, part, agency, kind, n, counts, whole in rows
    ]


def _by_headline(each: Any, told: Told, values: Mapping[str, Any]) -> list[Cell]:
    own = each.c.get("headline") if told is not Told.SUSTAINED else Outcome.headline
    families = sa.select(
        each.c.case_id,
        own.label("headline"),
        sa.func.sum(each.c.counts).label("counts"),
        sa.func.count().label("whole"),
    )
    if told is Told.SUSTAINED:
        # A check-in is about every outcome that the family agreed.
        families = (
            families.select_from(each)
            .join(Case, Case.id == each.c.case_id)
            .outerjoin(Plan, sa.and_(Plan.case_id == Case.id, is_newest_plan()))
            .outerjoin(Outcome, Outcome.plan_id == Plan.id)
        )
    held = families.group_by(each.c.case_id, own).subquery()
    kinds = sa.select(
        held.c.headline, _kind(held.c.counts, held.c.whole).label("kind"), held.c.counts, held.c.whole
    ).subquery()
    by = (kinds.c.headline, kinds.c.kind)
    query = sa.select(*by, sa.func.count(), sa.func.sum(kinds.c.counts), sa.func.sum(kinds.c.whole)).group_by(*by)
    rows: Any = db.session.execute(query, values)
    return [
        Cell(None, None, None, headline, word_of(Kind, kind), n, int(counts), int(whole))
        for headline, kind, n, counts, whole in rows
    ]
