"""Attacks on signing in, counted: beside test_reliability_sign_in.py (guessing, timing, fixation by password) and
test_link_attacks.py. FAMILYHELP_TEST_ATTACKS says how many random targets and answers are tried."""

from __future__ import annotations

import json
import os
import random
import re
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from familyhelp.casework import passkeys, sign_ins
from familyhelp.extensions import db
from familyhelp.models import Challenge, SignIn
from familyhelp.practice.ways import ways_in
from familyhelp.views.sign_in import safe_back
from tests.cast import PASSWORD
from tests.client import StrictClient
from tests.soft_key import SoftKey, with_passkey

COUNT = int(os.environ.get("FAMILYHELP_TEST_ATTACKS", "2000"))
HOSTS = ("evil.example.org", "localhost.evil.example.org", "localhost:5000@evil.example.org", "evil.example.org:443")
PARTS = (
    *("/", "//", "///", "\\", "/\\", "https:", "HTTPS://", "javascript:", "data:", "evil.example.org", "@", ":", "#"),
    *("?", "%2f", "%5c", "%00", "\t", "\n", "\r", "\x00", " ", "．", "⁄", "cases", "..", ";", "&", "sign-in", "\u202e"),
)


def answer_of(client: StrictClient, key: SoftKey, **wrong):
    """Press the button of the sign-in page with this key; what comes of it."""
    token = {"csrf_token": client.get("/sign-in").fields("answer")["csrf_token"]}
    said = json.loads(client.ask("POST", "/sign-in/passkey/challenge", data=token).get_data(as_text=True))
    return client.ask("POST", "/sign-in/passkey", data=token | {"answer": key.signed(said["challenge"], **wrong)})


def test_no_target_of_thousands_leads_away(app):
    chance = random.Random(6)
    tried = 0
    with app.test_request_context("/sign-in", base_url="http://localhost:5000"):
        for _ in range(COUNT):
            target = "".join(chance.choice(PARTS) for _ in range(chance.randint(1, 6)))
            for shape in (target, f"/{target}", f"/cases?next={target}"):
                tried += 1
                back = safe_back(shape)
                parts = urlsplit(back)
                assert (parts.scheme, parts.netloc) == ("", ""), shape
                assert re.match(r"/(?![/\\])", back), shape
    assert tried == COUNT * 3


def test_a_forged_host_is_in_no_redirect_and_on_no_page(cast, client):
    for host in HOSTS:
        for path in ("/", "/cases", "/sign-in", "/sign-in/single-sign-on"):
            response = client.ask("GET", path, headers={"Host": host})
            assert response.status_code in (200, 303, 400), (host, path)
            assert "evil" not in (response.location or ""), (host, path)
            assert "evil" not in response.get_data(as_text=True), (host, path)


def test_a_session_planted_before_a_passkey_is_worth_nothing_after_it(app, cast):
    key, name = with_passkey(cast.kamal), app.config["SESSION_COOKIE_NAME"]
    victim, thief = StrictClient(app), StrictClient(app)
    victim.get("/sign-in")
    planted = victim.http.get_cookie(name).value
    assert answer_of(victim, key).status_code == 303
    assert victim.status("/") == 200
    assert victim.http.get_cookie(name).value != planted
    thief.http.set_cookie(name, planted)
    assert thief.status("/") == 303


def test_another_browsers_challenge_opens_nothing(app, cast):
    key = with_passkey(cast.kamal)
    attacker, victim = StrictClient(app), StrictClient(app)
    token = {"csrf_token": attacker.get("/sign-in").fields("answer")["csrf_token"]}
    said = json.loads(attacker.ask("POST", "/sign-in/passkey/challenge", data=token).get_data(as_text=True))
    signed = key.signed(said["challenge"])  # the owner was lured into signing what the attacker was asked
    mine = {"csrf_token": victim.get("/sign-in").fields("answer")["csrf_token"]}
    assert victim.ask("POST", "/sign-in/passkey", data=mine | {"answer": signed}).status_code == 400
    assert not db.session.scalars(sa.select(SignIn)).all()


def test_of_forged_passkeys_ten_are_looked_at_and_each_is_told_the_same(app, cast, monkeypatch):
    key, looked = with_passkey(cast.kamal), []
    real = passkeys.webauthn.verify_authentication_response
    monkeypatch.setattr(
        passkeys.webauthn, "verify_authentication_response", lambda **said: (looked.append(1), real(**said))[1]
    )
    said = set()
    for n in range(30):
        forged = SoftKey(50 + n, cast.kamal.code) if n % 2 else key
        response = answer_of(StrictClient(app), forged, signature=b"forged")
        said.add((response.status_code, SORRY.search(response.get_data(as_text=True)).group()))
    assert {status for status, _ in said} == {400, 429}
    assert len(said) == 2
    assert len(looked) == 5, "the known key's of the first ten; the other five name no key"
    assert not db.session.scalars(sa.select(SignIn)).all()
    assert not db.session.scalars(sa.select(Challenge)).all(), "each was answered"


SORRY = re.compile(r"That passkey did not let you in|That was too many tries")


def test_a_role_that_must_sign_in_elsewhere_looks_like_a_wrong_password(app, cast, count_queries, monkeypatch):
    monkeypatch.setitem(app.config, "WAYS_OF_ROLES", ways_in("key_worker=single_sign_on"))
    hashes: list[str] = []

    class Counting:
        def verify(self, kept: str, given: bytes) -> bool:
            hashes.append(kept)
            return real.verify(kept, given)

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    real = sign_ins.hasher
    monkeypatch.setattr(sign_ins, "hasher", Counting())
    seen = set()
    tries = ((cast.kamal.email, PASSWORD), (cast.kamal.email, "wrong"), ("nobody@example.org", PASSWORD))
    for n, (email, password) in enumerate(tries):
        browser = StrictClient(app)
        fields = browser.get("/sign-in").fields()
        hashes.clear()
        with count_queries() as count:
            response = browser.ask(
                "POST",
                "/sign-in",
                data=fields | {"email": email, "password": password},
                environ_base={"REMOTE_ADDR": f"192.0.2.{n}"},
            )
        body = response.get_data(as_text=True).replace(email, "EMAIL")
        body = re.sub(r'(name="(csrf_token|submission)" value=")[^"]*', r"\1", body)
        seen.add((response.status_code, len(hashes), count(), body))
    assert len(seen) == 1
    assert next(iter(seen))[:2] == (400, 1)


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/sign-in/passkey/challenge"])
def test_what_another_site_sends_is_refused(cast, client, path):
    token = client.get("/sign-in").fields("answer")["csrf_token"]
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example.org"},
    ):
        assert client.ask("POST", path, data={"csrf_token": token}, headers=headers).status_code == 400
    assert client.ask("POST", path, data={}).status_code == 400
    assert client.status(path) == 405
    assert not db.session.scalars(sa.select(Challenge)).all()
