"""The other records that belong to somebody or to a role: supervision, complaints, exports, leave and the like."""

from __future__ import annotations

import sqlalchemy as sa

from ..models import (
    Agency,
    BreakGlass,
    Case,
    Complaint,
    Export,
    GroupSupervision,
    Invitation,
    Leave,
    PracticeModel,
    Practitioner,
    QuarterlyReport,
    SelfEvaluation,
    Supervision,
    Theme,
    WorkerView,
    group_parts,
    team_managers,
)
from ..practice.roles import Role
from .acts import AD, KW, MA, MAY, Act
from .families import sees_case
from .viewers import in_teams


def visible_practitioners(viewer: Practitioner) -> sa.Select[Practitioner]:
    """The accounts that a person may look after: everybody's, for an administrator alone."""
    return sa.select(Practitioner).where(sa.true() if viewer.role is AD else sa.false())


def watched_practitioners(viewer: Practitioner) -> sa.Select[Practitioner]:
    """The people about whose looks a manager may ask: those of their teams, those of no team, and the other managers.
    Nobody asks themselves."""
    if viewer.role is not MA:
        return sa.select(Practitioner).where(sa.false())
    teams = sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id)
    near = sa.or_(Practitioner.team_id.in_(teams), Practitioner.team_id.is_(None), Practitioner.role == MA)
    return sa.select(Practitioner).where(Practitioner.id != viewer.id, near)


def reviewed_glass(viewer: Practitioner) -> sa.Select[BreakGlass]:
    """The families that others opened for a reason, whose review is a manager's: those of their teams, and those for
    which no other manager answers. Nobody reviews themselves."""
    if viewer.role is not MA:
        return sa.select(BreakGlass).where(sa.false())
    teams = sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id)
    near = sa.or_(BreakGlass.team_id.in_(teams), BreakGlass.team_id.is_(None))
    return sa.select(BreakGlass).where(BreakGlass.practitioner_id != viewer.id, near)


def visible_agencies(viewer: Practitioner) -> sa.Select[Agency]:
    """The agencies that a person may read of: every one, for whom the list is there. They name no family."""
    return sa.select(Agency).where(sa.true() if viewer.role in MAY[Act.SEE_AGENCIES] else sa.false())


def visible_invitations(viewer: Practitioner) -> sa.Select[Invitation]:
    """The invitations that a person keeps: every one, for an administrator; a manager's own, and those for families of
    their teams that they see."""
    match viewer.role:
        case Role.ADMINISTRATOR:
            return sa.select(Invitation)
        case Role.MANAGER:
            theirs = sa.exists().where(Case.id == Invitation.case_id, in_teams(viewer), sees_case(viewer))
            return sa.select(Invitation).where(sa.or_(Invitation.made_by_id == viewer.id, theirs))
        case _:
            return sa.select(Invitation).where(sa.false())


def visible_practice_models(viewer: Practitioner) -> sa.Select[PracticeModel]:
    """The practice models that a person may look after: every one, for an administrator alone."""
    return sa.select(PracticeModel).where(sa.true() if viewer.role is AD else sa.false())


def visible_exports(viewer: Practitioner) -> sa.Select[Export]:
    """The files that a person may fetch: those that they themselves asked for."""
    return sa.select(Export).where(Export.taken_by_id == viewer.id)


def visible_self_evaluations(viewer: Practitioner) -> sa.Select[SelfEvaluation]:
    """The self-evaluations that a person may read: every one, for whom they are there. They name no family."""
    return sa.select(SelfEvaluation).where(sa.true() if viewer.role in MAY[Act.SEE_SELF_EVALUATIONS] else sa.false())


def visible_reports(viewer: Practitioner) -> sa.Select[QuarterlyReport]:
    """The quarterly reports that a person may read: every one, for whom they are there. They name no family."""
    return sa.select(QuarterlyReport).where(sa.true() if viewer.role in MAY[Act.SEE_REPORTS] else sa.false())


