"""Reading from whom it is kept where the people of a family live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Family, KeptFrom, Member, Person, Practitioner
from ..policy import visible_people
from ..practice.references import read_code

MOST = 100


def _of(family: Family, viewer: Practitioner) -> sa.Select[*tuple[Any, ...]]:
    here = sa.select(Member.person_id).where(Member.family_id == family.id)
    seen = visible_people(viewer).with_only_columns(Person.id)
    return (
        sa.select(KeptFrom)
        .where(KeptFrom.person_id.in_(here), KeptFrom.person_id.in_(seen), KeptFrom.from_id.in_(seen))
        .options(joinedload(KeptFrom.person, innerjoin=True), joinedload(KeptFrom.other, innerjoin=True))
    )


def kept_from(family: Family, viewer: Practitioner) -> Sequence[KeptFrom]:
    """Whose address is kept from whom, what holds now first; one statement."""
    query = _of(family, viewer).order_by(KeptFrom.ends_on.is_not(None), KeptFrom.id.desc()).limit(MOST)
    return db.session.scalars(query).all()


def kept_one(family: Family, viewer: Practitioner, text: str) -> KeptFrom | None:
    """One of them that holds now, by reference."""
    found: KeptFrom | None = db.session.scalar(
        _of(family, viewer).where(KeptFrom.code == read_code(text), KeptFrom.ends_on.is_(None))
    )
    return found
