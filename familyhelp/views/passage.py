"""The request, from its first line to its commit: who it is, whether the page is theirs, and all that it changes,
with its events and its looks, at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Response, abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ..casework import keeping, looks, sign_ins
from ..extensions import db, writing
from ..forms.base import kept_fields
from ..models import Practitioner, SignIn
from ..policy import Act, could
from ..practice import clock
from ..practice.chronology import Subject
from ..practice.ways import Way
from ..queries import keeping as kept
from ..queries import sign_ins as sign_in_queries
from .guards import CHANGES, Door, me
from .ways import goes_on, must_set_up

_BEFORE_A_PASSWORD = frozenset({"sign_in.password", "sign_in.sign_out", "sign_in.sign_out_everywhere"})
"""All that somebody can open whose password an administrator gave them."""
_BEFORE_A_SECOND_STEP = _BEFORE_A_PASSWORD | {
    *("second_step.own", "second_step.begin", "second_step.confirm"),
    *("passkeys.own", "passkeys.new", "passkeys.confirm"),
}
"""All that somebody can open whose role needs more than a password, which they have not set up."""
_BY_PASSWORD = frozenset({Way.PASSWORD, Way.SECOND_STEP})


def open_door() -> Any:
    """Before each request: who is it, is the page theirs, was this form already done?"""
    writing.set(request.method in CHANGES)
    g.looks, g.keep_draft, g.drop_draft, g.changed_sign_in = [], False, False, None
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    door: Door | None = getattr(view, "door", None)
    if door is None or _unreadable():
        abort(404)
    if door.act is None:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    g.viewer = me()
    g.viewer_id = g.viewer.id
    if me().way in _BY_PASSWORD and me().must_choose_password and request.endpoint not in _BEFORE_A_PASSWORD:
        return redirect(url_for("sign_in.password"), 303)
    lacking = must_set_up(me())
    if lacking and request.endpoint not in _BEFORE_A_SECOND_STEP:
        return redirect(url_for(lacking), 303)
    if not _role_may(door.act):
        g.looks.append(looks.Seen(door.subject, None, request.endpoint or "", True, request.path[:200]))
        abort(404 if door.subject else 403)
    if request.method in CHANGES and request.form.get("submission"):
        keeping.hold_submission(me().id, request.form["submission"])
        earlier = kept.earlier_submission(me().id, _submission())
        if earlier is not None:
            g.submission_open = False
            return redirect(earlier.location, 303)
    return None


def _submission() -> str:
    """The submission key of the form that was sent, or nothing where it has not the form of one."""
    key = request.form.get("submission", "")
    return key if 20 <= len(key) <= 64 and key.isascii() and key.isprintable() else ""


def _unreadable() -> bool:
    """Whether the address holds a character that no address of ours has and PostgreSQL cannot keep."""
    asked = [request.path, *(text for pair in request.args.items(multi=True) for text in pair)]
    return any("\x00" in text for text in asked)


def _role_may(act: Act) -> bool:
    # Somebody who can see records of this kind gets the record's own answer (403 there, 404 elsewhere);
    # to everyone else no such record exists, there or not.
    door: Door = getattr(current_app.view_functions[request.endpoint or ""], "door")
    sees = {Subject.CASE: Act.SEE_CASE, Subject.CONTACT: Act.SEE_CONTACT, Subject.FAMILY: Act.SEE_FAMILY}
    return could(me(), sees.get(door.subject, act) if door.subject else act)


def _ask_to_sign_in() -> Any:
    """Send to the sign-in page, and keep what a signed-out person had typed in a form of theirs."""
    known: SignIn | None = g.get("lapsed")
    if request.method in CHANGES and known is not None and _keep_typed(known.practitioner_id):
        session["kept"] = True
        if request.endpoint == "home.keep":
            return "", 204, {"Sign-In": "needed"}
    elif request.endpoint == "home.keep":
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("sign_in.sign_in", next=back if back != "/" else None), 303)


def form_path() -> str | None:
    """The form that was typed into: this page, or the one that its script names; None where that is no form."""
    path = request.args.get("path", "") if request.endpoint == "home.keep" else request.path
    adapter = current_app.url_map.bind("")
    is_form = 0 < len(path) <= 200 and adapter.test(path, "POST") and adapter.test(path, "GET")
    return path if is_form else None


def _keep_typed(practitioner_id: int) -> bool:
    """Keep what was typed as a draft for its writer alone. False where there is nothing to keep."""
    path, fields = form_path(), kept_fields(request.form)
    if path is None or not any(value for values in fields.values() for value in values):
        return False
    keeping.keep_draft(practitioner_id, path, fields)
    return True


def load_viewer(token: str) -> Practitioner | None:
    """The practitioner of a sign-in that is in force; a lapsed one is remembered for its draft."""
    found = sign_in_queries.sign_in_of(token)
    if found is None:
        return None
    config = current_app.config
    if not sign_in_queries.in_force(found, config["SIGN_IN_IDLE"], config["SIGN_IN_LONGEST"]):
        if sign_in_queries.only_lapsed(found):
            g.lapsed = found
        return None
    if (clock.now() - found.last_seen_at).total_seconds() > 60:
        g.changed_sign_in = found.id
    viewer = found.practitioner
    viewer.token, viewer.sign_in_id, viewer.way = token, found.id, found.way
    if not goes_on(viewer):
        return None
    return viewer


def settle(response: Response) -> Response:
    """After each request: the record, its event and its look in one commit, or none of them."""
    if response.status_code >= 400 or request.method not in CHANGES:
        db.session.close()  # a rollback that also lets go of what was read
    viewer_id = g.get("viewer_id")
    if request.method in CHANGES and response.status_code < 400:
        try:
            _finish_change(response, viewer_id)
            commit()
        except (IntegrityError, StaleDataError) as collision:
            return cast(Response, collided(collision))
    else:
        _note_only(viewer_id)
        _keep_refused(response)
    return response


def _keep_refused(response: Response) -> None:
    """What somebody without an account typed into a form that was refused is kept where they find it again."""
    keep: Callable[[], None] | None = g.get("after_refusal")
    if keep is not None and response.status_code in (400, 409):
        writing.set(True)
        keep()
        db.session.commit()


def commit() -> None:
    """The one commit of a request that changed something."""
    db.session.commit()


def _finish_change(response: Response, viewer_id: int | None) -> None:
    if viewer_id is None:
        return
    key = _submission()
    if key and response.location and g.get("submission_open", True):
        keeping.remember_submission(viewer_id, key, request.path, response.location)
    if g.drop_draft:
        keeping.drop_draft(viewer_id, request.path[:200])
    looks.note_looks(viewer_id, g.looks)
    if g.changed_sign_in:
        sign_ins.seen(g.changed_sign_in)


def _note_only(viewer_id: int | None) -> None:
    """What stays of a request that changed nothing: its looks, its draft, that somebody is still there."""
    if viewer_id is None or not (g.looks or g.keep_draft or g.changed_sign_in):
        return
    writing.set(True)
    looks.note_looks(viewer_id, g.looks)
    if g.keep_draft:
        _keep_typed(viewer_id)
    if g.changed_sign_in:
        sign_ins.seen(g.changed_sign_in)
    db.session.commit()


def collided(_error: Exception) -> Any:
    """Two changes met. The same form sent twice leads where the first one led; anything else is said in words,
    with everything that was typed."""
    from . import errors

    db.session.rollback()
    viewer_id = g.get("viewer_id")
    if viewer_id is not None:
        earlier = kept.earlier_submission(viewer_id, _submission())
        if earlier is not None:
            db.session.rollback()
            return redirect(earlier.location, 303)
        g.keep_draft = request.method in CHANGES
        g.looks = []
        _note_only(viewer_id)
    return errors.page(
        409,
        gettext(
            "Someone else changed this at the same moment. Nothing of yours is lost: open "
            "the page again and what you typed is there."
        ),
    )
