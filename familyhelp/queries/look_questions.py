"""What is unusual in the looks of some people, as questions: what was counted, over which days. Read anew each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Case, Contact, Lead, Look, LookAnswer, Member, Person, Practitioner
from ..policy import watched_practitioners
from ..practice import looked as rules
from ..practice.chronology import Subject
from ..practice.looked import Pattern
from ..practice.roles import WORKS_IN_TEAM
from .paging import Page
from .practitioners import by_name
from .ways import begins_with

MOST_PAIRS, MOST_ANSWERS = 5000, 500


@dataclass
class Question:
    """One question about one person."""

    person: Practitioner
    pattern: Pattern
    first: date
    last: date
    counted: int = 0
    last_look: int = 0
    families: list[int] = field(default_factory=list)


def questions(viewer: Practitioner, today: date, after: str | None) -> tuple[Sequence[Question], Page[Practitioner]]:
    """The questions about a page of the people whom a manager may ask, by name. Five statements."""
    page = by_name(watched_practitioners(viewer).where(Practitioner.is_active), after)
    return about(page.rows, today), page


def about(people: Sequence[Practitioner], today: date) -> list[Question]:
    """The questions about these people, in their order. Three statements."""
    if not people:
        return []
    first = rules.first_day(today)
    found = {(p.id, pattern): Question(p, pattern, first, today) for p in people for pattern in Pattern}
    asked = _asked([p.id for p in people])
    _count_pages(found, asked, first, today)
    _count_families(found, asked, people, first)
    return [one for one in found.values() if rules.asks(one.pattern, one.counted)]


def _asked(people: list[int]) -> Sequence[LookAnswer]:
    query = sa.select(LookAnswer).where(LookAnswer.practitioner_id.in_(people)).order_by(LookAnswer.id.desc())
    return db.session.scalars(query.limit(MOST_ANSWERS)).all()


def _count_pages(found: dict[Any, Question], asked: Sequence[LookAnswer], first: date, today: date) -> None:
    """The pages at night and the refused ones, without those that were asked about."""
    at_night = sa.or_(*(sa.and_(Look.at >= start, Look.at < end) for start, end in rules.nights(first, today)))
    conditions = {Pattern.AT_NIGHT: at_night, Pattern.REFUSED: Look.refused}
    columns = []
    for pattern, condition in conditions.items():
        counts = sa.and_(condition, Look.id > _answered(asked, pattern))
        columns += [sa.func.sum(sa.case((counts, 1), else_=0)), sa.func.max(sa.case((counts, Look.id)))]
    people = {number for number, _pattern in found}
    rows = db.session.execute(
        sa.select(Look.practitioner_id, *columns)
        .where(Look.practitioner_id.in_(people), Look.at >= rules.beginning(first), Look.subject.is_not(None))
        .group_by(Look.practitioner_id)
    )
    for person, *values in rows:
        for place, pattern in enumerate(conditions):
            one = found[person, pattern]
            one.counted, one.last_look = int(values[2 * place]), values[2 * place + 1] or 0


def _answered(asked: Sequence[LookAnswer], pattern: Pattern) -> Any:
    """The newest look of each person that a manager asked about."""
    newest: dict[int, int] = {}
    for answer in asked:
        if answer.pattern is pattern:
            newest[answer.practitioner_id] = max(newest.get(answer.practitioner_id, 0), answer.last_look_id)
    if not newest:
        return sa.literal(0)
    return sa.case(*((Look.practitioner_id == person, number) for person, number in newest.items()), else_=0)


def _count_families(
    found: dict[Any, Question], asked: Sequence[LookAnswer], people: Sequence[Practitioner], first: date
) -> None:
    """The families that the person's team does not hold, and those of their own surname, without those asked about."""
    pairs = _pairs([p.id for p in people], first)
    outside, alike = _outside(pairs, people), _own_surname(pairs, people)
    rows = db.session.execute(
        sa.select(pairs.c.person, pairs.c.family, pairs.c.last, outside, alike)
        .where(sa.or_(outside, alike))
        .order_by(pairs.c.person, pairs.c.family)
        .limit(MOST_PAIRS)
    )
    known = {(a.practitioner_id, a.pattern, family) for a in asked for family in a.families}
    for person, family, last, is_outside, is_alike in rows:
        for pattern, counts in ((Pattern.OUTSIDE_TEAM, is_outside), (Pattern.OWN_SURNAME, is_alike)):
            if counts and (person, pattern, family) not in known:
                one = found[person, pattern]
                one.counted, one.last_look = one.counted + 1, max(one.last_look, last)
                one.families.append(family)


def _pairs(people: list[int], first: date) -> sa.Subquery:
    """Each of these people with each family of which they opened something since a day."""
    about_case, about_request = aliased(Case), aliased(Contact)
    family = sa.case(
        (Look.subject == Subject.FAMILY, Look.subject_id),
        (Look.subject == Subject.CASE, about_case.family_id),
        else_=about_request.family_id,
    )
    # Two steps, since PostgreSQL takes an expression with values in it for another one where it is grouped by.
    each = (
        sa.select(Look.practitioner_id.label("person"), family.label("family"), Look.id.label("look"))
        .outerjoin(about_case, sa.and_(Look.subject == Subject.CASE, about_case.id == Look.subject_id))
        .outerjoin(about_request, sa.and_(Look.subject == Subject.CONTACT, about_request.id == Look.subject_id))
        .where(
            Look.practitioner_id.in_(people),
            Look.at >= rules.beginning(first),
            Look.subject.in_((Subject.FAMILY, Subject.CASE, Subject.CONTACT)),
            sa.not_(Look.refused),
        )
        .subquery()
    )
    return (
        sa.select(each.c.person, each.c.family, sa.func.max(each.c.look).label("last"))
        .where(each.c.family.is_not(None))
        .group_by(each.c.person, each.c.family)
        .subquery()
    )


def _outside(pairs: sa.Subquery, people: Sequence[Practitioner]) -> sa.ColumnElement[bool]:
    """That the team of a person never held the family, nor had they a part in it; of those who work in a team."""
    worker, held, part = aliased(Practitioner), aliased(Case), aliased(Lead)
    near = sa.exists().where(
        held.family_id == pairs.c.family,
        sa.or_(
            sa.exists().where(worker.id == pairs.c.person, worker.team_id == held.team_id),
            sa.exists().where(part.case_id == held.id, part.practitioner_id == pairs.c.person),
        ),
    )
    return sa.and_(pairs.c.person.in_([p.id for p in people if p.role in WORKS_IN_TEAM]), sa.not_(near))


def _own_surname(pairs: sa.Subquery, people: Sequence[Practitioner]) -> sa.ColumnElement[bool]:
    """That somebody in the family has the surname of the person who opened it."""
    alike = [
        sa.and_(pairs.c.person == p.id, sa.or_(begins_with(f"{key} "), Person.name_key == key))
        for p in people
        if (key := rules.surname_key(p.name))
    ]
    return sa.exists().where(
        Member.family_id == pairs.c.family, Person.id == Member.person_id, sa.or_(sa.false(), *alike)
    )
