"""Who lives at an address, or has a phone number."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Person
from ..practice import identifiers, names
from .ways import END

MOST_AT_HOME = 150
_PHONE = re.compile(r"[+0][0-9 ()-]{7,20}")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$")


def by_home_or_phone(text: str) -> tuple[Sequence[int], bool] | None:
    """The people at an address (its postcode, its first line, or both) or with a phone number, at most 150; and whether
    somebody out of sight may be told of. None for what is neither. Withheld addresses are not looked at, and nobody is
    told that somebody out of their sight lives at one."""
    phone = names.phone_key(text)
    if phone and _PHONE.fullmatch(text):
        query = sa.select(Person.id).where(Person.phone_key == phone).order_by(Person.id)
        return db.session.scalars(query.limit(MOST_AT_HOME)).all(), True
    last = _POSTCODE.search(text)
    postcode = identifiers.read_postcode(last[0]) if last else None
    line = names.address_key(text[: last.start()] if last and postcode else text)
    if not postcode and not re.match(r"(flat |unit )?\d+[a-z]? [a-z]", line):
        return None
    here = [Address.ends_on.is_(None), sa.not_(Address.hidden)]
    here += [Address.postcode == postcode] if postcode else []
    here += [Address.line_key >= line, Address.line_key < line + END] if line else []
    # By the line first, as an index holds it, so that a street that many live in is not read to its end.
    order = (Address.line_key, Address.id) if line and not postcode else (Address.id,)
    query = sa.select(Address.person_id).where(*here).order_by(*order).limit(MOST_AT_HOME)
    return db.session.scalars(query).all(), False
