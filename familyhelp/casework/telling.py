"""How people are told what is due: the address of their calendar, and a message once a day or once a week."""

from __future__ import annotations

import secrets
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import CalendarFeed, Practitioner, Telling
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.telling import USUAL_RHYTHM, Rhythm, tells_on
from ..practice.words import N_, NotYet, say
from . import messages
from .sign_ins import count_try, digest_of


def make_calendar(*, by: Practitioner) -> str:
    """Make an address for one's own calendar, in place of the one there was. Gives the secret in it, kept nowhere."""
    end_calendars(by)
    token = secrets.token_urlsafe(32)
    db.session.add(CalendarFeed(practitioner_id=by.id, token_digest=digest_of(token), made_at=clock.now()))
    by.record(EventKind.CALENDAR_MADE, by=by)
    return token


def end_calendar(*, by: Practitioner) -> None:
    """End one's own calendar: its address answers nobody from now on. Raises NotYet where there is none."""
    if not end_calendars(by):
        raise NotYet(say(N_("You have no calendar address.")))
    by.record(EventKind.CALENDAR_ENDED, by=by)


def end_calendars(person: Practitioner) -> bool:
    """End whatever calendar a person has; the deed that it belongs to tells of it. Whether there was one."""
    in_force = sa.and_(CalendarFeed.practitioner_id == person.id, CalendarFeed.ended_at.is_(None))
    ended = sa.update(CalendarFeed).where(in_force).values(ended_at=clock.now()).returning(CalendarFeed.id)
    return db.session.scalars(ended).first() is not None


def count_reading(digest: str) -> None:
    """Count one reading of a calendar. Raises TooMany where there were too many in a few minutes."""
    count_try([digest_of(f"calendar|{digest}")])


def note_read(feed_id: int) -> None:
    """Note that a calendar was read now, for its owner to see."""
    db.session.execute(sa.update(CalendarFeed).where(CalendarFeed.id == feed_id).values(last_read_at=clock.now()))


def choose_rhythm(rhythm: Rhythm, *, by: Practitioner) -> None:
    """Choose how often one is told what is due."""
    _telling_of(by).rhythm = rhythm
    by.record(EventKind.RHYTHM_CHOSEN, by=by, rhythm=rhythm)


def _telling_of(person: Practitioner) -> Telling:
    found = db.session.scalar(sa.select(Telling).where(Telling.practitioner_id == person.id).with_for_update())
    if found is None:
        found = Telling(practitioner_id=person.id, rhythm=USUAL_RHYTHM)
        db.session.add(found)
    return found


def tell(person: Practitioner, *, topic: str, text: str, on: date) -> bool:
    """Write somebody what is due, once a day and only on the days they chose. Whether it was written. Of two at once
    one waits for the other, or fails on the one row that a person has."""
    telling = _telling_of(person)
    if telling.told_on == on or not tells_on(telling.rhythm, on):
        return False
    telling.told_on = on
    messages.write(person.email, topic, text)
    db.session.flush()
    return True
