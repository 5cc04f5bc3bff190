"""Attacks on signed links, with their counts: forged, replayed, ended, guessed, and used for what they are not for.
Whatever does not open answers with the same page, byte for byte, and changes nothing."""

from __future__ import annotations

import base64
import json
import logging
import os
import random
import string
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.globals import _cv_app
from itsdangerous import URLSafeSerializer

from familyhelp.casework import agreements, messages
from familyhelp.casework import links as deeds
from familyhelp.extensions import Base, db
from familyhelp.models import Event, Link, Message
from familyhelp.practice import clock, links
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.links import Purpose, ReadingAge
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.views import link_doors
from tests import stories
from tests.by_link import agreed_outside, enter, family_link, is_gone, member, owner_link, path_of
from tests.client import StrictClient
from tests.conftest import MONDAY

FORGED = int(os.environ.get("FAMILYHELP_TEST_FORGED_LINKS", "300"))
GUESSES, AT_ONCE = 40, 8


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def held(app, case, cast):
    return family_link(app, case, cast)


def state() -> dict[str, int]:
    """How much every table holds."""
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    found = {t.name: db.session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in tables}
    db.session.rollback()
    return found


def no_answer(client: StrictClient) -> bytes:
    """What a link answers that never was."""
    response = client.ask("GET", "/family/never")
    assert response.status_code == 404
    return response.data


def spoiled(rng: random.Random, path: str) -> str:
    """A link with something wrong in its token."""
    front, _, token = path.rpartition("/")
    letters = list(token)
    match rng.randrange(5):
        case 0:
            spot = rng.randrange(len(letters) - 1)
            letters[spot] = rng.choice([c for c in string.ascii_letters + string.digits if c != letters[spot]])
        case 1:
            del letters[rng.randrange(len(letters))]
        case 2:
            letters.insert(rng.randrange(len(letters)), rng.choice(string.ascii_letters + "-_.%20'\"<"))
        case 3:
            letters = list(token.split(".")[0])
        case _:
            rng.shuffle(letters)
    return f"{front}/{''.join(letters)}"


def test_a_forged_link_opens_nothing(app, client, held, case):
    rng, nothing, before = random.Random(7), no_answer(client), state()
    wrong: set[str] = set()
    while len(wrong) < FORGED:
        wrong |= {spoiled(rng, held.path)} - {held.path}
    for path in wrong:
        response = client.ask("GET", path.replace("%", "%25"))
        assert (response.status_code, response.data) == (404, nothing), path
    assert state() == before


def test_a_link_signed_with_another_secret_or_for_another_purpose_opens_nothing(app, client, held, cast):
    nothing = no_answer(client)
    payload = held.path.rpartition("/")[2].split(".")[0]
    signed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    purpose, secret = json.loads(signed)
    assert purpose == "family_page"
    ours = app.config["SECRET_KEY"]
    forged = [
        URLSafeSerializer(ours + "x", salt="familyhelp.link").dumps([purpose, secret]),
        URLSafeSerializer(ours, salt="familyhelp.device").dumps([purpose, secret]),
        URLSafeSerializer(ours, salt="familyhelp.link").dumps(["action", secret]),
        URLSafeSerializer(ours, salt="familyhelp.link").dumps([purpose, secret + "x"]),
        URLSafeSerializer(ours, salt="familyhelp.link").dumps([purpose, None]),
        URLSafeSerializer(ours, salt="familyhelp.link").dumps({"purpose": purpose}),
        URLSafeSerializer(ours, salt="familyhelp.link").dumps([purpose]),
        URLSafeSerializer(ours, salt="familyhelp.link").dumps(secret),
        secret,
        held.link.token_digest,
        write_code(held.link.code),
    ]
    for token in forged:
        assert client.ask("GET", f"/family/{token}").data == nothing, token
    other = held.path.replace("/family/", "/answer/")
    assert client.ask("GET", other).data == nothing, "the page of another purpose"
    answering = path_of(app, Purpose.ACTION, secret)
    assert client.ask("GET", answering).data == nothing, "signed by us, but no link of that purpose"


