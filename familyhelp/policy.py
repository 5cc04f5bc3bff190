"""Who may see, who may do. MAY is the whole of it, read by every door; `visible_cases` and its sisters are the
only ways to fetch a record for a person. Policy says who; the practice says when."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from .models import (
    Case,
    Contact,
    Event,
    Export,
    Family,
    Lead,
    Leave,
    Member,
    NamedViewer,
    Note,
    Person,
    PracticeModel,
    Practitioner,
    SelfEvaluation,
    Step,
    Supervision,
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
    MANAGE_PRACTITIONERS = "manage_practitioners", N_("People and teams")
    MANAGE_MODELS = "manage_models", N_("Practice models")
    SUPERVISE = "supervise", N_("Supervision")
    SEE_SUPERVISION = "see_supervision", N_("Your own supervision")
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
    Act.MANAGE_PRACTITIONERS: {AD: ANY},
    Act.MANAGE_MODELS: {AD: ANY},
    Act.SUPERVISE: {MA: ANY},
    Act.SEE_SUPERVISION: {MA: ANY, KW: ANY, LP: ANY},
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
    Act.WRITE_NOTE: {KW: ANY, LP: ANY, CO: ANY, MA: ANY, LI: ANY},
    Act.STEP_UP: _LEADERS,
    Act.STEP_DOWN: {LI: LEADS},
    Act.RECALL_STEP_UP: _LEADERS,
    Act.RECALL_STEP_DOWN: {LI: LEADS},
    Act.ACCEPT_STEP_UP: {LI: ANY},
    Act.ACCEPT_STEP_DOWN: {MA: TEAM},
    Act.DECLINE_STEP_UP: {LI: ANY},
    Act.DECLINE_STEP_DOWN: {MA: TEAM},
    Act.CLOSE: {KW: LEADS, MA: TEAM, LI: LEADS},
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
        case Role.KEY_WORKER | Role.MANAGER:
            near = sa.or_(in_teams(viewer), _has_part(viewer), covers(viewer))
        case Role.LEAD_PROFESSIONAL:
            near = sa.or_(_has_part(viewer), covers(viewer))
        case Role.CONTRIBUTOR:
            return _has_part(viewer)
        case Role.LIAISON:
            waiting = aliased(Step)
            pending = sa.exists().where(waiting.case_id == Case.id, waiting.state == StepState.PENDING)
            # Whoever asks for a step shows the family to social care, a restricted one too: else nobody answers.
            part = sa.or_(_has_part(viewer), covers(viewer))
            return sa.or_(pending, part, sa.and_(Case.stage == Stage.STATUTORY, _not_restricted(viewer)))
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


def led_supervisions(viewer: Practitioner) -> sa.Select[Supervision]:
    """The supervisions that a person writes: those they hold with somebody."""
    return sa.select(Supervision).where(Supervision.supervisor_id == viewer.id)


def visible_supervisions(viewer: Practitioner) -> sa.Select[Supervision]:
    """The supervisions that a person may read: those they hold and, once finished, those held with them. To everyone
    else, other managers too, they do not exist."""
    with_them = sa.and_(Supervision.worker_id == viewer.id, Supervision.finished_at.is_not(None))
    return sa.select(Supervision).where(sa.or_(Supervision.supervisor_id == viewer.id, with_them))


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
    "could",
    "covered_by",
    "covers",
    "earlier_cases",
    "in_teams",
    "kept_leaves",
    "leads",
    "led_supervisions",
    "may",
    "may_correct",
    "reads_restricted",
    "somebody",
    "supervised_cases",
    "visible_cases",
    "visible_contacts",
    "visible_events",
    "visible_exports",
    "visible_families",
    "visible_leaves",
    "visible_notes",
    "visible_people",
    "visible_practice_models",
    "visible_practitioners",
    "visible_self_evaluations",
    "visible_supervisions",
]
