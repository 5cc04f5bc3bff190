"""Whether one person may do an act now, on one record."""

from __future__ import annotations

from ..models import Case, Practitioner
from .acts import ANY, FOR_THE_LEAD_ALONE, MA, MAY, READING, TEAM, Act


def may_correct(viewer: Practitioner, case: Case, writer_id: int) -> bool:
    """Whether a person may correct a note: its first writer, or a manager of the team."""
    return may(viewer, Act.WRITE_NOTE, case) and (viewer.id == writer_id or may(viewer, Act.CORRECT_ANY_NOTE, case))


def may_hold(viewer: Practitioner, case: Case, holder_id: int | None) -> bool:
    """Whether a person may carry on a disagreement about a case: its holder or who covers for them, or a manager of
    the team."""
    holders = {viewer.id, *(leave.worker_id for leave in viewer.covers)}
    return may(viewer, Act.HOLD_DISAGREEMENT, case) and (holder_id in holders or viewer.role is MA)


def leads(viewer: Practitioner, case: Case) -> bool:
    """Whether a person leads a case now, or covers for whoever does."""
    return case.lead_id == viewer.id or case.lead_id in {leave.worker_id for leave in viewer.covers}


def could(viewer: Practitioner, act: Act) -> bool:
    """Whether a person's role has an act at all, on some record."""
    return viewer.is_active and viewer.role in MAY[act]


def may(viewer: Practitioner, act: Act, case: Case | None = None) -> bool:
    """Whether a person may do an act; where the act reaches no further than their own cases or their team's,
    `case` is the one it is about."""
    if not could(viewer, act):
        return False
    if case is not None and case.family_id in viewer.reads_by_glass and act not in READING:
        return False
    reach = MAY[act][viewer.role]
    if reach is ANY:
        return True
    if case is None:
        return False
    if case.lead_id == viewer.id or (act not in FOR_THE_LEAD_ALONE and leads(viewer, case)):
        return True
    return reach is TEAM and case.team_id in {team.id for team in viewer.managed_teams}
