"""Reliability board: R14 (a session ends when it should), R16 (guessing), R17 (sign-in tells nothing by its time)."""

from __future__ import annotations

import os
import re
import statistics
import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import extract_parameters

from familyhelp.casework import practitioners as people
from familyhelp.casework import sign_ins
from familyhelp.extensions import db
from familyhelp.models import Attempt, Event, SignIn
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.roles import Role
from tests.cast import PASSWORD
from tests.client import Page, StrictClient
from tests.conftest import MONDAY

TIMED = int(os.environ.get("FAMILYHELP_TEST_SIGN_INS", "5"))


class Counting:
    """The hasher, with a note of every verification."""

    def __init__(self, real: object) -> None:
        self.real, self.verified, self.lock = real, [], threading.Lock()

    def verify(self, password_hash: str, password: bytes) -> bool:
        with self.lock:
            self.verified.append(password_hash)
        return self.real.verify(password_hash, password)

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


@pytest.fixture
def hashes(monkeypatch) -> Counting:
    spy = Counting(sign_ins.hasher)
    monkeypatch.setattr(sign_ins, "hasher", spy)
    return spy


def attempt(client: StrictClient, email: str, password: str = "not-the-password", address: str = "192.0.2.1"):
    page = client.get("/sign-in") if not hasattr(client, "form_token") else None
    if page is not None:
        client.form_token = page.fields()["csrf_token"]
    data = {"csrf_token": client.form_token, "email": email, "password": password}
    response = client.ask("POST", "/sign-in", data=data, environ_base={"REMOTE_ADDR": address})
    if response.status_code == 303:
        del client.form_token
    return response


def later(minutes: float):
    return clock.at(clock.now() + timedelta(minutes=minutes))


# R16 --------------------------------------------------------------------------------------------------------


def test_one_account_is_guessed_at_ten_times_in_five_minutes_and_no_more(client, cast, hashes):
    statuses = [attempt(client, cast.kamal.email).status_code for _ in range(30)]
    assert statuses == [400] * 10 + [429] * 20
    assert len(hashes.verified) == 10


def test_the_right_password_is_refused_too_once_the_bucket_is_full_so_that_a_refusal_tells_nothing(client, cast):
    for _ in range(10):
        attempt(client, cast.kamal.email)
    assert attempt(client, cast.kamal.email, PASSWORD).status_code == 429


def test_many_accounts_from_one_address_share_one_count(client, cast, hashes):
    for person in cast.everybody * 3:
        attempt(client, person.email)
    for n in range(30):
        attempt(client, f"nobody{n}@example.org")
    assert len(hashes.verified) == 10


def test_one_account_from_many_addresses_has_one_count(app, cast, hashes):
    for n in range(30):
        attempt(StrictClient(app), cast.kamal.email, address=f"198.51.100.{n}")
    assert len(hashes.verified) == 10


def test_one_subscriber_with_a_whole_ipv6_network_counts_as_one_address(client, cast, hashes):
    for n in range(30):
        attempt(client, f"somebody{n}@example.org", address=f"2001:db8:1:2::{n:x}")
    assert len(hashes.verified) == 10
    assert attempt(client, "else@example.org", address="2001:db8:1:3::1").status_code == 400


def test_capitals_and_spaces_do_not_open_a_new_count(client, cast, hashes):
    for n in range(30):
        attempt(client, f"{' ' * (n % 3)}KAMAL@example.ORG "[: 40 + n], address=f"203.0.113.{n}")
    assert len(hashes.verified) == 10


def test_an_attacker_cannot_lock_the_owner_out_of_a_browser_they_used_before(app, cast, hashes):
    owner = StrictClient(app)
    assert attempt(owner, cast.kamal.email, PASSWORD, "203.0.113.9").status_code == 303
    owner.post("/sign-out", {"csrf_token": owner.token()})
    for n in range(40):
        attempt(StrictClient(app), cast.kamal.email, address=f"198.51.100.{n}")
        attempt(StrictClient(app), cast.kamal.email, address="203.0.113.9")
    assert attempt(owner, cast.kamal.email, PASSWORD, "203.0.113.9").status_code == 303


def test_a_browser_that_was_used_before_may_guess_ten_times_as_well_and_only_at_its_own_account(app, cast, hashes):
    thief = StrictClient(app)
    assert attempt(thief, cast.kamal.email, PASSWORD).status_code == 303
    thief.post("/sign-out", {"csrf_token": thief.token()})
    hashes.verified.clear()
    for _ in range(30):
        attempt(thief, cast.kamal.email)
    assert len(hashes.verified) == 10
    for _ in range(30):
        attempt(thief, cast.mabel.email, address="198.51.100.7")
    assert len(hashes.verified) == 20


