"""Requests for help: those that became cases, those that did not, and the queue that waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from familyhelp.practice import triage
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.roles import Role
from familyhelp.practice.triage import (
    PATHWAYS,
    URGENCY_ORDER,
    ContactOutcome,
    ContactState,
    Level,
    Source,
    Urgency,
)

from .chains import Chain
from .episodes import World
from .households import Household, Somebody, moment
from .staff import Worker
from .words import NEEDS, texts

SOURCES = list(Source)
ENDINGS = (
    *[(ContactOutcome.ADVICE, Level.ADDITIONAL)] * 4,
    *[(ContactOutcome.COMMUNITY, Level.ADDITIONAL)] * 2,
    *[(ContactOutcome.NO_ACTION, Level.UNIVERSAL)] * 2,
    (ContactOutcome.RETURNED, Level.ADDITIONAL),
    (ContactOutcome.STEP_UP, Level.ACUTE),
)
WAITING = 300


def receive(world: World, home: Household, at: datetime, urgency: Urgency, **more: object) -> tuple[int, Chain]:
    """A request for help for a family."""
    chance, source = world.chance, world.chance.one(SOURCES)
    clerk = world.staff.one(Role.FRONT_DOOR, chance)
    contact_id = world.rows.add(
        "contacts",
        code=world.codes(),
        received_at=at,
        source=source,
        agency_id=chance.one(world.staff.agencies) if source in (Source.SCHOOL, Source.POLICE) else None,
        referrer_name=f"{chance.one(('Ann', 'Bob', 'Cem', 'Dot'))} {chance.surname()}",
        referrer_email="referrer@example.org",
        needs=chance.one(NEEDS),
        tried=chance.one(texts())[:200],
        family_view=chance.one(texts())[:200],
        family_knows=True,
        urgency=urgency,
        urgency_order=URGENCY_ORDER[urgency],
        risk="There was a bruise." if urgency is Urgency.SAFEGUARDING else None,
        address=home.address,
        postcode=home.postcode,
        due_on=_due(at.date(), urgency),
        created_by_id=clerk.id,
        **more,
    )
    chain = Chain(world.rows, Subject.CONTACT, contact_id)
    chain.add(EventKind.RECEIVED, at, clerk.id, source=source)
    return contact_id, chain


_days: dict[tuple[date, Urgency], date] = {}


def _due(day: date, urgency: Urgency) -> date:
    found = _days.get((day, urgency))
    if found is None:
        found = _days[day, urgency] = triage.due_on(day, urgency)
    return found


def decided(world: World, home: Household, day: date, case_id: int | None = None) -> tuple[int, Worker]:
    """A request that was matched and decided within its day. Its number, and who decided."""
    chance, by = world.chance, world.staff.one(Role.FRONT_DOOR, world.chance)
    at = datetime.combine(day, time(7, chance.some(0, 59)), UTC)
    outcome, level = (ContactOutcome.TARGETED, Level.COMPLEX) if case_id else chance.one(ENDINGS)
    urgency = Urgency.SAFEGUARDING if outcome is ContactOutcome.STEP_UP else Urgency.ROUTINE
    done = at + timedelta(minutes=50)
    rationale = chance.one(texts())[:200]
    contact_id, chain = receive(
        world,
        home,
        at,
        urgency,
        state=ContactState.DECIDED,
        family_id=home.id,
        outcome=outcome,
        level=level,
        rationale=rationale,
        referrer_told=PATHWAYS[outcome].says,
        decided_at=done,
        decided_by_id=by.id,
        case_id=case_id,
        passed_at=done if urgency is Urgency.SAFEGUARDING else None,
        acknowledged_by="The duty social worker" if urgency is Urgency.SAFEGUARDING else None,
        acknowledged_at=done + timedelta(minutes=5) if urgency is Urgency.SAFEGUARDING else None,
    )
    chain.add(EventKind.CLAIMED, at + timedelta(minutes=1), by.id)
    for number, person in enumerate(home.people, 2):
        _named(world, contact_id, person, by)
        name = f"{person.forename} {person.surname}"
        chain.add(EventKind.MATCHED, at + timedelta(minutes=number), by.id, person=name, code=person.code)
    chain.add(EventKind.DECIDED, done, by.id, rationale, outcome=outcome, level=level)
    if urgency is Urgency.SAFEGUARDING:
        chain.add(EventKind.ACKNOWLEDGED, done + timedelta(minutes=5), by.id, who="The duty social worker")
    return contact_id, by


def waiting(world: World, home: Household) -> None:
    """A request that waits for its decision; one in five is in somebody's hand."""
    chance = world.chance
    urgency = chance.one((Urgency.SAFEGUARDING, *[Urgency.URGENT] * 2, *[Urgency.ROUTINE] * 7))
    at = moment(world.today - timedelta(days=chance.some(1, 4)), chance)
    held = world.staff.one(Role.FRONT_DOOR, chance) if chance.maybe(0.2) else None
    since = at + timedelta(minutes=10) if held else None
    contact_id, chain = receive(world, home, at, urgency, held_by_id=held.id if held else None, held_since=since)
    for person in home.people:
        _named(world, contact_id, person, None)
    if held and since:
        chain.add(EventKind.CLAIMED, since, held.id)


def _named(world: World, contact_id: int, person: Somebody, by: Worker | None) -> None:
    world.rows.add(
        "contact_people",
        contact_id=contact_id,
        forename=person.forename,
        surname=person.surname,
        birth_date=person.born,
        sex=person.sex,
        role=person.role,
        person_id=person.id if by else None,
        matched_by_id=by.id if by else None,
    )
