"""Reviews: recording one beside the last, reading them, and giving everyone their copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ..casework import reviews as deeds
from ..forms.base import offer
from ..forms.meetings import CopiesForm, chosen_names
from ..forms.reviews import ASKED, ReviewForm, review_form
from ..models import Case, Review, TeamMeeting
from ..policy import Act, may
from ..practice import clock, reviews, stages
from ..practice.distance import overall
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import N_, NotYet, say
from ..queries import meetings as near
from ..queries import plans as queries
from ..queries import reviews as found
from .doing import can
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("reviews", __name__)


@bp.get("/cases/<case>/reviews", endpoint="reviews")
@on_case(Act.SEE_CASE)
def review_list(case: Case) -> Any:
    """Every review, newest first, and how far the family has come as each person sees it."""
    page = queries.reviews_page(case, request.args.get("after"))
    distances = queries.distance_travelled(case)
    return render_template(
        "reviews/reviews.html",
        case=case,
        page=page,
        scores=queries.scores_of(page.rows),
        progress=found.progress_of(page.rows),
        words=queries.outcome_words(case),
        distances=distances,
        wholes=overall(distances),
        meeting=near.meeting_ahead(case),
        may_review=can(Move.REVIEW, case) and case.plan_agreed_on,
    )


@bp.route("/cases/<case>/reviews/new", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def new(case: Case) -> Any:
    """Record a review: who came, how each outcome stands, the new scores, what was decided, when to look again."""
    stages.row_for(Move.REVIEW, case.stage)
    plan = queries.plans_now(case).agreed
    outcomes = plan.outcomes if plan else []
    meeting = _held_meeting(case)
    last = found.latest(case)
    form = open_form(
        review_form(outcome.number for outcome in outcomes),
        data={
            "next_review_on": reviews.usual_next(clock.today()),
            "held_on": meeting.meets_on if meeting else clock.today(),
        },
    )
    for outcome in outcomes:
        form.score_on(outcome.number, *outcome.ends)
    people = near.people_near(case, with_parts=meeting is None)
    names = _invited(meeting) if meeting else _near(people)
    form.came.choices = form.could_not.choices = offer(names.items())
    form.decide_among(reviews.decisions_at(case.stage))
    read_last = form.read_version
    # What is read here is the newest review: not that of a draft that was left behind.
    form.version.data = str(last.review.number if last else 0)
    return form_page(
        form,
        "reviews/new.html",
        lambda: _record(case, form, names, meeting, read_last),
        then=lambda review: _where_next(case, review),
        case=case,
        outcomes=outcomes,
        before=lambda: queries.distance_travelled(case),
        last=last,
        meeting=meeting,
        respondents=list(ASKED),
        score_field=reviews.score_field,
        speaks=[one.person for one in people if one.person],
        standing_field=reviews.standing_field,
        progress_field=reviews.progress_field,
    )


def _held_meeting(case: Case) -> TeamMeeting | None:
    """The meeting that this review is about: one whose day has come."""
    if case.meeting_on is None or case.meeting_on > clock.today():
        return None
    return near.meeting_ahead(case)


def _invited(meeting: TeamMeeting) -> dict[str, str]:
    """Who was invited: names by the key of their tick."""
    return {f"i{person.id}": person.name for person in meeting.invited}


def _near(people: Sequence[near.Near]) -> dict[str, str]:
    """The family and whoever has a part in the case: names by the key of their tick."""
    return {one.key: one.name for one in people}


def _record(case: Case, form: ReviewForm, names: dict[str, str], meeting: TeamMeeting | None, read_last: int) -> Review:
    return deeds.review(
        case,
        held_on=form.held_on.data,
        attended=_named(chosen_names(form.came.data, names), form.attended.data),
        apologies=_named(chosen_names(form.could_not.data, names), form.apologies.data) or None,
        progress=form.progress.data,
        family_view=form.family_view.data or None,
        decision=form.decision.data,
        next_review_on=form.next_review_on.data,
        scores=form.scores,
        by_outcome=form.by_outcome,
        meeting=meeting,
        read_last=read_last,
        by=me(),
    )


def _named(ticked: list[str], typed: str | None) -> str:
    return ", ".join([*ticked, *([typed] if typed else [])])


def _where_next(case: Case, review: Review) -> str:
    """To the case page, which offers what was decided."""
    move = reviews.NEXT_MOVE.get(review.decision)
    if move is None:
        return url_for("reviews.reviews", case=write_code(case.code))
    return url_for("cases.case", case=write_code(case.code), offer=move.value)


@bp.get("/cases/<case>/reviews/<int(max=9999):number>")
@on_case(Act.SEE_CASE)
def review(case: Case, number: int) -> Any:
    """One review beside the one before it, and who was given a copy."""
    this, last = found.with_the_last(case, number)
    if this is None:
        abort(404)
    return render_template(
        "reviews/review.html",
        case=case,
        this=this,
        last=last,
        words=queries.outcome_words(case),
        copies=found.copies_of(this.review),
        may_give=may(me(), Act.REVIEW, case),
    )


@bp.get("/cases/<case>/reviews/<int(max=9999):number>/minutes")
@on_case(Act.SEE_CASE)
def minutes(case: Case, number: int) -> Any:
    """What was said and agreed at a review, to print for the family and everyone who helps."""
    this, _last = found.with_the_last(case, number)
    if this is None:
        abort(404)
    newest = number == found.newest_number(case)
    return render_template(
        "reviews/minutes.html",
        case=case,
        this=this,
        words=queries.outcome_words(case),
        plan=queries.plans_now(case).agreed if newest else None,
        meeting=near.meeting_ahead(case) if newest else None,
    )


@bp.route("/cases/<case>/reviews/<int(max=9999):number>/copies", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def copies(case: Case, number: int) -> Any:
    """Record who was given a copy of a review, and when."""
    held = found.by_number(case, number)
    if held is None:
        abort(404)
    names = _near(near.people_near(case))
    form = open_form(CopiesForm)
    form.people.choices = offer(names.items())
    return form_page(
        form,
        "reviews/copies.html",
        lambda: deeds.give_copies(
            case,
            held,
            names=[*chosen_names(form.people.data, names), *form.other_names],
            given_on=form.given_on.data,
            by=me(),
        ),
        then=url_for("reviews.review", case=write_code(case.code), number=number),
        case=case,
        review=held,
        given=found.copies_of(held),
    )


@bp.get("/cases/<case>/reviews/copies")
@on_case(Act.REVIEW)
def newest_copies(case: Case) -> Any:
    """To the copies of the newest review."""
    number = found.newest_number(case)
    if number == 0:
        raise NotYet(say(N_("No review has been held yet.")))
    return redirect(url_for("reviews.copies", case=write_code(case.code), number=number))