def test_a_forged_device_cookie_opens_no_count_of_its_own(app, cast, hashes):
    for n in range(30):
        liar = StrictClient(app)
        liar.http.set_cookie("familyhelp-device", f"eyJhIjoiYiJ9.forged{n}")
        attempt(liar, cast.kamal.email, address=f"198.51.100.{n}")
    assert len(hashes.verified) == 10


def test_the_owner_recovers_five_minutes_after_the_last_counted_guess(client, cast):
    for _ in range(30):
        attempt(client, cast.kamal.email)
    with later(4.9):
        assert attempt(client, cast.kamal.email, PASSWORD).status_code == 429
    with later(5.1):
        assert attempt(client, cast.kamal.email, PASSWORD).status_code == 303


def test_in_any_five_minutes_at_most_ten_guesses_pass(client, cast, hashes):
    passed: list[int] = []
    for second in range(0, 900, 10):  # one guess every 10 seconds for a quarter of an hour
        before = len(hashes.verified)
        with clock.at(MONDAY + timedelta(seconds=second)):
            attempt(client, cast.kamal.email)
        passed += [second] * (len(hashes.verified) - before)
    assert len(passed) == 30
    assert all(sum(start <= at < start + 300 for at in passed) <= 10 for start in range(900))


def test_right_passwords_are_not_counted_so_that_an_office_can_sign_in_at_nine(app, cast):
    for person in cast.everybody * 2:
        assert attempt(StrictClient(app), person.email, PASSWORD).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 0


def test_old_tries_are_forgotten(client, cast):
    for _ in range(10):
        attempt(client, cast.kamal.email)
    with later(6):
        attempt(client, cast.colette.email)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 2


def test_forty_guesses_at_the_same_moment_are_still_ten(app, cast, hashes):
    email, token = cast.kamal.email, threading.Barrier(8)
    db.session.commit()
    found: list[str] = []

    def guess() -> None:
        token.wait()
        for _ in range(5):
            with app.app_context(), clock.at(MONDAY):
                try:
                    found.append(str(sign_ins.sign_in(email, "not-it", address="192.0.2.1")))
                except sign_ins.TooMany:
                    found.append("too many")
                db.session.rollback()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert found.count("None") == 10
    assert found.count("too many") == 30
    assert len(hashes.verified) == 10


def test_a_refused_guess_says_when_to_come_back_and_shows_no_password(client, cast):
    for _ in range(10):
        attempt(client, cast.kamal.email)
    response = attempt(client, cast.kamal.email, "secret-guess-of-mine")
    assert response.headers["Retry-After"] == "300"
    assert "secret-guess-of-mine" not in response.get_data(as_text=True)


def test_the_password_now_is_guessed_ten_times_on_the_change_page_as_well(client, cast, hashes):
    client.sign_in_by_page(cast.kamal)
    hashes.verified.clear()
    answers = {"new_password": "otter-lamps-mended-x1", "new_password_again": "otter-lamps-mended-x1"}
    for _ in range(15):
        client.send(client.get("/password"), {"current_password": "wrong", **answers}, 409, "current_password")
    assert len(hashes.verified) == 10


# R17 --------------------------------------------------------------------------------------------------------


def kinds(cast) -> dict[str, str]:
    """An e-mail address of each kind of account."""
    cast.colette.is_active = False
    cast.sven.password_hash = None
    people.give_password(cast.morag, by=cast.adam)
    cast.morag.password_expires_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    return {
        "known": cast.kamal.email,
        "unknown": "nobody@example.org",
        "suspended": cast.colette.email,
        "without a password": cast.sven.email,
        "with a password that ran out": cast.morag.email,
    }


def test_every_kind_of_account_costs_one_verification_with_the_same_parameters_and_shows_the_same_page(
    app, cast, hashes, count_queries
):
    seen = {}
    for kind, email in kinds(cast).items():
        hashes.verified.clear()
        with count_queries() as count:
            response = attempt(StrictClient(app), email, PASSWORD + "x", address=f"192.0.2.{len(seen) + 1}")
        body = response.get_data(as_text=True).replace(email, "EMAIL")
        body = re.sub(r'(name="(csrf_token|submission)" value=")[^"]*', r"\1", body)
        assert len(hashes.verified) == 1, kind
        seen[kind] = (response.status_code, extract_parameters(hashes.verified[0]), count(), body)
    first = seen["known"]
    assert first[0] == 400
    for kind, found in seen.items():
        assert found == first, kind


