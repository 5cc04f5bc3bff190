"""Contributions to meetings: asked of somebody outside, read by whoever prepares the meeting, and their links."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import contributions as deeds
from ..casework import links
from ..forms.base import offer, optional
from ..forms.contributions import AskContributionForm, GiveContributionForm
from ..forms.partner_views import NewViewCodeForm
from ..models import Case, Contribution, Link
from ..policy import Act
from ..practice import clock
from ..practice.links import LASTS, RESTRICTED_LASTS, Purpose
from ..practice.meetings import none_ahead
from ..practice.references import read_code, write_code
from ..practice.words import NotYet
from ..queries import contributions as queries
from ..queries.meetings import meeting_ahead
from .guards import me, on_case
from .link_doors import address_of
from .links import shown_once
from .pages import form_page, open_form

bp = Blueprint("contributions", __name__)


def _meeting_page(case: Case) -> str:
    return url_for("meetings.meeting", case=write_code(case.code))


@bp.get("/cases/<case>/meeting/contributions", endpoint="contributions")
@on_case(Act.SEE_CASE)
def of_case(case: Case) -> Any:
    """All that was asked and said for the meetings of a case, newest first."""
    page = queries.of_case(case, request.args.get("after"))
    return render_template("contributions/contributions.html", case=case, page=page)


@bp.route("/cases/<case>/meeting/ask", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def ask(case: Case) -> Any:
    """Ask somebody of an agency for what they know. The link and its code are on this one answer and nowhere else."""
    meeting = meeting_ahead(case)
    if meeting is None:
        raise NotYet(none_ahead())
    agencies = {str(agency.id): agency for agency in queries.agencies_of(case)}
    works = RESTRICTED_LASTS if case.family.restricted else LASTS[Purpose.CONTRIBUTION]
    form = open_form(AskContributionForm, data={"due_on": min(meeting.meets_on, clock.today() + works)})
    form.agency.choices = offer([("", ""), *((key, agency.name) for key, agency in agencies.items())])
    if case.family.restricted:
        del form.email

    def deed() -> Any:
        asked, given = deeds.ask_contribution(
            case,
            meeting,
            agency=agencies[form.agency.data],
            name=form["name"].data or "",
            email=optional(form.email.data) if "email" in form else None,
            question=form.question.data or "",
            due_on=form.due_on.data,
            address_of=address_of,
            by=me(),
        )
        return _given(case, asked, given)

    return shown_once(
        form, "contributions/ask.html", deed, _meeting_page(case), case=case, meeting=meeting, agencies=agencies
    )


@bp.route("/cases/<case>/meeting/say", methods=["GET", "POST"])
@on_case(Act.WRITE_NOTE)
def say(case: Case) -> Any:
    """Say for the next meeting what one brings to it, signed in."""
    meeting = meeting_ahead(case)
    if meeting is None:
        raise NotYet(none_ahead())
    form = open_form(GiveContributionForm)
    return form_page(
        form,
        "contributions/for_meeting.html",
        lambda: deeds.say_for_meeting(case, meeting, text=form.text.data or "", by=me()),
        then=_meeting_page(case),
        case=case,
        meeting=meeting,
    )


@bp.route("/cases/<case>/meeting/contributions/<contribution>/code", methods=["GET", "POST"])
@on_case(Act.REVIEW)
def new_code(case: Case, contribution: str) -> Any:
    """A new code for somebody's link, or a new link with its code: shown on this one answer and nowhere else."""
    found = queries.one_of(case, read_code(contribution))
    if found is None or found.link is None:
        abort(404)
    link: Link = found.link
    form = open_form(NewViewCodeForm)

    def deed() -> Any:
        asked = found.contribution
        whole = bool(form.whole.data)
        return _given(case, asked, links.renew_asked_link(asked, link, whole=whole, address_of=address_of, by=me()))

    return shown_once(form, "contributions/new_code.html", deed, _meeting_page(case), case=case, link=link)


def _given(case: Case, asked: Contribution, given: links.Given) -> str:
    """The answer that shows a code once, and the link where no e-mail brings it."""
    shown = address_of(given.link.purpose, given.token) if given.token and not asked.email else None
    return render_template(
        "contributions/asked.html",
        case=case,
        asked=asked,
        link=given.link,
        address=shown,
        code=given.code,
        same=not given.token,
    )
