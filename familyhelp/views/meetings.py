"""Meetings of the team around the family: arranging one, changing it, calling it off, reading about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from ..casework import meetings as deeds
from ..casework.meetings import Guest
from ..forms.base import offer
from ..forms.meetings import CallOffForm, MeetingForm
from ..models import Case, TeamMeeting
from ..policy import Act, may
from ..practice import clock, stages
from ..practice.meetings import none_ahead, one_ahead
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import NotYet
from ..queries import meetings as queries
from ..queries.contributions import to_meeting
from ..queries.meetings import Near
from .addresses import whole
from .doing import can
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("meetings", __name__)


def _page(case: Case) -> str:
    return url_for("meetings.meeting", case=write_code(case.code))


@bp.get("/cases/<case>/meeting")
@on_case(Act.SEE_CASE)
def meeting(case: Case) -> Any:
    """The next meeting: when, where, about what, and who is invited."""
    ahead = queries.meeting_ahead(case)
    return render_template(
        "reviews/meeting.html",
        case=case,
        meeting=ahead,
        contributions=to_meeting(ahead),
        may_say=can(Move.WRITE_NOTE, case),
        may_arrange=can(Move.REVIEW, case) and case.plan_agreed_on,
        may_call_off=may(me(), Act.REVIEW, case),
        has_come=case.meeting_on is not None and case.meeting_on <= clock.today(),
    )


@bp.route("/cases/<case>/meeting/arrange", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def arrange(case: Case) -> Any:
    """Arrange the next meeting, and invite."""
    stages.row_for(Move.REVIEW, case.stage)
    form = open_form(MeetingForm)
    if case.meeting_on is not None and not form.is_submitted():
        raise NotYet(one_ahead())
    near = queries.people_near(case)
    _offer(form, near)
    return form_page(
        form,
        "reviews/arrange.html",
        lambda: deeds.arrange_meeting(case, **_said(form, near), link=_link(case), by=me()),
        then=_page(case),
        case=case,
        meeting=None,
    )


@bp.route("/cases/<case>/meeting/change", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def change(case: Case) -> Any:
    """Change when, where, about what, or who is invited."""
    stages.row_for(Move.REVIEW, case.stage)
    arranged = _arranged(case)
    near = queries.people_near(case)
    form = open_form(MeetingForm, data=_as_it_is(arranged, near))
    _offer(form, near)
    return form_page(
        form,
        "reviews/arrange.html",
        lambda: deeds.change_meeting(
            case, arranged, **_said(form, near), link=_link(case), read_version=form.read_version, by=me()
        ),
        then=_page(case),
        case=case,
        meeting=arranged,
    )


@bp.route("/cases/<case>/meeting/call-off", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def call_off(case: Case) -> Any:
    """Call the meeting off."""
    arranged = _arranged(case)
    form = open_form(CallOffForm, data={"version": str(arranged.version)})
    return form_page(
        form,
        "reviews/call_off.html",
        lambda: deeds.call_off_meeting(
            case, arranged, because=form.because.data, read_version=form.read_version, by=me()
        ),
        then=_page(case),
        case=case,
        meeting=arranged,
    )


def _arranged(case: Case) -> TeamMeeting:
    arranged = queries.meeting_ahead(case)
    if arranged is None:
        raise NotYet(none_ahead())
    return arranged


def _offer(form: MeetingForm, near: Sequence[Near]) -> None:
    form.people.choices = offer((one.key, f"{one.name} ({gettext(one.part)})") for one in near)


def _said(form: MeetingForm, near: Sequence[Near]) -> dict[str, Any]:
    ticked = set(form.people.data or ())
    guests = [Guest(one.name, one.practitioner, one.person) for one in near if one.key in ticked]
    return {
        "meets_on": form.meets_on.data,
        "meets_at": form.meets_at.data,
        "place": form.place.data,
        "agenda": form.agenda.data,
        "guests": guests + [Guest(name) for name in form.other_names],
    }


def _as_it_is(arranged: TeamMeeting, near: Sequence[Near]) -> dict[str, Any]:
    """The meeting as its form shows it. Whoever has no part any more stays invited by name."""
    keys = {one.key for one in near}
    by_key = {
        person: f"w{person.practitioner_id}" if person.practitioner_id else f"p{person.person_id}"
        for person in arranged.invited
    }
    return {
        "version": str(arranged.version),
        "meets_on": arranged.meets_on,
        "meets_at": arranged.meets_at,
        "place": arranged.place,
        "agenda": arranged.agenda,
        "people": [key for key in by_key.values() if key in keys],
        "others": ", ".join(person.name for person, key in by_key.items() if key not in keys),
    }


def _link(case: Case) -> str:
    return whole(url_for("meetings.meeting", case=write_code(case.code)))
