"""A calendar that other programs read (iCalendar, RFC 5545): one person's next days, by the reference of the case and
what is due there, and never by a family's name. Whoever holds its signed address reads it; nothing else answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, make_response, url_for
from flask_babel import gettext
from icalendar import Calendar, Event
from itsdangerous import BadData, URLSafeSerializer

from ..casework import telling as deeds
from ..casework.sign_ins import WINDOW, TooMany, digest_of
from ..extensions import db, writing
from ..practice import clock
from ..practice.references import write_code
from ..queries import telling as queries
from ..queries.agenda import Dated, agenda
from .addresses import whole
from .guards import keyed
from .passage import commit

bp = Blueprint("calendars", __name__)
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="familyhelp.calendar")


def address_of(token: str) -> str:
    """The whole address of a calendar, as it is given to its owner."""
    return whole(url_for("calendars.feed", token=_signer().dumps(token)))


@bp.get("/calendar/<token>.ics")
@keyed
def feed(token: str) -> Any:
    """The calendar at a signed address. Forged, unknown, ended or of an ended account: there is nothing here."""
    digest = _digest(token) or abort(404)
    found = queries.feed_by(digest) or abort(404)
    number = found.id
    db.session.rollback()
    writing.set(True)
    try:
        deeds.count_reading(digest)
    except TooMany:
        return _too_many()
    deeds.note_read(number)
    commit()
    writing.set(False)
    found = queries.feed_by(digest) or abort(404)
    response = make_response(_written(agenda(found.practitioner)))
    response.headers.update(HEADERS | {"Content-Type": "text/calendar; charset=utf-8"})
    return response


def _digest(token: str) -> str | None:
    try:
        signed = _signer().loads(token)
    except (BadData, UnicodeError):
        return None
    return digest_of(signed) if isinstance(signed, str) else None


def _too_many() -> Response:
    response = make_response("", 429)
    response.headers.update(HEADERS | {"Retry-After": str(int(WINDOW.total_seconds()))})
    return response


def _written(days: Any) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//familyhelp//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", gettext("familyhelp: what is due"))
    calendar.add("x-wr-calname", gettext("familyhelp: what is due"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in days:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(one: Dated) -> Event:
    event = Event()
    what = gettext(one.what)
    event.add("uid", f"{one.key}@{urlsplit(current_app.config['SERVICE_URL']).hostname or 'localhost'}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", f"{what} ({write_code(one.case)})" if one.case else what)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", whole(url_for("cases.case", case=write_code(one.case)) if one.case else url_for("home.home")))
    return event
