"""Opening a case."""

from __future__ import annotations

from ..extensions import db
from ..models import Case, Contact, Family, Practitioner, Team
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.stages import Stage
from ..practice.triage import Level


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
    return case
