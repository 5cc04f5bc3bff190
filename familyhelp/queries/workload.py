"""What everybody in a manager's teams carries, counted in one statement, and the families behind each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Event, Member, Person, Practitioner, Review, Score, Team
from ..policy import as_viewer, sees_case, somebody
from ..practice import clock
from ..practice.chronology import Subject
from ..practice.drift import STANDS_STILL, Drift, long_before
from ..practice.people import FamilyRole
from ..practice.roles import Role
from ..practice.workload import IDLE, NOT_WORK, WEIGHTS, Load, Mark
from .cases import NEAR, each_of, in_each_team, team_ids
from .leave import away_until
from .paging import Page, page_by_day
from .scored import scored

_TODAY = sa.bindparam("today", type_=sa.Date())
_LONG_BEFORE = sa.bindparam("long_before", type_=sa.Date())
_IDLE_SINCE = sa.bindparam("idle_since", type_=Event.at.type)
_OF_CASE = sa.and_(Event.subject == Subject.CASE, Event.kind.not_in(NOT_WORK))


@dataclass(frozen=True)
class Worker:
    """Somebody of a team with what they carry; nobody (None) for what has no lead who works here."""

    who: Practitioner | None
    load: Load
    away: date | None = None
    """The last day of their leave, where they are away today."""


@dataclass(frozen=True)
class TeamWork:
    """A team: who carries what, those first whom a manager looks at first, and the whole."""

    team: Team
    workers: Sequence[Worker]
    whole: Load

    def part(self, start: int, size: int) -> Sequence[Worker]:
        """Some of them, from the one at `start` (0 is the first)."""
        return self.workers[start : start + size]


def board(viewer: Practitioner) -> Sequence[TeamWork]:
    """The teams that a manager answers for. Families that they may not see are in no figure. Two statements, and one
    for the teams themselves, however much there is."""
    teams = sorted(viewer.managed_teams, key=lambda team: team.name)
    if not teams:
        return []
    values = as_viewer(viewer) | each_of([team.id for team in teams]) | _at(clock.today())
    loads: dict[tuple[int, int | None], Load] = {}
    for row in db.session.execute(_counted(len(teams)), values):
        key = (row.team_id, row.held_by)
        marks = {mark: int(getattr(row, mark.value)) for mark in Mark}
        one = Load(row.families, int(row.children), int(row.weight), marks, {row.stage: row.families})
        loads[key] = loads.get(key, Load()) + one
    people = _people([team.id for team in teams], {held_by for _, held_by in loads if held_by})
    return [_team_work(team, loads, people) for team in teams]


def _team_work(
    team: Team,
    loads: Mapping[tuple[int, int | None], Load],
    people: Mapping[int, tuple[Practitioner, date | None]],
) -> TeamWork:
    own = {number: load for (team_id, number), load in loads.items() if team_id == team.id}
    here = {p.id for p, _ in people.values() if p.team_id == team.id and p.is_active and p.role is Role.KEY_WORKER}
    numbers = here | {n for n in own if n}
    workers = [Worker(people[number][0], own.get(number, Load()), people[number][1]) for number in numbers]
    workers.sort(
        key=lambda worker: (
            worker.load.order,
            worker.who.name if worker.who else "",
            worker.who.id if worker.who else 0,
        )
    )
    nobody = [Worker(None, own[None])] if None in own else []
    return TeamWork(team, nobody + workers, sum(own.values(), Load()))


def _people(teams: Sequence[int], leading: set[int]) -> Mapping[int, tuple[Practitioner, date | None]]:
    works_here = sa.and_(Practitioner.team_id.in_(teams), Practitioner.role == Role.KEY_WORKER, Practitioner.is_active)
    query = sa.select(Practitioner, away_until()).where(sa.or_(works_here, Practitioner.id.in_(leading)))
    return {person.id: (person, away) for person, away in db.session.execute(query)}


def _at(today: date) -> dict[str, Any]:
    """What the conditions of the marks are sent with."""
    return {"today": today, "long_before": long_before(today), "idle_since": clock.now() - IDLE}


@cache
def _counted(count: int) -> Any:
    children = (
        sa.select(sa.func.count())
        .select_from(Member)
        .join(Person, Person.id == Member.person_id)
        .where(Member.family_id == Case.family_id, Member.role == FamilyRole.CHILD)
        .where(Member.ends_on.is_(None), Person.died_on.is_(None))
        .scalar_subquery()
    )
    each = (
        sa.select(
            Case.team_id,
            sa.case((Practitioner.is_active, Case.lead_id)).label("held_by"),
            Case.stage,
            sa.case(*((Case.level == level, weight) for level, weight in WEIGHTS.items())).label("weight"),
            children.label("children"),
            *(sa.case((_marked(mark), 1), else_=0).label(mark.value) for mark in Mark),
        )
        .outerjoin(Practitioner, Practitioner.id == Case.lead_id)
        .where(_ours(count))
        .subquery()
    )
    summed = [sa.func.sum(each.c[name]).label(name) for name in ("weight", "children", *(mark.value for mark in Mark))]
    by = (each.c.team_id, each.c.held_by, each.c.stage)
    return sa.select(*by, sa.func.count().label("families"), *summed).group_by(*by)


def _ours(count: int) -> sa.ColumnElement[bool]:
    """The condition on a case that it is open, a manager's own team holds it, and they may see it."""
    opened = sa.and_(Case.closed_on.is_(None), Case.next_due_on.is_not(None))
    return sa.and_(sa.or_(*in_each_team(count)), opened, sees_case(somebody(Role.MANAGER)))


