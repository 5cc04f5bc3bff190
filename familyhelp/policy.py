"""Who may see, who may do. MAY is the whole of it, read by every door; `visible_cases` and its sisters are the
only ways to fetch a record for a person. Policy says who; the practice says when."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from .models import (
    Audit,
    AuditAction,
    AuditRound,
    AuditTool,
    Case,
    Complaint,
    Contact,
    Disagreement,
    Event,
    Export,
    Family,
    GroupCase,
    GroupSupervision,
    Lead,
    Leave,
    LegalBasis,
    Member,
    NamedViewer,
    Note,
    Person,
    PracticeModel,
    Practitioner,
    SelfEvaluation,
    Step,
    SupervisedCase,
    Supervision,
    Theme,
    WorkerView,
    group_parts,
    team_managers,
)
from .practice import clock
from .practice.chronology import RESTRICTED_EVENTS, Subject
from .practice.roles import LEADING, Role
from .practice.stages import Move, Stage
from .practice.steps import StepState
from .practice.words import N_, Word


class Act(Word):
    """What a person can want to do. Every Move of a case is an act of the same slug."""

    HOME = "home", N_("Home")
    SEE_QUEUE = "see_queue", N_("Requests for help")
    RECEIVE = "receive", N_("Record a request for help")
    SEE_CONTACT = "see_contact", N_("Open a request for help")
    TRIAGE = "triage", N_("Decide a request for help")
    ACKNOWLEDGE = "acknowledge", N_("Record who has taken it on")
    SEARCH = "search", N_("Find a family")
    SEE_FAMILY = "see_family", N_("Open a family")
    EDIT_FAMILY = "edit_family", N_("Change what is held about a family")
    LIST_CASES = "list_cases", N_("Cases")
    SEE_CASE = "see_case", N_("Open a case")
    SEE_RESTRICTED_NOTES = "see_restricted_notes", N_("Read restricted notes")
    CORRECT_ANY_NOTE = "correct_any_note", N_("Correct a note that somebody else wrote")
    SHARE_NOTE = "share_note", N_("Share a note with the family")
    READ_HANDOVER = "read_handover", N_("Mark a handover note as read")
    TELL_FAMILY = "tell_family", N_("Record that the family knows who works with them")
    SEE_JOURNEY = "see_journey", N_("Read a family’s journey")
    CHANGE_TEAM = "change_team", N_("Change the team around the family")
    LIST_STEPS = "list_steps", N_("Steps to answer")
    LIST_DISAGREEMENTS = "list_disagreements", N_("Open disagreements")
    RAISE_DISAGREEMENT = "raise_disagreement", N_("Raise a professional disagreement")
    HOLD_DISAGREEMENT = "hold_disagreement", N_("Carry a professional disagreement on")
    SEE_COHORTS = "see_cohorts", N_("How families fare afterwards")
    LIST_CLOSINGS = "list_closings", N_("Closings to approve")
    SET_LEGAL_BASIS = "set_legal_basis", N_("Record the legal basis")
    SEE_EDGE_REGISTER = "see_edge_register", N_("Edge-of-care register")
    KEEP_EDGE_REGISTER = "keep_edge_register", N_("Keep the edge-of-care register")
    SEE_WORKLOAD = "see_workload", N_("Your teams’ work")
    SEE_CLOCKS = "see_clocks", N_("When things are due")
    HAND_OVER = "hand_over", N_("Hand over a worker’s families")
    TAKE_LEAVE = "take_leave", N_("Leave and cover")
    BE_TOLD = "be_told", N_("How you are told")
    SET_CLOCKS = "set_clocks", N_("Set the clocks")
    GIVE_LINK = "give_link", N_("Give somebody a link to their page")
    GIVE_COPY = "give_copy", N_("Give the family a copy of the plan")
    ANSWER_FAMILY = "answer_family", N_("Answer what the family says")
    SEE_SCORECARD = "see_scorecard", N_("Balanced scorecard")
    IMPORT_FIGURES = "import_figures", N_("Import published figures")
    EXPORT_FIGURES = "export_figures", N_("Take figures away")
    SEE_EXPORTS = "see_exports", N_("What left the service")
    SEE_SELF_EVALUATIONS = "see_self_evaluations", N_("Self-evaluations")
    EVALUATE = "evaluate", N_("Take part in a self-evaluation")
    SEE_FEEDBACK = "see_feedback", N_("Feedback")
    RECORD_FEEDBACK = "record_feedback", N_("Record feedback")
    TELL_MANAGERS = "tell_managers", N_("Tell the managers how it works")
    HEAR_FAMILIES = "hear_families", N_("What families tell us")
    HEAR_WORKERS = "hear_workers", N_("What workers say")
    SEE_COMPLAINTS = "see_complaints", N_("Compliments and complaints")
    HANDLE_COMPLAINTS = "handle_complaints", N_("Handle a compliment or complaint")
    SEE_THEMES = "see_themes", N_("Learning themes")
    MAKE_THEMES = "make_themes", N_("Make learning themes")
    READ_LEARNING = "read_learning", N_("What we are learning")
    MANAGE_PRACTITIONERS = "manage_practitioners", N_("People and teams")
    MANAGE_MODELS = "manage_models", N_("Practice models")
    SUPERVISE = "supervise", N_("Supervision")
    SEE_SUPERVISION = "see_supervision", N_("Your own supervision")
    PLAN_AUDITS = "plan_audits", N_("Practice audits")
    AUDIT = "audit", N_("Audit a case")
    SEE_AUDIT = "see_audit", N_("Audits that concern you")
    MODERATE = "moderate", N_("Moderate an audit")
    FOLLOW_UP_AUDIT = "follow_up_audit", N_("Follow up an audit")
    HAND_ON_AUDIT = "hand_on_audit", N_("Give an audit to somebody else")
    REFLECT = "reflect", N_("Write about your own work for an audit")
    MANAGE_AUDIT_TOOLS = "manage_audit_tools", N_("Audit tools")
    ALLOCATE = Move.ALLOCATE.value, Move.ALLOCATE.label
    CHANGE_LEAD = Move.CHANGE_LEAD.value, Move.CHANGE_LEAD.label
    RECORD_AGREEMENT = Move.RECORD_AGREEMENT.value, Move.RECORD_AGREEMENT.label
    WITHDRAW_AGREEMENT = Move.WITHDRAW_AGREEMENT.value, Move.WITHDRAW_AGREEMENT.label
    ASSESS = Move.ASSESS.value, Move.ASSESS.label
    COMPLETE_ASSESSMENT = Move.COMPLETE_ASSESSMENT.value, Move.COMPLETE_ASSESSMENT.label
    SHARE_ASSESSMENT = Move.SHARE_ASSESSMENT.value, Move.SHARE_ASSESSMENT.label
    WRITE_PLAN = Move.WRITE_PLAN.value, Move.WRITE_PLAN.label
    ALLOW_ONE_MORE = Move.ALLOW_ONE_MORE.value, Move.ALLOW_ONE_MORE.label
    AGREE_PLAN = Move.AGREE_PLAN.value, Move.AGREE_PLAN.label
    REPORT_ACTION = Move.REPORT_ACTION.value, Move.REPORT_ACTION.label
    REVIEW = Move.REVIEW.value, Move.REVIEW.label
    WRITE_NOTE = Move.WRITE_NOTE.value, Move.WRITE_NOTE.label
    STEP_UP = Move.STEP_UP.value, Move.STEP_UP.label
    STEP_DOWN = Move.STEP_DOWN.value, Move.STEP_DOWN.label
    RECALL_STEP_UP = Move.RECALL_STEP_UP.value, Move.RECALL_STEP_UP.label
    RECALL_STEP_DOWN = Move.RECALL_STEP_DOWN.value, Move.RECALL_STEP_DOWN.label
    ACCEPT_STEP_UP = Move.ACCEPT_STEP_UP.value, Move.ACCEPT_STEP_UP.label
    ACCEPT_STEP_DOWN = Move.ACCEPT_STEP_DOWN.value, Move.ACCEPT_STEP_DOWN.label
    DECLINE_STEP_UP = Move.DECLINE_STEP_UP.value, Move.DECLINE_STEP_UP.label
    DECLINE_STEP_DOWN = Move.DECLINE_STEP_DOWN.value, Move.DECLINE_STEP_DOWN.label
    CLOSE = Move.CLOSE.value, Move.CLOSE.label
    ASK_CLOSING = Move.ASK_CLOSING.value, Move.ASK_CLOSING.label
    APPROVE_CLOSING = Move.APPROVE_CLOSING.value, Move.APPROVE_CLOSING.label
    SEND_BACK_CLOSING = Move.SEND_BACK_CLOSING.value, Move.SEND_BACK_CLOSING.label
    ADD_LATE_PAPER = Move.ADD_LATE_PAPER.value, Move.ADD_LATE_PAPER.label
    CHECK_IN = Move.CHECK_IN.value, Move.CHECK_IN.label
    RE_ENGAGE = Move.RE_ENGAGE.value, Move.RE_ENGAGE.label


class Reach(Word):
    """How near a person must stand to a record for an act."""

    ANY = "any", N_("any that they can see")
    LEADS = "leads", N_("those they lead")
    TEAM = "team", N_("those of their team")


ANY, LEADS, TEAM = Reach.ANY, Reach.LEADS, Reach.TEAM
FD, KW, LP, CO = Role.FRONT_DOOR, Role.KEY_WORKER, Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR
MA, LI, AN, AD = Role.MANAGER, Role.LIAISON, Role.ANALYST, Role.ADMINISTRATOR
_LEADERS = {KW: LEADS, LP: LEADS, MA: TEAM}

MAY: dict[Act, dict[Role, Reach]] = {
    Act.HOME: dict.fromkeys(Role, ANY),
    Act.SEE_QUEUE: {FD: ANY, MA: ANY, LI: ANY},
    Act.RECEIVE: {FD: ANY},
    Act.SEE_CONTACT: {FD: ANY, MA: ANY, LI: ANY},
    Act.TRIAGE: {FD: ANY},
    Act.ACKNOWLEDGE: {FD: ANY, LI: ANY},
    Act.SEARCH: {FD: ANY, KW: ANY, MA: ANY, LI: ANY},
    Act.SEE_FAMILY: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.EDIT_FAMILY: {FD: ANY, KW: LEADS, LP: LEADS, MA: TEAM},
    Act.LIST_CASES: {KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.SEE_CASE: {KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.SEE_RESTRICTED_NOTES: {KW: LEADS, LP: LEADS, MA: TEAM, LI: LEADS},
    Act.CORRECT_ANY_NOTE: {MA: TEAM},
    Act.SHARE_NOTE: _LEADERS | {LI: LEADS},
    Act.READ_HANDOVER: {KW: LEADS, LP: LEADS, MA: LEADS, LI: LEADS},
    Act.TELL_FAMILY: _LEADERS | {LI: LEADS},
    Act.SEE_JOURNEY: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.CHANGE_TEAM: {KW: LEADS, MA: TEAM},
    Act.LIST_STEPS: {MA: ANY, LI: ANY},
    Act.LIST_DISAGREEMENTS: {KW: ANY, LP: ANY, MA: ANY, LI: ANY},
    Act.RAISE_DISAGREEMENT: {KW: ANY, LP: ANY, MA: ANY, LI: ANY},
    Act.HOLD_DISAGREEMENT: {KW: ANY, LP: ANY, MA: TEAM, LI: ANY},
    Act.SEE_COHORTS: {MA: ANY, AN: ANY},
    Act.LIST_CLOSINGS: {MA: ANY},
    Act.SET_LEGAL_BASIS: _LEADERS | {LI: LEADS},
    Act.SEE_EDGE_REGISTER: {MA: ANY, LI: ANY},
    Act.KEEP_EDGE_REGISTER: _LEADERS | {LI: LEADS},
    Act.SEE_WORKLOAD: {MA: ANY},
    Act.SEE_CLOCKS: dict.fromkeys(Role, ANY),
    Act.HAND_OVER: {MA: ANY},
    Act.TAKE_LEAVE: {KW: ANY, LP: ANY, MA: ANY, LI: ANY},
    Act.BE_TOLD: dict.fromkeys(Role, ANY),
    Act.SET_CLOCKS: {AD: ANY},
    Act.GIVE_LINK: _LEADERS | {LI: LEADS},
    Act.GIVE_COPY: _LEADERS | {LI: LEADS},
    Act.ANSWER_FAMILY: _LEADERS | {LI: LEADS},
    Act.SEE_SCORECARD: {MA: ANY, AN: ANY},
    Act.IMPORT_FIGURES: {AN: ANY},
    Act.EXPORT_FIGURES: {MA: ANY, AN: ANY},
    Act.SEE_EXPORTS: {MA: ANY, AD: ANY},
    Act.SEE_SELF_EVALUATIONS: {MA: ANY, AN: ANY},
    Act.EVALUATE: {MA: ANY, AN: ANY},
    Act.SEE_FEEDBACK: {KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.RECORD_FEEDBACK: _LEADERS | {LI: LEADS},
    Act.TELL_MANAGERS: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, LI: ANY},
    Act.HEAR_FAMILIES: {MA: ANY, AN: ANY},
    Act.HEAR_WORKERS: {MA: ANY},
    Act.SEE_COMPLAINTS: {MA: ANY},
    Act.HANDLE_COMPLAINTS: {MA: ANY},
    Act.SEE_THEMES: {MA: ANY},
    Act.MAKE_THEMES: {MA: ANY},
    Act.READ_LEARNING: {FD: ANY, KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY, AN: ANY},
    Act.MANAGE_PRACTITIONERS: {AD: ANY},
    Act.MANAGE_MODELS: {AD: ANY},
    Act.SUPERVISE: {MA: ANY},
    Act.SEE_SUPERVISION: {MA: ANY, KW: ANY, LP: ANY},
    Act.PLAN_AUDITS: {MA: ANY},
    Act.AUDIT: {MA: ANY},
    Act.SEE_AUDIT: {MA: ANY, KW: ANY, LP: ANY, LI: ANY},
    Act.MODERATE: {MA: ANY},
    Act.FOLLOW_UP_AUDIT: {MA: ANY},
    Act.HAND_ON_AUDIT: {MA: ANY},
    Act.REFLECT: {MA: ANY, KW: ANY, LP: ANY, LI: ANY},
    Act.MANAGE_AUDIT_TOOLS: {AD: ANY},
    Act.ALLOCATE: {MA: TEAM},
    Act.CHANGE_LEAD: {MA: TEAM},
    Act.RECORD_AGREEMENT: _LEADERS,
    Act.WITHDRAW_AGREEMENT: _LEADERS,
    Act.ASSESS: _LEADERS,
    Act.COMPLETE_ASSESSMENT: _LEADERS,
    Act.SHARE_ASSESSMENT: _LEADERS,
    Act.WRITE_PLAN: _LEADERS | {LI: LEADS},
    Act.ALLOW_ONE_MORE: {MA: TEAM},
    Act.AGREE_PLAN: _LEADERS | {LI: LEADS},
    Act.REPORT_ACTION: _LEADERS | {CO: ANY, LI: LEADS},
    Act.REVIEW: _LEADERS,
    Act.WRITE_NOTE: {KW: ANY, LP: ANY, CO: ANY, MA: TEAM, LI: ANY},
    Act.STEP_UP: _LEADERS,
    Act.STEP_DOWN: {LI: LEADS},
    Act.RECALL_STEP_UP: _LEADERS,
    Act.RECALL_STEP_DOWN: {LI: LEADS},
    Act.ACCEPT_STEP_UP: {LI: ANY},
    Act.ACCEPT_STEP_DOWN: {MA: TEAM},
    Act.DECLINE_STEP_UP: {LI: ANY},
    Act.DECLINE_STEP_DOWN: {MA: TEAM},
    Act.CLOSE: {KW: LEADS, MA: TEAM, LI: LEADS},
    Act.ASK_CLOSING: {KW: LEADS, MA: TEAM, LI: LEADS},
    Act.APPROVE_CLOSING: {MA: TEAM},
    Act.SEND_BACK_CLOSING: {MA: TEAM},
    Act.ADD_LATE_PAPER: _LEADERS | {LI: LEADS},
    Act.CHECK_IN: _LEADERS,
    Act.RE_ENGAGE: _LEADERS,
}


FOR_THE_LEAD_ALONE = frozenset({Act.READ_HANDOVER})
"""What whoever covers for a lead does not do in their place: nobody reads for somebody else."""


class _Somebody:
    id = sa.bindparam("viewer_id", type_=sa.BigInteger())
    team_id = sa.bindparam("viewer_team_id", type_=sa.BigInteger())
    today = sa.bindparam("viewer_today", type_=sa.Date())

    def __init__(self, role: Role) -> None:
        self.role = role


@cache
def somebody(role: Role) -> Practitioner:
    """Stands for whoever reads, so that a statement that many pages send is built once for a role and not at every
    request. Who it is (`as_viewer`) is filled in when it is sent."""
    return cast(Practitioner, _Somebody(role))


def as_viewer(viewer: Practitioner) -> dict[str, Any]:
    """What a statement built for `somebody` of the viewer's role is sent with."""
    return {"viewer_id": viewer.id, "viewer_team_id": viewer.team_id, "viewer_today": clock.today()}


