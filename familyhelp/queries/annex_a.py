"""What the Annex A lists hold on a day, read from the records as they stand: a row for each child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import (
    Agency,
    AssessmentPart,
    Case,
    Closing,
    Contact,
    ContactPerson,
    Lead,
    Member,
    Person,
    Practitioner,
    Step,
    Team,
)
from ..practice import annex_a as rules
from ..practice import clock
from ..practice.clock import LOCAL
from ..practice.endings import ClosureReason
from ..practice.people import FamilyRole
from ..practice.references import write_code
from ..practice.roles import LEADING
from ..practice.sheets import Cell, Sheet
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.triage import ContactOutcome

Row = tuple[Cell, ...]
_CHILD = (Person.code, Person.sex, Person.ethnicity, Person.birth_date)


def annex_a(at: date, authority: str) -> list[Sheet]:
    """Lists 1, 2, 3 and 6 as on the day `at`; `authority` is whose workers they are where they are no partner's."""
    rows = {
        "List 1": _contacts(at),
        "List 2": _early_help(at, authority),
        "List 3": _referrals(at),
        "List 6": _in_need(at),
    }
    return [
        Sheet(name, tuple(column.header for column in columns), sorted(rows[name], key=_order), rules.NOTES[name])
        for name, columns in rules.LISTS.items()
    ]


def _order(row: Row) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row)


def _moments(at: date) -> tuple[datetime, datetime]:
    midnight = time(0, tzinfo=LOCAL)
    first = datetime.combine(rules.since(at), midnight)
    return first, datetime.combine(at + timedelta(days=1), midnight)


def _child(code: str, sex: Any, ethnicity: Any, born: date | None, at: date) -> Row:
    return (write_code(code), rules.gender(sex), rules.ethnicity(ethnicity), born, rules.age(born, at))


def _named_children() -> sa.Select[*tuple[Any, ...]]:
    """The children that requests name, with the person each was matched to, if any."""
    return (
        sa.select(
            Contact.id,
            Contact.code,
            Contact.received_at,
            Contact.source,
            ContactPerson.id,
            ContactPerson.sex,
            ContactPerson.birth_date,
            *_CHILD,
        )
        .join(ContactPerson, ContactPerson.contact_id == Contact.id)
        .outerjoin(Person, Person.id == ContactPerson.person_id)
        .where(ContactPerson.role == FamilyRole.CHILD)
        .order_by(Contact.id, ContactPerson.id)
    )


def _as_named(row: Any, numbers: Counter[int], at: date) -> Row:
    """The child of a request: as held where somebody matched it, else as it was named, by the request's reference."""
    contact, contact_code, _at, _source, _id, sex, born, code, held_sex, ethnicity, held_born = row[:11]
    numbers[contact] += 1
    if code is not None:
        return _child(code, held_sex or sex, ethnicity, held_born or born, at)
    name = f"{write_code(contact_code)}/{numbers[contact]}"
    return (name, rules.gender(sex), rules.ethnicity(None), born, rules.age(born, at))


def _contacts(at: date) -> Iterable[Row]:
    first, after = _moments(at)
    numbers: Counter[int] = Counter()
    found = db.session.execute(_named_children().where(Contact.received_at >= first, Contact.received_at < after))
    for row in found:
        yield (*_as_named(row, numbers, at), clock.local_day(row.received_at), rules.source(row.source))


def _children_of_cases() -> sa.Select[*tuple[Any, ...]]:
    """Each episode with the children who belonged to its family while it ran."""
    return (
        sa.select(*_CHILD, Case.id.label("case_id"), Case.opened_on, Case.closed_on, Case.assessed_on)
        .join(Member, Member.family_id == Case.family_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Closing, Closing.case_id == Case.id)
        .where(
            Member.role == FamilyRole.CHILD,
            sa.or_(Closing.reason.is_(None), Closing.reason != ClosureReason.ERROR),
            sa.or_(Member.ends_on.is_(None), Member.ends_on >= Case.opened_on),
            sa.or_(Case.closed_on.is_(None), Member.starts_on <= Case.closed_on),
        )
        .distinct()
    )


