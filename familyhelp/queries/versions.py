"""Reading the versions of a plan: the list of them, two of them whole, and who started and recorded each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..extensions import db
from ..models import Action, Case, Event, Outcome, Plan, Practitioner
from ..practice.chronology import EventKind, Subject
from .paging import Page, page_by_number
from .plans import WHOLE


@dataclass(frozen=True)
class Hands:
    """Who started a version and who recorded the family's yes; None where that is not known, or not yet so."""

    started_by: str | None = None
    recorded_by: str | None = None


def versions(case: Case, after: str | None) -> Page[Plan]:
    """Every version, newest first, 25 a page, without what is in it."""
    return page_by_number(sa.select(Plan).where(Plan.case_id == case.id), Plan.number, after)


def numbers(case: Case, newest: int = 50) -> Sequence[int]:
    """The numbers of the versions, newest first; at most 50."""
    query = sa.select(Plan.number).where(Plan.case_id == case.id).order_by(Plan.number.desc())
    return db.session.scalars(query.limit(newest)).all()


def two(case: Case, older: int, newer: int) -> Mapping[int, Plan]:
    """Two versions, whole, by their numbers."""
    query = sa.select(Plan).where(Plan.case_id == case.id, Plan.number.in_([older, newer])).options(WHOLE)
    return {plan.number: plan for plan in db.session.scalars(query)}


def whose(case: Case, plans: Sequence[int]) -> Mapping[int, Hands]:
    """Who started and who recorded some versions, as the chronology tells."""
    # What events say may be encrypted, so the version is read from them here and not looked for in the database.
    query = (
        sa.select(Event.facts, Event.kind, Practitioner.name)
        .join(Practitioner, Practitioner.id == Event.by_id)
        .where(
            Event.subject == Subject.CASE,
            Event.subject_id == case.id,
            Event.kind.in_([EventKind.PLAN_STARTED, EventKind.PLAN_AGREED]),
        )
        .order_by(Event.number)
    )
    found = {(row.facts["version"], row.kind): row.name for row in db.session.execute(query)} if plans else {}
    return {
        number: Hands(found.get((number, EventKind.PLAN_STARTED)), found.get((number, EventKind.PLAN_AGREED)))
        for number in plans
    }


def first_of_each_action(case: Case) -> Mapping[int, int]:
    """For each action of any version, the number of the one that it was first copied from, which stays."""
    query = (
        sa.select(Action.id, Action.copied_from_id)
        .join(Outcome, Outcome.id == Action.outcome_id)
        .join(Plan, Plan.id == Outcome.plan_id)
        .where(Plan.case_id == case.id)
        .order_by(Action.id)
    )
    first: dict[int, int] = {}
    for number, copied_from in db.session.execute(query):
        first[number] = first.get(copied_from, copied_from) if copied_from else number
    return first
