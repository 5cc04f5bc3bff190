"""The page of somebody of social care who works in another system: one step-up, what goes with it, and their answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from ..casework import step_links
from ..forms.base import Form, optional
from ..forms.steps import AcceptStepUpForm, DeclineForm
from ..models import Link
from ..practice.links import Purpose
from ..queries import steps as queries
from . import link_doors
from .link_doors import by_link, link_form, request_form

bp = Blueprint("step_page", __name__)
on_step = by_link(Purpose.STEP)


def _front(token: str) -> str:
    return url_for("step_page.page", token=token)


@bp.route("/social-care/<token>", methods=["GET", "POST"])
@on_step
def page(link: Link, *, token: str) -> Any:
    """What is asked and why, the plan that goes with the family, and the answer once it is given."""
    if link.liaison is None or link.step is None:
        abort(404)
    packet = queries.packet(link.liaison, link.case) if link.done_at is None else None
    return render_template("steps/by_link.html", link=link, token=token, case=link.case, step=link.step, packet=packet)


@bp.route("/social-care/<token>/accept", methods=["GET", "POST"])
@on_step
def accept(link: Link, *, token: str) -> Any:
    """Take the family on in statutory social care."""
    form = AcceptStepUpForm(formdata=request_form())
    return _answer(
        link,
        form,
        "steps/by_link_accept.html",
        lambda: step_links.accept_by_link(link.case, because=optional(form.because.data), by=link),
        token,
    )


@bp.route("/social-care/<token>/decline", methods=["GET", "POST"])
@on_step
def decline(link: Link, *, token: str) -> Any:
    """Say no to the step-up, and why."""
    form = DeclineForm(formdata=request_form())
    return _answer(
        link,
        form,
        "steps/by_link_decline.html",
        lambda: step_links.decline_by_link(link.case, because=form.because.data or "", by=link),
        token,
    )


def _answer(link: Link, form: Form, template: str, deed: Callable[[], Any], token: str) -> Any:
    """The form of one answer, once: who sends it twice reads what stands."""
    if link.done_at is not None:
        return redirect(_front(token), 303)
    return link_form(link, form, template, lambda _key: deed(), then=_front(token), token=token)


@bp.post("/social-care/<token>/leave")
@on_step
def leave(link: Link, *, token: str) -> Any:
    """Close the page in this browser; the code opens it again."""
    link_doors.close(link)
    return redirect(_front(token), 303)
