"""Whoever asked for help answers what is missing by the link in our message: once, and seeing nothing of it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from familyhelp.casework import contacts
from familyhelp.extensions import db
from familyhelp.models import Contact, Event, Message
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.triage import ContactState
from tests import filled_front_door as front
from tests.by_link import is_gone
from tests.client import StrictClient

ASKED = {"outcome": "returned", "level": "2", "rationale": "Nobody knows who lives there."}


@pytest.fixture
def contact(cast):
    found = front.a_contact(cast)
    db.session.commit()
    return found


@pytest.fixture
def link(client, cast, contact):
    """The link that the referrer was sent when Flora returned the request."""
    client.sign_in(cast.flora)
    decide = f"/requests/{write_code(contact.code)}/decide"
    client.send(client.get(decide), {**ASKED, "referrer_told": "Tell us who lives there."})
    message = db.session.scalars(sa.select(Message).where(Message.to == contact.referrer_email)).one()
    assert "Wren" not in message.text and "Calder" not in message.text
    found = re.search(r"http\S+", message.text)
    db.session.commit()
    assert found
    return urlsplit(found[0]).path


def test_the_referrer_answers_once_and_the_request_is_back_with_its_clock_and_the_triager_told(
    app, client, cast, contact, link, count_queries
):
    outside = StrictClient(app)
    with count_queries() as count:
        page = outside.get(link)
    assert count() <= 12 and "Tell us who lives there." in page.main
    for kept in ("Wren", "Calder", "Marsh Lane", "Mornings", "Nobody knows"):
        assert kept not in page.html
    outside.send(page, {"answer": "  "}, 400)
    with clock.at(clock.now() + timedelta(days=8)):
        sent = outside.send(page, {"answer": "A grandmother and two boys."})
        assert "Thank you" in outside.follow(sent).main
        assert outside.send(page, {"answer": "A grandmother and two boys."}).status_code == 303, "sent twice"
        late = outside.send(page, {"answer": "And a dog."}, 409)
        assert "answered this meanwhile" in late.errors[0] and late.fields()["answer"] == "And a dog."
        assert is_gone(outside.get(link, 404))
        db.session.refresh(contact)
        assert (contact.state, contact.answer) == (ContactState.WAITING, "A grandmother and two boys.")
        assert contact.due_on > clock.today() and contact.held_by_id is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contact)) == 1, "the same request"
    event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.MISSING_ANSWERED)).one()
    assert (event.by_id, event.facts["who"]) == (None, "Mr Bell")
    told = db.session.scalars(sa.select(Message).where(Message.to == cast.flora.email)).one()
    assert write_code(contact.code) in told.text and "grandmother" not in told.text
    db.session.commit()
    client.sign_in(cast.flora)
    assert "A grandmother and two boys." in client.get(f"/requests/{write_code(contact.code)}").main
    assert "Came back with an answer" in client.get("/requests").main


def test_a_link_ends_with_its_time_with_its_answer_and_with_a_second_return(app, cast, contact, link):
    outside = StrictClient(app)
    with clock.at(clock.now() + timedelta(days=29)):
        assert is_gone(outside.get(link, 404))
    assert is_gone(outside.get(link[:-3] + "xyz", 404)), "forged"
    db.session.refresh(contact)
    contacts.come_back(contact, answer="By phone: an aunt.", by=cast.flora)
    with clock.at(clock.now() + timedelta(hours=1)):
        front.returned(contact, cast)
        db.session.commit()
        assert is_gone(outside.get(link, 404)), "what is missing now is another question"
        assert is_gone(outside.get(f"{link}/thanks", 200)) is False
