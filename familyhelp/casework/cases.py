"""Opening a case."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Contact, Family, Practitioner, Team
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.stages import Stage
from ..practice.timescales import Due
from ..practice.triage import Level
from . import leads


def open_case(
    family: Family,
    *,
    team: Team,
    level: Level,
    why: str,
    by: Practitioner,
    contact: Contact | None = None,
    earlier: Case | None = None,
) -> Case:
    """Open an episode of help, held by a team until it has a lead. The database refuses a second open one."""
    case = Case(
        family=family,
        team=team,
        level=level,
        stage=Stage.ALLOCATING,
        why=why,
        opened_on=clock.today(),
        contact=contact,
        earlier_case=earlier,
        agreements=[],
        parts=[],
        plans=[],
        steps=[],
        leads=[],
        closing=None,
    )
    db.session.add(case)
    case.reset_clock()
    db.session.flush()
    case.record(EventKind.OPENED, by=by, because=why, team=team.name)
    _answer_earlier(case)
    return case


def _answer_earlier(case: Case) -> None:
    """A family that waited to work with us again waits no longer, whichever way it came."""
    waiting = sa.select(Case).where(
        Case.family_id == case.family_id, Case.id != case.id, Case.next_due == Due.RE_ENGAGE
    )
    for earlier in db.session.scalars(waiting):
        leads.let_go(earlier)
