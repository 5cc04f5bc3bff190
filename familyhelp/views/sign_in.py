"""Signing in and out, and choosing a password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from ..casework import sign_ins
from ..casework.sign_ins import TooMany
from ..forms.sign_in import PasswordForm, SignInForm
from ..models import Practitioner
from ..policy import Act
from ..practice.browsers import browser_words
from ..queries import sign_ins as queries
from . import devices
from .guards import me, public, signed_in
from .pages import form_page

bp = Blueprint("sign_in", __name__)


def safe_back(target: str | None) -> str:
    """A page of this service to go back to; home for anything else. Only what is a page here can pass: browsers read
    backslashes, tabs and double slashes in more ways than anyone can list."""
    path, mark, query = (target or "").partition("?")
    odd = any(ord(character) <= 32 or character in "\\\x7f" for character in target or "")
    if not path.startswith("/") or path.startswith("//") or odd or len(target or "") > 1000:
        return url_for("home.home")
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return url_for("home.home")
    return f"{path}{mark}{query}" if endpoint != "static" else url_for("home.home")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Ask for the e-mail address and the password."""
    back = safe_back(request.args.get("next"))
    if request.method != "POST":
        if current_user.is_authenticated:
            return redirect(back, 303)
        return _page(SignInForm(formdata=None), 200)
    form = SignInForm(formdata=request.form)
    if not form.validate():
        return _page(form, 400)
    email = form.email.data
    try:
        practitioner = sign_ins.sign_in(
            email,
            form.password.data,
            address=request.remote_addr or "",
            device=devices.device_of(email),
            code=form.code.data or "",
            secret_key=current_app.config["SECRET_KEY"],
        )
    except TooMany as refusal:
        form.refuse(refusal)
        response = make_response(_page(form, 429))
        response.headers["Retry-After"] = str(int(sign_ins.WINDOW.total_seconds()))
        return response
    if practitioner is None:
        form.email.errors = [gettext("The e-mail address, the password or the code is not right.")]
        return _page(form, 400)
    _begin(practitioner)
    return devices.remember(make_response(redirect(back, 303)), email)


def _page(form: SignInForm, status: int) -> Any:
    return render_template("sign_in/sign_in.html", form=form, kept=session.get("kept", False)), status


def _begin(practitioner: Practitioner) -> None:
    """A new sign-in with a new session: nothing of the old one stays, except the form token of the same person,
    so that a page that was open when the sign-in lapsed can still be sent."""
    before = session.get("_user_id")
    if isinstance(before, str):
        sign_ins.end(before)
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
    return _leave()


@bp.post("/sign-out-everywhere")
@signed_in(Act.HOME)
def sign_out_everywhere() -> Any:
    """End every sign-in of this person."""
    sign_ins.sign_out_everywhere(me(), by=me())
    return _leave()


@bp.get("/sign-ins")
@signed_in(Act.HOME)
def own() -> Any:
    """The reader's own sign-ins: in which browser, since when, last used when."""
    config = current_app.config
    found = queries.own(me(), config["SIGN_IN_IDLE"], config["SIGN_IN_LONGEST"])
    return render_template("sign_in/own.html", sign_ins=found, words=browser_words, length=sign_ins.KEY_LENGTH)


@bp.post("/sign-ins/<key>/end")
@signed_in(Act.HOME)
def end_one(key: str) -> Any:
    """End one of the reader's own sign-ins."""
    sign_ins.end_one(key, by=me())
    return redirect(url_for("sign_in.own"), 303)


def _leave() -> Any:
    logout_user()
    session.clear()
    response = redirect(url_for("sign_in.sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'  # no page of a family comes back by the arrow
    return response


@bp.route("/password", methods=["GET", "POST"])
@signed_in(Act.HOME)
def password() -> Any:
    """Choose a new password, or sign out everywhere."""
    form = PasswordForm(formdata=request.form if request.method == "POST" else None)

    def choose() -> None:
        sign_ins.change_password(me(), current=form.current_password.data, new=form.new_password.data, by=me())
        flash(gettext("Your password is changed. Your sign-ins on other devices have ended."))

    answer = form_page(
        form, "sign_in/password.html", choose, then=url_for("home.home"), given=me().must_choose_password
    )
    g.keep_draft = False  # a password is never kept
    return answer
