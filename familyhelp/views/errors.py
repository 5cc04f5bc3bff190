"""Pages for what went wrong: one sentence each, never a wall, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from ..extensions import db
from ..forms.base import kept_fields
from ..models import Case, Unreadable
from ..practice.references import write_code
from ..practice.words import NotYet, Refusal
from ..queries.sharing import Ended
from . import passage

AWAY = (OperationalError, InterfaceError, PoolTimeout)
"""How it shows that the database cannot be reached, or that somebody else holds it for too long."""
_MACHINERY = frozenset({"version"})


def page(status: int, sentence: str, *, typed: dict[str, str] | None = None) -> Any:
    """A page with one sentence, and what was typed where the form could not be taken."""
    return make_response(render_template("errors/error.html", status=status, sentence=sentence, typed=typed), status)


def typed_text() -> dict[str, str]:
    """What was typed into the form that was sent, by what its fields are called in words; no passwords."""
    try:
        fields = kept_fields(request.form)
    except HTTPException:  # the form itself could not be read
        return {}
    told = {name: ", ".join(v for v in values if v) for name, values in fields.items() if name not in _MACHINERY}
    return {name.replace("_", " ").replace("-", " "): text for name, text in told.items() if text.strip()}


def _http(error: HTTPException) -> Any:
    sentences = {
        400: gettext("We could not read what was sent."),
        401: gettext("You are signed out. Sign in, then open the page again."),
        403: gettext("You can see this record, but this is not yours to do. Ask the lead or the team manager."),
        404: gettext("There is nothing here that you can open. Check the reference, or go back to your work."),
        405: gettext("This address cannot be used like that."),
        409: gettext("This cannot be done now."),
        413: gettext("That is more than one form can hold. Go back, make the text shorter and send it again."),
        429: gettext("That was too many tries. Wait five minutes, then try again."),
    }
    if request.endpoint == "uploads.upload":
        sentences[413] = gettext("This file is too large to be uploaded. Import it by the command of the service.")
    if request.endpoint == "attachments.add":
        sentences[413] = gettext("This file is far too large. Go back and choose a smaller one: nothing was added.")
    if error.code == 403 and g.get("sight_ended") is not None:
        return page(403, _sight_ended(g.sight_ended), typed=typed_text() if request.method == "POST" else None)
    if getattr(g, "subject", None) is None and error.code == 403:
        return page(403, gettext("This page is not part of your role."))
    if error.response is not None:
        return error.response
    # Somebody who can see the record may have been typing while it changed under them.
    typed = typed_text() if request.method == "POST" and g.get("subject") is not None else None
    return page(error.code or 500, sentences.get(error.code or 500, gettext("This could not be done.")), typed=typed)


def _sight_ended(ended: Ended) -> str:
    ask = ended.ask or gettext("the team manager")
    if ended.has_part:
        return str(gettext("The family’s sharing with your agency has ended. Ask %(name)s.", name=ask))
    return str(gettext("Your part in this family’s help has ended. Ask %(name)s.", name=ask))


def _not_yet(refusal: Refusal) -> Any:
    posted = request.method == "POST"
    g.keep_draft = posted
    subject = g.get("subject")
    back = url_for("cases.case", case=write_code(subject.code)) if isinstance(subject, Case) else None
    typed = typed_text() if posted else None
    return make_response(
        render_template("errors/refused.html", sentences=refusal.sentences, typed=typed, back=back), 409
    )


def _csrf(_error: CSRFError) -> Any:
    sentence = gettext(
        "This page was open for too long or was sent from elsewhere, so nothing was saved. "
        "Copy what you typed, open the page again and paste it."
    )
    return page(400, sentence, typed=typed_text())


def _without_database() -> None:
    """Let the page that follows ask the database for nothing, not even for who is reading it."""
    try:
        db.session.rollback()
    except AWAY:
        db.session.remove()
    g.viewer_id = None
    g.looks = []
    g._login_user = AnonymousUserMixin()


def away(_error: Exception) -> Any:
    """The page that is shown while the database cannot be reached."""
    _without_database()
    sentence = gettext(
        "The service cannot reach its records just now, so nothing was saved. Keep this page "
        "open, copy what you typed, and try again in a minute."
    )
    response = page(503, sentence, typed=typed_text())
    response.headers["Retry-After"] = "60"
    return response


def _fault(error: Exception) -> Any:
    original = getattr(error, "original_exception", None)
    if isinstance(error, InternalServerError) and isinstance(original, AWAY):
        return away(original)
    _without_database()
    sentence = gettext(
        "Something went wrong on our side, and it has been noted. Nothing was saved: copy what you typed, "
        "then try again."
    )
    return page(500, sentence, typed=typed_text())


def _unreadable(error: Unreadable) -> Any:
    """A value that does not open where it stands: it is never shown, and the page says which it is."""
    current_app.logger.error("%s", error)
    _without_database()
    sentence = gettext(
        "This record holds words that cannot be opened where they stand, so nothing of them is shown. Tell whoever "
        "runs the service, with this place: %(place)s.",
        place=error.place,
    )
    return page(500, sentence, typed=typed_text())


def init_app(app: Flask) -> None:
    """Give every kind of error its page."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotYet, _not_yet)
    app.register_error_handler(Refusal, _not_yet)
    app.register_error_handler(IntegrityError, passage.collided)
    app.register_error_handler(StaleDataError, passage.collided)
    app.register_error_handler(Unreadable, _unreadable)
    for kind in AWAY:
        app.register_error_handler(kind, away)
    app.register_error_handler(500, _fault)
