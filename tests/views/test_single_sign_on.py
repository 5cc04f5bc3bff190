"""Single sign-on with a provider that really runs: who is who by the subject, and nothing forged or replayed counts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import sqlalchemy as sa
from joserfc.jwk import OctKey

from familyhelp.casework import oidc, sign_ins
from familyhelp.config import Unsafe, settings
from familyhelp.extensions import db
from familyhelp.models import Event, Message, Practitioner, SignIn, SingleSignOn
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.passkeys import LASTS
from familyhelp.practice.references import write_code
from familyhelp.practice.single_sign_on import of_settings
from familyhelp.practice.ways import insist, ways_in
from tests.cast import PASSWORD
from tests.client import StrictClient
from tests.conftest import MONDAY
from tests.provider import CLIENT, OTHER_KEY, SECRET, Provider

GO, BACK = "/sign-in/single-sign-on", "/sign-in/single-sign-on/back"
SORRY = "Single sign-on did not let you in. Try again, or ask your administrator."


@pytest.fixture
def provider(app, monkeypatch) -> Iterator[Provider]:
    running = Provider()
    client = of_settings(issuer=running.issuer, client_id=CLIENT, secret=SECRET, address="http://localhost:5000/")
    monkeypatch.setitem(app.config, "OIDC_CLIENT", client)
    monkeypatch.setitem(app.config, "OIDC_ISSUER", running.issuer)
    monkeypatch.setattr(oidc, "_read", {})
    yield running
    running.stop()


def sent_back(client: StrictClient, path: str = GO) -> str:
    """Go to the provider, sign in there, and give the address that it sends the browser back to."""
    there = client.ask("GET", path)
    assert there.status_code == 302, there.location
    location = requests.get(there.location, allow_redirects=False, timeout=5).headers["Location"]
    assert location.startswith(f"http://localhost:5000{BACK}?")
    return location.removeprefix("http://localhost:5000")


def is_in(client: StrictClient) -> bool:
    return client.status("/") == 200


def refused(client: StrictClient, path: str) -> None:
    """It leads to the sign-in page, which says the same whatever was wrong, and nobody is in."""
    answer = client.ask("GET", path)
    assert (answer.status_code, answer.location) == (303, "/sign-in"), path
    assert SORRY in client.get("/sign-in").main
    assert not is_in(client)


def test_the_first_time_links_the_verified_address_and_from_then_on_the_subject_counts(cast, client, provider):
    assert "Sign in with single sign-on" in client.get("/sign-in?next=/cases").links
    back = sent_back(client, f"{GO}?next=/cases")
    assert client.ask("GET", back).location == "/cases"
    assert is_in(client)
    assert "Single sign-on" in client.get("/sign-ins").main
    kinds = db.session.scalars(sa.select(Event.kind).where(Event.subject_id == cast.kamal.id)).all()
    assert kinds == [EventKind.SINGLE_SIGN_ON_LINKED]
    assert db.session.scalars(sa.select(Message.to)).all() == [cast.kamal.email]

    provider.user = {"sub": "subject-1", "email": "renamed@example.org", "email_verified": False}
    again = StrictClient(client.app)
    assert again.ask("GET", sent_back(again)).location == "/"
    assert "Kamal Osei" in again.get("/").text
    provider.user = {"sub": "subject-2", "email": cast.kamal.email, "email_verified": True}
    other = StrictClient(client.app)
    refused(other, sent_back(other))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SingleSignOn)) == 1


@pytest.mark.usefixtures("cast")
def test_whoever_has_no_account_here_stays_out_and_none_is_made(client, provider):
    count = sa.select(sa.func.count()).select_from(Practitioner)
    before = db.session.scalar(count)
    for user in (
        {"sub": "s", "email": "nobody@example.org", "email_verified": True},
        {"sub": "s", "email": "kamal@example.org", "email_verified": False},
        {"sub": "s", "email": "kamal@example.org", "email_verified": "true"},
        {"sub": "s", "email": "kamal@example.org"},
        {"sub": "s", "email": "kamal@example.org\x00", "email_verified": True},
        {"sub": "s", "email": ["kamal@example.org"], "email_verified": True},
        {"sub": "s"},
    ):
        provider.user = user
        refused(client, sent_back(client))
    assert db.session.scalar(count) == before
    assert not db.session.scalars(sa.select(SingleSignOn)).all()


def test_a_token_that_is_not_right_in_any_way_lets_nobody_in(cast, client, provider, caplog):
    caplog.set_level(logging.CRITICAL)
    for lies in (
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-service"},
        {"aud": ["another-service"]},
        {"aud": [CLIENT, "another-service"]},
        {"azp": "another-service"},
        {"aud": None},
        {"iss": "https://another.example.org"},
        {"iss": None},
        {"exp": int(MONDAY.timestamp()) - 61},
        {"exp": None},
        {"iat": int(MONDAY.timestamp()) + 3600},
        {"nbf": int(MONDAY.timestamp()) + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"sub": "a\x00b"},
        {"sub": "\ud800"},
    ):
        provider.lies = lies
        refused(client, sent_back(client))
    provider.lies = {}
    provider.signing = OTHER_KEY
    refused(client, sent_back(client))
    provider.signing, provider.algorithm = OctKey.import_key(SECRET), "HS256"
    refused(client, sent_back(client))
    assert not db.session.scalars(sa.select(SignIn)).all()


def test_an_answer_counts_once_for_its_browser_alone_and_soon(app, cast, client, provider):
    back = sent_back(client)
    thief = StrictClient(app)
    refused(thief, back)
    refused(client, back.replace("state=", "state=x"))
    assert "/token" not in provider.asked, "the code of another state is not taken to the provider"
    refused(client, back)  # a wrong answer was the one that this browser had
    back = sent_back(client)
    assert client.ask("GET", back).location == "/"
    client.post("/sign-out", {"csrf_token": client.token()})
    refused(client, back)
    first = sent_back(client)
    code = parse_qs(urlsplit(first).query)["code"][0]
    assert client.ask("GET", first).location == "/"
    client.post("/sign-out", {"csrf_token": client.token()})
    second = sent_back(client)
    used = second.replace(parse_qs(urlsplit(second).query)["code"][0], code)
    refused(client, used)
    late = sent_back(client)
    with clock.at(MONDAY + LASTS):
        refused(client, late)


def test_an_answer_in_anothers_name_or_without_a_code_lets_nobody_in(cast, client, provider):
    back = sent_back(client)
    issuer = parse_qs(urlsplit(back).query)["iss"][0]
    refused(client, f"{back.split('&iss=')[0]}&iss=https%3A%2F%2Fanother.example.org")
    assert issuer == provider.issuer
    back = sent_back(client)
    state = parse_qs(urlsplit(back).query)["state"][0]
    refused(client, f"{BACK}?error=access_denied%0Aforged&state={state}")
    refused(client, BACK)
    # A code that another browser was given, with one's own state: PKCE binds it to where it was asked.
    other = StrictClient(client.app)
    theirs = parse_qs(urlsplit(sent_back(other)).query)["code"][0]
    mine = sent_back(client)
    refused(client, mine.replace(parse_qs(urlsplit(mine).query)["code"][0], theirs))


def test_a_provider_that_calls_itself_something_else_or_is_away_lets_nobody_in(cast, client, provider):
    provider.issuer_lie = "https://another.example.org"
    refused(client, GO)
    provider.stop()
    refused(client, GO)


def test_the_second_step_and_the_password_are_the_providers_matter_but_suspension_is_ours(
    app, cast, client, provider, monkeypatch
):
    monkeypatch.setitem(app.config, "WAYS_OF_ROLES", ways_in("key_worker=single_sign_on"))
    client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": PASSWORD}, 400)
    assert client.ask("GET", sent_back(client)).location == "/"
    assert client.get("/").heading == "Your work"
    cast.kamal.is_active = False
    db.session.commit()
    assert not is_in(client)
    refused(client, sent_back(client))
    provider.user = {"sub": "subject-3", "email": cast.mabel.email, "email_verified": True}
    monkeypatch.setitem(app.config, "WAYS_OF_ROLES", ways_in("manager=password"))
    refused(client, sent_back(client))


def test_an_administrator_takes_the_link_away(cast, client, provider, monkeypatch):
    client.ask("GET", sent_back(client))
    client.sign_in(cast.adam)
    cast.kamal.password_hash = None
    db.session.commit()
    page = client.get(f"/people/{write_code(cast.kamal.code)}")
    assert "Give a password" in page.links
    monkeypatch.setitem(client.app.config, "WAYS_OF_ROLES", ways_in("key_worker=single_sign_on"))
    page = client.get(f"/people/{write_code(cast.kamal.code)}")
    assert "Give a password" not in page.links
    path = page.links["Take away their second step and passkeys"]
    client.send(client.get(path), {"because": "The address was given to somebody else."})
    assert not db.session.scalars(sa.select(SingleSignOn)).all()


def test_no_address_leads_away_and_a_session_that_was_planted_is_worth_nothing(app, cast, client, provider):
    for target in ("https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "/nowhere"):
        browser = StrictClient(app)
        assert browser.ask("GET", sent_back(browser, f"{GO}?next={target}")).location == "/"
    there = client.ask("GET", GO, headers={"Host": "evil.example.org"}).location
    assert parse_qs(urlsplit(there).query)["redirect_uri"] == [f"http://localhost:5000{BACK}"]
    victim = StrictClient(app)
    back = sent_back(victim)
    name = app.config["SESSION_COOKIE_NAME"]
    planted = victim.http.get_cookie(name).value
    victim.ask("GET", back)
    assert is_in(victim)
    thief = StrictClient(app)
    thief.http.set_cookie(name, planted)
    assert not is_in(thief)
    refused(thief, back)


def test_without_settings_there_is_none_and_half_of_them_are_refused(app, cast, client, monkeypatch, tmp_path):
    assert client.ask("GET", GO).location == "/sign-in"
    assert client.ask("GET", BACK).location == "/sign-in"
    client = StrictClient(app)
    assert "Sign in with single sign-on" not in client.get("/sign-in").links
    with pytest.raises(ValueError, match="CLIENT_ID"):
        of_settings(issuer="https://id.example.org", client_id="", secret="", address="")
    with pytest.raises(ValueError, match="OIDC_ISSUER"):
        insist(ways_in("manager=single_sign_on"), single_sign_on=False)
    monkeypatch.setenv("FAMILYHELP_ENV", "production")
    monkeypatch.setenv("FAMILYHELP_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("FAMILYHELP_DATABASE_URL", "postgresql+psycopg:///familyhelp")
    monkeypatch.setenv("FAMILYHELP_OIDC_ISSUER", "http://id.example.org")
    with pytest.raises(Unsafe, match="https"):
        settings(tmp_path)
    assert timedelta and sign_ins
