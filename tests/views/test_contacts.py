"""The front door's pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import cases, contacts, leads
from familyhelp.casework.contacts import NewPerson
from familyhelp.extensions import db
from familyhelp.models import Case, Contact, ContactPerson, Message, NamedViewer, Person
from familyhelp.practice import clock
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import ContactOutcome, ContactState, Level, Urgency
from tests import stories
from tests.casework.test_contacts import decided, held_family, matched
from tests.searches import looked_for
from tests.stories import CHILD, a_request

CALL = {
    "source": "2A",
    "referrer_name": "Ms Hale",
    "referrer_email": "hale@example.org",
    "needs": "Poppy misses school.",
    "urgency": "routine",
    "people-0-forename": "Rosa",
    "people-0-surname": "Ashdown",
    "people-0-role": "parent",
    "people-1-forename": "Poppy",
    "people-1-surname": "Ashdown",
    "people-1-role": "child",
    "people-1-birth_date-day": "4",
    "people-1-birth_date-month": "5",
    "people-1-birth_date-year": "2017",
}


def at(contact, tail=""):
    return f"/requests/{write_code(contact.code)}{tail}"


@pytest.fixture
def flora(client, cast):
    client.sign_in(cast.flora)
    return client


# Recording -----------------------------------------------------------------------------------------------------


def test_a_worker_on_the_phone_records_a_request_on_one_page(flora, cast, session):
    page = flora.follow(flora.send(flora.get("/requests/new"), {**CALL, "agency": str(cast.school.id)}))
    contact = session.scalars(sa.select(Contact)).one()
    assert page.path == at(contact)
    assert "Rosa Ashdown, Poppy Ashdown" in page.heading
    assert [p.name for p in contact.people] == ["Rosa Ashdown", "Poppy Ashdown"]
    assert contact.people[1].birth_date == date(2017, 5, 4)
    assert contact.agency is cast.school
    assert contact.received_at == clock.now()
    assert contact.due_on == date(2026, 3, 3)


def test_who_is_already_held_is_said_while_a_request_is_typed_and_no_address_holds_a_name(flora, app, cast, session):
    case = stories.a_case(cast, Stage.ACTIVE)
    session.commit()
    page = flora.get("/requests/new")
    typed = {"forename": "Rosa", "surname": "Ashdwon", "csrf_token": page.fields()["csrf_token"]}
    text = flora.ask("POST", "/requests/new/alike", data=typed).get_data(as_text=True)
    assert "Perhaps we already know them" in text and "Rosa Ashdown" in text
    assert f"with {case.lead.name}" in text, "whether a case is open, and with whom"
    assert "<input" not in text, "the match itself is a page of its own"
    nobody = flora.ask("POST", "/requests/new/alike", data={**typed, "surname": "Quill", "forename": "Zed"})
    assert not nobody.get_data(as_text=True).strip()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("alike."):
            assert rule.methods == {"POST", "OPTIONS"}, "what is typed is never asked for by its address"
    assert flora.status("/requests/new/alike?surname=Ashdown") == 405
    assert "Rosa" not in flora.get("/requests/new?alike=1&forename=Rosa&surname=Ashdown").main


def test_numbers_of_a_child_lead_to_them_and_go_over_to_the_record_without_typing(flora, cast, session):
    poppy = stories.a_family("Carr").members[1].person
    poppy.forename, poppy.nhs_number = "Penelope", "9434765919"
    session.commit()
    numbers = {"people-1-nhs_number": "943 476 5919", "people-1-upn": "a950000178301"}
    page = flora.follow(flora.send(flora.get("/requests/new"), {**CALL, **numbers}))
    contact = session.scalars(sa.select(Contact)).one()
    assert "NHS number 9434765919" in page.main and "unique pupil number A950000178301" in page.main
    found = flora.get(at(contact, "/people/2"))
    assert "same NHS number" in found.main and "Penelope Carr" in found.main, "whatever they are called"
    contacts.create_person(contact, contact.people[0], by=cast.flora)
    contacts.match_person(contact, contact.people[1], person=poppy, by=cast.flora)
    decided(cast, contact)
    assert (poppy.nhs_number, poppy.upn) == ("9434765919", "A950000178301")


def test_another_person_is_another_row_and_keeps_every_word(flora, session):
    page = flora.get("/requests/new")
    assert "people-4-forename" not in page.fields()
    half = {
        **CALL,
        "source": "",
        "needs": "“Half a sentence",
        "people-2-forename": "Jude",
        "people-0-birth_date-day": "x",
    }
    more = flora.post("/requests/new", {**page.fields(), **half, "another": "person"}, 200)
    fields = more.fields()
    assert "people-4-forename" in fields
    texts = half.keys() - {"source", "urgency"}
    assert {k: fields[k] for k in texts} == {k: half[k] for k in texts}
    assert fields["urgency"] == ["routine"]
    assert not more.errors
    again = flora.get("/requests/new")  # and it is kept, as every form's text is
    assert again.fields()["people-2-forename"] == "Jude"
    assert not session.scalars(sa.select(Contact)).all()
    whole = {
        **fields, **CALL, "people-4-forename": "Baby", "people-4-surname": "Ashdown", "people-4-role": "child",
        "people-4-due_date-day": "1", "people-4-due_date-month": "6", "people-4-due_date-year": "2026",
        "people-2-role": "child", "people-0-birth_date-day": "",
    }  # fmt: skip
    flora.post("/requests/new", whole)
    people = session.scalars(sa.select(ContactPerson).order_by(ContactPerson.id)).all()
    assert [(p.forename, p.due_date) for p in people][-1] == ("Baby", date(2026, 6, 1))
    assert len(people) == 4


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"people-0-forename": "", "people-0-surname": ""}, "Person 1: Enter a name."),
        ({"people-0-role": ""}, "Person 1: Choose who this is in the family."),
        ({"people-1-birth_date-month": "13"}, "Person 2: Enter a real date"),
        ({"people-1-birth_date-year": "2030"}, "Person 2: This date cannot be in the future."),
        ({"people-1-due_date-day": "1", "people-1-due_date-month": "6", "people-1-due_date-year": "2026"}, "not both"),
        ({"people-0-role": "grandpa"}, "Person 1: Choose one from the list."),
        ({"people-0-phone": "12"}, "Person 1: A phone number looks like"),
        ({"people-1-nhs_number": "943 476 5910"}, "Person 2: An NHS number has 10 digits"),
        ({"people-1-upn": "A95000017830"}, "Person 2: A unique pupil number has 13 characters"),
        ({"postcode": "ZZ99"}, "A full UK postcode"),
        ({"referrer_email": "hale"}, "An e-mail address looks like"),
        ({"urgency": "safeguarding"}, "Say what makes you think"),
        ({"received_time": "25:99"}, "Enter a time"),
        ({"received_time": "23:59"}, "This time cannot be in the future."),
        ({"source": "99"}, "Choose one from the list."),
        ({"needs": " \x00 "}, "Write what help is needed."),
        ({"agency": "999999"}, "Choose one from the list."),
    ],
)
def test_what_is_wrong_is_said_where_it_is_wrong(flora, session, wrong, sentence):
    page = flora.send(flora.get("/requests/new"), {**CALL, **wrong}, 400)
    assert any(sentence in error for error in page.errors), page.errors
    assert page.title.startswith("Error:")
    assert page.fields()["needs"] in (CALL["needs"], wrong.get("needs", "").strip(" \x00"))
    assert not session.scalars(sa.select(Contact)).all()


def test_a_request_about_nobody_is_refused(flora):
    nobody = {name: value for name, value in CALL.items() if not name.startswith("people")}
    page = flora.send(flora.get("/requests/new"), nobody, 400)
    assert page.errors == ["Person 1: Name at least one person whom this is about."]


@pytest.mark.parametrize(
    "forged",
    [
        "people-²-forename",
        "people-" + "9" * 5000 + "-forename",
        "people--1-forename",
        "people-x-role",
        "people-99-role",
    ],
)
def test_a_forged_row_is_no_row_and_no_fault(flora, session, forged):
    flora.post(
        "/requests/new",
        {**flora.get("/requests/new").fields(), **CALL, forged: "child"},
        400 if forged == "people-99-role" else 303,
    )


def test_a_draft_of_a_long_call_is_there_again(flora, cast):
    flora.send(flora.get("/requests/new"), {**CALL, "needs": ""}, 400)
    kept = flora.get("/requests/new")
    assert kept.fields()["people-1-birth_date-year"] == "2017"
    assert "We kept what you typed here" in kept.main


# The queue -----------------------------------------------------------------------------------------------------


def rows(page):
    return ["".join(tr.itertext()) for tbody in page.find("tbody") for tr in tbody.iter("tr")]


def test_the_queue_puts_safeguarding_first_then_urgency_then_the_day(flora, cast):
    late = clock.now() - timedelta(days=5)
    a_request(cast, people=[NewPerson("Fourth", "Early", FamilyRole.CHILD)])
    a_request(cast, people=[NewPerson("Third", "Overdue", FamilyRole.CHILD)], received_at=late)
    a_request(cast, people=[NewPerson("Second", "Urgent", FamilyRole.CHILD)], urgency=Urgency.URGENT)
    a_request(
        cast, people=[NewPerson("First", "Harm", FamilyRole.CHILD)], urgency=Urgency.SAFEGUARDING, risk="A bruise"
    )
    db.session.commit()
    lines = rows(flora.get("/requests"))
    assert [next(n for n in ("First", "Second", "Third", "Fourth") if n in line) for line in lines] == [
        "First",
        "Second",
        "Third",
        "Fourth",
    ]
    assert "Late" in lines[2]
    assert "5 days" in lines[2]
    assert "Late" not in lines[3]


def test_the_queue_pages_by_key_and_shows_each_request_once(flora, cast):
    made = [a_request(cast, people=[CHILD], urgency=list(Urgency)[n % 3], risk="x") for n in range(60)]
    db.session.commit()
    seen, path = [], "/requests"
    for _ in range(4):
        page = flora.get(path)
        seen += [span.text for span in page.find("span", class_="fh-ref")]
        path = page.links.get("Next page")
        if path is None:
            break
    assert sorted(seen) == sorted(write_code(c.code) for c in made)
    assert len(seen) == 60


def test_the_queue_takes_the_same_statements_for_two_and_for_forty(flora, cast, count_queries):
    counts = []
    for more in (2, 38):
        for _ in range(more):
            contact = a_request(cast)
            contacts.claim(contact, by=cast.flora)
        db.session.commit()
        with count_queries() as count:
            flora.get("/requests")
        counts.append(count())
    assert counts[0] == counts[1] <= 8


def test_a_manager_sees_how_the_queue_ages_and_no_name(client, cast):
    contact = a_request(cast)
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/requests")
    assert write_code(contact.code) in page.main
    assert "Ashdown" not in page.html
    assert client.status(at(contact)) == 404


def test_a_forged_place_in_the_queue_is_the_first_page(flora, cast):
    a_request(cast)
    db.session.commit()
    for after in ("ZZZZZZZZ", "0000-0000", "x" * 300, "²"):
        assert "Poppy" in flora.get(f"/requests?after={after}").main


# In hand -------------------------------------------------------------------------------------------------------


def test_two_workers_are_told_of_each_other(client, flora, cast, session):
    contact = a_request(cast)
    cast.colette.role = cast.flora.role
    db.session.commit()
    flora.send(flora.get(at(contact, "/claim")), {})
    assert "in hand with Flora Dewhurst" in flora.get(at(contact)).main
    client.sign_in(cast.colette)
    for tail in ("/decide", "/urgency", "/correct"):
        page = client.get(at(contact, tail))
        assert "Flora Dewhurst has had this request in hand" in page.main
    refused = client.send(
        client.get(at(contact, "/decide")),
        {"level": "1", "outcome": "advice", "rationale": "My own view."},
        409,
    )
    assert "Flora Dewhurst has this request in hand" in refused.errors[0]
    assert refused.fields()["rationale"] == "My own view."
    assert client.send(client.get(at(contact, "/claim")), {}, 409).errors
    client.send(client.get(at(contact, "/take-over")), {"because": "Flora is off sick."})
    session.expire_all()
    assert session.get(Contact, contact.id).held_by.name == "Colette Barr"


# Matching ------------------------------------------------------------------------------------------------------


def test_a_family_already_held_is_shown_with_why_and_what_help_it_has(flora, cast):
    family = held_family(cast, "Ashdown", ("Rosa", FamilyRole.PARENT, date(1989, 2, 11)))
    case = cases.open_case(family, team=cast.north, level=Level.COMPLEX, why="x", by=cast.flora)
    leads.allocate(case, lead=cast.kamal, by=cast.mabel)
    contact = a_request(cast, people=[NewPerson("Roza", "Ashdwon", FamilyRole.PARENT, birth_date=date(1989, 11, 2))])
    db.session.commit()
    page = flora.get(at(contact, "/people/1"))
    assert "Rosa Ashdown, born 11 February 1989 (37)" in page.main
    for reason in (
        "surname spelled almost the same",
        "first names sound alike",
        "one slip of the pen apart",
    ):
        assert reason in page.main
    assert "Open case since 2 March 2026 with Kamal Osei, North family help" in page.main
    person = family.members[0].person
    flora.send(page, {"person": person.code})
    db.session.expire_all()
    assert contact.people[0].person is person
    assert not contact.people[0].created_person


def test_matching_goes_from_one_person_to_the_next_and_can_be_taken_back(flora, cast, session):
    contact = a_request(cast)
    db.session.commit()
    onward = flora.send(flora.get(at(contact, "/people/1")), {"person": "new"})
    assert onward.location == at(contact, "/people/2")
    assert flora.send(flora.get(onward.location), {"person": "new"}).location == at(contact)
    assert "Take this back" in flora.get(at(contact)).main
    flora.send(flora.get(at(contact, "/people/1/undo")), {"because": "Another Rosa."})
    session.expire_all()
    assert contact.people[0].person is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2
    assert flora.status(at(contact, "/people/2")) == 409  # matched already
    assert flora.status(at(contact, "/people/3")) == 404
    assert flora.status(at(contact, "/people/0")) == 404


def test_somebody_in_another_request_that_is_not_decided_yet_is_found_too(flora, cast):
    first = matched(cast, a_request(cast))
    second = a_request(cast, people=[CHILD])
    db.session.commit()
    page = flora.get(at(second, "/people/1"))
    assert "Poppy Ashdown, born 4 May 2017" in page.main
    contacts.unmatch(first, first.people[1], by=cast.flora)
    db.session.commit()
    assert "born 4 May 2017 (8)" not in flora.get(at(second, "/people/1")).main  # nobody's person is nobody's match


def test_a_choice_that_was_not_offered_is_refused(flora, cast):
    other = held_family(cast, "Brook", ("Ines", FamilyRole.CHILD, date(2001, 1, 1)))
    contact = a_request(cast, people=[CHILD])
    db.session.commit()
    code = other.members[0].person.code
    assert flora.send(flora.get(at(contact, "/people/1")), {"person": code}, 400).errors
    assert contact.people[0].person_id is None


def restricted_family(cast, session):
    family = held_family(cast, "Hartwell", ("Poppy", FamilyRole.CHILD, date(2017, 5, 4)))
    family.restricted = True
    case = cases.open_case(family, team=cast.north, level=Level.COMPLEX, why="x", by=cast.flora)
    leads.allocate(case, lead=cast.kamal, by=cast.mabel)
    session.commit()
    return family


def test_a_restricted_family_shows_only_that_something_is_held_and_whom_to_ask(flora, client, cast, session):
    family = restricted_family(cast, session)
    person = family.members[0].person
    contact = a_request(cast, people=[NewPerson("Poppy", "Hartwell", FamilyRole.CHILD, birth_date=date(2017, 5, 4))])
    session.commit()
    page = flora.get(at(contact, "/people/1"))
    assert "Something is held here that only some people may see. Ask Mabel Thorne (North family help)." in page.main
    assert write_code(person.code) not in page.html
    assert write_code(family.code) not in page.html
    assert "Kamal" not in page.html
    assert flora.post(at(contact, "/people/1"), {**page.fields(), "person": person.code}, 400).errors
    session.add(NamedViewer(family_id=family.id, practitioner_id=cast.flora.id))
    session.commit()
    assert "Hartwell family" in flora.get(at(contact, "/people/1")).main


def test_a_request_matched_to_a_restricted_family_is_not_decided_or_told_by_others(flora, client, cast, session):
    family = restricted_family(cast, session)
    contact = a_request(cast, people=[NewPerson("Poppy", "Hartwell", FamilyRole.CHILD, birth_date=date(2017, 5, 4))])
    contacts.match_person(contact, contact.people[0], person=family.members[0].person, by=cast.flora)
    session.commit()
    page = flora.get(at(contact))
    assert "Matched to somebody whose record only some people may see" in page.main
    assert write_code(family.code) not in page.html
    assert flora.status(at(contact, "/decide")) == 409


def test_the_match_page_takes_the_same_statements_however_many_are_held(flora, cast, count_queries):
    counts = []
    for more in (1, 30):
        for n in range(more):
            family = held_family(cast, "Ashdown", ("Poppy", FamilyRole.CHILD, date(2017, 5, 4)))
            cases.open_case(family, team=cast.north, level=Level.COMPLEX, why=f"{n}", by=cast.flora)
        contact = a_request(cast, people=[CHILD])
        db.session.commit()
        with count_queries() as count:
            page = flora.get(at(contact, "/people/1"))
        counts.append(count())
    assert counts[0] == counts[1] <= 12
    assert len(page.html) < 60_000
    assert page.main.count("Very like") == 10


# Deciding ------------------------------------------------------------------------------------------------------


def test_a_decision_opens_the_case_and_the_referrer_reads_the_sentence_of_the_outcome(flora, cast, session):
    contact = matched(cast, a_request(cast))
    session.commit()
    page = flora.get(at(contact, "/decide"))
    assert "A key worker will be in touch with the family." in page.main
    assert "Several needs at once" in page.main
    answers = {"level": "3", "outcome": "targeted", "team": str(cast.north.id), "rationale": "Two services."}
    after = flora.follow(flora.send(page, answers))
    assert "Targeted key work" in after.main
    case = session.scalars(sa.select(Case)).one()
    assert case.team_id == cast.north.id
    message = session.scalars(sa.select(Message)).one()
    assert "A key worker will be in touch with the family." in message.text
    assert flora.get("/requests").main.count("Poppy") == 0


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"level": "1", "outcome": "targeted"}, "does not fit level of need"),
        ({"level": "3", "outcome": "targeted"}, "Choose the team"),
        ({"level": "3", "outcome": "already_open"}, "no open case"),
        ({"level": "2", "outcome": "returned"}, "Write what the referrer is told."),
        ({"level": "2", "outcome": "community", "referrer_told": "Rosa joins a group."}, "without the names"),
    ],
)
def test_a_decision_that_does_not_hold_is_refused_with_everything_kept(flora, cast, answers, sentence):
    contact = matched(cast, a_request(cast))
    db.session.commit()
    page = flora.send(flora.get(at(contact, "/decide")), {"rationale": "Because.", **answers}, 409)
    assert any(sentence in error for error in page.errors), page.errors
    assert page.fields()["rationale"] == "Because."
    db.session.expire_all()
    assert contact.state is ContactState.WAITING


def test_a_safeguarding_concern_offers_the_step_up_and_waits_for_social_care(flora, client, cast, session):
    contact = a_request(cast, urgency=Urgency.SAFEGUARDING, risk="A bruise.")
    session.commit()
    assert "Pass this to statutory social care now" in flora.get(at(contact)).main
    page = flora.get(at(contact, "/decide"))
    assert page.fields()["outcome"] == ["step_up"]
    assert page.fields()["level"] == ["4"]
    flora.send(page, {"rationale": "A bruise that nobody explains."})
    assert "Waiting for social care" in flora.get("/requests").main
    client.sign_in(cast.lionel)
    waiting = client.get("/requests")
    assert "Rosa Ashdown, Poppy Ashdown" in waiting.main
    client.send(client.get(at(contact, "/acknowledge")), {"who": "Ines Marlow, duty team", "how": "phone"})
    assert "Rosa Ashdown" not in client.get("/requests").main
    assert "Ines Marlow, duty team there took this on" in client.get(at(contact)).main
    assert client.status(at(contact, "/decide")) == 403


def test_a_request_changed_since_it_was_read_is_decided_only_after_looking_again(flora, cast, session):
    contact = matched(cast, a_request(cast))
    session.commit()
    page = flora.get(at(contact, "/decide"))
    contacts.change_urgency(
        contact, urgency=Urgency.URGENT, risk=None, because="They rang.", read_version=contact.version, by=cast.flora
    )
    session.commit()
    answers = {"level": "2", "outcome": "community", "rationale": "A group."}
    refused = flora.send(page, answers, 409)
    assert "What is on the record now" in refused.main
    assert "Urgent" in refused.main
    assert refused.fields()["rationale"] == "A group."
    flora.send(refused, {})


def test_people_of_two_families_ask_whose_request_it_is(flora, cast, session):
    one, other = held_family(cast), held_family(cast, "Brook", ("Poppy", FamilyRole.CHILD, date(2017, 5, 4)))
    contact = a_request(cast)
    contacts.match_person(contact, contact.people[0], person=one.members[0].person, by=cast.flora)
    contacts.match_person(contact, contact.people[1], person=other.members[0].person, by=cast.flora)
    session.commit()
    answers = {"level": "3", "outcome": "targeted", "team": str(cast.north.id), "rationale": "x"}
    page = flora.send(flora.get(at(contact, "/decide")), answers, 409)
    assert any("several families" in error for error in page.errors)
    flora.send(page, {**answers, "family": other.code})
    session.expire_all()
    assert contact.family is other


def test_a_decided_request_is_not_decided_again(flora, cast, session):
    contact = matched(cast, a_request(cast))
    decided(cast, contact)
    session.commit()
    page = flora.get(at(contact, "/decide"), 409)
    assert "Flora Dewhurst has already decided this request: Targeted key work." in page.main


# The page ------------------------------------------------------------------------------------------------------


def test_whether_they_were_told_and_how_stands_on_the_page(flora, cast, session):
    contact = matched(cast, a_request(cast))
    session.commit()
    flora.get(at(contact, "/told"), 409)
    decided(cast, contact)
    session.commit()
    page = flora.get(at(contact))
    assert "The message to them waits to go out." in page.main
    session.scalars(sa.select(Message).where(Message.to == contact.referrer_email)).one().sent_at = clock.now()
    session.commit()
    told = {"whom": "family", "how": "in_person", "said": "Somebody rings on Monday."}
    page = flora.follow(flora.send(flora.get(at(contact, "/told")), told))
    assert "The message to them went out on" in page.main
    assert "told what was decided: The family, In person" in page.main and "Somebody rings on Monday." in page.main


def test_the_page_of_a_request_takes_the_same_statements_however_long_its_story(flora, cast, count_queries):
    counts, sizes = [], []
    for people, turns in (([CHILD], 0), ([NewPerson(f"P{n}", "Ashdown", FamilyRole.CHILD) for n in range(12)], 20)):
        contact = matched(cast, a_request(cast, people=people))
        for n in range(turns):
            contacts.correct(contact, changes={"needs": f"{n} " * 30}, read_version=contact.version, by=cast.flora)
        db.session.commit()
        with count_queries() as count:
            page = flora.get(at(contact))
        counts.append(count())
        sizes.append(len(page.html))
    assert counts[0] == counts[1] <= 12
    assert sizes[1] < 60_000
    assert page.main.count("corrected the request") == 20


def test_a_hidden_address_is_on_no_page_once_the_request_is_decided_but_for_the_lead(flora, client, cast, session):
    contact = matched(cast, a_request(cast, address="7 Canary Close", address_hidden=True))
    session.commit()
    assert "7 Canary Close" in flora.get(at(contact)).main
    case = decided(cast, contact)
    leads.allocate(case, lead=cast.kamal, by=cast.mabel)
    session.commit()
    family = f"/families/{write_code(contact.family.code)}"
    for path in (at(contact), family, looked_for(cast, "Ashdown"), "/requests"):
        html = flora.get(path).html
        assert "Canary" not in html, path
        assert "ZZ99" not in html, path
    assert "Address withheld" in flora.get(family).main
    for who, sees in ((cast.kamal, True), (cast.mabel, True), (cast.colette, False), (cast.sven, False)):
        client.sign_in(who)
        assert ("7 Canary Close" in client.get(family).html) is sees, who.name
    client.sign_in(cast.mabel)
    assert "7 Canary Close" in client.get(at(contact)).html


# Rights: every page of a request by every person ---------------------------------------------------------------

RIGHTS = """
               flora kamal lena conor mabel morag lionel anita adam
