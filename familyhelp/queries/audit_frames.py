"""From which cases a round is drawn: since when each waits, to which stratum it belongs, who may not audit it; and how
many were overlooked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Audit, AuditRound, Case, Family, Practitioner, Step, Team
from ..policy import may_audit
from ..practice import clock
from ..practice.roles import Role
from ..practice.sampling import WITHIN, Framed, Sampling, Theme
from ..practice.stages import Direction, Stage
from ..practice.steps import StepState
from ..practice.triage import Level
from ..practice.words import N_

AUDITED_STAGES = tuple(stage for stage in Stage if stage not in (Stage.ALLOCATING, Stage.CLOSED))
PARTNER, OWN, SOCIAL_CARE = "partner", "key_worker", "social_care"
LEADS = {OWN: N_("Key workers"), PARTNER: N_("Partner lead professionals"), SOCIAL_CARE: N_("Social care")}


def _last() -> Any:
    audit = aliased(Audit)
    last = sa.select(sa.func.max(audit.finished_at)).where(audit.case_id == Case.id, audit.moderates_id.is_(None))
    return last.scalar_subquery()


def _being_audited() -> sa.ColumnElement[bool]:
    audit = aliased(Audit)
    return sa.exists().where(audit.case_id == Case.id, audit.finished_at.is_(None), audit.moderates_id.is_(None))


def _of_theme(theme: Theme | None, today: date) -> sa.ColumnElement[bool]:
    opened = Case.stage.in_(AUDITED_STAGES)
    match theme:
        case Theme.STEPPED_UP:
            step = aliased(Step)
            since = clock.now() - timedelta(days=WITHIN)
            return sa.exists().where(
                step.case_id == Case.id,
                step.direction == Direction.UP,
                step.state == StepState.ACCEPTED,
                step.decided_at >= since,
            ) & Case.lead_id.is_not(None)
        case Theme.RE_REFERRED:
            before = aliased(Case)
            # How long before is counted afterwards (_back_within_a_year): the engines count days each in its own way.
            ended = sa.select(sa.func.max(before.closed_on)).where(
                before.family_id == Case.family_id, before.id < Case.id, before.closed_on.is_not(None)
            )
            return opened & ended.scalar_subquery().is_not(None)
        case Theme.OPEN_LONG:
            return opened & (Case.opened_on < today - relativedelta(months=12))
        case Theme.CLOSED_LATELY:
            lately = today - relativedelta(months=3)
            return Case.lead_id.is_not(None) & (Case.stage == Stage.CLOSED) & (Case.closed_on >= lately)
        case None:
            return opened


def _stratum(sampling: Sampling) -> Any:
    match sampling:
        case Sampling.TEAM:
            return sa.cast(Case.team_id, sa.String)
        case Sampling.LEVEL:
            return sa.type_coerce(Case.level, sa.String)
        case Sampling.LEAD:
            role = sa.select(sa.type_coerce(Practitioner.role, sa.String)).where(Practitioner.id == Case.lead_id)
            return role.scalar_subquery()
        case _:
            return sa.literal("")


def frame(planned: AuditRound) -> list[Framed]:
    """The cases that a round is drawn from, open and led by somebody (or of its theme), without those that are being
    audited; two statements, and one for each auditor."""
    today = clock.today()
    last, stratum = _last(), _stratum(planned.sampling)
    query = (
        sa.select(Case.id, Case.code, Case.opened_on, last, stratum)
        .where(_of_theme(planned.theme, today), sa.not_(_being_audited()))
        .order_by(Case.code)
    )
    rows = db.session.execute(query).all()
    if planned.theme is Theme.RE_REFERRED:
        back = _back_within_a_year()
        rows = [row for row in rows if row[0] in back]
    barred = _barred(planned, today)
    return [
        Framed(
            code,
            _lead_type(value) if planned.sampling is Sampling.LEAD else value or "",
            clock.local_day(audited) if audited else opened,
            audited is not None,
            frozenset(barred[number]),
        )
        for number, code, opened, audited, value in rows
    ]


def _lead_type(role: str | None) -> str:
    return {Role.LEAD_PROFESSIONAL.value: PARTNER, Role.LIAISON.value: SOCIAL_CARE}.get(role or "", OWN)


def _back_within_a_year() -> set[int]:
    before = aliased(Case)
    rows = db.session.execute(
        sa.select(Case.id, Case.opened_on, before.closed_on)
        .join(before, sa.and_(before.family_id == Case.family_id, before.id < Case.id))
        .where(Case.stage.in_(AUDITED_STAGES), before.closed_on.is_not(None))
    )
    return {number for number, opened, closed in rows if closed and (opened - closed).days <= WITHIN}


def _barred(planned: AuditRound, today: date) -> defaultdict[int, list[str]]:
    barred: defaultdict[int, list[str]] = defaultdict(list)
    for auditor in planned.auditors:
        query = sa.select(Case.id).where(_of_theme(planned.theme, today), sa.not_(may_audit(auditor.id)))
        for number in db.session.scalars(query):
            barred[number].append(auditor.code)
    return barred


def strata_names(sampling: Sampling) -> dict[str, str]:
    """What each stratum is called."""
    match sampling:
        case Sampling.TEAM:
            return {str(number): name for number, name in db.session.execute(sa.select(Team.id, Team.name))}
        case Sampling.LEVEL:
            return {level.value: level.label for level in Level}
        case Sampling.LEAD:
            return dict(LEADS)
        case _:
            return {"": N_("All")}


@dataclass(frozen=True)
class Coverage:
    """How far practice audit reaches: open cases with a lead, and those not audited within a year of their last audit
    or their first day; how many of these are restricted, or are being audited now."""

    open_cases: int
    overlooked: int
    restricted: int
    under_way: int


def coverage() -> Coverage:
    """How many open cases were not audited within a year; one statement."""
    long_ago = clock.today() - timedelta(days=WITHIN)
    # The first moment of the day after, by our own days.
    since = clock.now() - timedelta(days=WITHIN)
    family = aliased(Family)
    restricted = sa.select(family.restricted).where(family.id == Case.family_id).scalar_subquery()
    late = sa.and_(Case.opened_on < long_ago, sa.func.coalesce(_last() < since, sa.true()))

    def number(*conditions: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)

    row = db.session.execute(
        sa.select(
            sa.func.count(Case.id),
            number(late),
            number(late, restricted),
            number(late, _being_audited()),
        ).where(Case.stage.in_(AUDITED_STAGES))
    ).one()
    return Coverage(*(int(value) for value in row))


def can_audit(most: int = 200) -> Sequence[Practitioner]:
    """Who may be chosen as an auditor: every active manager, at most two hundred."""
    query = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.role == Role.MANAGER)
    return db.session.scalars(query.order_by(Practitioner.name, Practitioner.id).limit(most)).all()
