"""The rows of the Standard Safeguarding Dataset, read in a stream, so that a large service needs no more memory.

Restricted families and everyone in them stay out, and so do hidden addresses: a file has no door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import (
    Address,
    Agency,
    Case,
    Closing,
    Contact,
    ContactPerson,
    Family,
    Lead,
    Member,
    Person,
    Practitioner,
    Relationship,
    Team,
)
from ..practice import clock
from ..practice.endings import ClosureReason
from ..practice.people import FamilyRole, Sex
from ..practice.references import write_code
from ..practice.relationships import Kin
from ..practice.roles import LEADING
from ..practice.ssd import ADDRESS_KEYS, GENDER_UNKNOWN, NOT_HELD, OUTCOME_FLAGS
from ..practice.triage import ContactOutcome

Values = tuple[str | int | date | None, ...]
BATCH = 1_000


def rows_of(table: str, at: date, authority: str) -> Iterator[Values]:
    """The rows of one table as on the day `at`."""
    return _TABLES[table](at, authority)


def left_out() -> int:
    """How many people stay out because a family of theirs is restricted."""
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(Person).where(Person.id.in_(_hidden()))) or 0)


def _hidden() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(Member.person_id).join(Family, Family.id == Member.family_id).where(Family.restricted)


def _open_people() -> sa.ColumnElement[bool]:
    """The condition on a person that they may stand in the files."""
    return sa.and_(Person.id.in_(sa.select(Member.person_id)), Person.id.not_in(_hidden()))


def _stream(query: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from db.session.execute(query.execution_options(yield_per=BATCH))


def _people(_at: date, _authority: str) -> Iterator[Values]:
    query = sa.select(
        Person.code, Person.forename, Person.surname, Person.sex, Person.gender, Person.ethnicity, Person.birth_date,
        Person.nhs_number, Person.due_date, Person.died_on, _has_a_child(),
    ).where(_open_people()).order_by(Person.id)  # fmt: skip
    for code, forename, surname, sex, gender, ethnicity, born, nhs, due, died, mother in _stream(query):
        yield (
            write_code(code), forename, surname, sex.value if sex else "U", None if gender else GENDER_UNKNOWN,
            ethnicity.value, born, nhs, None, None, None, due, died, _yes(mother and sex is not Sex.MALE), None,
        )  # fmt: skip


def _yes(held: bool) -> str | None:
    return "Y" if held else None


def _has_a_child() -> sa.ColumnElement[bool]:
    """Whether somebody is held as a parent by birth."""
    return sa.exists().where(
        Relationship.person_id == Person.id,
        Relationship.kin == Kin.PARENT,
        Relationship.current,
        sa.not_(Relationship.withdrawn),
    )


def _families(_at: date, _authority: str) -> Iterator[Values]:
    query = (
        sa.select(Member.id, Family.code, Person.code)
        .join(Family, Family.id == Member.family_id)
        .join(Person, Person.id == Member.person_id)
        .where(_open_people())
        .order_by(Member.id)
    )
    for number, family, person in _stream(query):
        yield (str(number), write_code(family), write_code(person))


def _addresses(_at: date, _authority: str) -> Iterator[Values]:
    query = (
        sa.select(
            Address.id, Address.lines, Person.code, Address.starts_on, Address.ends_on, Address.postcode, Address.uprn
        )
        .join(Person, Person.id == Address.person_id)
        .where(_open_people(), sa.not_(Address.hidden))
        .order_by(Address.id)
    )
    for number, lines, person, first, last, postcode, uprn in _stream(query):
        held = dict.fromkeys(ADDRESS_KEYS, "") | {"STREET": lines, "UPRN": uprn or ""}
        kept = json.dumps(held, ensure_ascii=False)
        yield (str(number), kept, write_code(person), "Home", first, last, (postcode or "").replace(" ", "") or None)


def _disabilities(_at: date, _authority: str) -> Iterator[Values]:
    query = sa.select(Person.id, Person.code, Person.disabilities).where(
        _open_people(), Person.disabilities.is_not(None)
    )
    for number, person, codes in _stream(query.order_by(Person.id)):
        for code in codes.split():
            yield (write_code(person), f"{number}-{code}", code)


def _contacts(at: date, _authority: str) -> Iterator[Values]:
    query = (
        sa.select(
            ContactPerson.id, Contact.code, Person.code, Contact.received_at, Contact.source, Contact.outcome,
        )
        .join(Contact, Contact.id == ContactPerson.contact_id)
        .join(Person, Person.id == ContactPerson.person_id)
        .where(_open_people(), ContactPerson.role == FamilyRole.CHILD)
        .order_by(ContactPerson.id)
    )  # fmt: skip
    for number, code, person, received, source, outcome in _stream(query):
        day = clock.local_day(received)
        if day <= at:
            yield (
                f"{write_code(code)}-{number}", write_code(person), day, source.value, source.label,
                json.dumps(_flags(outcome)),
            )  # fmt: skip


def _flags(outcome: ContactOutcome | None) -> dict[str, str]:
    """Y or N for what came of a request; empty while nothing is decided."""
    if outcome is None:
        return dict.fromkeys(OUTCOME_FLAGS, "")
    named = {
        ContactOutcome.STEP_UP: "NEW_REFERRAL_FLAG",
        ContactOutcome.NO_ACTION: "NFA_FLAG",
        ContactOutcome.ADVICE: "ADVICE_FLAG",
    }.get(outcome, "OTHER_OUTCOMES_EXIST_FLAG")
    return {flag: "Y" if flag == named else "N" for flag in OUTCOME_FLAGS}


def _children_of(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[Any]:
    """Each case of a query with the children who belonged to its family while it ran."""
    return (
        query.join(Member, Member.family_id == Case.family_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Closing, Closing.case_id == Case.id)
        .where(
            _open_people(),
            Member.role == FamilyRole.CHILD,
            sa.or_(Closing.reason.is_(None), Closing.reason != ClosureReason.ERROR),
            sa.or_(Member.ends_on.is_(None), Member.ends_on >= Case.opened_on),
            sa.or_(Case.closed_on.is_(None), Member.starts_on <= Case.closed_on),
        )
        .distinct()
    )


def _episodes(at: date, authority: str) -> Iterator[Values]:
    query = _children_of(
        sa.select(
            Case.code, Person.code, Case.opened_on, Case.closed_on, Case.level, Closing.reason, Agency.name,
            Practitioner.code, Case.id, Person.id,
        )
        .select_from(Case)
        .outerjoin(Practitioner, Practitioner.id == Case.lead_id)
        .outerjoin(Agency, Agency.id == Practitioner.agency_id)
    ).where(Case.opened_on <= at).order_by(Case.id, Person.id)  # fmt: skip
    for case, person, opened, closed, level, reason, agency, worker, _case, _person in _stream(query):
        over = closed is not None and closed <= at
        yield (
            f"{write_code(case)}-{write_code(person)}", write_code(person), opened, closed if over else None,
            level.label, reason.label if over and reason else None, agency or authority,
            write_code(worker) if worker else None,
        )  # fmt: skip


def _involvements(at: date, _authority: str) -> Iterator[Values]:
    query = _children_of(
        sa.select(
            Lead.id, Practitioner.code, Lead.part, Team.id, Lead.starts_on, Lead.ends_on, Person.code, Person.id
        )
        .select_from(Lead)
        .join(Case, Case.id == Lead.case_id)
        .join(Team, Team.id == Case.team_id)
        .join(Practitioner, Practitioner.id == Lead.practitioner_id)
    ).where(Lead.starts_on <= at).order_by(Lead.id, Person.id)  # fmt: skip
    for number, worker, part, team, first, last, person, _id in _stream(query):
        ended = last if last is not None and last <= at else None
        yield (
            f"{number}-{write_code(person)}", write_code(worker), part.label, str(team), first, ended, None,
            write_code(person), None,
        )  # fmt: skip


def _professionals(at: date, _authority: str) -> Iterator[Values]:
    day = date(at.year if (at.month, at.day) > (9, 30) else at.year - 1, 9, 30)
    held = (
        sa.select(sa.func.count(Lead.case_id.distinct()))
        .where(
            Lead.practitioner_id == Practitioner.id,
            Lead.part.in_(LEADING),
            Lead.starts_on <= day,
            sa.or_(Lead.ends_on.is_(None), Lead.ends_on > day),
        )
        .scalar_subquery()
    )
    takes_part = sa.or_(
        sa.exists().where(Lead.practitioner_id == Practitioner.id), sa.exists().where(Case.lead_id == Practitioner.id)
    )
    query = (
        sa.select(Practitioner.code, Practitioner.name, Practitioner.role, held, Team.name, Agency.name)
        .outerjoin(Team, Team.id == Practitioner.team_id)
        .outerjoin(Agency, Agency.id == Practitioner.agency_id)
        .where(takes_part)
        .order_by(Practitioner.id)
    )
    for code, name, role, cases, team, agency in _stream(query):
        yield (write_code(code), None, name, None, role.label, cases, agency or team, None, None)


def _departments(_at: date, authority: str) -> Iterator[Values]:
    for number, name in _stream(sa.select(Team.id, Team.name).order_by(Team.id)):
        yield (str(number), name, None, authority)


def _nothing(_at: date, _authority: str) -> Iterator[Values]:
    yield from ()


_TABLES: dict[str, Callable[[date, str], Iterator[Values]]] = {
    "ssd_person": _people,
    "ssd_family": _families,
    "ssd_address": _addresses,
    "ssd_disability": _disabilities,
    "ssd_contacts": _contacts,
    "ssd_early_help_episodes": _episodes,
    "ssd_involvements": _involvements,
    "ssd_professionals": _professionals,
    "ssd_department": _departments,
    **dict.fromkeys(NOT_HELD, _nothing),
}
