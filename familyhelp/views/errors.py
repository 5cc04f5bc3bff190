"""Pages for what went wrong: one sentence each, never a wall."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from ..extensions import db
from ..forms.base import kept_fields
from ..practice.words import NotYet, Refusal
from . import guards


def page(status: int, sentence: str, *, typed: dict[str, list[str]] | None = None) -> Any:
    """A page with one sentence, and what was typed where the form could not be taken."""
    return make_response(
        render_template("errors/error.html", status=status, sentence=sentence, typed=typed), status
    )


def _http(error: HTTPException) -> Any:
    sentences = {
        400: gettext("We could not read what was sent."),
        403: gettext(
            "You can see this record, but this is not yours to do. Ask the lead or the team manager."
        ),
        404: gettext(
            "There is nothing here that you can open. Check the reference, or go back to your work."
        ),
        405: gettext("This address cannot be used like that."),
        409: gettext("This cannot be done now."),
        413: gettext("That is more than one form can hold. Make the text shorter and send it again."),
        429: gettext("That was too many tries. Wait five minutes, then try again."),
    }
    if getattr(g, "subject", None) is None and error.code == 403:
        return page(403, gettext("This page is not part of your role."))
    return page(error.code or 500, sentences.get(error.code or 500, gettext("This could not be done.")))


def _not_yet(refusal: Refusal) -> Any:
    return make_response(render_template("errors/refused.html", sentences=refusal.sentences), 409)


def _csrf(_error: CSRFError) -> Any:
    return page(
        400,
        gettext(
            "This page was open for too long or was sent from elsewhere, so nothing was saved. "
            "Copy what you typed, open the page again and paste it."
        ),
        typed=kept_fields(request.form) if request.form else None,
    )


def _database_away(_error: OperationalError) -> Any:
    db.session.rollback()
    g.viewer_id = None
    return page(
        503,
        gettext(
            "The service cannot reach its records just now, so nothing was saved. Keep this page "
            "open, copy what you typed, and try again in a minute."
        ),
        typed=kept_fields(request.form) if request.form else None,
    )


def _fault(_error: Exception) -> Any:
    db.session.rollback()
    g.viewer_id = None
    return page(
        500,
        gettext("Something went wrong on our side. It has been noted. Nothing was saved."),
        typed=kept_fields(request.form) if request.form else None,
    )


def init_app(app: Flask) -> None:
    """Give every kind of error its page."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotYet, _not_yet)
    app.register_error_handler(Refusal, _not_yet)
    app.register_error_handler(IntegrityError, guards.collided)
    app.register_error_handler(StaleDataError, guards.collided)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(500, _fault)
