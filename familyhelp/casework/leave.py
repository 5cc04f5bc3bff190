"""Leave: recording that somebody is away and who covers for them, and ending it early. It ends by itself otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Leave, Practitioner
from ..practice import clock, references
from ..practice import leave as rules
from ..practice.chronology import EventKind
from ..practice.leave import Colleague, Days
from ..practice.roles import Role
from ..practice.words import N_, NotYet, say
from . import messages


def colleague(person: Practitioner) -> Colleague:
    """What the rules of leave read of somebody."""
    answers_for = {team.id for team in person.managed_teams} if person.role is Role.MANAGER else set()
    teams = answers_for | ({person.team_id} if person.team_id and person.role is Role.KEY_WORKER else set())
    return Colleague(person.id, person.name, person.role, person.is_active, frozenset(teams), person.agency_id)


def record_leave(
    worker: Practitioner,
    *,
    cover: Practitioner,
    starts_on: date,
    ends_on: date,
    note: str | None,
    link: str,
    by: Practitioner,
) -> Leave:
    """Record that somebody is away and who covers for them; the cover is told. Raises NotYet. Both accounts are
    locked, so that two cannot go on leave as each other's cover at one moment."""
    both = sa.select(Practitioner.id).where(Practitioner.id.in_({worker.id, cover.id}))
    db.session.execute(both.order_by(Practitioner.id).with_for_update())
    own, covering, cover_away = _days(worker, away=True), _days(worker, away=False), _days(cover, away=True)
    lacking = list(
        rules.missing(
            colleague(worker),
            colleague(cover),
            Days(starts_on, ends_on),
            clock.today(),
            own=own,
            covering=covering,
            cover_away=cover_away,
        )
    )
    if lacking:
        raise NotYet(*lacking)
    leave = Leave(
        code=references.new_code(),
        worker=worker,
        cover=cover,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(leave)
    worker.record(
        EventKind.LEAVE_RECORDED,
        by=by,
        person=worker.name,
        cover=cover.name,
        first_day=str(starts_on),
        last_day=str(ends_on),
    )
    text = "You cover for %(who)s from %(first)s to %(last)s. Their families are on your home page then:\n%(link)s\n"
    told = {"who": worker.name, "first": starts_on.strftime("%d/%m/%Y"), "last": ends_on.strftime("%d/%m/%Y")}
    messages.write(cover.email, f"You cover for {worker.name}", text % (told | {"link": link}))
    return leave


def end_leave(leave: Leave, *, by: Practitioner) -> None:
    """End an absence today, or call it off: its cover ends at once. Raises NotYet."""
    if leave.ended_at is not None or leave.ends_on < clock.today():
        raise NotYet(say(N_("This absence is over.")))
    leave.ended_at, leave.ended_by_id = clock.now(), by.id
    leave.worker.record(EventKind.LEAVE_ENDED, by=by, person=leave.worker.name)


def _days(person: Practitioner, *, away: bool) -> Sequence[Days]:
    """The days from today on which somebody is away, or covers for somebody."""
    whose = Leave.worker_id if away else Leave.cover_id
    found = sa.select(Leave).where(whose == person.id, Leave.ended_at.is_(None), Leave.ends_on >= clock.today())
    return [leave.days for leave in db.session.scalars(found)]
