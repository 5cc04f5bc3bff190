"""Asking for help without an account: nothing typed is lost, nothing is shown to anybody else, and harm goes first."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.casework import sign_ins
from familyhelp.models import Asking, Contact, Event, Message
from familyhelp.practice import clock
from familyhelp.practice.asking import LARGEST
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.triage import ContactState, Source, Urgency
from tests import filled_front_door
from tests.client import StrictClient

PARENT = {
    "who": {"asker_is": "parent"},
    "agreement": {"knows": "agrees"},
    "you": {"name": "Nadia Quill", "email": "nadia@example.org", "reach": "After four."},
    "family": {"people-1-forename": "Tess", "people-1-surname": "Quill", "people-1-role": "child"},
    "why": {"needs": "  I am <b>so tired</b> – Tess will not sleep.", "strengths": "We laugh."},
    "safety": {"harm": "no"},
}
TEACHER = {
    "who": {"asker_is": "professional"},
    "agreement": {"knows": "agrees"},
    "you": {"name": "Mr Bell", "works_in": "2A", "agency_name": "marsh lane primary school", "phone": "01632 960 001"},
    "family": {"people-0-forename": "Kit", "people-0-surname": "Orme", "people-0-role": "child"},
    "why": {"needs": "Kit comes to school afraid."},
    "safety": {"harm": "may_be", "risk": "Marks on her arms."},
}


def ask(client, said, upto=None):
    """Fill in the pages in their order; the page that the last one leads to."""
    page = client.follow(client.send(client.get("/ask-for-help"), {}))
    for part, answers in said.items():
        assert page.path == f"/ask-for-help/{part}"
        if part == upto:
            return page
        page = client.follow(client.send(page, answers, containing="submission"))
    return page


def only(session) -> Contact:
    session.rollback()
    return session.scalars(sa.select(Contact)).one()


def test_a_parent_asks_and_it_lands_in_the_queue_with_every_word(client, cast, session):
    page = ask(client, PARENT)
    assert "so tired" in page.main and "Nadia Quill" in page.main
    sent = client.follow(client.send(page, {}, containing="submission"))
    contact = only(session)
    assert write_code(contact.code) in sent.main and "Nadia" not in sent.html and "Quill" not in sent.html
    assert (contact.source, contact.urgency, contact.family_knows) == (Source.SELF, Urgency.ROUTINE, True)
    assert contact.state is ContactState.WAITING and contact.created_by_id is None
    assert [p.name for p in contact.people] == ["Nadia Quill", "Tess Quill"]
    said = {row["asked"]: row["said"] for row in contact.own_words}
    assert said["What would you like help with?"] == "I am <b>so tired</b> – Tess will not sleep."
    event = session.scalars(sa.select(Event).where(Event.kind == EventKind.ASKED_IN_PUBLIC)).one()
    assert event.by_id is None and event.facts["who"] == "Nadia Quill"
    message = session.scalars(sa.select(Message)).one()
    assert message.to == "nadia@example.org" and write_code(contact.code) in message.text
    assert not any(name in message.text + message.topic for name in ("Quill", "Nadia", "Tess"))
    asking = session.scalars(sa.select(Asking)).one()
    assert asking.parts == {} and "Nadia" not in str(asking.__dict__)
    client.sign_in(cast.flora)
    assert "From the public page" in client.get("/requests").main
    assert "written on the public page" in client.get(f"/requests/{write_code(contact.code)}").main


def test_a_worry_for_a_child_is_sent_at_once_and_comes_before_everything_else(client, cast, session):
    filled_front_door.a_contact(cast)
    session.commit()
    page = ask(client, TEACHER)
    assert page.path == "/ask-for-help/sent" and "Please ring as well, now." in page.main
    session.rollback()
    contact = session.scalars(sa.select(Contact).where(Contact.own_words.is_not(None))).one()
    assert contact.urgency is Urgency.SAFEGUARDING and contact.due_on == clock.today()
    assert contact.risk == "Marks on her arms." and contact.referrer_name == "Mr Bell, marsh lane primary school"
    assert contact.agency_id == cast.school.id
    client.sign_in(cast.flora)
    rows = list(client.get("/requests").find("tr"))
    assert write_code(contact.code) in "".join(rows[1].itertext())


def test_a_young_person_is_asked_kindly_and_what_may_hurt_a_parent_is_not_said(client, cast):
    told = PARENT | {"who": {"asker_is": "young_person"}, "agreement": {"knows": "not_told"}}
    sent = ask(client, told | {"safety": {"harm": "may_be", "risk": "Dad hits me."}})
    assert "It was right to tell us." in sent.main and "come to harm" not in sent.main
    client.http = client.app.test_client()
    young = {"who": {"asker_is": "young_person"}, "agreement": {"knows": "not_told"}, "you": {}}
    assert "When and how can we reach you so that you are all right with it?" in ask(client, young, "you").main
    for part in PARENT:
        client.http = client.app.test_client()
        words = set(ask(client, PARENT, part).main.lower().split())
        assert not {"concern", "referral", "neglect", "abuse", "perpetrator", "failure"} & words, part


def test_nothing_typed_is_lost_when_it_is_refused_and_two_tabs_overwrite_nothing_in_silence(client, cast, session):
    page = ask(client, PARENT, "you")
    refused = client.post(page.path, page.fields("submission") | {"reach": "After four, not on Sundays."}, 400)
    assert refused.errors == ["Write your name."]
    assert client.get(page.path).fields("submission")["reach"] == "After four, not on Sundays."
    first, second = client.get(page.path), client.get(page.path)
    client.send(first, {"name": "Nadia"}, containing="submission")
    both = client.post(page.path, second.fields("submission") | {"name": "Nadia Quill"}, 409)
    assert "Nadia" in both.main and both.fields("submission")["name"] == "Nadia Quill"
    same = client.post(page.path, first.fields("submission") | {"name": "Nadia"})
    assert same.location == "/ask-for-help/family", "a double click goes on"
    client.post("/ask-for-help/keep?path=/ask-for-help/family", both.fields("submission") | {"address": "1 Quay"}, 204)
    assert client.get("/ask-for-help/family").fields("submission")["address"] == "1 Quay"


def test_what_was_typed_on_a_page_that_was_open_for_days_begins_a_new_request(client, cast, session):
    page = ask(client, PARENT, "who")
    session.execute(sa.update(Asking).values(saved_at=clock.now() - sign_ins.WINDOW * 1000))
    session.commit()
    assert client.send(page, {"asker_is": "parent"}, containing="submission").location == "/ask-for-help/agreement"
    session.rollback()
    assert [a.parts["who"]["said"]["asker_is"] for a in session.scalars(sa.select(Asking))] == [["parent"]]


def test_sent_twice_is_sent_once_and_thrown_away_is_gone(client, cast, session):
    page = ask(client, PARENT)
    first = client.send(page, {}, containing="submission")
    again = client.post(page.path, page.fields("submission"))
    assert first.location == again.location == "/ask-for-help/sent"
    only(session)
    client.post("/ask-for-help/throw-away", page.fields("submission"))
    assert client.ask("GET", "/ask-for-help/sent").location == "/ask-for-help"
    page = ask(client, PARENT, "why")
    client.post("/ask-for-help/throw-away", page.fields("submission"))
    assert client.ask("GET", "/ask-for-help/why").location == "/ask-for-help"
    session.rollback()
    assert [a.sent_at is not None for a in session.scalars(sa.select(Asking))] == [True]


def test_nobody_else_finds_it_and_a_reference_that_is_there_answers_like_nonsense(app, client, cast, session):
    ask(client, TEACHER)
    code = write_code(only(session).code)
    other = StrictClient(app)
    for path in (f"/ask-for-help/{code}", f"/ask-for-help/{write_code('00000000')}", "/ask-for-help/nonsense"):
        assert other.status(path) == 404
    assert other.ask("GET", "/ask-for-help/sent").location == "/ask-for-help"
    assert other.ask("GET", "/ask-for-help/why").location == "/ask-for-help"
    assert other.ask("GET", f"/requests/{code}").location.startswith("/sign-in")


def test_programs_are_slowed_down_and_nothing_large_is_read(app, client, cast, session):
    page = ask(client, PARENT, "why")
    trapped = client.post(page.path, page.fields("submission") | {"needs": "Buy", "website": "https://x.example"}, 400)
    assert "nobody sees" in trapped.errors[0] and trapped.fields("submission")["website"] == ""
    client.post(page.path, page.fields("submission") | {"needs": "x" * LARGEST}, 413)
    for _ in range(sign_ins.MOST_TRIES - 1):
        other = StrictClient(app)
        other.send(other.get("/ask-for-help"), {})
    late, kept = StrictClient(app), client.http
    late.send(late.get("/ask-for-help"), {}, 429)
    client.http = client.app.test_client()
    begun = page.fields("submission") | {"csrf_token": client.get("/ask-for-help").fields()["csrf_token"]}
    again = client.post(page.path, begun | {"needs": "Sleep."}, 429)
    assert again.fields("submission")["needs"] == "Sleep.", "nothing typed is lost"
    client.http = kept
    client.send(page, {"needs": "Sleep."}, containing="submission")


@pytest.mark.parametrize("part", ["family", "safety"])
def test_each_page_asks_the_database_little(client, cast, count_queries, part):
    page = ask(client, PARENT, part)
    with count_queries() as count:
        client.get(page.path)
    assert count() <= 2
