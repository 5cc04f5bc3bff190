"""The page of somebody in a family whose help has ended: how things are now, and how the help was."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from ..casework import afterwards
from ..casework import feedback as feedback_deeds
from ..forms.feedback import answers_in, feedback_form
from ..forms.links import NowForm
from ..models import Link
from ..practice import links
from ..practice.links import Purpose, ReadingAge
from ..queries import feedback as feedback_queries
from ..queries import links as queries
from . import link_doors
from .copy_lines import hider_of
from .link_doors import by_link, link_form, request_form

bp = Blueprint("afterwards_page", __name__)
on_afterwards = by_link(Purpose.AFTERWARDS)


def _front(token: str) -> str:
    return url_for("afterwards_page.page", token=token)


def _young(link: Link) -> bool:
    return link.reading_age is not ReadingAge.ADULT


@bp.route("/afterwards/<token>", methods=["GET", "POST"])
@on_afterwards
def page(link: Link, *, token: str) -> Any:
    """What they can tell us, and what they said and were answered."""
    return render_template(
        "links/afterwards.html",
        link=link,
        token=token,
        young=_young(link),
        asked=queries.check_in_to_ask(link.case),
        said=queries.answered_by(link),
        hide=hider_of(link.case),
    )


@bp.route("/afterwards/<token>/now", methods=["GET", "POST"])
@on_afterwards
def now(link: Link, *, token: str) -> Any:
    """Say how things are now, once for each check-in."""
    form = NowForm(formdata=request_form())
    asked = queries.check_in_to_ask(link.case)
    if asked is None and request_form() is None:
        return redirect(_front(token), 303)
    return link_form(
        link,
        form,
        "links/now.html",
        lambda key: afterwards.say_how_things_are(
            link.case, asked, kind=form.kind.data, text=form.text.data or None, submission=key, by=link
        ),
        then=_front(token),
        token=token,
        young=_young(link),
    )


@bp.route("/afterwards/<token>/feedback", methods=["GET", "POST"])
@on_afterwards
def feedback(link: Link, *, token: str) -> Any:
    """Say how the help was, as often as they like; what they said before stays."""
    respondent = links.respondent(queries.role_of(link), link.reading_age)
    form = feedback_form(respondent)(formdata=request_form())
    return link_form(
        link,
        form,
        "links/feedback.html",
        lambda key: feedback_deeds.give(
            link.case,
            link.case.plan,
            answers=answers_in(form),
            differently=form["differently"].data or None,
            respondent=respondent,
            submission=key,
            by=link,
        ),
        then=url_for("afterwards_page.feedback", token=token),
        token=token,
        young=_young(link),
        before=feedback_queries.last_given_by(link),
    )


@bp.post("/afterwards/<token>/leave")
@on_afterwards
def leave(link: Link, *, token: str) -> Any:
    """Close the page in this browser; the code opens it again."""
    link_doors.close(link)
    return redirect(_front(token), 303)