def _early_help(at: date, authority: str) -> Iterable[Row]:
    started = (
        sa.select(AssessmentPart.case_id, sa.func.min(AssessmentPart.written_at).label("at"))
        .group_by(AssessmentPart.case_id)
        .subquery()
    )
    organisation = (
        sa.select(sa.func.max(Agency.name))
        .join(Practitioner, Practitioner.agency_id == Agency.id)
        .join(Lead, Lead.practitioner_id == Practitioner.id)
        .where(
            Lead.case_id == Case.id,
            Lead.part.in_(LEADING),
            Lead.starts_on <= sa.func.coalesce(Case.assessed_on, at),
            sa.or_(Lead.ends_on.is_(None), Lead.ends_on > sa.func.coalesce(Case.assessed_on, at)),
        )
        .scalar_subquery()
    )
    query = (
        _children_of_cases()
        .add_columns(started.c.at, organisation)
        .outerjoin(started, started.c.case_id == Case.id)
        .where(
            Case.opened_on <= at,
            sa.or_(Case.closed_on.is_(None), Case.closed_on > at, Case.assessed_on.between(rules.since(at), at)),
        )
    )
    for code, sex, ethnicity, born, _case, _opened, _closed, assessed, begun, led_by in db.session.execute(query):
        start = clock.local_day(begun) if begun is not None else None
        yield (
            *_child(code, sex, ethnicity, born, at),
            start if start is not None and start <= at else None,
            assessed if assessed is not None and assessed <= at else None,
            led_by or authority,
        )


def _referrals(at: date) -> Iterable[Row]:
    first, after = _moments(at)
    year = datetime.combine(at - timedelta(days=364), time(0, tzinfo=LOCAL))
    sent = [*_stepped_up_at_once(year, after, at), *_stepped_up_later(year, after, at)]
    times = Counter(row[0] for _, row in sent)
    for moment, row in sent:
        if moment >= first:
            yield (*row[:8], str(times[row[0]]), *row[8:])


def _stepped_up_at_once(first: datetime, after: datetime, at: date) -> Iterable[tuple[datetime, Row]]:
    numbers: Counter[int] = Counter()
    query = _named_children().where(
        Contact.outcome == ContactOutcome.STEP_UP, Contact.decided_at >= first, Contact.decided_at < after
    )
    for row in db.session.execute(query.add_columns(Contact.decided_at)):
        day = clock.local_day(row.decided_at)
        yield row.decided_at, (*_as_named(row, numbers, at), day, rules.source(row.source), None, None, None)


def _stepped_up_later(first: datetime, after: datetime, at: date) -> Iterable[tuple[datetime, Row]]:
    lead = aliased(Practitioner)
    query = (
        _children_of_cases()
        .add_columns(Step.asked_at, Step.state, Step.decided_at, Contact.source, Team.name, lead.name)
        .join(Step, Step.case_id == Case.id)
        .join(Team, Team.id == Case.team_id)
        .join(lead, lead.id == Step.asked_by_id)
        .outerjoin(Contact, Contact.id == Case.contact_id)
        .where(
            Step.direction == Direction.UP,
            Step.state != StepState.RECALLED,
            Step.asked_at >= first,
            Step.asked_at < after,
        )
    )
    for code, sex, ethnicity, born, *_case, asked, state, decided, _source, team, worker in db.session.execute(query):
        answers = {StepState.ACCEPTED: rules.NO, StepState.DECLINED: rules.YES}
        known = answers.get(state) if decided is not None and decided < after else None
        child = _child(code, sex, ethnicity, born, at)
        # An open episode is brought to social care by a service of the authority, whoever asked at first.
        yield asked, (*child, clock.local_day(asked), rules.SOURCES["5A"], known, team, worker)


def _in_need(at: date) -> Iterable[Row]:
    """Episodes that statutory social care took over and had in the six months: from the step-up that was accepted to
    the step-down or the closing."""
    first, after = _moments(at)
    down = aliased(Step)
    back = (
        sa.select(sa.func.min(down.decided_at))
        .where(
            down.case_id == Case.id,
            down.direction == Direction.DOWN,
            down.state == StepState.ACCEPTED,
            down.decided_at > Step.decided_at,
            down.decided_at < after,
        )
        .scalar_subquery()
    )
    query = (
        _children_of_cases()
        .add_columns(Step.decided_at, back, Closing.reason, Team.name, Practitioner.name, Person.disabilities)
        .join(Step, Step.case_id == Case.id)
        .join(Team, Team.id == Case.team_id)
        .outerjoin(Practitioner, Practitioner.id == Case.lead_id)
        .where(Step.direction == Direction.UP, Step.state == StepState.ACCEPTED, Step.decided_at < after)
    )
    for row in db.session.execute(query):
        code, sex, ethnicity, born, _case, _opened, closed, _assessed, taken, returned, reason, team, worker, codes = (
            row
        )
        ended = clock.local_day(_moment(returned)) if returned is not None else None
        if ended is None and closed is not None and closed <= at:
            ended = closed
        if ended is not None and ended < clock.local_day(first):
            continue
        why = None
        if ended is not None:
            why = "Stepped down to early help" if returned is not None else reason.label if reason else None
        yield (
            *_child(code, sex, ethnicity, born, at),
            rules.disability(codes),
            clock.local_day(taken),
            None,
            None,
            ended,
            why,
            "Closed episode" if ended else "Open episode",
            team,
            worker,
        )


def _moment(value: Any) -> datetime:
    """A moment that came out of a subquery: SQLite gives it as it is kept."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