def ended(how: str, case, held, cast) -> None:
    """What ends a link."""
    link = db.session.get(Link, held.id)
    match how:
        case "revoked":
            deeds.revoke(case, link, because="A new phone.", by=cast.kamal)
        case "withdrawn":
            agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="“Enough.”", by=cast.kamal)
        case "closed":
            stories.close(case, cast.kamal)
        case "left the family":
            member(case, "Rosa").ends_on = clock.today()
        case "died":
            member(case, "Rosa").person.died_on = clock.today()
        case "restricted since":
            case.family.restricted = True
        case "locked":
            for _ in range(links.MOST_TRIES):
                assert not deeds.try_code(link, "000000" if held.code != "000000" else "111111")
    db.session.commit()


ENDINGS = ("revoked", "withdrawn", "closed", "left the family", "died", "restricted since", "locked", "expired")


@pytest.mark.parametrize("how", ENDINGS)
@pytest.mark.parametrize("opened", [False, True])
def test_a_link_that_ended_answers_like_one_that_never_was(how, opened, app, client, held, case, cast):
    page = client.get(held.path)
    if opened:
        enter(client, held)
        page = client.get(f"{held.path}/say")
    ended(how, case, held, cast)
    before = state()
    later = held.link.expires_at if how == "expired" else MONDAY + timedelta(minutes=1)
    with clock.at(later):
        nothing = no_answer(client)
        for path in (held.path, f"{held.path}/say", f"{held.path}/scores", f"{held.path}/feedback"):
            response = client.ask("GET", path)
            assert (response.status_code, response.data) == (404, nothing), path
        sent = page.fields() | {"code": held.code, "kind": "comment", "text": "Still here."}
        assert client.ask("POST", page.path, data=sent).data == nothing
        assert client.ask("POST", held.path, data=sent).data == nothing
    assert state() == before


def test_a_minute_before_it_runs_out_a_link_still_opens(client, held):
    assert held.link.expires_at == MONDAY + timedelta(days=28)
    with clock.at(held.link.expires_at - timedelta(minutes=1)):
        enter(client, held)


def guesses(right: str, count: int) -> list[str]:
    return [code for code in (f"{n:06}" for n in range(123_000, 124_000)) if code != right][:count]


def test_guessing_stops_after_five_wrong_codes_and_the_right_one_comes_too_late(client, held, case):
    answers = []
    page = client.get(held.path)
    for code in guesses(held.code, GUESSES):
        answers.append(client.ask("POST", held.path, data=page.fields() | {"code": code}).status_code)
    assert answers == [400] * (links.MOST_TRIES - 1) + [404] * (GUESSES - links.MOST_TRIES + 1)
    assert held.link.tries == links.MOST_TRIES
    assert client.ask("POST", held.path, data=page.fields() | {"code": held.code}).status_code == 404
    kinds = list(db.session.scalars(sa.select(Event.kind)))
    assert kinds.count(EventKind.LINK_LOCKED) == 1 and EventKind.LINK_OPENED not in kinds
    db.session.rollback()


def test_guessing_by_many_at_once_gets_no_more_than_five_tries(app, client, held, case, monkeypatch):
    looked = []
    real = deeds.matches
    monkeypatch.setattr(deeds, "matches", lambda kept, code: looked.append(kept) or real(kept, code))
    page = client.get(held.path)
    cookies = client.http._cookies.copy()
    db.session.commit()

    def guess(code: str) -> int:
        def apart() -> int:
            _cv_app.set(None)
            browser = app.test_client()
            browser._cookies = cookies.copy()
            return browser.post(held.path, data=page.fields() | {"code": code}).status_code

        return copy_context().run(apart)

    context = copy_context()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda code: context.copy().run(guess, code), guesses(held.code, GUESSES)))
    assert sum(kept is not None for kept in looked) == links.MOST_TRIES, "codes that were looked at"
    assert set(answers) <= {400, 404} and answers.count(400) <= links.MOST_TRIES - 1
    assert held.link.tries == links.MOST_TRIES


def test_the_deed_itself_looks_at_no_sixth_code_whatever_its_door_let_through(held):
    for code in guesses(held.code, links.MOST_TRIES):
        assert not deeds.try_code(held.link, code)
    assert not deeds.try_code(held.link, held.code), "the right one, but too late"
    assert held.link.tries == links.MOST_TRIES


