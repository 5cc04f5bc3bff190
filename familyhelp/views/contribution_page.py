"""The page of somebody outside who is asked for a contribution to a meeting: one question, and what they know."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from ..casework import contributions as deeds
from ..forms.contributions import GiveContributionForm
from ..models import Link
from ..practice.links import Purpose
from ..queries import contributions as queries
from . import link_doors
from .copy_lines import hider_of
from .errors import typed_text
from .link_doors import by_link, link_form, request_form

bp = Blueprint("contribution_page", __name__)
on_contribution = by_link(Purpose.CONTRIBUTION)


def _front(token: str) -> str:
    return url_for("contribution_page.page", token=token)


@bp.route("/your-contribution/<token>", methods=["GET", "POST"])
@on_contribution
def page(link: Link, *, token: str) -> Any:
    """What is asked, about whom and by when; a word of thanks once it is here."""
    return _page(link, token)


def _page(link: Link, token: str, typed: dict[str, str] | None = None) -> Any:
    asked = link.contribution or abort(404)
    told = queries.told(asked) if link.done_at is None else None
    hide = hider_of(link.case)
    template = "contributions/by_link.html"
    return render_template(template, link=link, token=token, asked=asked, told=told, hide=hide, typed=typed)


@bp.route("/your-contribution/<token>/say", methods=["GET", "POST"])
@on_contribution
def say(link: Link, *, token: str) -> Any:
    """Say it, once: who sends it twice reads that it is here, and other words come back to be copied."""
    asked = link.contribution or abort(404)
    form = GiveContributionForm(formdata=request_form())
    if link.done_at is not None:
        other = (form.text.data or "").strip() not in ("", (asked.text or "").strip())
        return (_page(link, token, typed_text()), 409) if other else redirect(_front(token), 303)
    return link_form(
        link,
        form,
        "contributions/say.html",
        lambda _key: deeds.give_contribution(link, text=form.text.data or "", by=link),
        then=_front(token),
        token=token,
        asked=asked,
        hide=hider_of(link.case),
    )


@bp.post("/your-contribution/<token>/leave")
@on_contribution
def leave(link: Link, *, token: str) -> Any:
    """Close the page in this browser; the code opens it again."""
    link_doors.close(link)
    return redirect(_front(token), 303)
