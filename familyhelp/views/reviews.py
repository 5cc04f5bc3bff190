"""Reviews: recording one, and reading them with the distance travelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ..casework import reviews as deeds
from ..forms.reviews import ASKED, review_form
from ..models import Case, Review
from ..policy import Act
from ..practice import clock, reviews, stages
from ..practice.references import write_code
from ..practice.stages import Move
from ..queries import plans as queries
from .doing import can
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("reviews", __name__)


@bp.get("/cases/<case>/reviews", endpoint="reviews")
@on_case(Act.SEE_CASE)
def review_list(case: Case) -> Any:
    """Every review, newest first, and how far the family has come as each person sees it."""
    page = queries.reviews_page(case, request.args.get("after"))
    return render_template(
        "reviews/reviews.html",
        case=case,
        page=page,
        scores=queries.scores_of(page.rows),
        words=queries.outcome_words(case),
        distances=queries.distance_travelled(case),
        may_review=can(Move.REVIEW, case) and case.plan_agreed_on,
    )


@bp.route("/cases/<case>/reviews/new", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def new(case: Case) -> Any:
    """Record a review: who came, how it goes, the new scores, what was decided, when to look again."""
    stages.row_for(Move.REVIEW, case.stage)
    plan = queries.plans_now(case).agreed
    outcomes = plan.outcomes if plan else []
    data = {"next_review_on": reviews.usual_next(clock.today())}
    form = open_form(review_form(outcome.number for outcome in outcomes), data=data)
    form.decide_among(reviews.decisions_at(case.stage))
    return form_page(
        form,
        "reviews/new.html",
        lambda: deeds.review(
            case,
            held_on=form.held_on.data,
            attended=form.attended.data,
            apologies=form.apologies.data or None,
            progress=form.progress.data,
            family_view=form.family_view.data or None,
            decision=form.decision.data,
            next_review_on=form.next_review_on.data,
            scores=form.scores,
            by=me(),
        ),
        then=lambda review: _where_next(case, review),
        case=case,
        outcomes=outcomes,
        before=queries.distance_travelled(case),
        last=queries.latest_review(case),
        respondents=list(ASKED),
        score_field=reviews.score_field,
    )


def _where_next(case: Case, review: Review) -> str:
    """To the case page, which offers what was decided."""
    move = reviews.NEXT_MOVE.get(review.decision)
    if move is None:
        return url_for("reviews.reviews", case=write_code(case.code))
    return url_for("cases.case", case=write_code(case.code), offer=move.value)
