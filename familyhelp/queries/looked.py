"""Reading looks: who opened what of one family, and what one person opened. Always of some records or one person, so
that an index finds a page of them whatever the table holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Contact, Family, Look, LookAnswer, Practitioner
from ..policy import sees_family, visible_cases, visible_contacts
from ..practice.chronology import Subject
from ..practice.looked import beginning
from .families import MOST_EPISODES
from .paging import PAGE, Page, nearest

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
MOST_ANSWERS = 25


@dataclass(frozen=True)
class Days:
    """From which day to which looks are shown; None is no limit."""

    first: date | None = None
    last: date | None = None


def of_family(viewer: Practitioner, family: Family, days: Days, after: str | None) -> Page[tuple[Look, Practitioner]]:
    """Who opened what of a family: its own pages, and those of its cases and requests that the reader sees. Three
    statements."""
    cases = visible_cases(viewer).where(Case.family_id == family.id).with_only_columns(Case.id)
    requests = visible_contacts(viewer).where(Contact.family_id == family.id).with_only_columns(Contact.id)
    newest_cases = cases.order_by(Case.id.desc()).limit(MOST_EPISODES)
    newest_requests = requests.order_by(Contact.id.desc()).limit(MOST_EPISODES)
    records = [(Subject.FAMILY, family.id)]
    records += [(Subject.CASE, number) for number in db.session.scalars(newest_cases)]
    records += [(Subject.CONTACT, number) for number in db.session.scalars(newest_requests)]
    arms = [_newest(_within(days, after, Look.subject == kind, Look.subject_id == number)) for kind, number in records]
    found = nearest(arms)
    query: Any = (
        sa.select(Look, Practitioner)
        .join(found, found.c.id == Look.id)
        .join(Practitioner, Practitioner.id == Look.practitioner_id)
    )
    return _page(query)


@dataclass(frozen=True)
class Opened:
    """One look of one person, and the family that it was about, as far as the reader sees it."""

    look: Look
    family: Family | None


def of_person(viewer: Practitioner, person: Practitioner, days: Days, after: str | None) -> Page[Opened]:
    """What a person opened, newest first. Families that the reader does not see have no name here. Four statements."""
    found = _newest(_within(days, after, Look.practitioner_id == person.id)).subquery()
    query: Any = sa.select(Look, Look.id).join(found, found.c.id == Look.id)
    page = _page(query)
    looks = [look for look, _number in page.rows]
    families = _families(viewer, looks)
    return Page([Opened(look, families.get((look.subject, look.subject_id))) for look in looks], page.following)


def answers_about(person: Practitioner) -> Sequence[LookAnswer]:
    """What a person was asked about their looks, newest first; at most 25."""
    query = sa.select(LookAnswer).where(LookAnswer.practitioner_id == person.id).order_by(LookAnswer.id.desc())
    return db.session.scalars(query.options(joinedload(LookAnswer.asked_by)).limit(MOST_ANSWERS)).all()


def _within(days: Days, after: str | None, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    query = sa.select(Look.id).where(*which)
    if days.first:
        query = query.where(Look.at >= beginning(days.first))
    if days.last:
        query = query.where(Look.at < beginning(days.last + timedelta(days=1)))
    key = _read_key(after)
    return query.where(sa.tuple_(Look.at, Look.id) < sa.tuple_(*map(sa.literal, key))) if key else query


def _newest(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.order_by(Look.at.desc(), Look.id.desc()).limit(PAGE + 1)


def _page(query: Any) -> Page[Any]:
    rows = db.session.execute(query.order_by(Look.at.desc(), Look.id.desc()).limit(PAGE + 1)).all()
    if len(rows) <= PAGE:
        return Page(rows, None)
    last: Look = rows[PAGE - 1][0]
    return Page(rows[:PAGE], f"{(last.at - _START) // _MICROSECOND}_{last.id}")


def _read_key(text: str | None) -> tuple[datetime, int] | None:
    moment, _, number = (text or "").partition("_")
    if not all(part.isascii() and part.isdigit() and len(part) < 17 for part in (moment, number)):
        return None
    return _START + int(moment) * _MICROSECOND, int(number)


def _families(viewer: Practitioner, looks: Iterable[Look]) -> dict[tuple[Subject | None, int | None], Family]:
    """The families that these looks were about and that a person may see, by what was opened."""
    numbers: dict[Subject | None, set[int | None]] = {}
    for look in looks:
        numbers.setdefault(look.subject, set()).add(look.subject_id)
    # Names of their own, since the condition on the family looks for its cases.
    case, request = aliased(Case), aliased(Contact)
    seen = sees_family(viewer)
    found: dict[tuple[Subject | None, int | None], Family] = {}
    for subject, query in (
        (Subject.FAMILY, sa.select(Family.id, Family).where(seen)),
        (Subject.CASE, sa.select(case.id, Family).join(Family, Family.id == case.family_id).where(seen)),
        (Subject.CONTACT, sa.select(request.id, Family).join(Family, Family.id == request.family_id).where(seen)),
    ):
        if subject in numbers:
            number = query.selected_columns[0]
            for key, family in db.session.execute(query.where(number.in_(numbers[subject]))):
                found[subject, key] = family
    return found