def test_the_right_password_of_a_suspended_account_or_one_that_ran_out_looks_like_a_wrong_one(client, cast, hashes):
    emails = kinds(cast)
    for kind in ("suspended", "with a password that ran out", "without a password"):
        page = Page(attempt(client, emails[kind], PASSWORD), "/sign-in")
        assert page.errors == ["The e-mail address, the password or the code is not right."]


def test_the_medians_of_sign_in_times_are_told_but_do_not_decide(app, cast, capsys):
    medians = {}
    for kind, email in kinds(cast).items():
        times = []
        for n in range(TIMED):
            browser = StrictClient(app)
            browser.form_token = browser.get("/sign-in").fields()["csrf_token"]
            with clock.at(MONDAY + timedelta(hours=n)):
                start = time.perf_counter()
                attempt(browser, email, "not-the-password", address=f"192.0.2.{n}")
                times.append(time.perf_counter() - start)
        medians[kind] = statistics.median(times) * 1000
    with capsys.disabled():
        print("\nsign-in, median ms:", ", ".join(f"{kind} {ms:.1f}" for kind, ms in medians.items()))


# R14 --------------------------------------------------------------------------------------------------------


def cookie(client: StrictClient, app) -> str:
    return client.http.get_cookie(app.config["SESSION_COOKIE_NAME"]).value


def with_cookie(app, value: str) -> StrictClient:
    browser = StrictClient(app)
    browser.http.set_cookie(app.config["SESSION_COOKIE_NAME"], value)
    return browser


def is_in(browser: StrictClient) -> bool:
    return browser.status("/") == 200


def test_a_session_planted_before_sign_in_is_worth_nothing_after_it(app, cast):
    """Fixation: who gave the browser its cookie does not share in the sign-in."""
    victim = StrictClient(app)
    victim.get("/sign-in")
    planted = cookie(victim, app)
    victim.sign_in_by_page(cast.kamal)
    assert is_in(victim)
    assert cookie(victim, app) != planted
    assert not is_in(with_cookie(app, planted))


def test_an_attackers_own_sign_in_leaves_nothing_behind_for_the_next_person(app, cast):
    browser = StrictClient(app)
    browser.sign_in_by_page(cast.sven)
    token, old = browser.token(), cookie(browser, app)
    page_token = browser.token()
    response = browser.ask(
        "POST", "/sign-in", data={"csrf_token": page_token, "email": cast.kamal.email, "password": PASSWORD}
    )
    assert response.status_code == 303
    assert browser.token() != token
    assert not is_in(with_cookie(app, old)), "the sign-in that was replaced has ended"


