"""Who is held is found again, however they are written down; who is somebody else is never said to be likely."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.invented import CORRUPTIONS, OTHERS
from benchmarks.matching import PRECISION, RECALL, ask_all, fill, shares
from benchmarks.words import Chance
from familyhelp.extensions import db
from familyhelp.models import Person, Practitioner, Surname
from familyhelp.practice import clock
from familyhelp.practice.matching import Described
from familyhelp.practice.roles import Role
from familyhelp.queries.matching import candidates
from familyhelp.queries.ways import surnames_near

TODAY = date(2026, 3, 2)


@pytest.fixture
def front_door(session) -> Practitioner:
    fill(db.engine, 1_500, TODAY)
    return db.session.query(Practitioner).filter_by(role=Role.FRONT_DOOR).order_by(Practitioner.id).first()


def test_every_way_of_writing_somebody_down_again_finds_them(front_door):
    again, others = ask_all(15, front_door, Chance(5))
    assert again.keys() == CORRUPTIONS.keys()
    assert others.keys() == OTHERS.keys()
    recall, precision = shares(again, others)
    assert recall >= RECALL
    assert precision >= PRECISION
    assert {name: counted.wrong for name, counted in others.items() if counted.wrong} == {}


def test_a_surname_misspelt_or_half_of_it_leads_to_those_held(session):
    for surname in ("Ashdown", "Ashton-Penhale", "Ashdowne", "Brook"):
        db.session.add(Person(forename="Rosa", surname=surname, created_at=clock.now()))
    db.session.flush()
    assert surnames_near(["ashdwon"])[0] == "ashdown"
    assert surnames_near(["penhale"]) == ["ashton penhale"]
    assert surnames_near([""]) == []
    held = db.session.query(Surname).count()
    db.session.add(Person(forename="Kit", surname="BROOK", created_at=clock.now()))
    db.session.flush()
    assert db.session.query(Surname).count() == held


def test_a_home_or_a_number_alone_leads_to_somebody_but_never_makes_them_likely(front_door):
    held = db.session.query(Person).filter(Person.phone.is_not(None)).order_by(Person.id).first()
    bare = Described(held.forename, "Zzyzx", phone=f"0044 {held.phone[1:]}", postcode=held.addresses[0].postcode)
    found = candidates(bare, front_door).candidates
    assert held.id in [c.person.id for c in found]
    assert not any(c.likeness.is_likely for c in found)
