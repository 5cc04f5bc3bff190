"""The page of somebody outside who owns one action: it says what it is and takes one answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from ..models import Link
from ..practice.links import Purpose
from ..queries import links as queries
from .family_page import report_form
from .link_doors import by_link, gone, request_form

bp = Blueprint("owner_page", __name__)
on_action = by_link(Purpose.ACTION)


def _front(token: str) -> str:
    return url_for("owner_page.page", token=token)


@bp.route("/answer/<token>", methods=["GET", "POST"])
@on_action
def page(link: Link, *, token: str) -> Any:
    """On to the form; a word of thanks once it was sent."""
    if link.done_at is not None:
        return render_template("links/thanks.html", link=link)
    return redirect(url_for("owner_page.report", token=token), 303)


@bp.route("/answer/<token>/report", methods=["GET", "POST"])
@on_action
def report(link: Link, *, token: str) -> Any:
    """Say how the action went, once."""
    form = request_form()
    if link.done_at is not None:
        again = form is not None and queries.said_before(link, str(form.get("submission", "")))
        return redirect(_front(token), 303) if again else gone()
    if link.action is None:
        return gone()
    return report_form(link, link.action, "links/action.html", then=_front(token), token=token)
