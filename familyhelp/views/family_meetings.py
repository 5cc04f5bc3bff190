"""Family group decision making: offered, held or not wanted; and the plan of the meeting becoming the plan."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ..casework import family_meetings as deeds
from ..casework import plans
from ..forms.base import optional
from ..forms.family_meetings import DeclinedForm, OfferForm, StartFromForm, held_form
from ..models import Case, FamilyMeeting
from ..policy import Act, may
from ..practice import stages
from ..practice.family_meetings import MOST_WISHES, MeetingState, not_at
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import N_, NotYet, say
from ..queries import meetings as queries
from ..queries import plans as plan_queries
from .doing import can
from .guards import me, on_case
from .pages import form_page, open_form
from .plans import plan_page

bp = Blueprint("family_meetings", __name__)


def _page(case: Case) -> str:
    return url_for("family_meetings.family_meetings", case=write_code(case.code))


def _possible(case: Case) -> None:
    lacking = list(not_at(case.stage))
    if lacking:
        raise NotYet(*lacking)


@bp.get("/cases/<case>/family-meetings")
@on_case(Act.SEE_CASE)
def family_meetings(case: Case) -> Any:
    """Every offer of a family's own meeting, what came of it, and the plan that was made."""
    page = queries.family_meetings(case, request.args.get("after"))
    writes = may(me(), Act.WRITE_PLAN, case) and not list(not_at(case.stage))
    return render_template(
        "plans/family_meetings.html",
        case=case,
        page=page,
        may_write=writes,
        may_plan=can(Move.WRITE_PLAN, case),
        waiting=any(m.state is MeetingState.OFFERED for m in page.rows),
    )


@bp.route("/cases/<case>/family-meetings/offer", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def offer(case: Case) -> Any:
    """Record that the family was offered a meeting of its own."""
    _possible(case)
    form = open_form(OfferForm)
    return form_page(
        form,
        "plans/offer_family_meeting.html",
        lambda: deeds.offer_family_meeting(
            case,
            offered_on=form.offered_on.data,
            offered_to=form.offered_to.data,
            note=optional(form.note.data),
            by=me(),
        ),
        then=_page(case),
        case=case,
    )


def _offered(case: Case, number: int) -> FamilyMeeting:
    _possible(case)
    return queries.family_meeting(case, number) or abort(404)


@bp.route("/cases/<case>/family-meetings/<int(max=9999):number>/held", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def held(case: Case, number: int) -> Any:
    """Record that the family met, the plan it made, and up to four outcomes that it wants."""
    meeting = _offered(case, number)
    form = open_form(held_form())
    return form_page(
        form,
        "plans/held_family_meeting.html",
        lambda: deeds.hold_family_meeting(
            case,
            meeting,
            held_on=form.answered_on.data,
            answered_by=form.answered_by.data,
            plan_text=form.plan_text.data,
            wishes=form.wishes,
            note=optional(form.note.data),
            by=me(),
        ),
        then=_page(case),
        case=case,
        meeting=meeting,
        numbers=range(1, MOST_WISHES + 1),
    )


@bp.route("/cases/<case>/family-meetings/<int(max=9999):number>/declined", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def declined(case: Case, number: int) -> Any:
    """Record that the family does not want a meeting now."""
    meeting = _offered(case, number)
    form = open_form(DeclinedForm)
    return form_page(
        form,
        "plans/declined_family_meeting.html",
        lambda: deeds.decline_family_meeting(
            case,
            meeting,
            declined_on=form.answered_on.data,
            answered_by=form.answered_by.data,
            note=optional(form.note.data),
            by=me(),
        ),
        then=_page(case),
        case=case,
        meeting=meeting,
    )


@bp.route("/cases/<case>/family-meetings/<int(max=9999):number>/plan", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def start_plan(case: Case, number: int) -> Any:
    """Start a version of the plan from what the family wants."""
    stages.row_for(Move.WRITE_PLAN, case.stage)
    meeting = queries.family_meeting(case, number) or abort(404)
    if meeting.state is not MeetingState.HELD:
        raise NotYet(say(N_("This meeting made no plan that could be taken over.")))
    now = plan_queries.plans_now(case)
    form = open_form(StartFromForm)
    if now.agreed is None:
        del form.because
    if now.in_writing is not None and not form.is_submitted():
        return redirect(plan_page(case))
    because = (lambda: form.because.data) if now.agreed else (lambda: None)
    return form_page(
        form,
        "plans/start_from_meeting.html",
        lambda: plans.start_plan(case, by=me(), because=because(), meeting=meeting),
        then=plan_page(case),
        case=case,
        meeting=meeting,
        agreed=now.agreed,
    )
