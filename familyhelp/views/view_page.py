"""The page of a partner without an account: one question about one request, and their view."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from ..casework import partner_views as deeds
from ..forms.partner_views import GiveViewForm
from ..models import Link
from ..practice.links import Purpose
from ..queries import partner_views as queries
from . import link_doors
from .link_doors import by_link, link_form, request_form

bp = Blueprint("view_page", __name__)
on_view = by_link(Purpose.VIEW)


def _front(token: str) -> str:
    return url_for("view_page.page", token=token)


@bp.route("/your-view/<token>", methods=["GET", "POST"])
@on_view
def page(link: Link, *, token: str) -> Any:
    """What is asked, about whom and by when."""
    view = link.view or abort(404)
    people = queries.people_in(view).people if link.done_at is None else []
    return render_template("partner_views/by_link.html", link=link, token=token, asked=view, people=people)


@bp.route("/your-view/<token>/say", methods=["GET", "POST"])
@on_view
def say(link: Link, *, token: str) -> Any:
    """Give the view, once: who sends it twice reads that it is here."""
    if link.done_at is not None:
        return redirect(_front(token), 303)
    form = GiveViewForm(formdata=request_form())
    return link_form(
        link,
        form,
        "partner_views/say.html",
        lambda _key: deeds.give_view_by_link(link, text=form.text.data or "", by=link),
        then=_front(token),
        token=token,
        asked=link.view,
    )


@bp.post("/your-view/<token>/leave")
@on_view
def leave(link: Link, *, token: str) -> Any:
    """Close the page in this browser; the code opens it again."""
    link_doors.close(link)
    return redirect(_front(token), 303)
