"""Who is probably held twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Person
from ..practice.matching import Described
from .matching import scored
from .ways import COMPARED

AT_ONCE = 500


def likely_pairs(since: datetime) -> Iterator[tuple[int, int, int]]:
    """People added since then with each person held who is probably the same, and how alike they are."""
    last = 0
    while True:
        query = (
            sa.select(Person)
            .where(Person.created_at >= since, Person.id > last, Person.name_key != "")
            .order_by(Person.id)
        )
        people = db.session.scalars(query.limit(AT_ONCE)).all()
        if not people:
            return
        last = people[-1].id
        homes = _homes([person.id for person in people])
        asked = [(p.id, Described(**{n: getattr(p, n) for n in COMPARED}, **homes.get(p.id, {}))) for p in people]
        for number, described in asked:
            for other, likeness in scored(described, [number]):
                if likeness.is_likely:
                    yield number, other, likeness.points


def _homes(people: list[int]) -> dict[int, dict[str, Any]]:
    rows = db.session.execute(
        sa.select(Address.person_id, Address.postcode, Address.lines)
        .where(Address.person_id.in_(people), Address.ends_on.is_(None), sa.not_(Address.hidden))
        .order_by(Address.id)
    )
    return {person: {"postcode": postcode, "lines": lines} for person, postcode, lines in rows}
