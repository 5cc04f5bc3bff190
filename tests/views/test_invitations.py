"""Invitations: one link makes one account, once; nobody outside learns who has one; opening a link changes nothing."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.globals import _cv_app
from itsdangerous import URLSafeSerializer

from familyhelp.casework import agencies, invitations, messages, practitioners, sign_ins
from familyhelp.extensions import Base, db
from familyhelp.models import Event, Invitation, Message, Practitioner, SignIn
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.second_step import roles_in
from familyhelp.practice.stages import Stage
from familyhelp.practice.ways import ways_in
from familyhelp.practice.words import NotYet
from tests import stories
from tests.client import StrictClient
from tests.filled_agencies import ANA, an_invitation, link_to, page_of
from tests.test_link_attacks import spoiled

PASSWORD = "lantern-otter-gravel-plum"
CHOSEN = {"new_password": PASSWORD, "new_password_again": PASSWORD}


@pytest.fixture
def path(client, cast) -> str:
    """The link that Ana was sent when Adam invited her."""
    client.sign_in(cast.adam)
    client.send(client.get(page_of(cast.school, "/invite")), ANA)
    return link_to("ana@example.org")


@pytest.fixture
def ana(app) -> StrictClient:
    return StrictClient(app)


def account() -> Practitioner | None:
    db.session.rollback()
    return db.session.scalar(sa.select(Practitioner).where(Practitioner.email == "ana@example.org"))


def the_one() -> Invitation:
    db.session.rollback()
    return db.session.scalars(sa.select(Invitation)).one()


def state() -> dict[str, int]:
    """How much every table holds."""
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    found = {t.name: db.session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}
    db.session.rollback()
    return found


def nothing(browser: StrictClient) -> bytes:
    """What an invitation answers that never was."""
    answer = browser.ask("GET", "/invitation/never")
    assert answer.status_code == 404
    return answer.data


def test_who_is_invited_reads_to_what_chooses_a_password_and_is_in_with_a_new_session(ana, path, cast, count_queries):
    before = state()
    with count_queries() as count:
        page = ana.get(path)
    assert count() <= 4 and state() == before, "a mail program that opens the link changes nothing"
    for said in ("Adam Quist", "Marsh Lane Primary School", "As a lead professional", "ana@example.org"):
        assert said in page.main, said
    assert page.response.headers["Referrer-Policy"] == "strict-origin"
    weak = ana.send(page, {"new_password": "ana@example.org", "new_password_again": "ana@example.org"}, 409)
    assert "It contains your name" in weak.errors[0] and PASSWORD not in weak.html
    with ana.http.session_transaction() as session:
        session["planted"] = "by somebody else"
    sent = ana.send(page, {"name": "Ana  Bell-Rowe", **CHOSEN})
    home = ana.follow(sent)
    assert home.heading == "Your work" and "No family is with you" in home.main
    with ana.http.session_transaction() as session:
        assert "planted" not in session
    person = account()
    assert (person.name, person.role, person.agency_id) == ("Ana Bell-Rowe", Role.LEAD_PROFESSIONAL, cast.school.id)
    assert not person.must_choose_password and sign_ins.matches(person.password_hash, PASSWORD)
    event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.INVITATION_ACCEPTED)).one()
    assert (event.by_id, event.subject_id) == (None, person.id)
    told = db.session.scalars(sa.select(Message).where(Message.to == cast.adam.email)).one()
    assert "Ana Bell-Rowe (Marsh Lane Primary School) has accepted" in told.text
    invitation = the_one()
    assert invitation.accepted_at is not None and PASSWORD not in str(vars(invitation))


def test_a_double_click_and_two_at_once_make_one_account_and_what_comes_later_learns_nothing(app, ana, path):
    page = ana.get(path)
    data = page.fields() | CHOSEN

    def at_once(browser: StrictClient) -> int:
        _cv_app.set(None)
        return browser.http.post(path, data=browser.made).status_code

    others = [StrictClient(app) for _ in range(3)]
    for browser in others:
        browser.made = browser.get(path).fields() | CHOSEN
        with browser.http.session_transaction() as session:
            browser.before = dict(session)
    db.session.commit()
    with ThreadPoolExecutor(len(others)) as pool:
        running = [pool.submit(copy_context().run, at_once, browser) for browser in others]
        answers = sorted(one.result() for one in running)
    assert answers[0] == 303 and set(answers[1:]) <= {404, 409}, answers
    assert account() is not None
    assert ana.post(path, data, 404).response.data == nothing(ana), "with a page that was opened before"
    winner = next(b for b in others if b.made["submission"] == the_one().accepted_with)
    db.session.commit()
    again = StrictClient(app)
    with again.http.session_transaction() as session:
        session.update(winner.before)
    assert again.ask("POST", path, data=winner.made).location == "/sign-in", "a second click leads on"
    assert again.ask("GET", "/").location == "/sign-in", "and signs nobody in"
    assert db.session.scalar(sa.select(sa.func.count(Practitioner.id)).where(Practitioner.name == "Ana Bell")) == 1


@pytest.mark.parametrize("how", ["expired", "withdrawn", "sent again", "an account since", "ended"])
def test_what_makes_no_account_any_more_answers_like_what_never_was(how, ana, path, cast):
    page, invitation, later = ana.get(path), the_one(), clock.now()
    match how:
        case "expired":
            later += timedelta(days=7, seconds=1)
        case "withdrawn":
            invitations.withdraw(invitation, by=cast.adam)
        case "sent again":
            invitations.send_again(invitation, address_of=lambda token: f"http://x/{token}", by=cast.adam)
        case "an account since":
            practitioners.add_practitioner(
                name="Ana", email=" ANA@example.org ", role=Role.CONTRIBUTOR, agency=cast.school, by=cast.adam
            )
        case "ended":
            agencies.end_agency(cast.school, because="It closed.", read_version=1, by=cast.adam)
    db.session.commit()
    with clock.at(later):
        before = state()
        assert ana.ask("GET", path).data == nothing(ana)
        assert ana.post(path, page.fields() | CHOSEN, 404).response.data == nothing(ana)
        after = state()
        assert after == before, {name for name in after if after[name] != before[name]}


def test_forged_and_altered_links_answer_alike_and_change_nothing(app, ana, path):
    rng, gone, before = random.Random(7), nothing(ana), state()
    wrong = {spoiled(rng, path) for _ in range(60)} - {path}
    secret = URLSafeSerializer(app.config["SECRET_KEY"], salt="familyhelp.link").loads(path.rpartition("/")[2])[1]
    for key, salt, said in (
        (app.config["SECRET_KEY"] + "x", "familyhelp.link", ["invitation", secret]),
        (app.config["SECRET_KEY"], "familyhelp.device", ["invitation", secret]),
        (app.config["SECRET_KEY"], "familyhelp.link", ["view", secret]),
        (app.config["SECRET_KEY"], "familyhelp.link", ["invitation", None]),
    ):
        wrong.add(f"/invitation/{URLSafeSerializer(key, salt=salt).dumps(said)}")
    wrong |= {f"/invitation/{text}" for text in (secret, the_one().token_digest, write_code(the_one().code))}
    for text in wrong:
        answer = ana.ask("GET", text.replace("%", "%25"))
        assert (answer.status_code, answer.data) == (404, gone), text
    other = path.replace("/invitation/", "/family/")
    assert ana.ask("GET", other).status_code == 404
    assert state() == before


def test_whoever_invites_is_told_what_is_wrong_and_nothing_typed_reaches_a_header(client, cast, path):
    client.sign_in(cast.adam)
    page = client.get(page_of(cast.school, "/invite"))
    for email, sentence in (
        (" LENA@example.ORG ", "Another account already has this e-mail address."),
        ("Ana@Example.org", "Somebody is invited under this address already."),
        ("bo@example.org\nBcc: all@example.org", "Enter an e-mail address"),
        ("Bo <bo@example.org>", "Enter an e-mail address"),
    ):
        answer = client.send(page, {**ANA, "email": email}, 400 if sentence.startswith("Enter") else 409)
        assert sentence in answer.errors[0], email
    for role in ("administrator", "manager", "king"):
        client.send(page, {**ANA, "email": "bo@example.org", "role": [role]}, 400)
    client.send(page, {**ANA, "name": "Bo\r\nBcc: all@example.org\r\n\r\nRing 0900", "email": "bo@example.org"})
    made = db.session.scalars(sa.select(Invitation).where(Invitation.email == "bo@example.org")).one()
    assert made.name == "Bo Bcc: all@example.org Ring 0900"
    message = db.session.scalars(sa.select(Message).where(Message.to == "bo@example.org")).one()
    assert message.topic == "You are invited" and "Bcc" not in message.text


def test_the_link_is_left_out_of_what_is_kept_once_it_is_sent_and_the_digest_alone_is_stored(path):
    token, message = path.rpartition("/")[2], db.session.scalars(sa.select(Message)).one()
    messages.sent(message.id)
    db.session.commit()
    assert token not in db.session.scalars(sa.select(Message.text)).one()
    assert token not in str(vars(the_one()))


def test_tries_at_one_invitation_are_counted(ana, path):
    page, weak = ana.get(path), {"new_password": "password1234", "new_password_again": "password1234"}
    for _ in range(sign_ins.MOST_TRIES):
        ana.send(page, weak, 409)
    refused = ana.send(page, CHOSEN, 429)
    assert "too many tries" in refused.errors[0] and refused.response.headers["Retry-After"] == "300"
    with clock.at(clock.now() + timedelta(minutes=6)):
        ana.send(page, CHOSEN)


def test_who_may_use_single_sign_on_alone_is_asked_for_no_password(app, ana, path, cast, client, monkeypatch):
    monkeypatch.setitem(app.config, "WAYS_OF_ROLES", ways_in("lead_professional=single_sign_on"))
    ana.sign_in(cast.kamal)
    page = ana.get(path)
    assert "single sign-on" in page.main and "new_password" not in page.fields()
    sent = ana.send(page, {"name": "Ana Bell"})
    assert "Your account is ready. Sign in to begin." in ana.follow(sent).text
    assert account().password_hash is None
    ended = db.session.scalars(sa.select(SignIn.ended_at).where(SignIn.practitioner_id == cast.kamal.id)).all()
    assert None not in ended, "whoever was signed in here before is so no longer"


def test_who_needs_a_second_step_sets_it_up_before_anything_else(app, ana, path, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_STEP_ROLES", roles_in("lead_professional"))
    sent = ana.send(ana.get(path), CHOSEN)
    assert ana.ask("GET", sent.location).location == "/second-step"
    assert ana.ask("GET", "/cases").location == "/second-step"


def test_a_manager_invites_for_a_family_of_their_teams_and_hears_when_they_came(app, ana, client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    closed = stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Birch"))
    db.session.commit()
    client.sign_in(cast.mabel)
    giving = client.get(f"/cases/{write_code(case.code)}/team")
    page = client.get(giving.links["Somebody of an agency who has no account yet? Invite them"])
    client.send(page, {**ANA, "agency": str(cast.school.id)})
    assert "Ashdown" not in db.session.scalars(sa.select(Message.text)).one()
    assert "Ana Bell, Marsh Lane Primary School: Waits for them" in client.get(giving.path).main
    assert "for Ashdown family: Waits for them" in client.get("/led-by-partners").main
    with pytest.raises(NotYet, match="closed"):
        an_invitation(cast, email="bo@example.org", case=closed)
    ana.send(ana.get(link_to("ana@example.org")), CHOSEN)
    assert ana.status(f"/cases/{write_code(case.code)}") == 404, "an invitation gives no sight of anything"
    told = db.session.scalars(sa.select(Message.text).where(Message.to == cast.mabel.email)).one()
    assert write_code(case.code) in told and "Ashdown" not in told
    assert "has an account now" in client.get("/led-by-partners").main
    client.send(client.get(giving.path), {"person": account().code})
    assert "Ana Bell" not in client.get("/led-by-partners").main
    other = StrictClient(app)
    other.sign_in(cast.morag)
    assert "ana@example.org" not in other.get(page_of(cast.school)).main
    tail = f"/invitations/{write_code(the_one().code)}/withdraw"
    assert other.status(page_of(cast.school, tail)) == 404
    kinds = db.session.scalars(sa.select(Event.kind).where(Event.subject == "case", Event.subject_id == case.id)).all()
    assert EventKind.INVITED_FOR_FAMILY in kinds
