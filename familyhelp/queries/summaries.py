"""What a new worker reads first of a case: one page, made from the record and never typed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..extensions import db
from ..models import Action, AssessmentPart, Case, Contact, Member, Outcome, Practitioner, Review
from ..policy import Act, may
from ..practice.distance import ScoreFacts
from ..practice.triage import Urgency
from .assessments import written_parts
from .cases import LastSeen, fill_plans, fill_story, members_seen_in
from .handovers import AroundCase, leads_of
from .scored import latest_scores


@dataclass(frozen=True)
class Summary:
    """Everything on the page, besides the case itself."""

    members: Sequence[Member]
    seen: Mapping[int, LastSeen]
    around: AroundCase
    working_well: Sequence[AssessmentPart]
    worries: Sequence[AssessmentPart]
    """Domains to which anybody gave a low score: a risk that a new worker hears of first."""
    scores: Mapping[int, ScoreFacts]
    to_do: Sequence[tuple[Outcome, Action]]
    done: Sequence[tuple[Outcome, Action]]
    request: Contact | None
    review: Review | None

    @property
    def safeguarding(self) -> bool:
        """Whether help was first asked for because a child might be at risk."""
        return self.request is not None and self.request.urgency is Urgency.SAFEGUARDING


def summary(viewer: Practitioner, case: Case) -> Summary:
    """Everything for the summary of a case, in a fixed number of statements."""
    restricted_too = may(viewer, Act.SEE_RESTRICTED_NOTES, case)
    members, seen = members_seen_in(case, restricted_too=restricted_too)
    around = leads_of(case, restricted_too=restricted_too)
    fill_story(case)
    fill_plans(case)
    written = written_parts(case).values()
    request, review = _beginning_and_review(case)
    actions = [(o, a) for o in case.agreed_outcomes for a in o.actions]
    return Summary(
        members,
        seen,
        around,
        working_well=[w.part for w in written if w.part.working_well.strip()],
        worries=[w.part for w in written if w.low],
        scores=latest_scores(case),
        to_do=sorted((pair for pair in actions if pair[1].done_on is None), key=lambda pair: pair[1].due_on),
        done=[pair for pair in actions if pair[1].done_on is not None],
        request=request,
        review=review,
    )


def _beginning_and_review(case: Case) -> tuple[Contact | None, Review | None]:
    """The request for help that the case began with, and its latest review; one statement."""
    newest = sa.select(sa.func.max(Review.number)).where(Review.case_id == case.id).scalar_subquery()
    row = db.session.execute(
        sa.select(Contact, Review)
        .select_from(Case)
        .outerjoin(Contact, Contact.id == Case.contact_id)
        .outerjoin(Review, sa.and_(Review.case_id == Case.id, Review.number == newest))
        .where(Case.id == case.id)
    ).one()
    return row[0], row[1]