waiting        y     -     -    -     -     -     -      -     -
opened_case    y     -     -    -     y     -     -      -     -
step_up        y     -     -    -     -     -     y      -     -
restricted     -     -     -    -     -     -     -      -     -
not_there      -     -     -    -     -     -     -      -     -
"""


def _kind(kind, cast, session):
    match kind:
        case "waiting":
            contact = a_request(cast)
        case "opened_case":
            contact = matched(cast, a_request(cast))
            decided(cast, contact)
        case "step_up":
            contact = a_request(cast)
            decided(cast, contact, outcome=ContactOutcome.STEP_UP, level=Level.ACUTE, team=None)
        case "restricted":
            contact = matched(cast, a_request(cast))
            decided(cast, contact, outcome=ContactOutcome.COMMUNITY, level=Level.ADDITIONAL, team=None)
            contact.family.restricted = True
        case _:
            return "/requests/0000-0000"
    session.commit()
    return at(contact)


@pytest.mark.parametrize("kind", ["waiting", "opened_case", "step_up", "restricted", "not_there"])
def test_each_page_of_a_request_opens_as_the_table_says(kind, app, client, cast, session):
    from tests.test_policy import read

    rights = read(RIGHTS)[kind]
    path = _kind(kind, cast, session)
    for person, mark in rights.items():
        client.sign_in(getattr(cast, person))
        for tail, doers in (
            ("", rights),
            ("/decide", ["flora"]),
            ("/claim", ["flora"]),
            ("/release", ["flora"]),
            ("/take-over", ["flora"]),
            ("/urgency", ["flora"]),
            ("/correct", ["flora"]),
            ("/people/1", ["flora"]),
            ("/people/1/undo", ["flora"]),
            ("/acknowledge", ["flora", "lionel"]),
        ):
            expected = {404} if mark == "-" else {200, 409} if person in doers else {403}
            assert client.status(path + tail) in expected, f"{person} {kind} {tail}"
            if tail:
                token = client.token()
                status = client.ask("POST", path + tail, data={"csrf_token": token}).status_code
                expected = {404} if mark == "-" else {303, 400, 409} if person in doers else {403}
                assert status in expected, f"{person} POST {kind} {tail}: {status}"