@pytest.mark.parametrize(
    "code", ["", " ", "x", "１２３４５６", "9" * 10_000, "12345", "1234567", "' OR 1=1 --", "\x00"]
)
def test_what_is_no_code_opens_nothing(code, client, held):
    page = client.get(held.path)
    assert client.ask("POST", held.path, data=page.fields() | {"code": code}).status_code == 400
    assert client.get(held.path).heading == "Enter your code"


def test_a_code_may_be_typed_with_spaces(client, held):
    assert enter(client, held, f" {held.code[:3]} {held.code[3:]} ").heading == "Our plan"


def test_a_new_code_opens_a_locked_link_and_closes_what_the_old_one_opened(client, app, held, case, cast):
    enter(client, held)
    ended("locked", case, held, cast)
    assert is_gone(client.get(held.path, 404))
    fresh = deeds.new_code(case, held.link, by=cast.kamal)
    db.session.commit()
    assert client.get(held.path).heading == "Enter your code", "the browser that the old code opened"
    enter(client, held, held.code, 400)
    assert enter(client, held, fresh).heading == "Our plan"


def test_a_stolen_cookie_opens_no_other_link_and_no_longer_than_the_link(app, client, held, case, cast):
    other_case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Penhale"))
    other = family_link(app, other_case, cast)
    poppys = family_link(app, case, cast, "Poppy", ReadingAge.CHILD)
    enter(client, held)
    thief = StrictClient(app)
    thief.http._cookies = client.http._cookies.copy()
    for path in (other.path, poppys.path):
        assert thief.get(path).heading == "Enter your code"
        assert thief.ask("GET", f"{path}/say").status_code == 303
    assert thief.get(held.path).heading == "Our plan", "a cookie that was copied is that browser, for half an hour"
    ended("revoked", case, held, cast)
    assert is_gone(thief.get(held.path, 404))


def test_the_code_of_one_link_does_not_open_another(app, client, held, case, cast):
    other = family_link(app, case, cast, "Poppy", ReadingAge.CHILD)
    if other.code != held.code:
        enter(client, held, other.code, 400)


def test_nothing_else_of_the_service_opens_by_a_link(app, client, held, case, cast):
    """Every page of every record, by reading and by direct request."""
    enter(client, held)
    token = client.get(held.path).fields()["csrf_token"]
    before, tried = state(), 0
    values = {"case": write_code(case.code), "family": write_code(case.family.code), "link": write_code(held.link.code)}
    db.session.rollback()
    for rule in app.url_map.iter_rules():
        door = getattr(app.view_functions[rule.endpoint], "door", None)
        if door is None or door.act is None:
            continue
        number = {n for n, c in rule._converters.items() if type(c).__name__ == "IntegerConverter"}
        filled = {n: 1 if n in number else values.get(n, "00000000") for n in rule._converters}
        for method in sorted(rule.methods & {"GET", "POST"}):
            path = app.url_map.bind("").build(rule.endpoint, filled, method=method)
            response = client.ask(method, path, data={"csrf_token": token} if method == "POST" else None)
            tried += 1
            assert response.status_code in (303, 401), f"{method} {path}: {response.status}"
            if response.status_code == 303:
                assert response.location.startswith("/sign-in"), f"{method} {path}"
    assert tried > 60
    assert state() == before


def test_the_secret_of_a_link_and_its_code_are_kept_nowhere(app, client, held, case, cast):
    """Not in any column of any table, but in the message that carries the link, and there only until it is sent."""
    enter(client, held)
    client.send(client.get(f"{held.path}/say"), {"kind": "right"})
    secret = json.loads(_payload(held.path))[1]
    token = held.path.rpartition("/")[2]
    looked = 0
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            looked += 1
            told = " ".join(str(value) for value in row)
            assert secret not in told and token not in told, table.name
            assert table.name in {"links"} or held.code not in told.split(), table.name
    assert looked > 30
    assert held.code not in str(held.link.code_hash)
    db.session.rollback()


def test_a_fault_logs_where_it_happened_but_not_the_link(app, client, held, caplog, monkeypatch):
    from familyhelp.views import family_page

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the printer is on fire")

    enter(client, held)
    monkeypatch.setattr(family_page, "lines_for", fails)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    assert client.ask("GET", held.path).status_code == 500
    assert "/family/…" in caplog.text and "printer" in caplog.text
    assert held.path.rpartition("/")[2] not in caplog.text


