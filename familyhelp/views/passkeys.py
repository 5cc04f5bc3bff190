"""Passkeys: one's own, and signing in with one. The browser's part is static/passkeys.js."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext

from ..casework import passkeys as deeds
from ..casework.sign_ins import TooMany
from ..forms.passkeys import AnswerForm, NamePasskeyForm, NewPasskeyForm
from ..forms.second_step import OwnPasswordForm
from ..forms.sign_in import SignInForm
from ..models import Passkey
from ..policy import Act
from ..practice.ways import Way
from ..queries import passkeys as queries
from .guards import me, public, signed_in
from .pages import form_page, open_form
from .sign_in import begin, not_in, safe_back, too_many
from .ways import may, site

bp = Blueprint("passkeys", __name__)


@bp.get("/passkeys")
@signed_in(Act.HOME)
def own() -> Any:
    """The reader's own passkeys."""
    allowed = may(me().role)
    return render_template(
        "passkeys/own.html",
        passkeys=queries.passkeys_of(me()),
        may_use=Way.PASSKEY in allowed,
        demanded=not allowed & {Way.PASSWORD, Way.SECOND_STEP} and me().way is Way.PASSWORD,
    )


@bp.route("/passkeys/new", methods=["GET", "POST"])
@signed_in(Act.HOME)
def new() -> Any:
    """Begin a passkey: what it is called, and the password once more."""
    form = NewPasskeyForm(formdata=request.form if request.method == "POST" else None)
    answer = form_page(
        form,
        "passkeys/new.html",
        lambda: deeds.begin_passkey(form.current_password.data, name=form.name.data or "", by=me()),
        then=url_for("passkeys.confirm"),
    )
    g.keep_draft = False  # a password is never kept
    return answer


@bp.route("/passkeys/confirm", methods=["GET", "POST"])
@signed_in(Act.HOME)
def confirm() -> Any:
    """Let the browser make the passkey, and keep what it answers."""
    asked = queries.asked_of(me())
    if asked is None and request.method == "GET":
        return redirect(url_for("passkeys.own"), 303)
    form = AnswerForm(formdata=request.form if request.method == "POST" else None)
    challenge = asked.text if asked else ""
    held = [passkey.credential for passkey in queries.passkeys_of(me())]
    options = deeds.new_passkey_options(challenge, site=site(), of=me(), held=held)

    def deed() -> None:
        deeds.confirm_passkey(challenge, form.answer.data or "", site=site(), by=me())
        flash(gettext("Your passkey is added. You can sign in with it from now on."))

    answer = form_page(form, "passkeys/confirm.html", deed, then=url_for("passkeys.own"), options=options)
    g.keep_draft = False
    return answer


def _one(code: str) -> Passkey:
    found = queries.passkey_of(me(), code)
    if found is None:
        abort(404)
    return found


@bp.route("/passkeys/<code>/name", methods=["GET", "POST"])
@signed_in(Act.HOME)
def rename(code: str) -> Any:
    """Name a passkey anew."""
    passkey = _one(code)
    form = open_form(NamePasskeyForm, data={"name": passkey.name})
    return form_page(
        form,
        "passkeys/rename.html",
        lambda: deeds.rename_passkey(passkey, name=form.name.data or "", by=me()),
        then=url_for("passkeys.own"),
    )


@bp.route("/passkeys/<code>/remove", methods=["GET", "POST"])
@signed_in(Act.HOME)
def remove(code: str) -> Any:
    """Remove a passkey."""
    passkey = _one(code)
    form = OwnPasswordForm(formdata=request.form if request.method == "POST" else None)
    demanded = not may(me().role) & {Way.PASSWORD, Way.SECOND_STEP}
    answer = form_page(
        form,
        "passkeys/remove.html",
        lambda: deeds.remove_passkey(passkey, form.current_password.data, demanded=demanded, by=me()),
        then=url_for("passkeys.own"),
        name=passkey.name,
    )
    g.keep_draft = False  # a password is never kept
    return answer


# Signing in -----------------------------------------------------------------------------------------------


@bp.post("/sign-in/passkey/challenge")
@public
def challenge() -> Any:
    """What the browser of somebody who wants to sign in is asked to sign. It is kept here, for this browser alone."""
    session["passkey"], options = deeds.ask_for_passkey(site=site())
    return options, 200, {"Content-Type": "application/json", "Cache-Control": "no-store"}


@bp.post("/sign-in/passkey")
@public
def sign_in() -> Any:
    """Sign in with what the browser signed."""
    asked = str(session.pop("passkey", ""))
    try:
        person = deeds.sign_in_with_passkey(
            asked, request.form.get("answer", ""), site=site(), address=request.remote_addr or "", may=may
        )
    except TooMany as refusal:
        return too_many(SignInForm(formdata=None), refusal)
    if person is None:
        return not_in(gettext("That passkey did not let you in. Try again, or sign in in another way."))
    back = safe_back(request.args.get("next"))
    begin(person)
    return redirect(back, 303)
