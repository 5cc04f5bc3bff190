"""The home page: what should I do next, and why?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, g, render_template, request

from ..casework import keeping
from ..forms.base import kept_fields
from ..policy import Act
from .guards import me, signed_in

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in(Act.HOME)
def home() -> Any:
    """What is due, for this role."""
    return render_template("home/home.html")


@bp.post("/drafts")
@signed_in(Act.HOME)
def keep() -> Any:
    """Keep what is being typed into a form, as its own script sends it."""
    path = request.args.get("path", "")[:200]
    if not _is_form(path):
        abort(404)
    keeping.keep_draft(me().id, path, kept_fields(request.form))
    g.submission_open = False
    return "", 204


def _is_form(path: str) -> bool:
    adapter = current_app.url_map.bind("")
    return bool(path) and adapter.test(path, "POST") and adapter.test(path, "GET")
