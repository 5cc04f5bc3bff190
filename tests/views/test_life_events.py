"""A birth keeps the same person; a death is recorded once, and then nobody is addressed who has died."""

from __future__ import annotations

from datetime import date

import pytest

from familyhelp.casework import families, life_events, links
from familyhelp.casework.families import NewPerson
from familyhelp.models import Case, Event
from familyhelp.practice import identifiers
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.links import ReadingAge
from familyhelp.practice.people import FamilyRole, Sex
from familyhelp.practice.references import write_code
from familyhelp.practice.words import NotYet
from familyhelp.queries import copies
from tests import by_link
from tests import relation_stories as world
from tests.relation_stories import of


def on(name: str, day: date) -> dict[str, str]:
    """A day in three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_an_unborn_child_is_born_and_stays_the_same_person(client, cast, session):
    family = world.related(cast)
    described = NewPerson("Baby", "Ashdown", FamilyRole.CHILD, due_date=date(2026, 3, 20), sex=Sex.UNBORN)
    baby = families.add_member(family, described=described, by=cast.kamal)
    session.commit()
    client.sign_in(cast.kamal)
    where = of(family, f"/people/{write_code(baby.code)}/born")
    page = client.get(where)
    refused = client.send(page, {"forename": "", **on("born_on", date(2026, 3, 1))}, 400)
    assert "Enter a name." in refused.errors
    client.send(refused, {"forename": "Wren", "sex": "F"})
    session.expire_all()
    assert (baby.name, baby.birth_date, baby.due_date, baby.sex) == ("Wren Ashdown", date(2026, 3, 1), None, Sex.FEMALE)
    event = session.query(Event).filter_by(kind=EventKind.CHILD_BORN).one()
    assert event.facts["was_due_date"] == "2026-03-20"
    assert client.status(where) == 409


def test_who_has_died_is_addressed_by_nothing_and_told_of_gently(app, client, cast, session):
    family = world.related(cast)
    case = session.query(Case).one()
    dan, poppy = family.members[3].person, family.members[1].person
    held = by_link.family_link(app, case, cast, "Dan")
    for person in (dan, poppy):
        life_events.record_death(person, died_on=date(2026, 3, 1), read_version=person.version, by=cast.kamal)
    session.commit()
    assert client.get(held.path, 404)
    assert not {dan.id, poppy.id} & {m.person_id for m in copies.recipients(case)}
    with pytest.raises(NotYet):
        links.give_link(case, member=family.members[3], reading_age=ReadingAge.ADULT, by=cast.kamal)
    client.sign_in(cast.kamal)
    code = write_code(case.code)
    for tail in ("/family-page", "/meeting/arrange", "/assessment", "/legal-basis/change"):
        page = client.ask("GET", f"/cases/{code}{tail}").get_data(as_text=True)
        for person in (dan, poppy):
            assert f"/people/{write_code(person.code)}" not in page, f"{tail} addresses {person.name}"
            assert f'value="{person.code}"' not in page, f"{tail} offers {person.name}"
    said = client.get(of(family)).main
    assert "has died" in said
    assert "Record who holds it for Poppy" not in said
    assert "Dan" not in said.split("Is anybody left out?")[-1].split("They are in no part")[0] or "left out" not in said
    again = client.ask("GET", of(family, f"/people/{write_code(dan.code)}/died"))
    assert again.status_code == 409


def test_a_death_that_was_recorded_by_mistake_is_taken_back_with_how_it_came_about(client, cast, session):
    family = world.related(cast)
    lil = family.members[4].person
    client.sign_in(cast.kamal)
    person = of(family, f"/people/{write_code(lil.code)}")
    early = client.send(client.get(f"{person}/died"), on("died_on", date(1950, 1, 1)), 409)
    assert early.errors == ["This lies before the day of birth."]
    client.send(early, on("died_on", date(2026, 2, 27)))
    assert "has died" in client.get(of(family, "/genogram")).main
    client.send(client.get(f"{person}/died/mistake"), {"because": "Her sister died."})
    session.expire_all()
    assert lil.died_on is None
    assert "it was recorded by mistake" in client.get(of(family)).main


def test_what_more_is_held_is_kept_and_what_cannot_be_is_said(client, cast, session):
    family = world.related(cast)
    client.sign_in(cast.kamal)
    where = of(family, f"/people/{write_code(family.members[1].person.code)}")
    both = client.send(client.get(where), {"disabilities": ["NONE", "LD"], "nhs_traced": "y", "email": "at home"}, 400)
    assert "stands alone" in " ".join(both.errors)
    assert "Enter the NHS number that was traced." in both.errors
    assert "An e-mail address looks like name@example.org." in both.errors
    held = {"disabilities": ["LD", "HEAR"], "religion": "Quaker", "school": "Marsh Lane", "email": "", "gender": "girl"}
    client.send(both, {**held, "nhs_number": "943 476 5919"})
    session.expire_all()
    poppy = family.members[1].person
    assert (poppy.disabilities, poppy.religion, poppy.school) == ("LD HEAR", "Quaker", "Marsh Lane")
    assert poppy.nhs_traced
    assert client.get(where).fields()["disabilities"] == ["LD", "HEAR"]


def test_a_property_reference_is_kept_as_a_text_of_digits():
    assert identifiers.read_uprn("0001 0009 0000 12") == "1000900 0012".replace(" ", "")
    assert identifiers.read_uprn("12a") is None
    assert identifiers.read_uprn("1234567890123") is None
