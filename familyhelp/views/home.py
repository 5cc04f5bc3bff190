"""The home page: what should I do next, and why? And the drafts of what was typed and not saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from ..casework import keeping
from ..forms.base import kept_fields
from ..models import Draft
from ..policy import Act, could
from ..practice import references
from ..queries import home as queries
from ..queries import keeping as kept
from .guards import Door, me, signed_in
from .home_lists import for_role
from .passage import form_path

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in(Act.HOME)
def home() -> Any:
    """What is due, for this role, and what was typed and not saved."""
    return render_template("home/home.html", drafts=unfinished(), **for_role(me()))


@bp.post("/drafts")
@signed_in(Act.HOME)
def keep() -> Any:
    """Keep what is being typed into a form, as its own script sends it."""
    path = form_path() or abort(404)
    keeping.keep_draft(me().id, path, kept_fields(request.form))
    g.submission_open = False
    return "", 204


@bp.post("/drafts/discard")
@signed_in(Act.HOME)
def discard() -> Any:
    """Throw away what was kept of one form."""
    keeping.drop_draft(me().id, request.args.get("path", "")[:200])
    return redirect(url_for("home.home"), 303)


# Drafts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unfinished:
    """A form that was begun: what it is, whose, and whether its writer can still open it."""

    draft: Draft
    act: Act | None
    code: str | None
    name: str | None
    can_open: bool


def unfinished() -> list[Unfinished]:
    """The reader's newest drafts, each with what a person would call the page."""
    drafts = kept.drafts_of(me().id)
    places = {draft.path: _place(draft.path) for draft in drafts}
    names = queries.names_of(me(), {code for _, _, code in places.values() if code})
    found = []
    for draft in drafts:
        act, on_record, code = places[draft.path]
        can_open = act is not None and could(me(), act) and (not on_record or code in names)
        found.append(Unfinished(draft, act, code, names.get(code or ""), can_open))
    return found


def _place(path: str) -> tuple[Act | None, bool, str | None]:
    """The act of the page at a path, whether it is about one record, and that record's reference."""
    try:
        endpoint, arguments = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return None, False, None
    door: Door | None = getattr(current_app.view_functions[endpoint], "door", None)
    if door is None or door.act is None:
        return None, False, None
    code = next(
        (references.read_code(v) for k, v in arguments.items() if door.subject and k == door.subject.value), None
    )
    return door.act, door.subject is not None, code
