"""The page on which whoever asked for help answers what is missing, by the signed link in our message. It shows nothing
but what that message says, so it asks for no code; it works once, for as long as the request waits for the answer."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import Any, cast

from flask import Blueprint, g, make_response, redirect, render_template, url_for

from ..casework import contacts as deeds
from ..casework.triage import missing_token
from ..forms.triage import AnswerMissingForm
from ..models import Contact
from ..practice import clock
from ..practice.links import LASTS, Purpose
from ..practice.triage import ContactOutcome
from ..practice.words import NotYet
from ..queries import contacts as queries
from .guards import Door, View
from .link_doors import HEADERS, gone, request_form, signed_for

bp = Blueprint("returned_page", __name__)
CODE = 8
"""How long the reference of a request is, with which what the link stands for begins."""


def for_whoever_asked(view: View) -> View:
    """A page of whoever holds the link to a request; the view gets the request and whether it still waits."""

    @wraps(view)
    def guarded(*, token: str) -> Any:
        named, form = signed_for(Purpose.MISSING, token), request_form()
        contact = queries.by_code(named[:CODE], locking=form is not None) if named else None
        response = make_response(gone() if contact is None or named is None else view(contact, named, form, token))
        response.headers.update(HEADERS)
        return response

    guarded.door = Door(None, link=Purpose.MISSING)  # type: ignore[attr-defined]
    return cast(View, guarded)


def _waits(contact: Contact, named: str) -> bool:
    """Whether the request still waits for this very answer."""
    returned = contact.outcome is ContactOutcome.RETURNED and missing_token(contact) == named
    lasts: timedelta = LASTS[Purpose.MISSING]
    return returned and contact.decided_at is not None and clock.now() < contact.decided_at + lasts


@bp.route("/what-is-missing/<token>", methods=["GET", "POST"])
@for_whoever_asked
def page(contact: Contact, named: str, sent: Any, token: str) -> Any:
    """What is missing, and their answer. Sent twice it is one; what comes too late is shown, to be copied."""
    then = url_for("returned_page.thanks", token=token)
    form = AnswerMissingForm(formdata=sent)
    if not _waits(contact, named):
        return _too_late(contact, form, then) if sent is not None else gone()
    if sent is None or not form.validate():
        return _shown(contact, form, 200 if sent is None else 400)
    deeds.answer_missing(contact, answer=form.answer.data or "", by=None)
    return redirect(then, 303)


def _shown(contact: Contact, form: AnswerMissingForm, status: int) -> Any:
    g.keep_draft = False  # a draft belongs to somebody with an account
    return make_response(render_template("contacts/missing.html", contact=contact, form=form), status)


def _too_late(contact: Contact, form: AnswerMissingForm, then: str) -> Any:
    if contact.answer is not None and form.answer.data == contact.answer:
        return redirect(then, 303)
    if contact.outcome is ContactOutcome.RETURNED or not form.answer.data:
        return gone()
    try:
        deeds.answer_missing(contact, answer=form.answer.data, by=None)
    except NotYet as refusal:
        form.refuse(refusal)
    return _shown(contact, form, 409)


@bp.get("/what-is-missing/<token>/thanks")
@for_whoever_asked
def thanks(contact: Contact, named: str, _sent: Any, token: str) -> Any:
    """That the answer is here. Nothing of what was written."""
    if _waits(contact, named):
        return redirect(url_for("returned_page.page", token=token), 303)
    return render_template("contacts/missing_thanks.html", contact=contact) if contact.answer else gone()
