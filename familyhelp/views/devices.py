"""Browsers that an account signed in with before. A signed cookie says so; it opens nothing, but tries from such a
browser are counted by themselves, so that nobody can lock the owner out by guessing from elsewhere."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from ..casework.sign_ins import account_name, digest_of

LONGEST = timedelta(days=180)
MOST_ACCOUNTS = 5
"""How many accounts one shared browser remembers; the one that was used longest ago goes first."""


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="familyhelp.device")


def _known() -> dict[str, str]:
    """The accounts of this browser (digests) with the name that it has for each."""
    try:
        found = _signer().loads(request.cookies.get(_cookie(), ""), max_age=int(LONGEST.total_seconds()))
    except BadData:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _account(email: str) -> str:
    return digest_of(account_name(email))[:32]


def device_of(email: str) -> str | None:
    """The name of this browser for an account that signed in with it before, or None."""
    return _known().get(_account(email))


def remember(response: Response, email: str) -> Response:
    """Let this browser count as one that the account signed in with."""
    known = _known()
    name = known.pop(_account(email), None) or secrets.token_urlsafe(16)
    known = dict([*known.items(), (_account(email), name)][-MOST_ACCOUNTS:])
    response.set_cookie(
        _cookie(),
        _signer().dumps(known),
        max_age=LONGEST,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response
