"""The second step of one's own signing in; and resetting it for somebody who lost theirs."""

from __future__ import annotations

from typing import Any

import pyotp
import segno
from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from ..casework import keeping
from ..casework import second_step as deeds
from ..forms.second_step import ConfirmSecondStepForm, OwnPasswordForm, ResetSecondStepForm
from ..models import Practitioner
from ..policy import Act
from ..practice.references import write_code
from ..practice.words import Refusal
from .guards import me, on_practitioner, signed_in
from .pages import form_page, open_form
from .ways import needs_more

bp = Blueprint("second_step", __name__)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


@bp.get("/second-step")
@signed_in(Act.HOME)
def own() -> Any:
    """Whether the reader has a second step, and the ways from here."""
    return render_template("second_step/own.html", demanded=needs_more(me().role))


@bp.route("/second-step/begin", methods=["GET", "POST"])
@signed_in(Act.HOME)
def begin() -> Any:
    """Make a secret for the app."""
    form = OwnPasswordForm(formdata=request.form if request.method == "POST" else None)
    answer = form_page(
        form,
        "second_step/begin.html",
        lambda: deeds.begin_second_step(form.current_password.data, secret_key=_key(), by=me()),
        then=url_for("second_step.confirm"),
    )
    g.keep_draft = False  # a password is never kept
    return answer


@bp.route("/second-step/confirm", methods=["GET", "POST"])
@signed_in(Act.HOME)
def confirm() -> Any:
    """Show the secret to the app, and take its first code. The codes for later are on this one answer and nowhere
    else."""
    secret = deeds.secret_of(me(), _key())
    if secret is None or (me().second_step_at is not None and request.method == "GET"):
        return redirect(url_for("second_step.own"), 303)
    form = ConfirmSecondStepForm(formdata=request.form if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.validate():
            try:
                codes = deeds.confirm_second_step(form.code.data, secret_key=_key(), by=me())
            except Refusal as refusal:
                form.refuse(refusal)
                status = 409
            else:
                keeping.remember_submission(
                    me().id, str(form.submission.data), request.path, url_for("second_step.own")
                )
                return render_template("second_step/codes.html", codes=codes)
    g.keep_draft = False
    address = pyotp.TOTP(secret).provisioning_uri(name=me().email, issuer_name=current_app.config["AUTHORITY_NAME"])
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, svgclass=None, lineclass=None)
    picture = Markup(drawn)  # noqa: S704  # numbers of a path alone: nothing of the address stands in it
    groups = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return render_template("second_step/confirm.html", form=form, secret=groups, picture=picture), status


@bp.route("/second-step/end", methods=["GET", "POST"])
@signed_in(Act.HOME)
def end() -> Any:
    """Sign in with the password alone again."""
    form = OwnPasswordForm(formdata=request.form if request.method == "POST" else None)
    demanded = needs_more(me().role)

    def deed() -> None:
        deeds.end_second_step(form.current_password.data, demanded=demanded, by=me())
        flash(gettext("You sign in with your password alone from now on."))

    answer = form_page(form, "second_step/end.html", deed, then=url_for("second_step.own"))
    g.keep_draft = False  # a password is never kept
    return answer


@bp.route("/people/<practitioner>/second-step", methods=["GET", "POST"])
@on_practitioner(Act.MANAGE_PRACTITIONERS)
def reset(practitioner: Practitioner) -> Any:
    """Take away the second step of somebody who lost theirs."""
    form = open_form(ResetSecondStepForm)
    return form_page(
        form,
        "second_step/reset.html",
        lambda: deeds.reset_second_step(practitioner, because=form.because.data or "", by=me()),
        then=url_for("practitioners.practitioner", practitioner=write_code(practitioner.code)),
        person=practitioner,
    )
