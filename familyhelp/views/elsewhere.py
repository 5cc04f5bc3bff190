"""Forms from elsewhere: a browser says where a form was sent from. What did not come from a page of this service is
refused, besides the form token and the referrer that are asked for anyway."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request
from flask_wtf.csrf import CSRFError

from .guards import CHANGES

OURS = frozenset({"same-origin", "none"})


def refuse() -> None:
    """Before each change: refuse what another site sent. Raises CSRFError."""
    if request.method not in CHANGES:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in OURS:
            raise CSRFError("sent from another site")
        return
    # Browsers send no Sec-Fetch-Site over plain http: then the origin's host and port tell.
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise CSRFError("sent from another origin")