def _has_part(viewer: Practitioner) -> sa.ColumnElement[bool]:
    # Names of their own here and below, so that a query may join leads, steps or families as well.
    part = aliased(Lead)
    return sa.exists().where(part.case_id == Case.id, part.practitioner_id == viewer.id, part.ends_on.is_(None))


def covered_by(viewer: Practitioner) -> sa.ScalarSelect[int]:
    """The numbers of those for whom a person covers on the day of reading."""
    today = viewer.today if isinstance(viewer, _Somebody) else clock.today()
    in_force = sa.and_(Leave.ended_at.is_(None), Leave.starts_on <= today, Leave.ends_on >= today)
    return sa.select(Leave.worker_id).where(Leave.cover_id == viewer.id, in_force).scalar_subquery()


def covers(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a person covers for whoever leads it: as its lead would, they see and do."""
    part = aliased(Lead)
    holds = sa.exists().where(
        part.case_id == Case.id,
        part.practitioner_id == Case.lead_id,
        part.part.in_(LEADING),
        part.ends_on.is_(None),
    )
    return sa.and_(Case.lead_id.in_(covered_by(viewer)), holds)


def in_teams(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a team of a person holds it: the one they work in, or those they answer for."""
    if viewer.role is MA:
        return Case.team_id.in_(sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id))
    return Case.team_id == viewer.team_id


