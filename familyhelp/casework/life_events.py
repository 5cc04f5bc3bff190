"""A birth and a death, each recorded once; and from whom it is kept where somebody lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import KeptFrom, Person, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.people import Sex
from ..practice.words import N_, NotYet, say
from .families import take


def record_birth(
    person: Person, *, born_on: date, forename: str, surname: str, sex: Sex | None, read_version: int, by: Practitioner
) -> None:
    """An unborn child is born: the same person, with a name and a day of birth. Raises Changed, NotYet."""
    if person.due_date is None:
        raise NotYet(say(N_("Only a child who is expected can be born: correct the date of birth instead.")))
    if born_on > clock.today():
        raise NotYet(say(N_("This day lies ahead."), "born_on"))
    if not forename.strip():
        raise NotYet(say(N_("Enter a name."), "forename"))
    take(person, read_version, lambda: {"forename": person.forename, "surname": person.surname})
    expected, called = person.due_date, person.name
    person.due_date, person.birth_date = None, born_on
    person.forename, person.surname, person.sex, person.known_as = forename, surname, sex, None
    person.record(EventKind.CHILD_BORN, by=by, person=person.name, was_name=called, was_due_date=expected.isoformat())


def record_death(person: Person, *, died_on: date, read_version: int, by: Practitioner) -> None:
    """Somebody has died. It is recorded once, and from then on nothing is asked of them and nothing is sent to them.
    Raises Changed, NotYet."""
    if person.died_on is not None:
        raise NotYet(say(N_("This is on the record already.")))
    if died_on > clock.today():
        raise NotYet(say(N_("This day lies ahead."), "died_on"))
    if person.birth_date and died_on < person.birth_date:
        raise NotYet(say(N_("This lies before the day of birth."), "died_on"))
    take(person, read_version, dict)
    person.died_on = died_on
    person.record(EventKind.DEATH_RECORDED, by=by, person=person.name, on=died_on.isoformat())


def take_back_death(person: Person, *, because: str, read_version: int, by: Practitioner) -> None:
    """It was recorded by mistake. Raises Changed, NotYet."""
    if person.died_on is None:
        raise NotYet(say(N_("No death is recorded.")))
    take(person, read_version, dict)
    was, person.died_on = person.died_on, None
    person.record(EventKind.DEATH_TAKEN_BACK, by=by, because=because, person=person.name, was=was.isoformat())


# The other side of a separated family -------------------------------------------------------------------------


def keep_from(people: Sequence[Person], other: Person, *, because: str, by: Practitioner) -> None:
    """Where these live and how to reach them is kept from somebody: their phone numbers and their addresses of now are
    withheld. One event for each. Raises NotYet."""
    if not people:
        raise NotYet(say(N_("Choose whose address it is."), "people"))
    for person in people:
        if person is other:
            raise NotYet(say(N_("Nobody’s address is kept from themselves: choose somebody else."), "other"))
        held = sa.exists().where(
            KeptFrom.person_id == person.id, KeptFrom.from_id == other.id, KeptFrom.ends_on.is_(None)
        )
        if db.session.scalar(sa.select(held)):
            raise NotYet(
                say(
                    N_("This is on the record already: %(one)s and %(other)s."),
                    "other",
                    one=person.name,
                    other=other.name,
                )
            )
        db.session.add(KeptFrom(person=person, other=other, because=because, starts_on=clock.today()))
        person.contact_hidden = True
        for address in person.addresses:
            address.hidden = True
        person.record(
            EventKind.KEPT_FROM, by=by, because=because, person=person.name, other=other.name,
            named=f"{person.code} {other.code}",
        )  # fmt: skip


def stop_keeping(kept: KeptFrom, *, because: str, by: Practitioner) -> None:
    """It is no longer kept from somebody. What was withheld stays so until somebody opens it. Raises NotYet."""
    if kept.ends_on is not None:
        raise NotYet(say(N_("This has ended already.")))
    kept.ends_on, kept.ended_because = clock.today(), because
    kept.person.record(
        EventKind.KEPT_NO_LONGER, by=by, because=because, person=kept.person.name, other=kept.other.name,
        named=f"{kept.person.code} {kept.other.code}",
    )  # fmt: skip
