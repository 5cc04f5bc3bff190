"""How a family's people are related, and who holds parental responsibility, as pages tell it."""

from __future__ import annotations

import pytest

from familyhelp.casework import families, relationships
from familyhelp.models import Case, Event, Family, Member, Relationship, Responsibility
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.relationships import Kin
from familyhelp.practice.stages import Stage
from tests import relation_stories as world
from tests import stories
from tests.relation_stories import of


@pytest.fixture
def family(cast, session) -> Family:
    """The Ashdowns with all their relations."""
    return world.related(cast)


def test_the_family_page_tells_everybody_at_a_glance(client, cast, family):
    client.sign_in(cast.kamal)
    said = client.get(of(family)).main
    for words in (
        "Child: Poppy Ashdown, Jude Ashdown",
        "Parent: Lil Ashdown",
        "Former partner, or separated: Dan Reed",
        "Brother or sister: Jude Ashdown",
        "Grandparent: Lil Ashdown",
        "Rosa Ashdown: Birth mother, since 4 May 2017. Certificate seen.",
        "Nobody is recorded yet.",
        "Lil Ashdown: I have the children on Fridays.",
    ):
        assert words in said, words


def test_another_team_and_another_restricted_family_show_nothing_of_it(client, cast, family, session):
    client.sign_in(cast.sven)
    for page in (client.get(of(family)), client.get(of(family, "/relationships"))):
        for words in ("Birth mother", "Fridays", "Grandparent", "Former partner"):
            assert words not in page.html, words
    hidden = stories.a_family("Hartwell", restricted=True)
    hidden.members.append(
        Member(person=family.members[3].person, role=FamilyRole.PARENT, starts_on=stories.clock.today())
    )
    session.commit()
    client.sign_in(cast.kamal)
    for page in (client.get(of(family)), client.get(of(family, "/relationships"))):
        assert "Dan" not in page.html
        assert "Child: Poppy Ashdown, Jude Ashdown" in page.main
    tie = world.newest(Relationship, kin=Kin.SEPARATED)
    assert client.status(of(family, f"/relationships/{write_code(tie.code)}/correct")) == 404


def test_a_correction_is_a_new_version_and_the_old_one_stays(client, cast, family, session):
    tie = world.newest(Relationship, kin=Kin.SEPARATED)
    client.sign_in(cast.kamal)
    at = of(family, f"/relationships/{write_code(tie.code)}/correct")
    page, second = client.get(at), client.get(at)
    assert page.fields()["kin"] == "separated"
    client.send(page, {"kin": "divorced", "because": "The decree was seen."})
    versions = session.query(Relationship).filter_by(code=tie.code).order_by(Relationship.number).all()
    assert [(v.number, v.kin, v.current) for v in versions] == [
        (1, Kin.SEPARATED, False),
        (2, Kin.DIVORCED, True),
    ]
    said = client.get(of(family, "/relationships"))
    assert "Divorced: Dan Reed" in said.main
    assert "What was recorded before" in said.main
    assert "Kamal Osei corrected how Rosa Ashdown and Dan Reed are related (Divorced)" in client.get(of(family)).main
    late = client.send(second, {"kin": "partner", "because": "Late."}, 409)
    assert "saved a newer version" in late.errors[0]
    assert "Divorced" in late.main


def test_what_was_never_so_is_taken_off_and_what_is_over_ends(client, cast, family, session):
    rosa, lil = family.members[0].person, family.members[4].person
    tie = relationships.relate(family, lil, Kin.FRIEND, rosa, by=cast.kamal)
    session.commit()
    client.sign_in(cast.kamal)
    at = of(family, f"/relationships/{write_code(tie.code)}")
    client.send(client.get(f"{at}/end"), {**stories_day("ends_on"), "because": "They fell out."})
    assert "Friend (ended): Lil Ashdown" in client.get(of(family)).main
    client.send(client.get(f"{at}/correct"), {"withdrawn": "y", "because": "Another Lil."})
    page = client.get(of(family, "/relationships"))
    assert "Friend (ended): Lil" not in page.main
    assert "Taken off the record: it was never so. Another Lil." in page.main
    assert client.status(f"{at}/correct") == 404


def stories_day(name: str) -> dict[str, str]:
    """The day of the story, in three boxes."""
    return {f"{name}-day": "2", f"{name}-month": "3", f"{name}-year": "2026"}