# What a mark means in a list; practice/drift.py says it of one case, and a test holds both to each other ---------


def _marked(mark: Mark) -> sa.ColumnElement[bool]:
    match mark:
        case Mark.LATE:
            return Case.late_after < _TODAY
        case Mark.IDLE:
            worked = sa.exists().where(_OF_CASE, Event.subject_id == Case.id, Event.at >= _IDLE_SINCE)
            return sa.not_(worked)
        case Mark.DRIFTING:
            return drifting()


def drifting() -> sa.ColumnElement[bool]:
    """The condition on an open case that it drifts; sent with `long_before`."""
    return sa.or_(Case.opened_on < _LONG_BEFORE, _still() >= STANDS_STILL)


def _still() -> Any:
    """How many reviews of a case were held since the last better score."""
    own = sa.over(
        sa.func.lag(Score.value),
        partition_by=(Score.outcome_number, Score.respondent, Score.scale),
        order_by=(Score.scored_on, Score.id),
    )
    scored = (
        sa.select(Score.scored_on, Score.value, own.label("before"))
        .where(Score.case_id == Case.id)
        .correlate(Case)
        .subquery()
    )
    better = sa.select(sa.func.max(scored.c.scored_on)).where(scored.c.value > scored.c.before).scalar_subquery()
    since = sa.func.coalesce(better, sa.literal(date.min, sa.Date()))
    return sa.select(sa.func.count()).where(Review.case_id == Case.id, Review.held_on > since).scalar_subquery()


# The families behind a number ------------------------------------------------------------------------------------

NOBODY = "nobody"


@dataclass(frozen=True)
class Looked:
    """What a list says of a family: why it drifts, and when somebody last did something."""

    drifts: Sequence[Drift]
    worked_at: datetime | None


def families(
    viewer: Practitioner, *, team_id: int | None, who: str | None, mark: Mark | None, after: str | None
) -> Page[Case]:
    """Open cases of a manager's teams by the day the next thing is due: of one team, of one worker (a reference, or
    `nobody`), with one mark; each of them if it is asked for."""
    teams = [number for number in team_ids(viewer) if team_id in (None, number)]
    if not teams:
        return Page([], None)
    values = as_viewer(viewer) | each_of(teams) | _at(clock.today())
    if who not in (None, NOBODY):
        values["who"] = who
    query = _listed(len(teams), None if who is None else who == NOBODY, mark)
    return page_by_day(query, Case.next_due_on, Case.id, after, whom=values)


@cache
def _listed(count: int, nobody: bool | None, mark: Mark | None) -> Any:
    query = sa.select(Case).where(_ours(count)).options(*NEAR)
    if mark is not None:
        query = query.where(_marked(mark))
    if nobody is None:
        return query
    leading = sa.select(Practitioner.id).where(Practitioner.is_active)
    if nobody:
        return query.where(sa.or_(Case.lead_id.is_(None), Case.lead_id.not_in(leading)))
    return query.where(Case.lead_id.in_(leading.where(Practitioner.code == sa.bindparam("who"))))


def looked_at(cases: Sequence[Case]) -> Mapping[int, Looked]:
    """What is said of each family of a page, by the number of its case; two statements, none for no cases."""
    if not cases:
        return {}
    numbers = [case.id for case in cases]
    worked = sa.select(Event.subject_id, sa.func.max(Event.at).label("at")).where(_OF_CASE)
    rows = db.session.execute(worked.where(Event.subject_id.in_(numbers)).group_by(Event.subject_id))
    worked_at = {row.subject_id: row.at for row in rows}
    held = scored(cases)
    return {case.id: Looked(held[case.id].drifts, worked_at.get(case.id)) for case in cases}
