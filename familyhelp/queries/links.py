"""Reading links: whether one opens, those of a case, and what was said by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import (
    Action,
    Agreement,
    Answer,
    Case,
    CheckIn,
    Closing,
    Contact,
    Contribution,
    Family,
    Link,
    Member,
    Outcome,
    PartnerView,
    Person,
    Plan,
    Step,
)
from ..models.practitioner import Practitioner
from ..policy import as_viewer, covered_by, sees_case, shared_with, somebody
from ..practice import clock, links
from ..practice.links import LinkState, Purpose
from ..practice.people import FamilyRole
from ..practice.roles import Role
from ..practice.sharing import SharedFor
from ..practice.steps import StepState
from ..practice.triage import ContactState
from .closings import closing_of

ANSWERS_SHOWN = 10


@dataclass(frozen=True)
class Standing:
    """A link, and how it stands now."""

    link: Link
    state: LinkState


@cache
def _holds() -> sa.ColumnElement[bool]:
    """Whether what a link rests on still stands: the case, the agreement, the plan, and the reader's place in it."""
    agreed = sa.exists().where(Agreement.case_id == Link.case_id, Agreement.withdrawn_on.is_(None))
    alive = Person.died_on.is_(None)
    here = (
        sa.exists()
        .where(Member.family_id == Case.family_id, Member.person_id == Link.person_id, Member.ends_on.is_(None))
        .where(Person.id == Member.person_id, alive)
    )
    other = aliased(Plan)
    newest = sa.select(sa.func.max(other.number)).where(other.case_id == Link.case_id, other.agreed_on.is_not(None))
    asked = (
        sa.exists()
        .where(Action.id == Link.action_id, Action.done_on.is_(None), Outcome.id == Action.outcome_id)
        .where(Plan.id == Outcome.plan_id, Plan.number == newest.scalar_subquery())
        .correlate(Link)
    )
    ended = sa.exists().where(Closing.case_id == Link.case_id, Closing.reason.not_in(links.NOBODY_IS_ASKED))
    waits = sa.exists().where(
        Step.id == Link.step_id,
        Step.state == StepState.PENDING,
        Practitioner.id == Link.liaison_id,
        Practitioner.role == Role.LIAISON,
        Practitioner.is_active,
    )
    asked_for = sa.exists().where(
        PartnerView.id == Link.view_id,
        PartnerView.given_at.is_(None),
        Contact.id == PartnerView.contact_id,
        Contact.state == ContactState.WAITING,
    )
    # Built once: the day is read whenever it is sent.
    today = sa.bindparam("links_today", type_=sa.Date(), callable_=lambda: clock.today())
    contributes = sa.exists().where(
        Contribution.id == Link.contribution_id,
        Contribution.given_at.is_(None),
        Case.closed_on.is_(None),
        shared_with(Contribution.agency_id, today, SharedFor),
    )
    afterwards = Link.purpose == Purpose.AFTERWARDS
    return sa.and_(
        sa.case(
            (afterwards, ended),
            (Link.purpose == Purpose.STEP, waits),
            (Link.purpose == Purpose.VIEW, asked_for),
            (Link.purpose == Purpose.CONTRIBUTION, contributes),
            else_=sa.and_(Case.closed_on.is_(None), Case.plan_agreed_on.is_not(None), agreed),
        ),
        sa.or_(Link.person_id.is_(None), here),
        sa.or_(Link.action_id.is_(None), asked),
        sa.or_(Family.id.is_(None), sa.not_(Family.restricted), Link.restricted),
    )


def _standing() -> Any:
    near = sa.select(Link, _holds().label("holds")).outerjoin(Case, Case.id == Link.case_id)
    return near.outerjoin(Family, Family.id == Case.family_id)


@cache
def _by_digest(locking: bool) -> Any:
    case, view, contribution = joinedload(Link.case), joinedload(Link.view), joinedload(Link.contribution)
    query = (
        _standing()
        .where(Link.token_digest == sa.bindparam("digest"), Link.purpose == sa.bindparam("purpose", type_=_PURPOSE))
        .options(case.joinedload(Case.lead), case.joinedload(Case.team, innerjoin=True), joinedload(Link.person))
        .options(joinedload(Link.step), joinedload(Link.liaison))
        .options(view.joinedload(PartnerView.contact), view.joinedload(PartnerView.asked_by))
        .options(contribution.joinedload(Contribution.meeting), contribution.joinedload(Contribution.asked_by))
        .options(contribution.joinedload(Contribution.agency))
        .options(case.joinedload(Case.family, innerjoin=True))
    )
    return query.with_for_update(of=Link) if locking else query


_PURPOSE = Link.__table__.c.purpose.type


