"""Reading feedback: of a case, by a link, and what workers told their managers."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import Answer, Case, Feedback, Link, Practitioner, WorkerView
from ..policy import visible_worker_views
from ..practice.links import AnswerKind
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