def test_a_cookie_copied_before_signing_out_is_worth_nothing_after_it(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    copied = cookie(client, app)
    left = client.post("/sign-out", {"csrf_token": client.token()})
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(client)
    assert not is_in(with_cookie(app, copied))


def test_signing_out_ends_one_browser_and_signing_out_everywhere_ends_them_all(app, cast):
    one, two, three = StrictClient(app), StrictClient(app), StrictClient(app)
    for browser in (one, two, three):
        browser.sign_in_by_page(cast.kamal)
    one.post("/sign-out", {"csrf_token": one.token()})
    assert (is_in(one), is_in(two), is_in(three)) == (False, True, True)
    two.post("/sign-out-everywhere", {"csrf_token": two.token()})
    assert (is_in(two), is_in(three)) == (False, False)
    kinds = db.session.scalars(sa.select(Event.kind).where(Event.subject_id == cast.kamal.id)).all()
    assert kinds == [EventKind.SIGNED_OUT_EVERYWHERE]


def test_a_suspended_account_is_out_at_the_next_click_and_back_only_by_signing_in(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    people.suspend(cast.kamal, because="Left the council.", by=cast.adam)
    db.session.commit()
    assert client.status("/") == 303
    people.restore(cast.kamal, because="Came back.", by=cast.adam)
    db.session.commit()
    assert client.status("/") == 303, "restoring an account brings no old sign-in back to life"
    client.sign_in_by_page(cast.kamal)
    assert is_in(client)


def test_an_account_switched_off_in_the_database_alone_is_out_as_well(client, cast):
    client.sign_in_by_page(cast.kamal)
    cast.kamal.is_active = False
    db.session.commit()
    assert client.status("/") == 303


def test_a_changed_role_holds_from_the_next_click(client, cast):
    client.sign_in_by_page(cast.anita)
    assert client.status("/people") == 403
    cast.anita.role = Role.ADMINISTRATOR
    db.session.commit()
    assert client.status("/people") == 200
    cast.anita.role = Role.ANALYST
    db.session.commit()
    assert client.status("/people") == 403


def test_half_an_hour_without_a_click_ends_a_sign_in(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    idle = app.config["SIGN_IN_IDLE"]
    with clock.at(MONDAY + idle):
        assert is_in(client), "up to the last minute"
    with clock.at(MONDAY + idle * 2 + timedelta(seconds=1)):
        assert not is_in(client)
    with clock.at(MONDAY + timedelta(minutes=1)):
        assert is_in(client), "a click that comes late in the queue was still made in time"


def test_clicks_keep_a_sign_in_alive_but_not_longer_than_the_longest(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    longest = app.config["SIGN_IN_LONGEST"]
    moment = MONDAY
    while moment + timedelta(minutes=20) <= MONDAY + longest:
        moment += timedelta(minutes=20)
        with clock.at(moment):
            assert is_in(client), moment
    with clock.at(MONDAY + longest + timedelta(seconds=1)):
        assert not is_in(client)


def test_a_refused_page_counts_as_a_click_too(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    with later(20):
        assert client.status("/people") == 403
    with later(45):
        assert is_in(client)


def test_a_cookie_with_another_persons_number_or_an_invented_token_opens_nothing(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    serializer = app.session_interface.get_signing_serializer(app)
    session = serializer.loads(cookie(client, app))
    for forged in (str(cast.mabel.id), cast.mabel.code, "x" * 43, 7, None, ["x"], {"a": 1}, "\ud800"):
        assert not is_in(with_cookie(app, serializer.dumps({**session, "_user_id": forged})))
    assert not is_in(with_cookie(app, cookie(client, app)[:-3] + "abc"))


def test_the_database_holds_no_token_that_would_open_a_session(app, client, cast):
    client.sign_in_by_page(cast.kamal)
    token = app.session_interface.get_signing_serializer(app).loads(cookie(client, app))["_user_id"]
    stored = db.session.scalars(sa.select(SignIn.token_digest)).one()
    assert stored != token
    assert stored == sign_ins.digest_of(token)


def test_a_new_password_ends_the_other_browsers_and_keeps_this_one(app, cast):
    here, elsewhere = StrictClient(app), StrictClient(app)
    for browser in (here, elsewhere):
        browser.sign_in_by_page(cast.kamal)
    new = "seven-otters-mend-lamps"
    answers = {"current_password": PASSWORD, "new_password": new, "new_password_again": new}
    here.send(here.get("/password"), answers, containing="current_password")
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert attempt(StrictClient(app), cast.kamal.email, PASSWORD).status_code == 400
    assert attempt(StrictClient(app), cast.kamal.email, new).status_code == 303


def test_the_cookies_cannot_be_read_by_script_and_do_not_travel_to_other_sites(app, client, cast):
    page = client.get("/sign-in")
    data = {**page.fields(), "email": cast.kamal.email, "password": PASSWORD}
    response = client.ask("POST", "/sign-in", data=data)
    cookies = response.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for line in cookies:
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Domain" not in line
    response = client.ask("GET", "/")
    assert response.headers["Cache-Control"] == "no-store"


def test_in_production_the_cookies_are_bound_to_this_host_and_to_https(app, client, cast, monkeypatch):
    for name, value in {"SESSION_COOKIE_NAME": "__Host-familyhelp", "SESSION_COOKIE_SECURE": True}.items():
        monkeypatch.setitem(app.config, name, value)
    https = {"base_url": "https://localhost"}
    token = Page(client.ask("GET", "/sign-in", **https), "/sign-in").fields()["csrf_token"]
    data = {"csrf_token": token, "email": cast.kamal.email, "password": PASSWORD}
    headers = {"Referer": "https://localhost/sign-in"}
    response = client.ask("POST", "/sign-in", data=data, headers=headers, **https)
    for line in response.headers.getlist("Set-Cookie"):
        assert line.startswith("__Host-familyhelp")
        assert "Secure" in line
        assert "Path=/" in line
