"""The page of a family, and what is held about the people in it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from familyhelp.casework import cases, closings, contacts, families, leads
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.models import Member, NamedViewer, Person, PersonPair
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import Level
from tests import stories
from tests.searches import looked_for


def of(family, tail=""):
    return f"/families/{write_code(family.code)}{tail}"


def person_of(family, tail="", number=0):
    return of(family, f"/people/{write_code(family.members[number].person.code)}{tail}")


@pytest.fixture
def led(cast, session):
    """The Ashdown family, whose case Kamal leads."""
    return stories.a_case(cast, Stage.ACTIVE).family


def home(family, lines="7 Canary Close", *, hidden=False, number=0, by):
    person = family.members[number].person
    families.change_address(
        person, lines=lines, postcode="ZZ99 3VZ", starts_on=date(2026, 3, 1), hidden=hidden,
        read_version=person.version, by=by,
    )  # fmt: skip
    db.session.commit()


def test_names_ages_roles_and_every_episode_stand_on_one_page(client, cast, session):
    closed = stories.a_case(cast, Stage.CLOSED)
    again = closings.re_engage(closed, team=cast.north, why="It slipped.", by=cast.kamal)
    session.commit()
    client.sign_in(cast.flora)
    page = client.get(of(closed.family))
    assert page.heading.endswith("Ashdown family")
    for words in ("Rosa Ashdown", "Parent or carer", "37", "Poppy Ashdown", "Child", "8", "11 February 1989"):
        assert words in page.main, words
    assert page.main.count("Opened 2 March 2026") == 2
    assert "Closed 2 March 2026." in page.main
    assert not [link for link in page.links.values() if link.startswith("/cases/")]  # the front door opens no case
    client.sign_in(cast.kamal)
    links = client.get(of(closed.family)).links.values()
    assert {f"/cases/{write_code(c.code)}" for c in (closed, again)} <= set(links)


def test_another_team_sees_names_and_involvement_and_nothing_more(client, cast, led):
    home(led, by=cast.kamal)
    person = led.members[0].person
    families.change_person(
        person, changes={"phone": "01632 960 001", "language": "Cornish"}, read_version=person.version, by=cast.kamal
    )
    db.session.commit()
    client.sign_in(cast.sven)
    page = client.get(of(led))
    assert "Rosa Ashdown" in page.main
    assert "Kamal Osei" in page.main
    for secret in ("Canary", "ZZ99", "960 001", "Cornish", "11 February 1989"):
        assert secret not in page.html, secret
    assert not [link for link in page.links.values() if link.startswith("/cases/") or "/people/" in link]
    assert client.status(person_of(led)) == 403


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("flora", True, True),
        ("kamal", True, True),
        ("colette", True, False),
        ("mabel", True, True),
        ("sven", True, False),
        ("morag", True, False),
        ("lena", False, False),
        ("conor", False, False),
        ("lionel", False, False),
        ("anita", False, False),
        ("adam", False, False),
    ],
)
@pytest.mark.parametrize("hidden", [False, True], ids=["open", "restricted"])
def test_each_person_sees_and_changes_what_the_table_says(client, cast, led, session, who, sees, edits, hidden):
    if hidden:
        led.restricted = True
        session.commit()
        sees, edits = who == "kamal", who == "kamal"
    client.sign_in(getattr(cast, who))
    assert client.status(of(led)) == (200 if sees else 404)
    for path in (person_of(led), person_of(led, "/address"), of(led, "/add")):
        assert client.status(path) == (200 if edits else 403 if sees else 404), path
        token = client.token()
        status = client.ask("POST", path, data={"csrf_token": token}).status_code
        assert status in ({303, 400} if edits else {403} if sees else {404}), path
    assert client.status("/families/0000-0000") == 404


def test_a_hidden_address_is_for_those_who_lead_or_manage_alone(client, cast, led):
    home(led, hidden=True, by=cast.kamal)
    for who, sees in (("kamal", True), ("mabel", True), ("colette", False), ("flora", False), ("sven", False)):
        client.sign_in(getattr(cast, who))
        for path in (of(led), looked_for(cast, "Ashdown", who)):
            assert "Canary" not in client.get(path).html or (sees and path == of(led)), f"{who} {path}"
        assert ("Canary" in client.get(of(led)).html) is sees, who
    client.sign_in(cast.flora)
    assert "Address withheld" in client.get(of(led)).main
    refused = client.get(person_of(led, "/address"), 409)
    assert "withheld" in refused.main
    assert "Canary" not in refused.html
    assert "Canary" not in client.get(person_of(led)).html


def test_an_address_hidden_at_the_next_move_stays_hidden_where_it_was(client, cast, led):
    home(led, "7 Canary Close", hidden=True, by=cast.kamal)
    client.sign_in(cast.kamal)
    client.send(client.get(person_of(led, "/address")), {"lines": "9 Open Road", "hidden": []})
    client.sign_in(cast.flora)
    page = client.get(of(led))
    assert "9 Open Road" in page.main
    assert "Canary" not in page.html


def test_a_person_held_in_a_restricted_family_too_is_on_no_other_page(client, cast, led, session):
    secret = stories.a_family("Hartwell", restricted=True)
    secret.members.append(Member(person=led.members[1].person, role=FamilyRole.CHILD, starts_on=date(2026, 3, 2)))
    session.commit()
    client.sign_in(cast.flora)
    page = client.get(of(led))
    assert "Poppy" not in page.html
    assert "One more person is in this family, whose record only some people may see." in page.main
    assert client.status(person_of(led, number=1)) == 404
    session.add(NamedViewer(family_id=secret.id, practitioner_id=cast.flora.id))
    session.commit()
    assert "Poppy" in client.get(of(led)).main


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nhs_number": "943 476 5918"}, "An NHS number has 10 digits"),
        ({"nhs_number": "4444444444"}, "An NHS number has 10 digits"),
        ({"upn": "R247962919251"}, "A unique pupil number has 13 characters"),
        ({"forename": "", "surname": ""}, "Enter a name."),
        ({"due_date-day": "1", "due_date-month": "6", "due_date-year": "2026"}, "not both"),
        ({"phone": "call me"}, "A phone number looks like"),
        ({"birth_date-year": "2031"}, "cannot be in the future"),
        ({"ethnicity": "XXXX"}, "Choose one from the list."),
    ],
)
def test_what_cannot_be_right_is_said_in_a_sentence_and_nothing_is_lost(client, cast, led, wrong, sentence):
    client.sign_in(cast.kamal)
    page = client.send(client.get(person_of(led)), {"language": "Cornish", **wrong}, 400)
    assert any(sentence in error for error in page.errors), page.errors
    assert page.fields()["language"] == "Cornish"
    assert led.members[0].person.language is None


def test_numbers_are_kept_as_they_are_read_and_the_known_as_name_comes_first(client, cast, led, session):
    client.sign_in(cast.kamal)
    answers = {"known_as": "Rosie", "nhs_number": "943 476 5919", "upn": "a950000178301", "interpreter": "y"}
    answers["ethnicity"] = "WBRI"
    page = client.follow(client.send(client.get(person_of(led)), answers))
    assert "Rosie Ashdown" in page.main
    assert "legally Rosa" in page.main
    assert "Needs an interpreter" in page.main
    session.expire_all()
    person = led.members[0].person
    assert (person.nhs_number, person.upn, person.ethnicity.value) == ("9434765919", "A950000178301", "WBRI")
    kept = client.get(person_of(led)).fields()
    client.post(person_of(led), kept)  # saved as it is, it stays as it is
    session.expire_all()
    assert person.nhs_number == "9434765919"
    assert person.version == 2


def test_an_earlier_school_stays_with_its_days(client, cast, led, session):
    child = next(m.person for m in led.members if m.person.forename == "Poppy")
    for school, since in (("Quay Primary", date(2024, 9, 1)), ("Marsh Lane", date(2026, 1, 5))):
        changes = {"school": school, "school_since": since}
        families.change_person(child, changes=changes, read_version=child.version, by=cast.kamal)
        session.flush()
    session.commit()
    client.sign_in(cast.kamal)
    page = client.get(f"{of(led)}/people/{write_code(child.code)}")
    assert "Earlier schools Quay Primary, from 1 September 2024 to 5 January 2026" in page.main


def test_nobody_is_added_who_is_already_held_without_being_asked(client, cast, led, session):
    other = stories.a_family("Penhale")
    session.commit()
    client.sign_in(cast.kamal)
    new = {"forename": "Rosa", "surname": "Penhale", "role": "adult"}
    page = client.send(client.get(of(led, "/add")), new, 409)
    assert "Somebody like this is already held" in page.errors[0]
    assert "Penhale family" in page.main
    rosa = other.members[0].person
    client.send(page, {"person": rosa.code})
    session.expire_all()
    assert rosa in [m.person for m in led.members]
    client.send(client.get(of(led, "/add")), {**new, "forename": "Ivor", "role": "network"})
    page = client.send(client.get(of(led, "/add")), {**new, "forename": "Ivor", "surname": "Penhal"}, 409)
    client.send(page, {"person": "new"})
    session.expire_all()
    assert (
        sorted(m.person.name for m in led.members)[-3:] == ["Ivor Penhal", "Poppy Ashdown", "Rosa Ashdown"]
        or len(led.members) == 6
    )


def test_the_page_takes_the_same_statements_for_a_small_family_and_a_long_story(client, cast, count_queries, session):
    small = stories.a_family("Small")
    large = stories.a_family("Large")
    for n in range(20):
        families.add_member(large, described=NewPerson(f"Child{n}", "Large", FamilyRole.CHILD), by=cast.flora)
    for n in range(30):
        contact = stories.a_request(cast, people=[NewPerson(f"Child{n % 20}", "Large", FamilyRole.CHILD)])
        contact.family = large
    case = cases.open_case(large, team=cast.north, level=Level.COMPLEX, why="x", by=cast.flora)
    leads.allocate(case, lead=cast.kamal, by=cast.mabel)
    session.commit()
    client.sign_in(cast.flora)
    client.get(of(small))
    counts = []
    for family in (small, large):
        with count_queries() as count:
            page = client.get(of(family))
        counts.append(count())
        assert len(page.html) < 60_000
    assert counts[0] == counts[1] <= 12


def test_a_request_that_was_decided_leads_to_the_family(client, cast, session):
    contact = stories.a_request(cast)
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)
    stories.decide(cast, contact)
    session.commit()
    client.sign_in(cast.flora)
    page = client.get(f"/requests/{write_code(contact.code)}")
    assert page.links["Ashdown family"] == of(contact.family)
    assert "A school: Targeted key work" in client.get(of(contact.family)).main
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2


def test_who_is_typed_is_looked_for_behind_the_same_door_and_who_is_declined_is_remembered(cast, client):
    case = stories.a_case(cast)
    at = f"/families/{write_code(case.family.code)}/add"
    client.sign_in(cast.flora)
    page = client.get(at)
    typed = {"forename": "Popy", "surname": "Ashdown", "csrf_token": page.fields()["csrf_token"]}
    born = {"birth_date-day": "4", "birth_date-month": "5", "birth_date-year": "2017"}
    fragment = client.ask("POST", f"{at}/alike", data={**typed, **born})
    assert fragment.status_code == 200
    text = fragment.get_data(as_text=True)
    assert "Poppy Ashdown" in text
    assert "same date of birth" in text
    assert "<html" not in text
    assert "Poppy" not in client.ask("POST", f"{at}/alike", data={**typed, "forename": ""}).get_data(as_text=True)
    assert client.ask("POST", "/families/0000-0000/add/alike", data=typed).status_code == 404
    page = client.send(client.get(at), {"forename": "Popy", "surname": "Ashdown", "role": "child", **born}, 409)
    client.send(page, {"person": "new"})
    pair = db.session.query(PersonPair).one()
    assert pair.apart_by_id == cast.flora.id
