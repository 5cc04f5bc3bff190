"""One box that finds a family."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from familyhelp.casework import searches
from familyhelp.extensions import db
from familyhelp.models import Address, Family, KeptSearch, Member, NamedViewer, Person
from familyhelp.practice import clock, names
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import new_code, write_code
from familyhelp.practice.searches import KEPT_FOR, MOST_KEPT
from familyhelp.practice.stages import Stage
from familyhelp.queries import search
from familyhelp.queries.found import MOST_SCANNED
from tests import stories
from tests.searches import find, looked_for


@pytest.fixture
def ashdowns(cast, session):
    """The Ashdown family, with Kamal."""
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def flora(client, cast):
    client.sign_in(cast.flora)
    return client


@pytest.mark.parametrize(
    "text",
    [
        "Ashdown", "ashdown", "ASHD", "Rosa Ashdown", "ashdown rosa", "  Poppy   Ashdown ", "Åshdown", "Ashdon",
        "Poppy Ashtown", "4 5 2017", "04/05/2017", "2017-05-04", "4 May 2017", "Ashdown 4/5/2017", "poppy 4.5.2017",
        "943 476 5919", "A950000178301",
    ],
)  # fmt: skip
def test_a_family_is_found_by_name_sound_day_or_number(flora, ashdowns, session, text):
    poppy = ashdowns.family.members[1].person
    poppy.nhs_number, poppy.upn = "9434765919", "A950000178301"
    session.commit()
    page = find(flora, text)
    assert "Ashdown family" in page.main, text
    assert "Open case since 2 March 2026 with Kamal Osei" in page.main


@pytest.mark.parametrize("text", ["Penhale", "Rosa Penhale", "5 5 2017", "Jude 4/5/2017", "31/2/2017", "99/99/9999"])
def test_nobody_is_found_where_nobody_is(flora, ashdowns, text):
    assert "Nobody was found." in find(flora, text).main


def test_references_of_a_family_a_case_and_a_request_are_found(flora, client, cast, ashdowns, session):
    contact = stories.a_request(cast)
    session.commit()
    assert "Ashdown family" in find(flora, write_code(ashdowns.family.code)).main
    assert "Ashdown family" in find(flora, write_code(ashdowns.code).lower()).main  # the front door opens no case
    assert f"/requests/{write_code(contact.code)}" in find(flora, contact.code).links.values()
    client.sign_in(cast.kamal)
    assert f"/cases/{write_code(ashdowns.code)}" in find(client, ashdowns.code).links.values()
    assert "Nobody was found" in find(client, contact.code).main


@pytest.mark.parametrize(
    "text",
    ["a", "%", "_", "'", "x" * 100, "²²²²", "https://a.b", "' OR 1=1 --", "\U0001f600", "-", "~"],
)
def test_odd_texts_find_nothing_and_break_nothing(flora, ashdowns, text):
    page = find(flora, text)
    assert "Ashdown" not in page.main


def test_what_is_looked_for_is_in_no_address_and_found_again_by_whoever_looked_alone(flora, client, cast, ashdowns):
    old = flora.get("/search?q=Ashdown")
    assert "no longer stands in an address" in old.main and "Ashdown" not in old.html, "nothing is looked for by GET"
    assert flora.send(old, {"q": "  "}, 400, containing="q").errors == ["Write whom you are looking for."]
    answer = flora.send(old, {"q": "Ashdown"}, containing="q")
    assert "shdown" not in answer.location
    page = flora.get(answer.location)
    assert "Ashdown family" in page.main and page.fields("q")["q"] == "Ashdown"
    assert all("shdown" not in link for link in page.links.values())
    client.sign_in(cast.kamal)
    theirs = client.get(answer.location)
    assert "only for whoever looked" in theirs.main and "Ashdown" not in theirs.html
    client.sign_in(cast.flora)
    assert "Ashdown family" in client.get(answer.location).main, "the way back"
    with clock.at(clock.now() + KEPT_FOR):
        client.sign_in(cast.flora)
        assert "Type it again" in client.get(answer.location).main
    for _ in range(MOST_KEPT + 5):
        searches.keep_search("Quill", by=cast.flora)
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(KeptSearch)) == MOST_KEPT


def test_an_odd_place_in_the_list_is_the_first_page(flora, cast, ashdowns):
    for after in ("0000-0000", "x", "²", "9" * 500):
        assert "Ashdown family" in flora.get(f"{looked_for(cast, 'ashdown')}?after={quote(after)}").main


@pytest.fixture
def restricted(cast, session):
    """A restricted family, with Kamal of the north team."""
    return stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hartwell", restricted=True))


@pytest.mark.parametrize("text", ["Hartwell", "Poppy Hartwell", "Hartwell Poppy", "4 5 2017", "<family>", "<case>"])
@pytest.mark.parametrize("who", ["flora", "colette", "sven", "mabel", "lionel"])
def test_a_restricted_family_says_only_whom_to_ask(client, cast, restricted, who, text):
    text = {"<family>": restricted.family.code, "<case>": restricted.code}.get(text, text)
    client.sign_in(getattr(cast, who))
    page = find(client, text)
    assert "Something is held here that only some people may see. Ask Mabel Thorne (North family help)." in page.main
    for secret in ("Hartwell family", "Rosa", "Jude", "Kamal", write_code(restricted.family.code)):
        assert secret not in page.main.replace(f"“{text}”", ""), secret
    led = {link.rpartition("/")[2] for link in page.links.values() if link.startswith(("/families/", "/cases/"))}
    assert led == ({"open-for-a-reason"} if who == "mabel" else set())


def test_a_restricted_family_cannot_be_guessed_letter_by_letter(flora, restricted):
    for beginning in ("Ha", "Hart", "Hartw", "Hartwell P"):
        assert ("Something is held" in find(flora, beginning).main) is (beginning == "Hartwell P")
    assert "Something is held" not in find(flora, "Hartwell Zeb").main


def test_those_named_and_those_who_lead_find_it(client, cast, restricted, session):
    session.add(NamedViewer(family_id=restricted.family.id, practitioner_id=cast.flora.id))
    session.commit()
    for who in (cast.kamal, cast.flora):
        client.sign_in(who)
        assert "Hartwell family" in find(client, "Hartwell").main


def test_a_child_of_a_restricted_family_is_named_in_no_other(flora, ashdowns, restricted, session):
    both = ashdowns.family.members[2].person
    restricted.family.members.append(Member(person=both, role=FamilyRole.CHILD, starts_on=date(2026, 3, 2)))
    session.commit()
    page = find(flora, "Rosa Ashdown")
    assert "Ashdown family" in page.main
    assert "Jude" not in page.main


@pytest.mark.parametrize("who", ["lena", "conor", "anita", "adam"])
def test_others_do_not_search(client, cast, who):
    client.sign_in(getattr(cast, who))
    assert client.status("/search") == client.status("/search/0000-0000") == 403


def test_social_care_finds_only_families_in_transition(client, cast, ashdowns, session):
    client.sign_in(cast.lionel)
    page = find(client, "Ashdown")
    assert "Ashdown family" not in page.main
    assert "Ask Mabel Thorne (North family help)" in page.main
    stories.ask_up(ashdowns, cast.kamal)
    session.commit()
    assert "Ashdown family" in find(client, "Ashdown").main


def crowd(count, surname="Smith", start=0):
    """Many families of one name, as rows."""
    now, day = clock.now(), clock.today()
    first = (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    first_family = (db.session.scalar(sa.select(sa.func.max(Family.id))) or 0) + 1
    people, homes, members = [], [], []
    for n in range(count):
        forename = f"Kit{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}"
        homes.append(
            {"id": first_family + n, "code": new_code(), "name": f"{surname} family", "name_key": names.fold(surname),
             "restricted": False, "created_at": now, "version": 1}
        )  # fmt: skip
        people.append(
            {"id": first + n, "code": new_code(), "forename": forename, "surname": surname,
             "name_key": names.name_key(surname, forename), "sound_key": names.sound_key(surname),
             "birth_date": date(2010, 1, 1 + n % 28), "birth_estimated": False, "ethnicity": "NOBT",
             "interpreter": False, "created_at": now, "version": 1}
        )  # fmt: skip
        members.append({"family_id": first_family + n, "person_id": first + n, "role": "child", "starts_on": day})
    for table, rows in ((Family, homes), (Person, people), (Member, members)):
        db.session.execute(sa.insert(table), rows)
    db.session.commit()


def test_a_common_name_is_paged_by_key_and_every_family_is_reached_once(flora, cast):
    crowd(110)
    seen, page = [], find(flora, "Smith")
    for _ in range(6):
        seen += [s.text for s in page.find("span", class_="fh-ref")]
        following = page.links.get("Next page")
        if not following:
            break
        page = flora.get(following)
    assert len(seen) == len(set(seen)) == 110
    assert len(page.html) < 60_000


def test_a_page_of_a_common_name_reads_no_more_rows_than_it_may_show_and_the_order_is_that_of_all(cast, session):
    crowd(400)
    crowd(120, "Smithson")
    every = session.execute(sa.select(Person.name_key, Person.id).order_by(Person.name_key, Person.id)).all()
    smiths = [row.id for row in every if row.name_key.startswith("smith")]
    begin = search._beginning(["smith", "smith"], None)
    assert [person.id for person in begin] == smiths[: MOST_SCANNED + 1]
    for place in (0, 57, 399, 400, 519):
        start = (session.get(Person, smiths[place]).name_key, smiths[place])
        going_on = search._beginning(["kit", "smith"], start)
        assert [person.id for person in going_on] == smiths[place + 1 :][: MOST_SCANNED + 1]


@pytest.mark.parametrize("text", ["Smith", "Smith Kita", "Smyth", "2 1 2010", "nobody at all"])
def test_a_search_takes_the_same_few_statements_however_many_there_are(flora, cast, count_queries, text):
    counts = []
    for more in (30, 470):
        crowd(more)
        where = looked_for(cast, text)
        with count_queries() as count:
            page = flora.get(where)
        counts.append(count())
        assert len(page.html) < 60_000
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ZZ99 3VZ", True),
        ("zz993vz", True),
        ("4 Quay Street", True),
        ("4 quay st", True),
        ("4 Quay Street, ZZ99 3VZ", True),
        ("5 Quay Street, ZZ99 3VZ", False),
        ("+44 1632 960 777", True),
        ("01632 960 778", False),
        ("Ashdwon", True),
    ],
)
def test_a_home_a_phone_and_a_misspelt_surname_lead_to_the_family(asked, found, cast, client):
    case = stories.a_case(cast)
    rosa = case.family.members[0].person
    rosa.phone = "01632 960777"
    rosa.addresses.append(Address(lines="4 Quay Street\nSaltmere", postcode="ZZ99 3VZ", starts_on=clock.today()))
    db.session.commit()
    client.sign_in(cast.flora)
    assert ("Rosa Ashdown" in find(client, asked).main) is found


def test_nobody_is_found_at_a_withheld_address_nor_told_of_at_one_out_of_sight(cast, client):
    case = stories.a_case(cast)
    rosa = case.family.members[0].person
    rosa.addresses.append(Address(lines="4 Quay Street", postcode="ZZ99 3VZ", starts_on=clock.today(), hidden=True))
    case.family.members[1].person.addresses.append(
        Address(lines="9 Mill Road", postcode="ZZ98 3VZ", starts_on=clock.today())
    )
    case.family.restricted = True
    db.session.commit()
    client.sign_in(cast.flora)
    for asked in ("ZZ99 3VZ", "4 Quay Street", "ZZ98 3VZ", "9 Mill Road"):
        page = find(client, asked)
        assert "Nobody was found" in page.main
        assert "Something is held" not in page.main
