"""Who belongs to whom in the invented families that are helped now, recorded by whoever leads."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..casework import families
from ..casework.families import NewPerson
from ..casework.relationships import relate
from ..casework.responsibilities import hold_responsibility
from ..extensions import db
from ..models import Case, Family, Member, Person, Practitioner
from ..practice import clock, references
from ..practice.people import FamilyRole, Sex
from ..practice.relationships import Kin
from ..practice.responsibilities import Ground
from . import words

_HELP = ("I have the children on Fridays.", "I can drive them to school.", "I ring every evening.")
_OTHER = {Sex.FEMALE: Sex.MALE, Sex.MALE: Sex.FEMALE}


def relate_families(seed: int, today: date) -> None:
    """Most families with an open case have another parent, and some a grandmother who helps."""
    chance = random.Random(f"relations {seed}")
    cases = db.session.scalars(
        sa.select(Case)
        .where(Case.closed_on.is_(None), Case.lead_id.is_not(None))
        .options(
            joinedload(Case.family).selectinload(Family.members).joinedload(Member.person), selectinload(Case.lead)
        )
        .order_by(Case.id)
    ).all()
    with clock.at(datetime.combine(today, time(8), clock.LOCAL)), references.seeded(chance):
        for case in cases:
            if case.lead and chance.random() < 0.7:
                _relate(case.family, chance, case.lead)


def _relate(family: Family, chance: random.Random, by: Practitioner) -> None:
    here = [m for m in family.members if m.ends_on is None]
    parent = next((m.person for m in here if m.role is FamilyRole.PARENT), None)
    children = [m.person for m in here if m.role is FamilyRole.CHILD]
    if parent is None or parent.birth_date is None or parent.sex is None:
        return
    for child in children:
        _parent_of(family, parent, child, by)
    if chance.random() < 0.7:
        described = NewPerson(
            chance.choice(words.ADULTS), chance.choice(words.SURNAMES), FamilyRole.PARENT,
            birth_date=parent.birth_date - timedelta(days=chance.randint(100, 1500)), sex=_OTHER.get(parent.sex),
        )  # fmt: skip
        other = families.add_member(family, described=described, by=by)
        relate(family, parent, chance.choice((Kin.PARTNER, Kin.MARRIED, Kin.SEPARATED, Kin.DIVORCED)), other, by=by)
        for child in children:
            _parent_of(family, other, child, by)
    if chance.random() < 0.5:
        described = NewPerson(
            "Nan", family.name.removesuffix(" family"), FamilyRole.NETWORK, sex=Sex.FEMALE,
            birth_date=parent.birth_date - timedelta(days=chance.randint(7500, 11000)),
        )  # fmt: skip
        nan = families.add_member(family, described=described, by=by)
        relate(family, nan, Kin.PARENT, parent, by=by)
        families.write_help(family.members[-1], can_help=chance.choice(_HELP), by=by)


def _parent_of(family: Family, parent: Person, child: Person, by: Practitioner) -> None:
    relate(family, parent, Kin.PARENT, child, by=by)
    if child.birth_date:
        ground = Ground.BIRTH_MOTHER if parent.sex is Sex.FEMALE else Ground.CERTIFICATE
        hold_responsibility(
            family, child, holder=parent, authority=None, ground=ground, known_how="The birth certificate was seen.",
            starts_on=child.birth_date, by=by,
        )  # fmt: skip
