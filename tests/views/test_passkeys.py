"""Passkeys: both steps in one, for this site alone, each answer once; what is forged or copied opens nothing."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from familyhelp.casework import passkeys as deeds
from familyhelp.casework import sign_ins
from familyhelp.casework.challenges import ask
from familyhelp.extensions import db
from familyhelp.models import Challenge, Message, Passkey, SignIn
from familyhelp.practice import clock
from familyhelp.practice.passkeys import LASTS, MOST, Asked, site_of
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.second_step import roles_in
from familyhelp.practice.ways import ALL, Way, ways_in
from familyhelp.practice.words import NotYet
from tests.cast import PASSWORD
from tests.client import StrictClient
from tests.conftest import MONDAY
from tests.soft_key import ATTESTED, ORIGIN, UP, UV, SoftKey, asked, with_passkey

SITE = site_of(ORIGIN + "/", "Saltmere Council")
FORGED = {
    "another origin": {"origin": "https://localhost:5000"},
    "a site that looks like it": {"origin": "http://localhost.example.org:5000"},
    "a key of another site": {"host": "example.org"},
    "nobody was there": {"flags": UV},
    "nobody was verified": {"flags": UP},
    "an answer of another kind": {"kind": "payment.get"},
}


def entered(challenge: str, answer: str, *, may=lambda _: ALL):
    found = deeds.sign_in_with_passkey(challenge, answer, site=SITE, address="192.0.2.1", may=may)
    db.session.commit()
    return found


def challenged() -> str:
    challenge = ask(Asked.SIGN_IN)
    db.session.commit()
    return challenge


def button(client: StrictClient, key: SoftKey, *, status: int = 303, where: str = "/sign-in"):
    """Press the button of the sign-in page, as its script does."""
    fields = client.get(where).fields("answer")
    token = {"csrf_token": fields["csrf_token"]}
    asks = client.ask("POST", "/sign-in/passkey/challenge", data=token)
    assert asks.status_code == 200 and asks.headers["Cache-Control"] == "no-store"
    said = json.loads(asks.get_data(as_text=True))
    assert (said["userVerification"], said["rpId"], said["allowCredentials"]) == ("required", "localhost", [])
    path = "/sign-in/passkey" + where.removeprefix("/sign-in")
    return client.post(path, token | {"answer": key.signed(said["challenge"])}, status)


def test_it_is_made_on_the_pages_named_used_and_removed(cast, client, count_queries):
    client.sign_in(cast.kamal)
    other = sign_ins.start(cast.kamal, "another browser")
    db.session.commit()
    page = client.get("/passkeys/new")
    client.send(page, {"name": "My phone", "current_password": "wrong"}, 409)
    client.send(page, {"name": "My phone", "current_password": PASSWORD})
    page = client.get("/passkeys/confirm")
    options = json.loads(page.form("answer").get("data-passkey-new"))
    wants = options["authenticatorSelection"]
    assert (wants["residentKey"], wants["userVerification"]) == ("required", "required")
    key = SoftKey(owner=cast.kamal.code)
    client.send(page, {"answer": key.made(options["challenge"])})
    assert client.status("/passkeys/confirm") == 303, "it is asked no more"
    with count_queries() as count:
        assert "My phone" in client.get("/passkeys").main
    assert count() <= 8
    assert "Passkey" in client.get("/sign-ins").main, "this sign-in has shown both steps"
    assert db.session.scalars(sa.select(Message.to)).one() == cast.kamal.email
    ended = db.session.scalars(sa.select(SignIn).where(SignIn.token_digest == sign_ins.digest_of(other))).one()
    assert ended.ended_at is not None

    client.http = client.app.test_client()
    assert button(client, key, where="/sign-in?next=/passkeys").location == "/passkeys"
    page = client.get("/passkeys")
    code = page.links["Remove it: My phone, 1"].split("/")[2]
    client.send(client.get(f"/passkeys/{code}/name"), {"name": "The old one"})
    client.send(client.get(f"/passkeys/{code}/remove"), {"current_password": "wrong"}, 409)
    client.send(client.get(f"/passkeys/{code}/remove"), {"current_password": PASSWORD})
    assert not db.session.scalars(sa.select(Passkey)).all()
    client.http = client.app.test_client()
    refused = button(client, key, status=400)
    assert refused.errors == ["That passkey did not let you in. Try again, or sign in in another way."]


def test_nobody_reaches_anothers_passkey(cast, client):
    with_passkey(cast.kamal)
    code = write_code(db.session.scalars(sa.select(Passkey.code)).one())
    client.sign_in(cast.colette)
    assert {client.status(f"/passkeys/{code}/{tail}") for tail in ("name", "remove")} == {404}
    assert client.status("/passkeys/confirm") == 303
    for secret in range(20, 20 + MOST):
        with_passkey(cast.colette, secret=secret)
    client.send(client.get("/passkeys/new"), {"name": "One more", "current_password": PASSWORD}, 409)


def test_an_answer_that_is_forged_in_any_way_opens_nothing(cast, session):
    key = with_passkey(cast.kamal)
    thief = SoftKey(8, cast.kamal.code)
    for what, wrong in FORGED.items():
        challenge = challenged()
        assert entered(challenge, key.signed(challenge, **wrong)) is None, what
        session.execute(sa.text("DELETE FROM attempts"))
    wrong_ones = {
        "an unknown key": thief.signed,
        "a known key's name over another's signature": lambda c: thief.signed(c).replace(
            thief.credential, key.credential
        ),
        "another owner's name": lambda c: key.signed(c, owner=cast.mabel.code),
        "no owner's name": lambda c: key.signed(c, owner=""),
        "another challenge": lambda _: key.signed(challenged()),
        "an empty signature": lambda c: key.signed(c, signature=b""),
        "nothing": lambda _: "",
        "no JSON": lambda _: "[" * 5000,
        "a list": lambda _: "[1]",
        "a number": lambda _: '{"id": 1, "response": {"userHandle": 1}}',
        "a name that no database keeps": lambda c: key.signed(c).replace(key.credential, "\\u0000"),
        "a name that is no letters": lambda c: key.signed(c).replace(key.credential, "\\ud800"),
        "odd letters": lambda _: '{"id": "\\u0000", "response": {"userHandle": "\\ud800"}}',
        "far too much": lambda c: key.signed(c) + " " * 30_000,
        "an answer about making one": lambda c: key.made(c),
    }
    for what, answer in wrong_ones.items():
        challenge = challenged()
        assert entered(challenge, answer(challenge)) is None, what
        session.execute(sa.text("DELETE FROM attempts"))
    challenge = challenged()
    assert entered(challenge, key.signed(challenge)) is cast.kamal


def test_an_answer_counts_once_and_soon_and_for_its_challenge_alone(cast, session):
    key = with_passkey(cast.kamal)
    challenge = challenged()
    answer = key.signed(challenge)
    assert entered(challenge, answer) is cast.kamal
    assert entered(challenge, answer) is None, "replayed"
    challenge = challenged()
    assert entered(challenge, "wrong") is None
    assert entered(challenge, key.signed(challenge)) is None, "a wrong answer was its one"
    challenge = challenged()
    with clock.at(MONDAY + LASTS):
        assert entered(challenge, key.signed(challenge)) is None, "too late"
    assert entered("never asked", key.signed("never asked")) is None
    assert entered(asked(cast.kamal), key.signed("x")) is None
    with clock.at(MONDAY + LASTS * 2):
        challenged()
    assert session.scalar(sa.select(sa.func.count()).select_from(Challenge)) == 1, "old ones are forgotten"


def test_a_key_that_counts_back_was_copied_and_is_refused(cast, session):
    key = with_passkey(cast.kamal)
    for _ in range(3):
        challenge = challenged()
        assert entered(challenge, key.signed(challenge)) is cast.kamal
    for behind in (0, 2):
        key.count = behind
        challenge = challenged()
        assert entered(challenge, key.signed(challenge)) is None, behind
    assert session.scalars(sa.select(Passkey.sign_count)).one() == 3


def test_whoever_is_suspended_or_may_not_use_one_stays_out(cast, session):
    key = with_passkey(cast.kamal)
    challenge = challenged()
    assert entered(challenge, key.signed(challenge), may=lambda _: frozenset({Way.SINGLE_SIGN_ON})) is None
    cast.kamal.is_active = False
    session.commit()
    challenge = challenged()
    assert entered(challenge, key.signed(challenge)) is None


def test_wrong_answers_are_counted_by_where_they_come_from(cast, session):
    key = with_passkey(cast.kamal)
    for _ in range(sign_ins.MOST_TRIES):
        challenge = challenged()
        assert entered(challenge, "wrong") is None
    challenge = challenged()
    with pytest.raises(sign_ins.TooMany):
        entered(challenge, key.signed(challenge))
    session.rollback()
    challenge = challenged()
    found = deeds.sign_in_with_passkey(
        challenge, key.signed(challenge), site=SITE, address="192.0.2.2", may=lambda _: ALL
    )
    assert found is cast.kamal


def test_a_new_passkey_that_is_forged_replayed_or_anothers_is_not_kept(cast, session):
    cast.kamal.token = sign_ins.start(cast.kamal, "a browser")
    for what, wrong in FORGED.items():
        challenge = asked(cast.kamal)
        with pytest.raises(NotYet):
            deeds.confirm_passkey(challenge, SoftKey().made(challenge, **wrong), site=SITE, by=cast.kamal)
        session.rollback()
        session.execute(sa.text("DELETE FROM attempts"))
        assert not session.scalars(sa.select(Passkey)).all(), what
    challenge = asked(cast.kamal)
    answer = SoftKey().made(challenge)
    with pytest.raises(NotYet):
        deeds.confirm_passkey(challenge, answer, site=SITE, by=cast.mabel)
    session.rollback()
    deeds.confirm_passkey(challenge, answer, site=SITE, by=cast.kamal)
    session.commit()
    for again in (challenge, asked(cast.kamal)):
        with pytest.raises(NotYet):
            deeds.confirm_passkey(again, SoftKey().made(again), site=SITE, by=cast.kamal)
        session.rollback()
    assert session.scalars(sa.select(Passkey.practitioner_id)).all() == [cast.kamal.id]
    assert ATTESTED


def test_the_ways_of_a_role_are_a_setting(app, cast, client, monkeypatch):
    key = with_passkey(cast.mabel)
    monkeypatch.setitem(
        app.config,
        "WAYS_OF_ROLES",
        ways_in("manager = passkey ; key_worker=single_sign_on; front_door=single_sign_on, passkey;"),
    )
    client.send(client.get("/sign-in"), {"email": cast.mabel.email, "password": PASSWORD}, 400)
    client.send(client.get("/sign-in"), {"email": cast.flora.email, "password": PASSWORD}, 400)
    refused = client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": PASSWORD}, 400)
    assert refused.errors == ["The e-mail address, the password or the code is not right."]
    button(client, key)
    assert client.get("/").heading == "Your work"
    code = client.get("/passkeys").links["Remove it: The blue key, 1"].split("/")[2]
    client.send(client.get(f"/passkeys/{code}/remove"), {"current_password": PASSWORD}, 409)
    client.sign_in_by_page(cast.morag)
    assert client.ask("GET", "/").location == "/passkeys", "who has none sets one up with the password"
    assert "add one before anything else" in client.get("/passkeys").main
    client.sign_in(cast.kamal)
    assert client.status("/") == 303, "a sign-in by password from before the setting has ended"
    client.sign_in_by_page(cast.anita)
    assert client.get("/").heading
    for wrong in ("manager", "manager=", "manager=magic", "wizard=password"):
        with pytest.raises(ValueError, match=r"SIGN_IN_WAYS|magic|wizard"):
            ways_in(wrong)


def test_a_passkey_is_both_steps_where_a_second_one_is_demanded(app, cast, client, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_STEP_ROLES", roles_in("manager"))
    key = with_passkey(cast.mabel)
    button(client, key)
    assert client.get("/").heading == "Your work"
    client.sign_in_by_page(cast.mabel)
    assert client.ask("GET", "/").location == "/second-step", "by password alone it is still demanded"
    assert Role.MANAGER


def test_an_administrator_takes_them_away_with_the_second_step(cast, client):
    key = with_passkey(cast.kamal)
    client.sign_in(cast.adam)
    path = f"/people/{write_code(cast.kamal.code)}/second-step"
    client.send(client.get(path), {"because": "His telephone was stolen; I know his voice."})
    assert not db.session.scalars(sa.select(Passkey)).all()
    client.http = client.app.test_client()
    button(client, key, status=400)
