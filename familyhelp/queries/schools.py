"""Reading where a child went to school before."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Event, Person
from ..practice import clock
from ..practice.chronology import EventKind, Subject
from ..practice.schools import EarlierSchool, earlier

MOST_READ = 200


def earlier_schools(person: Person) -> Sequence[EarlierSchool]:
    """The schools of somebody before the one of now, the newest first, from their chronology. One statement."""
    of = Event.subject == Subject.PERSON, Event.subject_id == person.id, Event.kind == EventKind.PERSON_CHANGED
    query = sa.select(Event.at, Event.facts).where(*of).order_by(Event.number.desc()).limit(MOST_READ)
    changes = ((clock.local_day(at), facts) for at, facts in db.session.execute(query))
    return list(earlier(person.school, person.school_since, changes))
