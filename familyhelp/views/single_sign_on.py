"""Signing in with single sign-on: to the provider, and back."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext

from ..casework import challenges, oidc
from ..casework import single_sign_on as deeds
from ..extensions import db, writing
from ..practice.passkeys import Asked
from ..practice.single_sign_on import Client
from .guards import public
from .passage import commit
from .sign_in import begin, safe_back
from .ways import may

bp = Blueprint("single_sign_on", __name__)


@bp.get("/sign-in/single-sign-on")
@public
def go() -> Any:
    """Send somebody to the provider. What is asked is kept here, for this browser alone, and counts once."""
    client: Client | None = current_app.config["OIDC_CLIENT"]
    if client is None:
        return redirect(url_for("sign_in.sign_in"), 303)
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    _write()
    state = challenges.ask(Asked.SINGLE_SIGN_ON, nonce=nonce, verifier=verifier)
    commit()
    try:
        address = oidc.address_of(client, state=state, nonce=nonce, verifier=verifier)
    except oidc.NotRight as error:
        return _not_in(str(error))
    session["single_sign_on"], session["single_sign_on_back"] = state, safe_back(request.args.get("next"))
    return redirect(address, 302)


@bp.get("/sign-in/single-sign-on/back")
@public
def back() -> Any:
    """Take somebody in whom the provider sent back."""
    client: Client | None = current_app.config["OIDC_CLIENT"]
    state, where = str(session.pop("single_sign_on", "")), str(session.pop("single_sign_on_back", ""))
    given, code = request.args.get("state", ""), request.args.get("code", "")
    if client is None or not state or not hmac.compare_digest(state.encode(), given.encode("utf-8", "replace")):
        return _not_in("the state is not the one that was sent")
    _write()
    asked = challenges.take(Asked.SINGLE_SIGN_ON, state)
    commit()
    if asked is None or not code or len(code) > 4000:
        return _not_in(f"no code: {request.args.get('error', '')[:100]!r}")
    try:
        who = oidc.who(
            client, code=code, issuer=request.args.get("iss"), nonce=asked.nonce or "", verifier=asked.verifier or ""
        )
    except oidc.NotRight as error:
        return _not_in(str(error))
    person = deeds.sign_in_as(who, may=may)
    if person is None:
        db.session.rollback()
        return _not_in("no account for this subject")
    begin(person)
    commit()
    return redirect(safe_back(where), 303)


def _write() -> None:
    """A request that reads, by its method, and yet writes: its transaction begins as one that writes."""
    db.session.rollback()
    writing.set(True)


def _not_in(why: str) -> Any:
    """The sign-in page with the same sentence whatever was wrong; the log says what it was."""
    current_app.logger.warning("Single sign-on let nobody in: %s", why.replace("\n", " ").replace("\r", " "))
    flash(gettext("Single sign-on did not let you in. Try again, or ask your administrator."))
    return redirect(url_for("sign_in.sign_in"), 303)