def visible_worker_views(viewer: Practitioner) -> sa.Select[WorkerView]:
    """What workers said about our way of helping, as a person may read it: managers, and of families that they see."""
    if viewer.role not in MAY[Act.HEAR_WORKERS]:
        return sa.select(WorkerView).where(sa.false())
    seen = sa.exists().where(Case.id == WorkerView.case_id, sees_case(viewer))
    return sa.select(WorkerView).where(sa.or_(WorkerView.case_id.is_(None), seen))


def visible_complaints(viewer: Practitioner) -> sa.Select[Complaint]:
    """The compliments and complaints that a person may read: a manager those that they handle, and those about a family
    that they see or about none; never one about themselves."""
    if viewer.role not in MAY[Act.SEE_COMPLAINTS]:
        return sa.select(Complaint).where(sa.false())
    seen = sa.exists().where(Case.id == Complaint.case_id, sees_case(viewer))
    near = sa.or_(Complaint.handler_id == viewer.id, Complaint.case_id.is_(None), seen)
    not_of_them = sa.or_(Complaint.concerns_id.is_(None), Complaint.concerns_id != viewer.id)
    return sa.select(Complaint).where(near, not_of_them)


def visible_themes(viewer: Practitioner) -> sa.Select[Theme]:
    """The learning themes that a person may read: every one, for whoever works with families. They name nobody."""
    return sa.select(Theme).where(sa.true() if viewer.role in MAY[Act.READ_LEARNING] else sa.false())


def led_supervisions(viewer: Practitioner) -> sa.Select[Supervision]:
    """The supervisions that a person writes: those they hold with somebody."""
    return sa.select(Supervision).where(Supervision.supervisor_id == viewer.id)


def visible_supervisions(viewer: Practitioner) -> sa.Select[Supervision]:
    """The supervisions that a person may read: those they hold and, once finished, those held with them. To everyone
    else, other managers too, they do not exist."""
    with_them = sa.and_(Supervision.worker_id == viewer.id, Supervision.finished_at.is_not(None))
    return sa.select(Supervision).where(sa.or_(Supervision.supervisor_id == viewer.id, with_them))


def led_groups(viewer: Practitioner) -> sa.Select[GroupSupervision]:
    """The group supervisions that a person writes: those they hold."""
    return sa.select(GroupSupervision).where(GroupSupervision.facilitator_id == viewer.id)


def visible_groups(viewer: Practitioner) -> sa.Select[GroupSupervision]:
    """The group supervisions that a person may read: those they hold and, once finished, those they took part in."""
    took_part = sa.exists().where(
        group_parts.c.group_supervision_id == GroupSupervision.id, group_parts.c.practitioner_id == viewer.id
    )
    theirs = sa.and_(took_part, GroupSupervision.finished_at.is_not(None))
    return sa.select(GroupSupervision).where(sa.or_(GroupSupervision.facilitator_id == viewer.id, theirs))


def supervised_cases(viewer: Practitioner) -> sa.Select[Case]:
    """The open cases whose leads a manager supervises: those of their teams that they see and do not lead."""
    return sa.select(Case).where(
        Case.closed_on.is_(None), Case.lead_id != viewer.id, in_teams(viewer), sees_case(viewer)
    )


def visible_leaves(viewer: Practitioner) -> sa.Select[Leave]:
    """The absences that a person reads of: their own, those that they cover, and those of a manager's teams."""
    return sa.select(Leave).where(sa.or_(Leave.cover_id == viewer.id, _kept_leave(viewer)))


def kept_leaves(viewer: Practitioner) -> sa.Select[Leave]:
    """The absences that a person may end: their own, and those of a manager's teams."""
    return sa.select(Leave).where(_kept_leave(viewer))


def _kept_leave(viewer: Practitioner) -> sa.ColumnElement[bool]:
    if viewer.role is not MA:
        return Leave.worker_id == viewer.id
    teams = sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id)
    theirs = sa.select(Practitioner.id).where(Practitioner.role == KW, Practitioner.team_id.in_(teams))
    return sa.or_(Leave.worker_id == viewer.id, Leave.worker_id.in_(theirs))