def _audits_now(viewer: Practitioner) -> sa.ColumnElement[bool]:
    # While the audit is open, and no longer.
    audit = aliased(Audit)
    return sa.exists().where(audit.case_id == Case.id, audit.auditor_id == viewer.id, audit.finished_at.is_(None))


def _named(viewer: Practitioner, family_id: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(NamedViewer.family_id == family_id, NamedViewer.practitioner_id == viewer.id)


def _not_restricted(viewer: Practitioner) -> sa.ColumnElement[bool]:
    held = aliased(Family)
    # A value and not "exists", which PostgreSQL may answer by reading every family beforehand.
    open_family = sa.select(sa.not_(held.restricted)).where(held.id == Case.family_id).scalar_subquery()
    return sa.or_(open_family, _named(viewer, Case.family_id))


def sees_case(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that makes it visible to a person."""
    match viewer.role:
        case Role.KEY_WORKER:
            near = sa.or_(in_teams(viewer), _has_part(viewer), covers(viewer))
        case Role.MANAGER:
            near = sa.or_(in_teams(viewer), _has_part(viewer), covers(viewer), _audits_now(viewer))
        case Role.LEAD_PROFESSIONAL:
            near = sa.or_(_has_part(viewer), covers(viewer))
        case Role.CONTRIBUTOR:
            return _has_part(viewer)
        case Role.LIAISON:
            waiting = aliased(Step)
            pending = sa.exists().where(waiting.case_id == Case.id, waiting.state == StepState.PENDING)
            dispute = aliased(Disagreement)
            disputed = sa.exists().where(dispute.case_id == Case.id, dispute.ended_at.is_(None), dispute.social_care)
            # Whoever asks for a step, or disagrees with social care, shows it the family, a restricted one too: else
            # nobody answers.
            return sa.or_(
                pending,
                disputed,
                _has_part(viewer),
                covers(viewer),
                # So does whoever puts it on the edge-of-care register, but for a restricted one.
                sa.and_(
                    sa.or_(Case.stage == Stage.STATUTORY, Case.edge_review_on.is_not(None)), _not_restricted(viewer)
                ),
            )
        case _:
            return sa.false()
    return sa.and_(near, sa.or_(_not_restricted(viewer), _has_part(viewer), covers(viewer)))


def visible_cases(viewer: Practitioner) -> sa.Select[Case]:
    """The cases that a person may see at all. To everyone else they do not exist."""
    return sa.select(Case).where(sees_case(viewer))


def sees_family(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a family that makes its names and its history of involvement visible to a person."""
    has_case = sa.exists().where(Case.family_id == Family.id, sees_case(viewer))
    match viewer.role:
        case Role.FRONT_DOOR | Role.KEY_WORKER | Role.MANAGER:
            return sa.or_(sa.not_(Family.restricted), _named(viewer, Family.id), has_case)
        case Role.LEAD_PROFESSIONAL | Role.CONTRIBUTOR | Role.LIAISON:
            return has_case
        case _:
            return sa.false()


def earlier_cases(viewer: Practitioner, case: Case) -> sa.Select[Case]:
    """The family's earlier episodes whose assessments may be carried over into this one, so that nobody tells their
    story twice: for the authority's own who write the new one any of them, for a partner those that they see."""
    earlier = sa.select(Case).where(
        Case.family_id == case.family_id, Case.id != case.id, Case.opened_on <= case.opened_on, Case.id < case.id
    )
    if viewer.role in (KW, MA) and may(viewer, Act.ASSESS, case):
        return earlier
    return earlier.where(sees_case(viewer))


def visible_families(viewer: Practitioner) -> sa.Select[Family]:
    """The families whose names and history of involvement a person may see."""
    return sa.select(Family).where(sees_family(viewer))


def visible_people(viewer: Practitioner) -> sa.Select[Person]:
    """The people in the families that a person may see. One restricted family hides the person."""
    member_of = sa.select(Member.person_id).join(Family, Family.id == Member.family_id)
    hidden = Family.restricted & sa.not_(sees_family(viewer))
    return sa.select(Person).where(
        Person.id.in_(member_of.where(sees_family(viewer))), Person.id.not_in(member_of.where(hidden))
    )


def sees_contact(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a request for help that makes it visible to a person."""
    mine = sa.exists().where(Case.id == Contact.case_id, sees_case(viewer))
    match viewer.role:
        case Role.FRONT_DOOR:
            return sa.or_(
                Contact.family_id.is_(None), sa.exists().where(Family.id == Contact.family_id, sees_family(viewer))
            )
        case Role.MANAGER:
            return mine
        case Role.LIAISON:
            return sa.or_(mine, Contact.outcome == "step_up")
        case _:
            return sa.false()


def visible_contacts(viewer: Practitioner) -> sa.Select[Contact]:
    """The requests for help that a person may see."""
    return sa.select(Contact).where(sees_contact(viewer))


def visible_practitioners(viewer: Practitioner) -> sa.Select[Practitioner]:
    """The accounts that a person may look after: everybody's, for an administrator alone."""
    return sa.select(Practitioner).where(sa.true() if viewer.role is AD else sa.false())


def visible_practice_models(viewer: Practitioner) -> sa.Select[PracticeModel]:
    """The practice models that a person may look after: every one, for an administrator alone."""
    return sa.select(PracticeModel).where(sa.true() if viewer.role is AD else sa.false())


def visible_exports(viewer: Practitioner) -> sa.Select[Export]:
    """The files that a person may fetch: those that they themselves asked for."""
    return sa.select(Export).where(Export.taken_by_id == viewer.id)


def visible_self_evaluations(viewer: Practitioner) -> sa.Select[SelfEvaluation]:
    """The self-evaluations that a person may read: every one, for whom they are there. They name no family."""
    return sa.select(SelfEvaluation).where(sa.true() if viewer.role in MAY[Act.SEE_SELF_EVALUATIONS] else sa.false())


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


# Practice audit -----------------------------------------------------------------------------------------------


def knows_family(practitioner_id: Any, family_id: Any) -> sa.ColumnElement[bool]:
    """The condition that somebody has, or had, a part with a family: led it, helped it, covered for
    who did, decided on it in supervision, or oversees a section 17 basis of it. They never audit it."""
    part, of_part, talk, of_talk = aliased(Lead), aliased(Case), aliased(Supervision), aliased(Case)
    group, of_group, basis, of_basis = aliased(GroupSupervision), aliased(Case), aliased(LegalBasis), aliased(Case)
    had_a_part = sa.exists().where(
        part.case_id == of_part.id, of_part.family_id == family_id, part.practitioner_id == practitioner_id
    )
    decided = sa.exists().where(
        talk.id == SupervisedCase.supervision_id,
        SupervisedCase.case_id == of_talk.id,
        of_talk.family_id == family_id,
        talk.supervisor_id == practitioner_id,
    )
    together = sa.exists().where(
        group.id == GroupCase.group_supervision_id,
        GroupCase.case_id == of_group.id,
        of_group.family_id == family_id,
        group.facilitator_id == practitioner_id,
    )
    oversees = sa.exists().where(
        basis.case_id == of_basis.id, of_basis.family_id == family_id, basis.overseer_id == practitioner_id
    )
    away, led, of_led = aliased(Leave), aliased(Lead), aliased(Case)
    covered = sa.exists().where(
        away.cover_id == practitioner_id,
        led.practitioner_id == away.worker_id,
        led.starts_on <= away.ends_on,
        sa.or_(led.ends_on.is_(None), led.ends_on >= away.starts_on),
        led.case_id == of_led.id,
        of_led.family_id == family_id,
    )
    return sa.or_(had_a_part, decided, together, oversees, covered)


def may_audit(practitioner_id: Any) -> sa.ColumnElement[bool]:
    """The condition on a case that a manager may audit it: they never had a part with the family, and they may see it
    where it is restricted."""
    family = aliased(Family)
    named = sa.exists().where(NamedViewer.family_id == Case.family_id, NamedViewer.practitioner_id == practitioner_id)
    restricted = sa.select(family.restricted).where(family.id == Case.family_id).scalar_subquery()
    return sa.and_(sa.not_(knows_family(practitioner_id, Case.family_id)), sa.or_(sa.not_(restricted), named))


def _blind(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on an audit that a person is to grade the same case without knowing of it."""
    second = aliased(Audit)
    return sa.exists().where(
        second.moderates_id == Audit.id, second.auditor_id == viewer.id, second.finished_at.is_(None)
    )


def _of_case() -> sa.Exists:
    # The case of an audit, also in a query that joins cases by itself.
    return sa.exists().where(Case.id == Audit.case_id).correlate(Audit)


def _holds_audit(viewer: Practitioner) -> sa.ColumnElement[bool]:
    # Not once the family is restricted, unless it names them: somebody else is given the audit then.
    return sa.and_(Audit.auditor_id == viewer.id, _of_case().where(_not_restricted(viewer)))


def reads_audit(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on an audit that a person may read its grades: the auditor theirs; once it is finished the lead of
    the case, and managers, as far as they may see the family. Nobody who is to grade the same case blind."""
    case = _of_case()
    near: sa.ColumnElement[bool] = case.where(Case.lead_id == viewer.id)
    if viewer.role is MA:
        near = sa.or_(near, case.where(_not_restricted(viewer)))
    # Of a second look the lead reads what was agreed.
    second = sa.or_(Audit.moderates_id.is_(None), sa.true() if viewer.role is MA else sa.false())
    finished = sa.and_(Audit.finished_at.is_not(None), second, near, sa.not_(_blind(viewer)))
    return sa.or_(_holds_audit(viewer), finished)


def visible_audits(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits that a person may know of: those whose grades they may read, and those of the cases they lead."""
    leads_it = _of_case().where(Case.lead_id == viewer.id)
    return sa.select(Audit).where(sa.or_(reads_audit(viewer), sa.and_(leads_it, Audit.moderates_id.is_(None))))


def led_audits(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits that a person writes: their own."""
    return sa.select(Audit).where(_holds_audit(viewer))


def open_audits(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits that are not finished, which a manager may give to another auditor. Their pages show no grade."""
    may_see = _of_case().where(_not_restricted(viewer))
    return sa.select(Audit).where(Audit.finished_at.is_(None), may_see if viewer.role is MA else sa.false())


def audits_of_own_work(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits of the cases that a person leads now. A second look is none of their own."""
    leads_it = _of_case().where(Case.lead_id == viewer.id)
    return sa.select(Audit).where(leads_it, Audit.moderates_id.is_(None))


def visible_audit_actions(viewer: Practitioner) -> sa.Select[AuditAction]:
    """The actions from audits that a person may know of: their own, and those of the audits they may read."""
    read = sa.exists().where(Audit.id == AuditAction.audit_id, reads_audit(viewer)).correlate(AuditAction)
    return sa.select(AuditAction).where(sa.or_(AuditAction.owner_id == viewer.id, read))


def visible_audit_rounds(viewer: Practitioner) -> sa.Select[AuditRound]:
    """The rounds of audits that a person may read: every one, for a manager."""
    return sa.select(AuditRound).where(sa.true() if viewer.role is MA else sa.false())


def visible_audit_tools(viewer: Practitioner) -> sa.Select[AuditTool]:
    """The versions of audit tools that a person may look after: every one, for an administrator alone."""
    return sa.select(AuditTool).where(sa.true() if viewer.role is AD else sa.false())


def visible_notes(viewer: Practitioner, case: Case) -> sa.Select[Note]:
    """The notes of a case (every version) that a person may read. To everyone else the restricted ones do not exist."""
    notes = sa.select(Note).where(Note.case_id == case.id)
    if may(viewer, Act.SEE_RESTRICTED_NOTES, case):
        return notes
    return notes.where(sa.not_(Note.restricted))


def visible_events(viewer: Practitioner, case: Case) -> sa.Select[Event]:
    """The chronology of a case as a person may read it: what tells of restricted notes only for who may read those.
    Built once, and sent with the number of the case as `case_id`."""
    return _EVENTS if may(viewer, Act.SEE_RESTRICTED_NOTES, case) else _OPEN_EVENTS


_EVENTS = sa.select(Event).where(
    Event.subject == Subject.CASE, Event.subject_id == sa.bindparam("case_id", type_=sa.BigInteger())
)
_OPEN_EVENTS = _EVENTS.where(Event.kind.not_in(RESTRICTED_EVENTS))


def reads_restricted(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a person may read its restricted notes, as `may` says of one case."""
    reach = MAY[Act.SEE_RESTRICTED_NOTES].get(viewer.role)
    if reach is None:
        return sa.false()
    if reach is ANY:
        return sa.true()
    leads_it = sa.or_(Case.lead_id == viewer.id, Case.lead_id.in_(covered_by(viewer)))
    return sa.or_(leads_it, in_teams(viewer)) if reach is TEAM else sa.and_(leads_it)


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
    reach = MAY[act][viewer.role]
    if reach is ANY:
        return True
    if case is None:
        return False
    if case.lead_id == viewer.id or (act not in FOR_THE_LEAD_ALONE and leads(viewer, case)):
        return True
    return reach is TEAM and case.team_id in {team.id for team in viewer.managed_teams}


__all__ = [
    "MAY",
    "Act",
    "Reach",
    "as_viewer",
    "audits_of_own_work",
    "could",
    "covered_by",
    "covers",
    "earlier_cases",
    "in_teams",
    "kept_leaves",
    "knows_family",
    "leads",
    "led_audits",
    "led_groups",
    "led_supervisions",
    "may",
    "may_audit",
    "may_correct",
    "may_hold",
    "open_audits",
    "reads_audit",
    "reads_restricted",
    "somebody",
    "supervised_cases",
    "visible_audit_actions",
    "visible_audit_rounds",
    "visible_audit_tools",
    "visible_audits",
    "visible_cases",
    "visible_complaints",
    "visible_contacts",
    "visible_events",
    "visible_exports",
    "visible_families",
    "visible_groups",
    "visible_leaves",
    "visible_notes",
    "visible_people",
    "visible_practice_models",
    "visible_practitioners",
    "visible_self_evaluations",
    "visible_supervisions",
    "visible_themes",
    "visible_worker_views",
]