@pytest.mark.parametrize("purpose", Purpose)
def test_the_secret_of_every_kind_of_link_is_forgotten_when_sent_hidden_in_logs_and_named_for_the_proxy(app, purpose):
    path = path_of(app, purpose, "s" * 32)
    front, _, secret = path.rpartition("/")
    assert front == f"/{links.IN_ADDRESS[purpose]}"
    messages.write("ines@example.org", "A page", f"Open http://localhost:5000{path} with the code.")
    db.session.flush()
    message = db.session.scalars(sa.select(Message)).one()
    messages.sent(message.id)
    db.session.commit()
    assert secret not in message.text and "with the code." in message.text
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "Exception on %s [GET]", (f"{path}/feedback",), None)
    assert any(isinstance(one, link_doors._Unnamed) and one.filter(record) for one in app.logger.filters)
    assert secret not in record.getMessage() and f"{front}/…/feedback" in record.getMessage()
    assert f"`{front}/`" in (Path(__file__).parent.parent / "README.md").read_text()


def _payload(path: str) -> bytes:
    payload = path.rpartition("/")[2].split(".")[0]
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def test_a_message_that_was_sent_no_longer_holds_the_link(app, cast):
    _, (secret,) = agreed_outside(app, cast)
    message = db.session.scalars(sa.select(Message).where(Message.to == "bright@example.org")).one()
    assert path_of(app, Purpose.ACTION, secret) in message.text
    for told in ("Ashdown", "Rosa", "Poppy", "breakfast", "North family help"):
        assert told not in message.text + message.topic, "it names no family"
    messages.sent(message.id)
    db.session.commit()
    assert path_of(app, Purpose.ACTION, secret).rpartition("/")[2] not in message.text
    assert "Kamal Osei" in message.text


def test_a_form_of_a_link_sent_by_eight_at_once_is_done_once(app, client, held, case):
    enter(client, held)
    forms = {
        f"{held.path}/say": {"kind": "comment", "text": "Once."},
        f"{held.path}/scores": {"score_1": "4"},
        f"{held.path}/feedback": {"heard": "no"},
    }
    for path, answers in forms.items():
        sent = client.get(path).fields() | answers
        cookies, before = client.http._cookies.copy(), state()

        def send(_, path=path, sent=sent, cookies=cookies):
            def apart():
                _cv_app.set(None)
                browser = app.test_client()
                browser._cookies = cookies.copy()
                return browser.post(path, data=sent)

            return copy_context().run(apart)

        context = copy_context()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answered = list(pool.map(lambda n, c=context: c.copy().run(send, n), range(AT_ONCE)))
        then = path if path.endswith("/feedback") else held.path
        assert {(a.status_code, a.location) for a in answered} == {(303, then)}, path
        after = state()
        assert (after["answers"] - before["answers"], after["events"] - before["events"]) == (1, 1), path


def test_an_owners_link_works_once_and_a_replay_changes_nothing(app, client, cast):
    _, held = owner_link(app, cast)
    sent = enter(client, held).fields() | {"done": "done", "progress": "A place is kept."}
    first = client.post(f"{held.path}/report", sent)
    assert client.follow(first).heading == "Thank you"
    before = state()
    assert client.post(f"{held.path}/report", sent).location == first.location, "the same form again"
    again = client.ask("POST", f"{held.path}/report", data=sent | {"submission": "t" * 32, "done": "not_yet"})
    assert again.status_code == 404
    stranger = StrictClient(app)
    assert is_gone(stranger.get(held.path, 404))
    assert is_gone(stranger.get(f"{held.path}/report", 404))
    assert state() == before


def test_a_restricted_family_is_given_short_links_and_no_mail(app, cast, client):
    from familyhelp.practice.words import NotYet

    case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hartwell", restricted=True))
    held = family_link(app, case, cast)
    assert held.link.expires_at == MONDAY + timedelta(days=7)
    enter(client, held)
    with pytest.raises(NotYet, match="restricted"):
        deeds.give_link(
            case,
            member=member(case, "Rosa"),
            reading_age=ReadingAge.ADULT,
            email="rosa@example.org",
            by=cast.kamal,
        )
    db.session.rollback()
