"""Views of partners: asked inside the decision, given by whom we know, late ones shown, the decision free of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import partner_views
from familyhelp.extensions import db
from familyhelp.models import Event, Message, PartnerView
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.links import Purpose
from familyhelp.practice.partner_views import Verified
from familyhelp.practice.references import write_code
from familyhelp.practice.words import NotYet
from tests import filled_front_door as front
from tests.by_link import Held, enter, is_gone, path_of
from tests.client import StrictClient
from tests.filled_asking import asks


@pytest.fixture
def contact(cast):
    found = front.a_contact(cast)
    db.session.commit()
    return found


def at(contact, tail=""):
    return f"/requests/{write_code(contact.code)}{tail}"


def by_link(app, contact, cast, **more) -> Held:
    _view, given = partner_views.ask_view(
        contact,
        **{"name": "Dr Amin", "agency": "Quay Surgery", "email": "amin@example.org", "question": "Visits?", **more},
        due_on=clock.today(),
        asked_before=0,
        address_of=lambda _p, token: f"http://localhost:5000{path_of(app, Purpose.VIEW, token)}",
        by=cast.flora,
    )
    db.session.commit()
    return Held(path_of(app, Purpose.VIEW, given.token), given.code, given.link.id)


def test_somebody_without_an_account_answers_once_by_a_link_and_sees_nothing_else(app, client, cast, contact):
    held = by_link(app, contact, cast)
    message = db.session.scalars(sa.select(Message)).one()
    assert not any(name in message.text for name in ("Calder", "Wren", "Mornings")) and held.code not in message.text
    page = enter(client, held)
    assert "Visits?" in page.main and "Wren Calder" in page.main
    assert "Mornings are hard" not in page.main and "Marsh Lane" not in page.main
    client.send(client.get(f"{held.path}/say"), {"text": "She missed two."})
    assert "Your view is beside the decision." in client.get(held.path).main
    client.post(f"{held.path}/say", page.fields() | {"text": "Again.", "submission": "s" * 32})
    db.session.rollback()
    view = db.session.scalars(sa.select(PartnerView)).one()
    assert (view.view, view.verified) == ("She missed two.", Verified.LINK)
    event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.PARTNER_VIEW_GIVEN)).one()
    assert (event.by_id, event.facts["who"]) == (None, "Dr Amin, Quay Surgery")
    db.session.commit()
    assert is_gone(StrictClient(app).get(held.path, 404)), "another browser"


def test_a_locked_link_gets_a_new_code_or_a_whole_new_link_in_one_step(app, client, cast, contact):
    held = by_link(app, contact, cast, email=None)
    outside = StrictClient(app)
    page = outside.get(held.path)
    wrong = "000000" if held.code != "000000" else "111111"
    for _ in range(5):
        outside.ask("POST", held.path, data=page.fields() | {"code": wrong})
    assert is_gone(outside.get(held.path, 404)), "locked"
    told = db.session.scalars(sa.select(Message).where(Message.to == cast.flora.email)).one()
    assert "locked" in told.topic and write_code(contact.code) in told.text and "Wren" not in told.text
    client.sign_in(cast.flora)
    renew = next(at for words, at in client.get(at(contact)).links.items() if "new code" in words)
    shown = client.send(client.get(renew), {}, 200)
    (code,) = (element.text for element in shown.find("strong", class_="fh-code"))
    assert "It opens the link that they have." in shown.main
    assert "Visits?" in enter(outside, Held(held.path, code, held.id)).main
    whole = client.send(client.get(renew), {"whole": "y"}, 200)
    (path,) = (element.text.strip() for element in whole.find("textarea"))
    (code,) = (element.text for element in whole.find("strong", class_="fh-code"))
    assert is_gone(outside.get(held.path, 404)), "the old one ends"
    assert "Visits?" in enter(StrictClient(app), Held(path.removeprefix("http://localhost:5000"), code, 0)).main
    db.session.refresh(contact)
    front.passed_on(contact, cast)
    db.session.commit()
    assert client.send(client.get(renew), {}, 409).errors == ["Nobody waits for this view any more."]


def test_a_late_view_is_shown_and_the_decision_is_made_without_it_and_says_so(app, client, cast, contact):
    held = by_link(app, contact, cast)
    asks(contact, cast)
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=1)):
        client.sign_in(cast.flora)
        assert client.get(at(contact)).main.count("Late") >= 2
        assert "You can decide without the views" in client.get(at(contact, "/decide")).main
    db.session.refresh(contact)
    front.passed_on(contact, cast)
    db.session.commit()
    client.sign_in(cast.flora)
    assert "Decided without this view: it had not come." in client.get(at(contact)).main
    decided = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.DECIDED)).one()
    assert decided.facts["without"] == 2
    db.session.commit()
    assert is_gone(StrictClient(app).get(held.path, 404)), "nobody answers any more"
    view = db.session.scalars(sa.select(PartnerView).where(PartnerView.person_id.is_not(None))).one()
    with pytest.raises(NotYet, match="decided meanwhile"):
        partner_views.give_view(view, text="Late.", by=cast.lena)
    db.session.rollback()


def test_only_whom_it_asks_gives_a_view(client, cast, contact, count_queries):
    code = write_code(asks(contact, cast).code)
    db.session.commit()
    for person, status in ((cast.conor, 404), (cast.mabel, 403), (cast.lena, 200)):
        client.sign_in(person)
        assert client.status(f"/views-to-give/{code}") == status, person.name
    with count_queries() as count:
        page = client.get("/views-to-give")
    assert count() <= 8 and "Wren Calder" in page.main
    client.send(client.get(f"/views-to-give/{code}"), {"text": "We know Wren well."})
    assert "Nobody is waiting" in client.get("/views-to-give").main


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "Dr Amin", "agency": ""}, "for which agency"),
        ({"due_on": date(2020, 1, 1)}, "today or a later day"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(cast, contact, wrong, sentence):
    with pytest.raises(NotYet, match=sentence):
        partner_views.ask_view(
            contact,
            name=wrong.get("name", "Dr Amin"),
            agency=wrong.get("agency", "Quay Surgery"),
            question="Visits?",
            due_on=wrong.get("due_on", clock.today()),
            asked_before=0,
            address_of=lambda _p, token: token,
            by=cast.flora,
        )
    db.session.rollback()