def test_a_child_older_than_its_parent_oneself_and_twice_the_same_are_refused_and_nothing_is_lost(
    client, cast, family, session
):
    rosa, poppy = family.members[0].person, family.members[1].person
    client.sign_in(cast.kamal)
    page = client.get(of(family, f"/people/{write_code(rosa.code)}/related"))
    for answers, part in (
        ({"other": poppy.code, "kin": "child"}, "Poppy Ashdown is younger than Rosa Ashdown"),
        ({"other": poppy.code, "kin": "parent"}, "This is on the record already"),
        ({"other": rosa.code, "kin": "friend"}, "Choose one from the list"),
    ):
        again = client.send(page, {**answers, "note": "Typed."}, 409 if answers["other"] != rosa.code else 400)
        assert any(part in error for error in again.errors), again.errors
        assert again.fields()["note"] == "Typed."
    assert session.query(Relationship).count() == 7


def test_the_local_authority_holds_it_by_an_order_and_its_end_stays_readable(client, cast, family, session):
    jude = family.members[2].person
    client.sign_in(cast.kamal)
    where = of(family, f"/people/{write_code(jude.code)}/responsibility")
    refused = client.send(client.get(where), {"holder": "authority", "ground": "certificate"}, 409)
    assert "by a care order" in refused.errors[0]
    client.send(refused, {"ground": "care_order"})
    held = world.newest(Responsibility, holder_id=None)
    assert held.authority in client.get(of(family)).main
    at = of(family, f"/responsibilities/{write_code(held.code)}/end")
    client.send(client.get(at), {**stories_day("ends_on"), "because": "The court discharged it."})
    page = client.get(of(family, "/relationships"))
    assert "The court discharged it." in page.main
    assert "Care order" not in client.get(of(family)).main.split("Changes to this record")[0]
    event = session.query(Event).order_by(Event.id.desc()).first()
    assert event.because == "The court discharged it."


def test_the_pages_take_the_same_statements_however_large_the_family(client, cast, session, count_queries):
    small, large = stories.a_case(cast, Stage.ACTIVE).family, world.related(cast)
    client.sign_in(cast.kamal)
    client.get(of(small))
    for tail in ("", "/relationships", "/genogram"):
        counts = []
        for family in (small, large):
            with count_queries() as count:
                client.get(of(family, tail))
            counts.append(count())
        print(tail, counts)
        assert counts[0] == counts[1] <= 12


# The picture --------------------------------------------------------------------------------------------------


def test_the_picture_shows_everybody_once_and_says_the_same_in_sentences(client, cast, family, session):
    client.sign_in(cast.kamal)
    page = client.get(of(family, "/genogram"))
    for words in (
        "Rosa Ashdown: parent of Poppy Ashdown",
        "Rosa Ashdown and Dan Reed: former partners, or separated",
        "Lil Ashdown: sex not recorded, 64",
    ):
        assert words in page.main, words
    assert page.html.count('class="fh-genogram__symbol"') == 5
    assert "style=" not in page.html
    client.sign_in(cast.sven)
    assert "Lil" not in client.get(of(family, "/genogram")).main


def test_a_withheld_address_draws_no_home_for_those_who_may_not_know_it(client, cast, family, session):
    for number, lines, hidden in ((0, "7 Canary Close", True), (1, "7 Canary Close", True), (3, "1 Open Road", False)):
        person = family.members[number].person
        families.change_address(
            person, lines=lines, postcode="ZZ99 3VZ", starts_on=stories.clock.today(), hidden=hidden,
            read_version=person.version, by=cast.kamal,
        )  # fmt: skip
    session.commit()
    for who, homes in ((cast.kamal, 3), (cast.flora, 1)):
        client.sign_in(who)
        page = client.get(of(family, "/genogram"))
        assert page.main.count(", home ") == homes
        for words in ("Canary", "Open Road", "ZZ99"):
            assert words not in page.html


# Nobody left out ----------------------------------------------------------------------------------------------


def test_who_is_in_nothing_that_is_written_is_asked_about(client, cast, family, session):
    client.sign_in(cast.kamal)
    asked = client.get(of(family)).main.split("Is anybody left out?")[1].split("Who else helps")[0]
    # Poppy is in the assessment and Rosa owns an action; Lil is of the wider network.
    assert asked.split("They are in no part")[0].strip() == "Dan Reed, Jude Ashdown"
    case = session.query(Case).one()
    page = client.get(f"/cases/{write_code(case.code)}")
    assert "The plan does not name Dan Reed, Poppy Ashdown, Jude Ashdown." in page.main
    family.members[2].person.known_as = "Poppy"  # whatever they are called
    family.members[3].ends_on = stories.clock.today()
    session.commit()
    assert "Is anybody left out?" not in client.get(of(family)).main
    client.sign_in(cast.sven)
    assert "left out" not in client.get(of(family)).main
