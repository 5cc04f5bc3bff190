"""The grades of many audits, counted by domain, team and quarter. Where two agreed after a second look, that counts.
Nobody who is to grade a case blind counts its first grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import (
    Audit,
    AuditAction,
    AuditGrade,
    AuditModeration,
    AuditReflection,
    AuditRound,
    Case,
    Practitioner,
    Team,
)
from ..policy import reads_audit
from ..practice import clock
from ..practice.audit_patterns import Pattern, pattern, quarters
from ..practice.audits import FIRST, Grade

MOST_AGREED = 2000


@dataclass(frozen=True)
class Patterns:
    """What is counted: each domain, and the overall grades of each team and of each quarter."""

    domains: Sequence[tuple[str, Pattern]]
    teams: Sequence[tuple[str, Pattern]]
    quarters: Sequence[tuple[date, Pattern]]
    overall: Pattern


def _since(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.LOCAL)


def _finished(viewer: Practitioner, *columns: Any, of_case: Any) -> sa.Select[Any]:
    # What a person may read asks for cases of its own, so the case is joined by another name.
    return (
        sa.select(*columns)
        .select_from(Audit)
        .join(of_case, of_case.id == Audit.case_id)
        .outerjoin(AuditModeration, AuditModeration.audit_id == Audit.id)
        .where(Audit.finished_at.is_not(None), Audit.moderates_id.is_(None), reads_audit(viewer))
    )


def patterns(viewer: Practitioner, team_id: int | None) -> Patterns:
    """The patterns of two years, of all teams or of one; four statements."""
    of_case, days = aliased(Case), quarters(clock.today())
    conditions = [Audit.finished_at >= _since(days[-1])]
    if team_id is not None:
        conditions.append(of_case.team_id == team_id)
    quarter = sa.case(*((Audit.finished_at >= _since(day), n) for n, day in enumerate(days)), else_=len(days) - 1)
    overall = sa.func.coalesce(AuditModeration.overall, Audit.overall, type_=Audit.overall.type)
    rows = db.session.execute(
        _finished(viewer, of_case.team_id, quarter, overall, sa.func.count(), of_case=of_case)
        .where(*conditions)
        .group_by(of_case.team_id, quarter, overall)
    ).all()
    names: dict[int, str] = {row[0]: row[1] for row in db.session.execute(sa.select(Team.id, Team.name))}
    by_team, by_quarter = defaultdict(list), defaultdict(list)
    for team, place, grade, number in rows:
        by_team[team].append((grade, number))
        by_quarter[place].append((grade, number))
    return Patterns(
        _domains(viewer, of_case, conditions),
        sorted((names[team], pattern(found)) for team, found in by_team.items()),
        [(day, pattern(by_quarter[n])) for n, day in enumerate(days)],
        pattern((grade, number) for _, _, grade, number in rows),
    )


def _domains(viewer: Practitioner, of_case: Any, conditions: Sequence[Any]) -> list[tuple[str, Pattern]]:
    """The grades of each domain, in the order in which the tools ask; two statements."""
    found: dict[str, list[tuple[Grade, int]]] = defaultdict(list)
    own = (
        _finished(viewer, AuditGrade.domain, AuditGrade.grade, sa.func.count(), of_case=of_case)
        .join(AuditGrade, AuditGrade.audit_id == Audit.id)
        .where(AuditModeration.id.is_(None), *conditions)
        .group_by(AuditGrade.domain, AuditGrade.grade)
    )
    for slug, grade, number in db.session.execute(own):
        found[slug].append((grade, number))
    agreed = _finished(viewer, AuditModeration, of_case=of_case).where(AuditModeration.id.is_not(None), *conditions)
    for one in db.session.scalars(agreed.order_by(AuditModeration.id.desc()).limit(MOST_AGREED)):
        for slug, grade in one.graded.items():
            found[slug].append((grade, 1))
    order = [slug for tool in FIRST.values() for slug in tool.by_slug]
    slugs = sorted(found, key=lambda slug: (order.index(slug) if slug in order else len(order), slug))
    return [(slug, pattern(found[slug])) for slug in slugs]


@dataclass(frozen=True)
class Week:
    """What a round found: nothing in it names a family or a worker."""

    audits: int
    finished: int
    overall: Pattern
    domains: Sequence[tuple[str, Pattern]]
    with_worker: int
    reflected: int
    families: int
    """How many families were asked."""
    twice: int
    actions: int
    closed: int


def week(viewer: Practitioner, planned: AuditRound) -> Week:
    """What a round found, as far as the reader may count it; five statements."""
    of_case, in_round = aliased(Case), [Audit.round_id == planned.id]
    overall = sa.func.coalesce(AuditModeration.overall, Audit.overall, type_=Audit.overall.type)
    grades = db.session.execute(
        _finished(viewer, overall, sa.func.count(), of_case=of_case).where(*in_round).group_by(overall)
    ).all()
    numbers = db.session.execute(
        _finished(
            viewer,
            sa.func.count(Audit.held_on),
            sa.func.count(AuditReflection.id),
            sa.func.count(Audit.family_asked),
            sa.func.count(AuditModeration.id),
            of_case=of_case,
        )
        .outerjoin(AuditReflection, AuditReflection.audit_id == Audit.id)
        .where(*in_round)
    ).one()
    actions = db.session.execute(
        _finished(viewer, sa.func.count(AuditAction.id), sa.func.count(AuditAction.closed_at), of_case=of_case)
        .join(AuditAction, AuditAction.audit_id == Audit.id)
        .where(*in_round)
    ).one()
    drawn = sa.select(sa.func.count(Audit.id)).where(*in_round, Audit.moderates_id.is_(None))
    return Week(
        db.session.scalar(drawn) or 0,
        sum(number for _, number in grades),
        pattern((grade, number) for grade, number in grades),
        _domains(viewer, of_case, in_round),
        *numbers,
        *actions,
    )


def domain_names() -> Mapping[str, str]:
    """What the domains of the first versions are called."""
    return {domain.slug: domain.name for tool in FIRST.values() for domain in tool.domains}
