"""Contributions to meetings: asked of an agency with which something is shared, answered once by a link on a phone,
on the record with who and how; late ones are kept, and no more is told than is shared."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, leads, links, meetings, sharing
from familyhelp.casework import contributions as deeds
from familyhelp.extensions import db
from familyhelp.models import Contribution, Event, Link, Message, Sharing
from familyhelp.practice import clock, contributions
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.partner_views import Verified
from familyhelp.practice.references import write_code
from familyhelp.practice.sharing import SharedFor
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.by_link import Held, asks_outside, contribution_link, enter, is_gone
from tests.client import StrictClient
from tests.filled_sharing import a_sharing
from tests.stories import a_case


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ACTIVE)


def at(case, tail=""):
    return f"/cases/{write_code(case.code)}/meeting{tail}"


def last(kind):
    found = db.session.scalars(sa.select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()
    db.session.commit()
    return found


def test_a_colleague_without_an_account_answers_once_and_it_lands_with_who_and_how(
    app, client, cast, case, count_queries
):
    held = contribution_link(app, cast, case)
    message = db.session.scalars(sa.select(Message).where(Message.to == "nia@example.org")).one()
    assert "/your-contribution/" in message.text and held.code not in message.text
    assert not any(name in message.topic + message.text for name in ("Ashdown", "Poppy", "Mornings", "sleep"))
    phone = StrictClient(app)
    page = enter(phone, held)
    for said in ("How does Poppy sleep?", "Poppy Ashdown", "Rosa Ashdown", "Mornings."):
        assert said in page.main
    assert "Marsh Lane" not in page.main, "where they meet is not needed"
    with count_queries() as count:
        form = phone.get(f"{held.path}/say")
        phone.get(held.path)
    assert count() <= 12
    phone.send(form, {"text": "She wakes at four."})
    assert "What you said is with Kamal Osei." in phone.get(held.path).main
    phone.post(f"{held.path}/say", form.fields() | {"text": "She wakes at four."}, 303)
    other = phone.post(f"{held.path}/say", form.fields() | {"text": "And at five.", "submission": "s" * 32}, 409)
    assert "takes no second answer" in other.main and "And at five." in other.text, "nothing typed is lost"
    assert is_gone(StrictClient(app).get(held.path, 404)), "another browser"
    said = db.session.scalars(sa.select(Contribution)).one()
    assert (said.text, said.verified, said.came_after) == ("She wakes at four.", Verified.LINK, False)
    event = last(EventKind.CONTRIBUTION_GIVEN)
    assert (event.by_id, event.facts["who"]) == (None, "Nia Frost, school nurse, Marsh Lane Primary School")
    told = db.session.scalars(sa.select(Message).where(Message.to == cast.kamal.email)).one()
    assert "for the meeting" in told.text and "Ashdown" not in told.text
    client.sign_in(cast.kamal)
    with count_queries() as count:
        page = client.get(at(case))
    assert count() <= 12 and "She wakes at four." in page.main and "by a link and a code" in page.main
    with clock.at(clock.now() + timedelta(days=10)):
        client.sign_in(cast.kamal)
        links_of_it = client.get(f"/cases/{write_code(case.code)}/reviews/new").links
        assert links_of_it["What everybody brings"] == at(case), "where the review is written"
    client.sign_in(cast.mabel)
    with count_queries() as count:
        page = client.get(at(case, "/contributions"))
    assert count() <= 8 and "She wakes at four." in page.main


def test_no_more_is_told_than_is_shared_and_nothing_once_it_is_not(app, client, cast, case):
    with pytest.raises(NotYet, match="Nothing is shared with Marsh Lane"):
        asks_outside(case, cast, shared=False)
    db.session.rollback()
    a_sharing(case, cast.school, cast.kamal, purpose=SharedFor.INFORM)
    held = contribution_link(app, cast, case, shared=False)
    page = enter(client, held)
    assert "Poppy Ashdown" in page.main and "Rosa" not in page.main and "Mornings." not in page.main
    form = client.get(f"{held.path}/say")
    shared = db.session.scalars(sa.select(Sharing)).one()
    sharing.withdraw(case, shared, because="She asked.", by=cast.kamal)
    db.session.commit()
    gone = client.post(form.path, form.fields() | {"text": "She wakes at four."}, 404)
    assert is_gone(gone) and "She wakes at four." in gone.text and "nothing was sent" in gone.main
    assert is_gone(StrictClient(app).get(held.path, 404))
    assert db.session.scalars(sa.select(Contribution)).one().given_at is None


def test_sharing_by_agreement_ends_with_the_agreement_and_on_its_day(app, client, cast, case):
    held = contribution_link(app, cast, case)
    db.session.execute(sa.update(Sharing).values(ends_on=clock.today()))
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=1)):
        assert is_gone(client.get(held.path, 404)), "its last day is over"
    assert client.get(held.path).heading == "Enter your code"
    agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="“Enough.”", by=cast.kamal)
    db.session.commit()
    assert is_gone(client.get(held.path, 404))


@pytest.mark.parametrize("how", ["its day is over", "called off", "recorded"])
def test_an_answer_after_the_meeting_is_told_so_and_kept(how, app, client, cast, case):
    held = contribution_link(app, cast, case)
    form = enter(client, held) and client.get(f"{held.path}/say")
    days = 10 if how == "recorded" else 11
    with clock.at(clock.now() + timedelta(days=days if how != "called off" else 0)):
        meeting = meetings.ahead(case)
        if how == "called off":
            meetings.call_off_meeting(case, meeting, because="Poppy is ill.", by=cast.kamal)
        elif how == "recorded":
            stories.review(case, cast.kamal, meeting=meeting)
        db.session.commit()
        if how != "called off":
            form = enter(client, held) and client.get(f"{held.path}/say")
        assert "The meeting is over, or does not take place." in client.get(held.path).main
        client.send(form, {"text": "She wakes at four."})
        assert "It came after the meeting, and is read all the same." in client.get(held.path).main
        assert db.session.scalars(sa.select(Contribution)).one().came_after
        assert last(EventKind.CONTRIBUTION_CAME_AFTER) is not None
        client.sign_in(cast.kamal)
        page = client.get(at(case, "/contributions"))
    assert "She wakes at four." in page.main and "It came after the meeting." in page.main


def test_who_is_signed_in_and_has_a_part_says_what_they_bring(client, cast, case, session, count_queries):
    leads.add_contributor(case, person=cast.conor, by=cast.kamal)
    stories.arrange(case, cast.kamal)
    session.commit()
    client.sign_in(cast.conor)
    page = client.get(at(case))
    form = client.get(page.links["Say what you bring to the meeting"])
    assert "Mornings." in form.main, "what the team talks about stands beside it"
    sent = client.send(form, {"text": "Four days of five."})
    assert sent.location.endswith(at(case))
    said = session.scalars(sa.select(Contribution)).one()
    assert (said.name, said.agency_id, said.verified) == (cast.conor.name, cast.conor.agency_id, Verified.ACCOUNT)
    event = last(EventKind.CONTRIBUTION_GIVEN)
    assert (event.by_id, event.facts["verified"]) == (cast.conor.id, Verified.ACCOUNT)
    told = session.scalars(sa.select(Message).where(Message.to == cast.kamal.email)).all()
    assert any("for the meeting" in one.text and "Ashdown" not in one.text for one in told)
    session.commit()
    with count_queries() as count:
        page = client.get(at(case))
    assert count() <= 12 and "Four days of five." in page.main and "signed in" in page.main
    assert "The link:" not in page.main and "Give a new code" not in page.main
    client.sign_in(cast.kamal)
    asked, _given = asks_outside(case, cast, shared=False)
    page = client.get(at(case, "/contributions"))
    assert page.main.index(asked.name) < page.main.index("Four days of five.")
    code = at(case, f"/contributions/{write_code(said.code)}/code")
    assert client.status(code) == 404, "no link leads to what was said signed in"
    for gone in (cast.flora, cast.lionel, cast.anita):
        client.sign_in(gone)
        assert client.status(at(case, "/say")) in (403, 404), gone.name


def test_those_who_speak_unasked_take_nobodys_place(cast, case, session):
    meeting = stories.arrange(case, cast.kamal)
    for n in range(contributions.MOST + 1):
        deeds.say_for_meeting(case, meeting, text=f"{n}.", by=cast.kamal)
    session.commit()
    asked, _given = asks_outside(case, cast)
    assert asked.question
    kamals = session.scalars(sa.select(Message).where(Message.to == cast.kamal.email)).all()
    assert not kamals, "nobody is told of what they said themselves"


@pytest.mark.parametrize("how", ["called off", "recorded", "nothing said"])
def test_nothing_is_said_for_a_meeting_that_is_over(how, cast, case, session):
    meeting = stories.arrange(case, cast.kamal)
    session.commit()
    with clock.at(clock.now() + timedelta(days=10)):
        if how == "called off":
            meetings.call_off_meeting(case, meeting, because="Poppy is ill.", by=cast.kamal)
        elif how == "recorded":
            stories.review(case, cast.kamal, meeting=meeting)
        with pytest.raises(NotYet):
            deeds.say_for_meeting(case, meeting, text=" " if how == "nothing said" else "Late.", by=cast.kamal)


def test_it_runs_out_is_ended_and_is_opened_again_when_wrong_codes_locked_it(app, client, cast, case):
    held = contribution_link(app, cast, case, email=None)
    with clock.at(clock.now() + timedelta(days=28)):
        assert is_gone(client.get(held.path, 404)), "it ran out"
    link = db.session.get(Link, held.id)
    for _ in range(5):
        assert not links.try_code(link, "000000" if held.code != "000000" else "111111")
    assert is_gone(client.get(held.path, 404)), "locked"
    told = db.session.scalars(sa.select(Message).where(Message.to == cast.kamal.email)).one()
    assert "locked" in told.topic and f"the meeting of the case {write_code(case.code)}" in told.text
    db.session.commit()
    client.sign_in(cast.kamal)
    assert "Locked: too many wrong codes" in client.get(at(case)).main
    renew = next(path for words, path in client.get(at(case)).links.items() if "new code" in words)
    shown = client.send(client.get(renew), {}, 200)
    (code,) = (element.text for element in shown.find("strong", class_="fh-code"))
    assert enter(StrictClient(app), Held(held.path, code, held.id)).heading == "Your contribution to a meeting"
    whole = client.send(client.get(renew), {"whole": "y"}, 200)
    (path,) = (element.text.strip() for element in whole.find("textarea"))
    assert is_gone(StrictClient(app).get(held.path, 404)), "the old one ends"
    end = next(path for words, path in client.get(at(case)).links.items() if "End the link" in words)
    client.send(client.get(end), {"because": "Not her."})
    assert is_gone(StrictClient(app).get(path.removeprefix("http://localhost:5000"), 404)), "revoked"


def test_of_a_restricted_family_nothing_is_sent_and_the_link_lasts_a_week(client, cast, case):
    case.family.restricted = True
    db.session.commit()
    with pytest.raises(NotYet, match="nothing is sent by e-mail"):
        asks_outside(case, cast)
    db.session.rollback()
    with pytest.raises(NotYet, match="The link works until"):
        asks_outside(case, cast, shared=False, email=None, due_on=clock.today() + timedelta(days=8))
    db.session.rollback()
    _asked, given = asks_outside(case, cast, shared=False, email=None)
    assert given.link.expires_at == clock.now() + timedelta(days=7)
    client.sign_in(cast.kamal)
    assert "nothing is sent by e-mail" in client.get(at(case, "/ask")).main


@pytest.mark.parametrize(
    ("days", "name", "question", "sentences"),
    [
        (0, "Nia", "Sleep?", []),
        (-1, "Nia", "Sleep?", ["Choose today or a later day."]),
        (11, "Nia", "Sleep?", ["Choose a day before the team meets, or that day."]),
        (1, " ", " ", ["Write who it is, and what they do.", "Write what you want to know."]),
    ],
)
def test_what_a_question_to_somebody_outside_needs(days, name, question, sentences):
    today = clock.today()
    meets_on, lasts_to = today + timedelta(days=10), today + timedelta(days=28)
    found = contributions.missing(
        name, question, today + timedelta(days=days), today=today, meets_on=meets_on, lasts_to=lasts_to
    )
    assert [sentence.text for sentence in found] == sentences
