"""Reading feedback: of a case, by a link, and what workers told their managers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..extensions import db
from ..models import Answer, Case, Feedback, FeedbackRow, Link, Practitioner, WorkerView
from ..policy import in_teams, sees_case, visible_worker_views
from ..practice import clock
from ..practice.domains import Respondent
from ..practice.feedback import Question, Said
from ..practice.links import AnswerKind
from ..practice.periods import Period, year_of
from .paging import Page, page_by_number

GIVEN = (AnswerKind.FEEDBACK, AnswerKind.NOT_HEARD)


def _of(case: Case) -> sa.Select[Feedback]:
    return (
        sa.select(Feedback)
        .where(Feedback.case_id == case.id)
        .options(
            joinedload(Feedback.answer, innerjoin=True),
            joinedload(Feedback.person),
            joinedload(Feedback.recorded_by).load_only(Practitioner.name),
            selectinload(Feedback.rows),
        )
    )


def of_case(case: Case, after: str | None) -> Page[Feedback]:
    """The feedback of a case, the newest first. Two statements."""
    return page_by_number(_of(case), Feedback.id, after)


def newest_of(case: Case, most: int = 3) -> Sequence[Feedback]:
    """The newest feedback of a case, so that nobody is asked again what they have said. Two statements."""
    return db.session.scalars(_of(case).order_by(Feedback.id.desc()).limit(most)).all()


def worker_views_of(viewer: Practitioner, case: Case, most: int = 3) -> Sequence[WorkerView]:
    """The newest of what workers told managers about our way of helping with one family; one statement."""
    query = visible_worker_views(viewer).where(WorkerView.case_id == case.id)
    query = query.options(joinedload(WorkerView.given_by, innerjoin=True))
    return db.session.scalars(query.order_by(WorkerView.id.desc()).limit(most)).all()


def not_heard(viewer: Practitioner, most: int = 10) -> Sequence[Feedback]:
    """Who says that nobody listened, or says something when nobody works with the family any more, in the teams that a
    manager answers for, where nobody has said what was done about it; the longest waiting first. One statement."""
    let_go = sa.and_(Case.closed_on.is_not(None), Case.next_due.is_(None))
    query = (
        sa.select(Feedback)
        .join(Answer, Answer.id == Feedback.answer_id)
        .join(Case, Case.id == Feedback.case_id)
        .where(sa.or_(Answer.kind == AnswerKind.NOT_HEARD, let_go), Answer.waits, Answer.seen_at.is_(None))
        .where(in_teams(viewer), sees_case(viewer))
        .options(
            contains_eager(Feedback.case).joinedload(Case.family, innerjoin=True),
            contains_eager(Feedback.case).joinedload(Case.lead),
        )
    )
    return db.session.scalars(query.order_by(Feedback.id).limit(most)).all()


def last_given_by(link: Link) -> Answer | None:
    """What somebody told us last by their link about the help."""
    query = sa.select(Answer).where(Answer.link_id == link.id, Answer.kind.in_(GIVEN))
    return db.session.scalar(query.order_by(Answer.id.desc()).limit(1))


def from_workers(viewer: Practitioner, after: str | None) -> Page[WorkerView]:
    """What workers told their managers, the newest first; one statement."""
    query = visible_worker_views(viewer).options(
        joinedload(WorkerView.given_by, innerjoin=True),
        joinedload(WorkerView.case).joinedload(Case.family, innerjoin=True),
    )
    return page_by_number(query, WorkerView.id, after)


# In figures -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What was told in a year by each kind of respondent: how often, in how many cases, and every answer."""

    times: Mapping[Respondent, int]
    cases: Mapping[Respondent, int]
    said: Mapping[Respondent, Mapping[Question, Mapping[Said, int]]]


def counted(year: Period) -> Counts:
    """Count the feedback that was given in a year. Two statements, whatever there is."""
    inside = Feedback.given_on.between(year.first_day, year.last_day)
    totals = db.session.execute(
        sa.select(Feedback.respondent, sa.func.count(), sa.func.count(sa.distinct(Feedback.case_id)))
        .where(inside)
        .group_by(Feedback.respondent)
    ).all()
    said: dict[Respondent, dict[Question, dict[Said, int]]] = {}
    rows = db.session.execute(
        sa.select(Feedback.respondent, FeedbackRow.question, FeedbackRow.said, sa.func.count())
        .join(FeedbackRow, FeedbackRow.feedback_id == Feedback.id)
        .where(inside)
        .group_by(Feedback.respondent, FeedbackRow.question, FeedbackRow.said)
    )
    for respondent, question, answer, count in rows:
        said.setdefault(respondent, {}).setdefault(question, {})[answer] = count
    return Counts({row[0]: row[1] for row in totals}, {row[0]: row[2] for row in totals}, said)


def years() -> Sequence[Period]:
    """The years in which there was feedback, up to this one; the newest first."""
    first = db.session.scalar(sa.select(sa.func.min(Feedback.given_on)))
    this = year_of(clock.today()).ending
    return [Period(ending) for ending in range(this, (year_of(first).ending if first else this) - 1, -1)]
