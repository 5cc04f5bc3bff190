"""The page on which somebody reads what was decided, by the signed link in our message, and says that they read it. It
shows nothing but what that message says, so it asks for no code; to open it is not to have read it: programs that look
through mail open links too."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from flask import Blueprint, current_app, g, make_response, redirect, render_template, url_for

from ..casework import outcome_tellings as deeds
from ..forms.contacts import ButtonForm
from ..models import Contact, OutcomeTelling
from ..practice import clock
from ..practice.links import LASTS, Purpose
from ..queries import outcome_tellings as queries
from .guards import Door, View
from .link_doors import HEADERS, gone, request_form, signed_for

bp = Blueprint("told_page", __name__)


def for_whoever_is_told(view: View) -> View:
    """A page of whoever holds the link to what was decided; the view gets the telling and its request."""

    @wraps(view)
    def guarded(*, token: str) -> Any:
        named, form = signed_for(Purpose.TOLD, token), request_form()
        found = queries.telling_by(named, locking=form is not None) if named else None
        lasts = found is not None and clock.now() < found[0].decided_at + LASTS[Purpose.TOLD]
        response = make_response(view(*found, form, token) if found is not None and lasts else gone())
        response.headers.update(HEADERS)
        return response

    guarded.door = Door(None, link=Purpose.TOLD)  # type: ignore[attr-defined]
    return cast(View, guarded)


@bp.route("/what-we-decided/<token>", methods=["GET", "POST"])
@for_whoever_is_told
def page(telling: OutcomeTelling, contact: Contact, sent: Any, token: str) -> Any:
    """What the message says, and one button: I have read this."""
    g.keep_draft = False  # a draft belongs to somebody with an account
    form = ButtonForm(formdata=sent)
    status = 200
    if sent is not None:
        if form.validate():
            deeds.read_telling(contact, telling, by=None)
            return redirect(url_for("told_page.page", token=token), 303)
        status = 400
    contact_us = current_app.config["SERVICE_CONTACT"]
    shown = render_template(
        "contacts/what_was_decided.html", telling=telling, contact=contact, form=form, contact_us=contact_us
    )
    return make_response(shown, status)