def link_by(digest: str, purpose: Purpose, *, locking: bool) -> Standing | None:
    """The link whose secret name has this digest, and how it stands; `locking` holds it until the request is done."""
    row = db.session.execute(_by_digest(locking), {"digest": digest, "purpose": purpose}).first()
    return Standing(row[0], links.state(row[0], clock.now(), holds=bool(row.holds))) if row else None


def links_of(case: Case, most: int = 25) -> Sequence[Standing]:
    """The newest links of a case with how each stands, at most 25. One statement."""
    query = _standing().where(Link.case_id == case.id).order_by(Link.id.desc()).limit(most)
    rows = db.session.execute(query.options(joinedload(Link.made_by).load_only(Practitioner.name))).all()
    now = clock.now()
    return [Standing(row[0], links.state(row[0], now, holds=bool(row.holds))) for row in rows]


def link_of(case: Case, code: str) -> Link | None:
    """One link of a case by its reference."""
    return db.session.scalar(sa.select(Link).where(Link.case_id == case.id, Link.code == code))


def links_to_step(step: Step) -> Sequence[Standing]:
    """The newest links to one step with how each stands, at most 5."""
    query = _standing().where(Link.step_id == step.id).order_by(Link.id.desc()).limit(5)
    now = clock.now()
    return [Standing(row[0], links.state(row[0], now, holds=bool(row.holds))) for row in db.session.execute(query)]


def links_to(case: Case, action: Action) -> Sequence[Standing]:
    """The newest links to one action with how each stands, at most 5."""
    query = _standing().where(Link.case_id == case.id, Link.action_id == action.id).order_by(Link.id.desc()).limit(5)
    now = clock.now()
    return [Standing(row[0], links.state(row[0], now, holds=bool(row.holds))) for row in db.session.execute(query)]


def check_in_to_ask(case: Case) -> CheckIn | None:
    """The check-in that somebody in the family can answer now: the first that is neither recorded nor answered, if its
    day is near."""
    closing = closing_of(case)
    for check_in in closing.check_ins if closing else ():
        if check_in.result is None:
            near = check_in.due_on <= clock.today() + links.ASKED_BEFORE
            return check_in if near and check_in.answer is None else None
    return None


# What was said ----------------------------------------------------------------------------------------------


def answers_of(case: Case, most: int = ANSWERS_SHOWN) -> Sequence[Answer]:
    """What was said by links, what still waits for an answer first, then the newest; at most 10."""
    waiting = sa.case((sa.and_(Answer.waits, Answer.seen_at.is_(None)), 0), else_=1)
    query = sa.select(Answer).where(Answer.case_id == case.id).order_by(waiting, Answer.id.desc()).limit(most)
    loads = joinedload(Answer.plan), joinedload(Answer.action), joinedload(Answer.seen_by)
    return db.session.scalars(query.options(*loads)).all()


def waiting_answers(case: Case, most: int = 5) -> Sequence[Answer]:
    """What the family said and nobody has answered yet, the longest waiting first; at most 5."""
    query = sa.select(Answer).where(Answer.case_id == case.id, Answer.waits, Answer.seen_at.is_(None))
    return db.session.scalars(query.order_by(Answer.id).limit(most)).all()


def answer_of(case: Case, code: str) -> Answer | None:
    """One thing that was said, by its reference."""
    return db.session.scalar(sa.select(Answer).where(Answer.case_id == case.id, Answer.code == code))


def role_of(link: Link) -> FamilyRole | None:
    """Who the holder of a link is to the family now."""
    here = (Member.family_id == Case.family_id, Member.person_id == link.person_id, Member.ends_on.is_(None))
    return db.session.scalar(sa.select(Member.role).join(Case, Case.id == link.case_id).where(*here))


def answered_by(link: Link, most: int = 20) -> Sequence[Answer]:
    """What somebody said by their own link, newest first; at most 20."""
    return db.session.scalars(
        sa.select(Answer).where(Answer.link_id == link.id).order_by(Answer.id.desc()).limit(most)
    ).all()


def said_before(link: Link, submission: str) -> bool:
    """Whether this form was already sent by this link."""
    return bool(
        db.session.scalar(sa.select(sa.exists().where(Answer.link_id == link.id, Answer.submission == submission)))
    )


def to_answer(viewer: Practitioner, most: int) -> Sequence[Answer]:
    """What families said that wait for this person, who leads or covers for whoever does; the longest waiting first."""
    return db.session.scalars(_to_answer(viewer.role), as_viewer(viewer) | {"most": most}).unique().all()


@cache
def _to_answer(role: Role) -> Any:
    viewer = somebody(role)
    return (
        sa.select(Answer)
        .join(Answer.case)
        .where(Answer.waits, Answer.seen_at.is_(None), sees_case(viewer))
        .where(sa.or_(Case.lead_id == viewer.id, Case.lead_id.in_(covered_by(viewer))))
        .options(joinedload(Answer.case, innerjoin=True).joinedload(Case.family, innerjoin=True))
        .order_by(Answer.id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )
