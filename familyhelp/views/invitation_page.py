"""The page of somebody who is invited: by whom and to what, then how they sign in. Opening it changes nothing, since
mail programs open links by themselves; it works once. Whatever does not open answers alike, so that nobody learns who
has an account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, session, url_for
from flask_babel import gettext
from flask_login import logout_user

from ..casework import invitations as deeds
from ..casework import sign_ins
from ..casework.sign_ins import WINDOW, TooMany, digest_of
from ..forms.invitations import AcceptByProviderForm, AcceptForm
from ..models import Invitation, Practitioner
from ..practice.invitations import WHAT_THEY_DO
from ..practice.links import Purpose
from ..practice.words import Refusal
from ..queries import invitations as queries
from . import devices
from .guards import Door
from .link_doors import HEADERS, request_form, signed_for
from .sign_in import begin
from .ways import needs_password

bp = Blueprint("invitation_page", __name__)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
def page(token: str) -> Any:
    """Who invites to what, and taking it up."""
    named = signed_for(Purpose.INVITATION, token)
    standing = queries.invitation_by(digest_of(named)) if named else None
    response = make_response(_gone() if standing is None else _answer(standing, request_form()))
    response.headers.update(HEADERS)
    return response


page.door = Door(None, link=Purpose.INVITATION)  # type: ignore[attr-defined]


def _gone() -> Any:
    """The one answer for every invitation that makes no account, whatever the reason."""
    return make_response(render_template("invitations/gone.html"), 404)


def _answer(standing: queries.Standing, sent: Any) -> Any:
    invitation = standing.invitation
    if sent is not None and _is_sent_twice(invitation, sent):
        return _led_on()
    if not standing.is_open:
        return _gone()
    kind = AcceptForm if needs_password(invitation.role) else AcceptByProviderForm
    if sent is None:
        return _shown(invitation, kind(formdata=None, data={"name": invitation.name}), 200)
    form = kind(formdata=sent)
    if not form.validate():
        return _shown(invitation, form, 400)
    try:
        return _accept(invitation, form)
    except deeds.NoLonger:
        return _led_on() if _is_sent_twice(invitation, sent) else _gone()
    except TooMany as refusal:
        form.refuse(refusal)
        later = {"Retry-After": str(int(WINDOW.total_seconds()))}
        return make_response(_shown(invitation, form, 429), later)
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(invitation, form, 409)


def _accept(invitation: Invitation, form: AcceptByProviderForm) -> Any:
    password = form.new_password.data if isinstance(form, AcceptForm) else None
    person = deeds.accept(
        invitation, name=form.name.data, password=password, submission=str(form.submission.data), by=invitation
    )
    return _ready() if password is None else _signed_in(person)


def _signed_in(person: Practitioner) -> Any:
    """A new sign-in with a new session; whoever was signed in in this browser before is so no longer."""
    begin(person)
    return devices.remember(make_response(redirect(url_for("home.home"), 303)), person.email)


def _ready() -> Any:
    """On to signing in by the provider; whoever was signed in in this browser before is so no longer."""
    before = session.get("_user_id")
    if isinstance(before, str):
        sign_ins.end(before)
    logout_user()
    session.clear()
    flash(gettext("Your account is ready. Sign in to begin."))
    return redirect(url_for("sign_in.sign_in"), 303)


def _led_on() -> Any:
    """A second click: home where the first one signed them in, else to the page of signing in. The session stays as
    the first one left it."""
    return redirect(url_for("sign_in.sign_in"), 303)


def _is_sent_twice(invitation: Invitation, sent: Any) -> bool:
    return invitation.accepted_with is not None and invitation.accepted_with == sent.get("submission")


def _shown(invitation: Invitation, form: AcceptByProviderForm, status: int) -> Any:
    g.keep_draft = False  # a draft belongs to somebody with an account, and a password is never kept
    what = WHAT_THEY_DO[invitation.role]
    return make_response(render_template("invitations/page.html", invitation=invitation, form=form, what=what), status)
