"""The second step of signing in: a code counts once, wrong ones are counted, secrets are bound to their owner."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from familyhelp.casework import second_step as deeds
from familyhelp.casework import sign_ins
from familyhelp.casework.second_step_codes import counts, decrypted, digest, encrypted, new_recovery_code
from familyhelp.extensions import db
from familyhelp.models import Event, Message, RecoveryCode, SecondStep, SignIn
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.second_step import roles_in
from familyhelp.practice.words import NotYet
from tests.cast import PASSWORD
from tests.conftest import MONDAY
from tests.filled_protection import CODE, SECRET, with_secret

KEY = "a secret that only the tests know, long enough"
LOST = "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"


def code_at(seconds: int) -> str:
    return pyotp.TOTP(SECRET).at(int(MONDAY.timestamp()) + seconds)


def signed_in(person, code: str = "") -> bool:
    found = sign_ins.sign_in(person.email, PASSWORD, address="192.0.2.1", code=code, secret_key=KEY)
    db.session.commit()
    return found is not None


def test_a_secret_is_encrypted_and_opens_in_no_other_row_and_under_no_other_key():
    kept = encrypted(SECRET, 7, KEY)
    assert SECRET not in kept
    assert decrypted(kept, 7, KEY) == SECRET
    assert decrypted(kept, 8, KEY) is None
    assert decrypted(kept, 7, KEY + "x") is None


def test_a_code_counts_for_its_time_and_once(cast, session):
    with_secret(cast.kamal, confirmed=True)
    number = cast.kamal.id
    for seconds, right in ((-60, False), (60, False), (-30, True), (-30, False), (0, True), (0, False), (30, True)):
        assert counts(number, code_at(seconds), KEY) is right, seconds
    assert not counts(number, code_at(0), KEY), "an older one counts no more"
    assert not counts(number, "", KEY)
    assert not counts(cast.colette.id, code_at(30), KEY)


def test_signing_in_asks_for_it_and_says_the_same_whatever_is_wrong(cast, client):
    with_secret(cast.kamal, confirmed=True)
    page = client.get("/sign-in")
    said = set()
    for password, code in ((PASSWORD, ""), (PASSWORD, "000000"), ("wrong", CODE)):
        refused = client.send(page, {"email": cast.kamal.email, "password": password, "code": code}, 400)
        said.add(tuple(refused.errors))
    assert len(said) == 1
    client.send(page, {"email": cast.kamal.email, "password": PASSWORD, "code": f" {CODE[:3]} {CODE[3:]} "})
    assert client.get("/").heading == "Your work"
    client.http = client.app.test_client()
    client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": PASSWORD, "code": CODE}, 400)
    client.sign_in_by_page(cast.colette)
    assert client.get("/").heading == "Your work", "who has none needs none"


def test_wrong_codes_are_counted_as_wrong_passwords_are(cast, session):
    with_secret(cast.kamal, confirmed=True)
    for _ in range(sign_ins.MOST_TRIES):
        assert not signed_in(cast.kamal, "000000")
    with pytest.raises(sign_ins.TooMany):
        signed_in(cast.kamal, CODE)
    with clock.at(MONDAY + sign_ins.WINDOW + timedelta(seconds=30)):
        assert signed_in(cast.kamal, code_at(int(sign_ins.WINDOW.total_seconds()) + 30))


def test_each_written_code_works_once_and_only_its_digest_is_kept(cast, session):
    with_secret(cast.kamal)
    codes = deeds.confirm_second_step(CODE, secret_key=KEY, by=cast.kamal)
    session.commit()
    assert len(set(codes)) == 10
    kept = set(session.scalars(sa.select(RecoveryCode.digest)))
    assert kept == {digest(cast.kamal.id, code) for code in codes}
    assert signed_in(cast.kamal, codes[0].lower().replace("-", " "))
    assert not signed_in(cast.kamal, codes[0])
    assert not signed_in(cast.kamal, new_recovery_code())
    assert not signed_in(cast.kamal, CODE), "the code that confirmed it is used"


def test_set_up_on_the_pages_without_script(cast, client, count_queries):
    client.sign_in(cast.kamal)
    other = sign_ins.start(cast.kamal, "another browser")
    db.session.commit()
    client.send(client.get("/second-step/begin"), {"current_password": PASSWORD})
    page = client.get("/second-step/confirm")
    assert "<svg" in page.html and "style=" not in page.html
    secret = next(e for e in page.find("strong", class_="fh-words")).text.replace(" ", "")
    assert db.session.scalars(sa.select(SecondStep.secret)).one() != secret
    client.send(page, {"code": "000000"}, 409)
    done = client.send(page, {"code": pyotp.TOTP(secret).at(int(MONDAY.timestamp()))}, 200)
    assert len(list(done.find("strong", class_="fh-code"))) == 10
    assert "Set up on" in client.get("/second-step").main
    assert client.status("/second-step/confirm") == 303, "it is shown no more"
    ended = db.session.scalars(sa.select(SignIn).where(SignIn.token_digest == sign_ins.digest_of(other))).one()
    assert ended.ended_at is not None


def test_whose_role_needs_one_sets_it_up_before_anything_else(app, cast, client, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_STEP_ROLES", roles_in("manager, administrator"))
    client.sign_in(cast.mabel)
    for path in ("/", "/cases", "/supervision"):
        assert client.ask("GET", path).location == "/second-step"
    client.send(client.get("/second-step/begin"), {"current_password": PASSWORD})
    client.sign_in(cast.kamal)
    assert client.status("/") == 200
    with_secret(cast.adam, confirmed=True)
    with pytest.raises(NotYet):
        deeds.end_second_step(PASSWORD, demanded=True, by=cast.adam)
    with pytest.raises(ValueError, match="wizard"):
        roles_in("manager,wizard")
    assert roles_in("") == frozenset()
    assert roles_in("manager") == {Role.MANAGER}


def test_an_administrator_takes_it_away_and_its_owner_is_told(cast, client):
    with_secret(cast.kamal, confirmed=True)
    token = sign_ins.start(cast.kamal, "a browser")
    db.session.commit()
    client.sign_in(cast.adam)
    path = f"/people/{write_code(cast.kamal.code)}/second-step"
    client.send(client.get(path), {"because": "He lost his telephone."})
    client.send(client.get(path), {"because": "Once more."}, 409)
    assert not db.session.scalars(sa.select(SecondStep)).all()
    told = db.session.scalars(sa.select(Message)).one()
    assert told.to == cast.kamal.email
    event = db.session.scalars(sa.select(Event).order_by(Event.id.desc())).first()
    assert event.because == "He lost his telephone."
    assert db.session.scalars(sa.select(SignIn).where(SignIn.token_digest == sign_ins.digest_of(token))).one().ended_at
    assert signed_in(cast.kamal)
    client.sign_in(cast.mabel)
    assert client.status(path) == 404


def test_own_sign_ins_are_listed_and_ended_one_by_one(app, cast, client, count_queries):
    sign_ins.start(cast.kamal, LOST)
    sign_ins.start(cast.colette, "Opera of Colette, OPR/9")
    with clock.at(MONDAY - app.config["SIGN_IN_LONGEST"] - timedelta(minutes=1)):
        sign_ins.start(cast.kamal, "Edg long ago")
    db.session.commit()
    client.sign_in(cast.kamal)
    with count_queries() as count:
        page = client.get("/sign-ins")
    assert count() <= 8
    assert "Firefox, Android" in page.main
    assert "Opera" not in page.main and "Edge" not in page.main
    kept = {one.browser: one.token_digest for one in db.session.scalars(sa.select(SignIn))}
    for browser in (LOST, "Opera of Colette, OPR/9"):
        key = kept[browser][: sign_ins.KEY_LENGTH]
        client.post(f"/sign-ins/{key}/end", {"csrf_token": client.token()})
    db.session.rollback()
    ended = {one.browser for one in db.session.scalars(sa.select(SignIn).where(SignIn.ended_at.is_not(None)))}
    assert ended == {LOST}, "nobody ends another's"
