"""What must be true of every record, each rule with the query that finds what breaks it. The database refuses most of
it anyway; this proves that it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..models import (
    Case,
    CheckIn,
    Closing,
    ClosingRequest,
    Contact,
    Disagreement,
    EdgeOfCare,
    Event,
    Family,
    Handover,
    Lead,
    LegalBasis,
    Member,
    Note,
    Outcome,
    Person,
    Plan,
    Practitioner,
    Review,
    Sharing,
    Step,
    TeamMeeting,
)
from ..policy import lead_sees
from ..practice.chronology import EventKind, Subject
from ..practice.endings import RequestState
from ..practice.legal_bases import Basis
from ..practice.outcomes import FEWEST_OUTCOMES, MOST_OUTCOMES, MOST_WITH_REASON
from ..practice.references import write_code
from ..practice.roles import Part
from ..practice.stages import Direction, Stage
from ..practice.steps import StepState
from ..practice.triage import ContactState

SUBJECTS: dict[str, Any] = {
    Subject.CASE.value: Case,
    Subject.CONTACT.value: Contact,
    Subject.FAMILY.value: Family,
    Subject.PERSON.value: Person,
    Subject.PRACTITIONER.value: Practitioner,
}
"""The records with a reference, by the subject of their chronology."""


@dataclass(frozen=True)
class Rule:
    """One thing that is never true of a record: what, and a query for the references of the records that it is."""

    kind: str
    fault: str
    broken_by: sa.Select[Any]

    def says(self, code: str) -> str:
        """The fault of one record, in a sentence."""
        return f"{self.kind} {write_code(code)}: {self.fault}"


def _cases(fault: str, *conditions: sa.ColumnElement[bool]) -> Rule:
    return Rule("case", fault, sa.select(Case.code).where(*conditions).order_by(Case.id))


def _has_event(subject: Subject, record: Any, *kinds: EventKind) -> sa.ColumnElement[bool]:
    found = sa.exists().where(Event.subject == subject, Event.subject_id == record.id)
    return found.where(Event.kind.in_(kinds)) if kinds else found


_open = Case.closed_on.is_(None)
_led = sa.exists().where(
    Lead.case_id == Case.id,
    Lead.practitioner_id == Case.lead_id,
    Lead.ends_on.is_(None),
    Lead.part != Part.CONTRIBUTOR,
)
_somebody_leads = sa.exists().where(Lead.case_id == Case.id, Lead.ends_on.is_(None), Lead.part != Part.CONTRIBUTOR)
_somebody_contributes = sa.exists().where(
    Lead.case_id == Case.id, Lead.ends_on.is_(None), Lead.part == Part.CONTRIBUTOR
)
_another = aliased(Case)
_outcomes = sa.select(sa.func.count()).where(Outcome.plan_id == Plan.id).scalar_subquery()
_meets_on = (
    sa.select(TeamMeeting.meets_on)
    .where(TeamMeeting.case_id == Case.id, TeamMeeting.called_off_at.is_(None), TeamMeeting.review_id.is_(None))
    .scalar_subquery()
)
_agreed = Plan.agreed_on.is_not(None)
_waits = Step.state == StepState.PENDING


def _plans(fault: str, *conditions: sa.ColumnElement[bool]) -> Rule:
    query = sa.select(Case.code).join(Plan, Plan.case_id == Case.id).where(*conditions).order_by(Case.id, Plan.id)
    return Rule("case", fault, query)


def _steps(fault: str, *conditions: sa.ColumnElement[bool]) -> Rule:
    return Rule("case", fault, sa.select(Case.code).join(Step, Step.case_id == Case.id).where(*conditions))


def _disagreements(fault: str, *conditions: sa.ColumnElement[bool]) -> Rule:
    query = sa.select(Case.code).join(Disagreement, Disagreement.case_id == Case.id).where(_disagree, *conditions)
    return Rule("case", fault, query.order_by(Disagreement.id))


def _legal_bases(fault: str, *conditions: sa.ColumnElement[bool]) -> Rule:
    query = sa.select(Case.code).join(LegalBasis, LegalBasis.case_id == Case.id).where(*conditions)
    return Rule("case", fault, query.order_by(LegalBasis.id))


_other = aliased(LegalBasis)
_overlaps = sa.exists().where(
    _other.case_id == LegalBasis.case_id,
    _other.person_id == LegalBasis.person_id,
    _other.id > LegalBasis.id,
    sa.or_(LegalBasis.ends_on.is_(None), _other.starts_on < LegalBasis.ends_on),
    sa.or_(_other.ends_on.is_(None), LegalBasis.starts_on < _other.ends_on),
)
_section_17 = sa.and_(LegalBasis.ends_on.is_(None), LegalBasis.basis == Basis.SECTION_17)


def _qualified(number: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(Practitioner.id == number, Practitioner.is_social_worker, Practitioner.is_active)


_disagree = Disagreement.ended_at.is_(None)
RULES: tuple[Rule, ...] = (
    _cases("is open, and nothing is due in it.", _open, Case.next_due_on.is_(None)),
    _cases("is in hand, and nobody leads it.", _open, Case.stage != Stage.ALLOCATING, sa.not_(_led)),
    _cases("waits for a lead, and somebody leads it.", Case.stage == Stage.ALLOCATING, _somebody_leads),
    _cases(
        "is closed with something still due, and nobody holds the family.",
        Case.stage == Stage.CLOSED,
        Case.next_due_on.is_not(None),
        sa.not_(_led),
    ),
    _cases(
        "is closed with nothing due, and somebody’s part in it goes on.",
        Case.stage == Stage.CLOSED,
        Case.next_due_on.is_(None),
        sa.or_(_somebody_leads, _somebody_contributes),
    ),
    _cases(
        "is open, and so is another case of the family.",
        _open,
        sa.exists().where(_another.family_id == Case.family_id, _another.id != Case.id, _another.closed_on.is_(None)),
    ),
    _cases(
        "is closed, and no closing says how it ended.",
        Case.stage == Stage.CLOSED,
        sa.not_(sa.exists().where(Closing.case_id == Case.id, Closing.closed_on == Case.closed_on)),
    ),
    _cases(
        "is closed, and its chronology does not say so.",
        Case.stage == Stage.CLOSED,
        sa.not_(_has_event(Subject.CASE, Case, EventKind.CLOSED)),
    ),
    _cases(
        "keeps another day for the answer to its closing than the request for it.",
        Case.closing_due_on.is_distinct_from(
            sa.select(ClosingRequest.due_on)
            .where(ClosingRequest.case_id == Case.id, ClosingRequest.state == RequestState.WAITING)
            .scalar_subquery()
        ),
    ),
    _cases(
        "is closed, and its closing waits for an answer.", Case.stage == Stage.CLOSED, Case.closing_due_on.is_not(None)
    ),
    _cases("is open, and a closing says how it ended.", _open, sa.exists().where(Closing.case_id == Case.id)),
    _cases(
        "is with statutory social care, and its chronology does not say so.",
        Case.stage == Stage.STATUTORY,
        sa.not_(_has_event(Subject.CASE, Case, EventKind.STEPPED_UP)),
    ),
    _cases(
        "has its plan under way, and no plan was agreed.",
        Case.stage == Stage.ACTIVE,
        sa.not_(sa.exists().where(Plan.case_id == Case.id, _agreed)),
    ),
    _cases(
        "keeps another day for its meeting than the one that was arranged.",
        Case.meeting_on.is_distinct_from(_meets_on),
    ),
    _cases(
        "owes copies of a review that was not held on that day.",
        Case.minutes_owed_on.is_not(None),
        sa.not_(sa.exists().where(Review.case_id == Case.id, Review.held_on == Case.minutes_owed_on)),
    ),
    _cases(
        "owes a first word after a step, and no step was accepted.",
        Case.contact_owed_since.is_not(None),
        sa.not_(sa.exists().where(Step.case_id == Case.id, Step.state == StepState.ACCEPTED)),
    ),
    _cases(
        "owes the family’s word on a new lead, and nobody is to ask for it.",
        Case.agreement_owed_since.is_not(None),
        sa.not_(sa.exists().where(Handover.case_id == Case.id, Handover.agreed_on.is_(None))),
    ),
    _cases(
        "keeps a last day of sharing on which nothing ends.",
        Case.sharing_ends_on.is_not(None),
        sa.not_(sa.exists().where(Sharing.case_id == Case.id, Sharing.ends_on == Case.sharing_ends_on)),
    ),
    _cases(
        "keeps another day for the edge of care than its register.",
        Case.edge_review_on.is_distinct_from(
            sa.select(EdgeOfCare.review_on)
            .where(EdgeOfCare.case_id == Case.id, EdgeOfCare.off_at.is_(None))
            .scalar_subquery()
        ),
    ),
    _cases(
        "is closed, and on the edge-of-care register.", Case.stage == Stage.CLOSED, Case.edge_review_on.is_not(None)
    ),
    _cases("was disposed of, and is open.", Case.disposed_on.is_not(None), _open),
    _cases(
        "was disposed of, and notes or people of it are held.",
        Case.disposed_on.is_not(None),
        sa.or_(
            sa.exists().where(Note.case_id == Case.id),
            sa.exists().where(Member.family_id == Case.family_id),
        ),
    ),
    _cases(
        "was disposed of, and its chronology does not say so.",
        Case.disposed_on.is_not(None),
        sa.not_(_has_event(Subject.CASE, Case, EventKind.DISPOSED)),
    ),
    _cases("has no chronology.", sa.not_(_has_event(Subject.CASE, Case))),
    _plans("an agreed plan does not hold as many outcomes as it says.", _agreed, Plan.outcome_count != _outcomes),
    _plans(
        "an agreed plan does not hold two or three outcomes, or four with a reason.",
        _agreed,
        sa.not_(
            sa.or_(
                _outcomes.between(FEWEST_OUTCOMES, MOST_OUTCOMES),
                sa.and_(_outcomes == MOST_WITH_REASON, Plan.one_more_because.is_not(None)),
            )
        ),
    ),
    _steps("a step waits for its answer, and the case is closed.", _waits, Case.stage == Stage.CLOSED),
    _steps(
        "a step waits that does not fit where the case stands.",
        _waits,
        (Step.direction == Direction.DOWN) != (Case.stage == Stage.STATUTORY),
    ),
    _disagreements("a disagreement is open, and nobody holds it.", Disagreement.holder_id.is_(None)),
    _disagreements("a disagreement is open, and no day is set for it.", Disagreement.due_on.is_(None)),
    _disagreements("a disagreement is open, and the case is closed.", Case.stage == Stage.CLOSED),
    _legal_bases("two periods of one child’s legal basis overlap.", _overlaps),
    _legal_bases(
        "a child’s legal basis goes on, and the case is closed.",
        LegalBasis.ends_on.is_(None),
        Case.stage == Stage.CLOSED,
    ),
    _legal_bases("a child’s legal basis begins before the case does.", LegalBasis.starts_on < Case.opened_on),
    Rule(
        "case",
        "a check-in has a result without a day, or a day before the case closed.",
        sa.select(Case.code)
        .join(Closing, Closing.case_id == Case.id)
        .join(CheckIn, CheckIn.closing_id == Closing.id)
        .where(CheckIn.result.is_not(None), sa.or_(CheckIn.made_on.is_(None), CheckIn.made_on < Closing.closed_on)),
    ),
    Rule(
        "request for help",
        "waits for a decision, and no day is set for it.",
        sa.select(Contact.code).where(Contact.state == ContactState.WAITING, Contact.due_on.is_(None)),
    ),
    Rule(
        "request for help",
        "has no chronology.",
        sa.select(Contact.code).where(sa.not_(_has_event(Subject.CONTACT, Contact))),
    ),
)

NOTICES: tuple[Rule, ...] = (
    _cases(
        "is in hand, and the account of whoever leads it is suspended.",
        _open,
        sa.exists().where(Practitioner.id == Case.lead_id, Practitioner.is_active.is_(False)),
    ),
    _cases("is led by somebody of an agency with which nothing is shared any longer.", _open, sa.not_(lead_sees())),
    _legal_bases(
        "a child is helped under section 17, and nobody qualified in social work leads or oversees it.",
        _section_17,
        sa.not_(_qualified(Case.lead_id)),
        sa.not_(_qualified(LegalBasis.overseer_id)),
    ),
    _disagreements(
        "a disagreement is open, and the account of whoever holds it is suspended.",
        sa.exists().where(Practitioner.id == Disagreement.holder_id, Practitioner.is_active.is_(False)),
    ),
)
"""What is no fault of the record, but somebody should see to it."""
