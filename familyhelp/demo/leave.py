"""One of the invented workers is on leave, and a colleague covers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework.leave import record_leave
from ..extensions import db
from ..models import Practitioner
from ..practice import clock
from .staff import DOMAIN

AWAY, COVER = "kiran", "keir"


def go_away(today: date) -> None:
    """Somebody went on leave the day before yesterday, and recorded it a week before."""
    asked = sa.select(Practitioner).where(Practitioner.email.in_([f"{name}@{DOMAIN}" for name in (AWAY, COVER)]))
    people = {person.email.partition("@")[0]: person for person in db.session.scalars(asked)}
    with clock.at(datetime.combine(today - timedelta(days=9), time(16), clock.LOCAL)):
        record_leave(
            people[AWAY],
            cover=people[COVER],
            starts_on=today - timedelta(days=2),
            ends_on=today + timedelta(days=9),
            note="The office has the keys of the meeting room.",
            link="https://help.saltmere.example/",
            by=people[AWAY],
        )
