"""Reading the front door: the queue, what waits for social care, and one request with its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from ..extensions import db
from ..models import (
    Agency,
    Case,
    Contact,
    ContactPerson,
    Event,
    Family,
    Member,
    Message,
    OutcomeTelling,
    Practitioner,
    Team,
)
from ..policy import as_viewer, sees_contact, sees_family, somebody, visible_cases, visible_contacts
from ..practice.chronology import Subject
from ..practice.references import read_code, write_code
from ..practice.roles import Role
from ..practice.triage import ContactOutcome, ContactState
from . import outcome_tellings, step_downs
from .families import events_of
from .paging import PAGE, Page
from .step_downs import WaitingDown

Place = tuple[int, date, int, int]
MOST_AGENCIES, MOST_TEAMS = 300, 100


@dataclass(frozen=True)
class Waiting:
    """One line of the queue; its people are named only to those who may open the request."""

    contact: Contact
    may_open: bool

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return (self.contact.urgency_order, self.contact.due_on, 0, self.contact.id)


def queue(viewer: Practitioner, after: str | None) -> Page[Waiting | WaitingDown]:
    """The requests and step-downs that wait for a decision: safeguarding first, then urgency, then the day they are
    due. `after` is the key of the last one on the page before."""
    start = _place_of(after)
    values: dict[str, Any] = dict(as_viewer(viewer))
    if start:
        urgency, day, kind, number = start
        values |= dict(zip(_START, (urgency, day, _LAST if kind else number), strict=True))
    found = db.session.execute(_queue(viewer.role, bool(start)), values)
    rows: list[Waiting | WaitingDown] = [Waiting(contact, bool(seen)) for contact, seen in found]
    rows = sorted([*rows, *step_downs.waiting_downs(viewer, start)], key=lambda row: row.place)
    return Page(rows[:PAGE], _key_of(rows[PAGE - 1]) if len(rows) > PAGE else None)


_LAST = 2**62
"""After every request of a day: the step-downs of that day."""
_START = ("after_urgency", "after_day", "after_number")


@cache
def _queue(role: Role, goes_on: bool) -> Any:
    here = (Contact.urgency_order, Contact.due_on, Contact.id)
    query = sa.select(Contact, sees_contact(somebody(role))).where(Contact.state == ContactState.WAITING)
    if goes_on:
        there = [sa.bindparam(name, type_=column.type) for name, column in zip(_START, here, strict=True)]
        query = query.where(sa.tuple_(*here) > sa.tuple_(*there))
    query = query.options(joinedload(Contact.held_by).load_only(Practitioner.name), selectinload(Contact.people))
    query = query.options(defer(Contact.own_words))
    return query.order_by(*here).limit(PAGE + 1)


def _key_of(row: Waiting | WaitingDown) -> str:
    return write_code(row.contact.code) if isinstance(row, Waiting) else f"{step_downs.KEY}{row.step}"


def _place_of(after: str | None) -> Place | None:
    if after and after.startswith(step_downs.KEY):
        return step_downs.place_of(after)
    code = read_code(after) if after else None
    contact = db.session.scalar(sa.select(Contact).where(Contact.code == code)) if code else None
    return (contact.urgency_order, contact.due_on, 0, contact.id) if contact else None


@dataclass(frozen=True)
class Elsewhere:
    """What is decided and waits for somebody else, the oldest first; of each at most a page."""

    for_social_care: Sequence[Contact]
    """The requests that went to statutory social care and that nobody there has taken on. Social care reads here, too,
    what is about harm and not decided yet."""
    returned: Sequence[Contact]
    """The requests that were returned and whose answer nobody has recorded."""


def elsewhere(viewer: Practitioner) -> Elsewhere:
    """The requests that wait for somebody outside the front door, in one statement and one for the people they name."""
    found = db.session.scalars(_elsewhere(viewer.role), as_viewer(viewer)).all()
    passed = [c for c in found if c.passed_at and not c.acknowledged_at]
    back = [c for c in found if c.outcome is ContactOutcome.RETURNED]
    return Elsewhere(
        sorted(passed, key=lambda c: (c.passed_at, c.id)), sorted(back, key=lambda c: (c.decided_at, c.id))
    )


@cache
def _elsewhere(role: Role) -> Any:
    seen = visible_contacts(somebody(role)).with_only_columns(Contact.id)
    passed = seen.where(Contact.passed_at.is_not(None), Contact.acknowledged_at.is_(None))
    if role is not Role.LIAISON:
        # Who decides reads what is not decided yet in the queue, once.
        passed = passed.where(Contact.state == ContactState.DECIDED)
    back = seen.where(Contact.outcome == sa.literal_column(f"'{ContactOutcome.RETURNED.value}'"))
    oldest = (
        passed.order_by(Contact.passed_at, Contact.id).limit(PAGE).subquery(),
        back.order_by(Contact.decided_at, Contact.id).limit(PAGE).subquery(),
    )
    wanted = sa.union_all(*(sa.select(each.c.id) for each in oldest)).subquery()
    loads = selectinload(Contact.people), joinedload(Contact.decided_by)
    return sa.select(Contact).where(Contact.id.in_(sa.select(wanted.c.id))).options(*loads).order_by(Contact.id)


def by_code(code: str, *, locking: bool) -> Contact | None:
    """A request by its reference, whoever reads it; `locking` holds it until the request of the browser is done."""
    query = sa.select(Contact).where(Contact.code == code).options(joinedload(Contact.decided_by))
    return db.session.scalar(query.with_for_update(of=Contact) if locking else query)


MOST_COUNTED = 1000


@dataclass(frozen=True)
class Ages:
    """How long the queue has waited: how many are late, are due today, have longer; and the moment of the oldest."""

    late: int
    today: int
    later: int
    oldest: datetime | None


def ages(today: date) -> Ages:
    """How long the first thousand requests and step-downs of the queue have waited. It names nobody."""
    waiting = (
        sa.select(Contact.due_on, Contact.received_at)
        .where(Contact.state == ContactState.WAITING)
        .order_by(Contact.urgency_order, Contact.due_on, Contact.id)
        .limit(MOST_COUNTED)
        .subquery()
    )
    downs = step_downs.ages_of_downs().limit(MOST_COUNTED).subquery()
    waiting = sa.union_all(sa.select(waiting), sa.select(downs)).subquery()
    due = waiting.c.due_on
    counted = (sa.func.sum(sa.case((which, 1), else_=0)) for which in (due < today, due == today, due > today))
    row = db.session.execute(sa.select(*counted, sa.func.min(waiting.c.received_at))).one()
    return Ages(int(row[0] or 0), int(row[1] or 0), int(row[2] or 0), row[3])


def agencies() -> Sequence[Agency]:
    """The partner agencies, by name; at most 300."""
    return db.session.scalars(sa.select(Agency).order_by(Agency.name).limit(MOST_AGENCIES)).all()


def teams() -> Sequence[Team]:
    """The teams that can hold a case, by name; at most 100."""
    return db.session.scalars(sa.select(Team).order_by(Team.name).limit(MOST_TEAMS)).all()


@dataclass(frozen=True)
class ContactPage:
    """What the page of a request shows, besides the request itself."""

    people: Sequence[ContactPerson]
    families: dict[int, Family]
    """The family of each person matched that the reader may see, by the number of the person."""
    hidden: frozenset[int]
    """The people matched who belong to a family that the reader may not see."""
    case: Case | None
    events: Sequence[Event]
    message: Message | None
    """The newest message to whoever asked: waiting to go out, or sent."""
    tellings: Sequence[OutcomeTelling]
    """Who hears of the decision that stands, how, and whether they read it; nothing of before this was recorded."""


def contact_page(contact: Contact, viewer: Practitioner) -> ContactPage:
    """Everything for the page of a request, in a fixed number of statements."""
    people = people_of(contact)
    matched = {named.person_id for named in people if named.person_id}
    seen, hidden = families_by_person(matched, viewer)
    case = None
    if contact.case_id:
        case = db.session.scalar(
            visible_cases(viewer)
            .where(Case.id == contact.case_id)
            .options(joinedload(Case.lead), joinedload(Case.team, innerjoin=True))
        )
    tellings = outcome_tellings.of_decision(contact)
    message = _newest_message(contact) if not tellings else None
    return ContactPage(people, seen, hidden, case, events_of(Subject.CONTACT, contact.id), message, tellings)


def _newest_message(contact: Contact) -> Message | None:
    if contact.decided_at is None or not contact.referrer_email:
        return None
    to_them = sa.select(Message).where(Message.contact_id == contact.id, Message.to == contact.referrer_email)
    return db.session.scalar(to_them.order_by(Message.id.desc()).limit(1))


def people_of(contact: Contact) -> Sequence[ContactPerson]:
    """The people whom a request names, in the order in which they were named, with their matches."""
    return db.session.scalars(
        sa.select(ContactPerson)
        .where(ContactPerson.contact_id == contact.id)
        .options(joinedload(ContactPerson.person))
        .order_by(ContactPerson.id)
    ).all()


def families_by_person(person_ids: set[int], viewer: Practitioner) -> tuple[dict[int, Family], frozenset[int]]:
    """The family of each of these people that a person may see, and the people who are in one that they may not."""
    rows = db.session.execute(
        sa.select(Member.person_id, Family, sees_family(viewer))
        .join(Family, Family.id == Member.family_id)
        .where(Member.person_id.in_(person_ids), Member.ends_on.is_(None))
        .order_by(Member.id)
    ).all()
    seen: dict[int, Family] = {}
    hidden = set()
    for person, family, visible in rows:
        if visible:
            seen.setdefault(person, family)
        elif family.restricted:
            hidden.add(person)
    return {p: f for p, f in seen.items() if p not in hidden}, frozenset(hidden)


def families_to_choose(contact: Contact, viewer: Practitioner) -> tuple[Sequence[Family], bool]:
    """The families that the people matched belong to, and whether one of them is out of a person's sight."""
    people = sa.select(ContactPerson.person_id).where(ContactPerson.contact_id == contact.id)
    rows = db.session.execute(
        sa.select(Family, sees_family(viewer))
        .where(Family.id.in_(sa.select(Member.family_id).where(Member.person_id.in_(people), Member.ends_on.is_(None))))
        .order_by(Family.id)
    ).all()
    return [family for family, visible in rows if visible], any(not visible for _, visible in rows)
