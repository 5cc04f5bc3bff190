"""The referrer and the family hear what was decided, each by a message of their own or by somebody; and who read it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from familyhelp.casework import contacts, messages, triage
from familyhelp.extensions import db
from familyhelp.models import Event, KeptFrom, Message, OutcomeTelling
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.outcome_tellings import ByPerson
from familyhelp.practice.references import write_code
from familyhelp.practice.triage import ContactOutcome, Level, Source, Told, ToldHow, Urgency
from tests import filled_front_door as front
from tests.by_link import is_gone
from tests.client import StrictClient

ADVICE = {"outcome": "advice", "level": "1", "rationale": "Advice is enough."}
INES = "ines@example.org"


@pytest.fixture
def contact(cast):
    """A request about Ines Calder, whose e-mail address is known, and her daughter."""
    found = front.a_contact(cast)
    front.matched(found, cast)
    found.people[0].person.email = INES
    db.session.commit()
    return found


def decided(contact, cast, **more):
    said = {
        "level": Level.UNIVERSAL,
        "outcome": ContactOutcome.ADVICE,
        "rationale": "Advice is enough.",
        "referrer_told": "We gave advice.",
        "read_version": contact.version,
        "by": cast.flora,
    }
    triage.decide(contact, **(said | more))
    db.session.commit()
    return {one.whom: one for one in db.session.scalars(sa.select(OutcomeTelling).order_by(OutcomeTelling.id))}


def test_a_parent_and_the_referrer_are_each_told_and_say_that_they_read_it(app, client, cast, contact, count_queries):
    client.sign_in(cast.flora)
    page = f"/requests/{write_code(contact.code)}"
    client.send(client.get(f"{page}/decide"), ADVICE)
    written = {m.to: m for m in db.session.scalars(sa.select(Message))}
    assert set(written) == {"bell@school.example", INES}
    assert (
        "You can ask for help again" in written[INES].text and "You can ask" not in written["bell@school.example"].text
    )
    for message in written.values():
        assert "Calder" not in message.text + message.topic and "Wren" not in message.text
    link = urlsplit(re.search(r"http\S+", written[INES].text)[0]).path
    db.session.commit()
    outside = StrictClient(app)
    with count_queries() as count:
        shown = outside.get(link)
    assert count() <= 12 and "You can ask for help again" in shown.main
    for kept in ("Calder", "Wren", "Marsh Lane", "Mornings", "Advice is enough", "Bell"):
        assert kept not in shown.html
    telling = db.session.scalars(sa.select(OutcomeTelling).where(OutcomeTelling.whom == Told.FAMILY)).one()
    assert telling.read_at is None, "to open a link is not to have read it: programs open links too"
    db.session.commit()
    assert "you said that you have read this" in outside.follow(outside.send(shown, {})).main
    assert outside.send(shown, {}).status_code == 303, "said twice"
    db.session.refresh(telling)
    assert telling.read_at == clock.now()
    kinds = list(db.session.scalars(sa.select(Event.kind).where(Event.kind == EventKind.OUTCOME_READ)))
    assert len(kinds) == 1
    db.session.commit()
    assert is_gone(outside.get(link[:-3] + "xyz", 404)), "forged"
    with clock.at(clock.now() + timedelta(days=29)):
        assert is_gone(outside.get(link, 404))
    with count_queries() as count:
        main = client.get(page).main
    assert count() <= 12
    assert "They said that they read it" in main and "Nobody has said that they read it" in main
    messages.sent(written[INES].id)
    assert link not in db.session.scalar(sa.select(Message.text).where(Message.id == written[INES].id))


def _hidden(contact, _cast):
    contact.address_hidden = True


def _withheld(contact, _cast):
    contact.people[0].person.contact_hidden = True


def _died(contact, _cast):
    contact.people[0].person.died_on = clock.today()


def _unknowing(contact, _cast):
    contact.family_knows = False


def _young(contact, _cast):
    contact.people[0].person.email, daughter = None, contact.people[1].person
    daughter.email, daughter.birth_date = "wren@example.org", clock.today() - timedelta(days=15 * 365)


def _kept(contact, _cast):
    ines, wren = (named.person for named in contact.people)
    db.session.add(KeptFrom(person_id=wren.id, from_id=ines.id, because="x", starts_on=clock.today()))


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        (_hidden, ByPerson.KEPT), (_withheld, ByPerson.NO_ADDRESS), (_died, ByPerson.NO_ADDRESS),
        (_unknowing, ByPerson.NOT_KNOWN), (_young, ByPerson.NO_ADDRESS), (_kept, ByPerson.KEPT),
    ],
)  # fmt: skip
def test_where_a_message_could_harm_a_person_tells_the_family_by_a_day(contact, cast, happened, why):
    happened(contact, cast)
    family = decided(contact, cast)[Told.FAMILY]
    assert (family.by_person, family.message_id, family.owed_by) == (why, None, cast.flora)
    assert family.owed_on == date(2026, 3, 3)
    assert [m.to for m in db.session.scalars(sa.select(Message))] == ["bell@school.example"]


def test_harm_and_whoever_decides_leave_it_to_a_person_and_it_waits_until_it_is_recorded(client, cast, contact):
    family = decided(contact, cast, family_by_person=True)[Told.FAMILY]
    assert family.by_person is ByPerson.CHOSEN
    harm = front.a_contact(cast)
    harm.urgency = Urgency.SAFEGUARDING
    front.passed_on(harm, cast)
    db.session.commit()
    newest = db.session.scalars(sa.select(OutcomeTelling).order_by(OutcomeTelling.id.desc())).first()
    assert (newest.whom, newest.by_person) == (Told.FAMILY, ByPerson.HARM)
    with clock.at(clock.now() + timedelta(days=3)):
        client.sign_in(cast.flora)
        page = client.get("/requests")
        assert page.main.count("Flora Dewhurst tells them, by 3 March 2026") == 2
        assert "Late" in page.main
        triage.tell(contact, whom=Told.FAMILY, how=ToldHow.PHONE, said="We gave advice.", by=cast.flora)
        db.session.commit()
        assert client.get("/requests").main.count("tells them, by") == 1
    db.session.refresh(family)
    assert family.told_how is ToldHow.PHONE and family.read_at is None


def test_who_asks_for_their_own_family_is_told_once_and_an_answer_to_a_return_is_its_reading(cast, contact):
    contact.source = Source.SELF
    told = decided(contact, cast, outcome=ContactOutcome.RETURNED, level=Level.ADDITIONAL, referrer_told="Who is it?")
    assert set(told) == {Told.FAMILY}
    assert [m.to for m in db.session.scalars(sa.select(Message))] == ["bell@school.example"]
    contacts.answer_missing(contact, answer="My daughter.", by=None)
    assert told[Told.FAMILY].read_at == clock.now()


def test_managers_read_who_was_told_who_read_it_and_how_fast(client, cast, contact, count_queries):
    told = decided(contact, cast)
    ids = {whom: one.message_id for whom, one in told.items()}
    before = front.a_contact(cast)
    front.passed_on(before, cast)
    db.session.execute(sa.delete(OutcomeTelling).where(OutcomeTelling.contact_id == before.id))
    with clock.at(clock.now() + timedelta(days=2)):
        messages.sent(ids[Told.FAMILY])
    told[Told.FAMILY].read_at = clock.now() + timedelta(days=3)
    db.session.commit()
    client.sign_in(cast.mabel)
    with count_queries() as count:
        page = client.get("/thresholds")
    assert count() <= 12
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in page.find("tr")]
    heard = {row[0]: row[1:] for row in rows if row and row[0] in ("The family", "Whoever asked for help")}
    assert heard["The family"] == ["1", "1", "100.0%", "2.0", "1", "1", "100.0%", "1.0", "1"]
    assert heard["Whoever asked for help"] == ["1", "0", "0.0%", "–", "0", "0", "–", "–", "–"]
    client.sign_in(cast.anita)
    assert "Said that they read it" not in client.get("/thresholds").main
