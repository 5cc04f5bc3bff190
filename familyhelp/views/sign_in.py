"""Signing in and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user

from ..casework import sign_ins
from ..forms.sign_in import SignInForm
from ..policy import Act
from ..practice.words import Refusal
from .guards import me, public, signed_in

bp = Blueprint("sign_in", __name__)


def safe_back(target: str | None) -> str:
    """A path of this service to go back to; home for anything else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return url_for("home.home")
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else url_for("home.home")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Ask for the e-mail address and the password."""
    form = SignInForm(formdata=request.form if request.method == "POST" else None)
    back = request.args.get("next")
    if request.method == "POST" and form.validate():
        try:
            practitioner = sign_ins.sign_in(
                form.email.data, form.password.data, address=request.remote_addr or ""
            )
        except Refusal as refusal:
            form.refuse(refusal)
            return render_template("sign_in/sign_in.html", form=form), 429
        if practitioner is not None:
            _begin(practitioner)
            return redirect(safe_back(back), 303)
        form.email.errors = [gettext("The e-mail address or the password is not right.")]
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(safe_back(back), 303)
    return render_template(
        "sign_in/sign_in.html", form=form, kept=session.get("kept", False)
    ), 400 if request.method == "POST" else 200


def _begin(practitioner: Any) -> None:
    """A new sign-in with a new session: nothing of the old one stays, except the form token of the same person,
    so that a page that was open when the sign-in lapsed can still be sent."""
    token = session.get("csrf_token") if session.get("last_practitioner") == practitioner.code else None
    session.clear()
    if token:
        session["csrf_token"] = token
    session["last_practitioner"] = practitioner.code
    sign_ins.start(practitioner, request.user_agent.string)
    login_user(practitioner)


@bp.post("/sign-out")
@signed_in(Act.HOME)
def sign_out() -> Any:
    """End this sign-in."""
    if me().token:
        sign_ins.end(me().token or "")
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.sign_in"), 303)


@bp.post("/sign-out-everywhere")
@signed_in(Act.HOME)
def sign_out_everywhere() -> Any:
    """End every sign-in of this person."""
    sign_ins.sign_out_everywhere(me(), by=me())
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.sign_in"), 303)
