"""Reliability board: R15. Whatever changes something wants this session's form token, by POST, from a page of ours.
The routes are read from the application, so that a new one joins by itself."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.extensions import Base, db
from familyhelp.practice import references
from tests import stories

pytestmark = pytest.mark.once

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
NOTED = {"looks", "sign_ins"}
"""What a page that is only read, or a form that is refused, may write: that it was asked for."""


def rules(app) -> list:
    return [r for r in app.url_map.iter_rules() if CHANGES & (r.methods or set())]


def address(app, rule, case) -> str:
    """An address of a rule, on a case that is there."""
    values = {}
    for name, converter in rule._converters.items():
        number = type(converter).__name__ in {"IntegerConverter", "FloatConverter"}
        values[name] = 3 if number else references.write_code(case.code)
    return app.url_map.bind("").build(rule.endpoint, values, method=sorted(CHANGES & rule.methods)[0])


def state() -> dict[str, int]:
    """How much every table holds, but for what is only noted."""
    db.session.rollback()
    counts = {
        t.name: db.session.execute(sa.select(sa.func.count()).select_from(t)).scalar_one()
        for t in Base.metadata.sorted_tables
        if t.name not in NOTED
    }
    db.session.commit()
    return counts


@pytest.fixture
def case(cast):
    return stories.a_case(cast, stories.Stage.ASSESSING)


def refused(response) -> None:
    assert response.status_code == 400, response.status
    assert "was sent from elsewhere" in response.get_data(as_text=True)


def test_there_is_something_to_test(app):
    assert len(rules(app)) > 5


def test_nothing_changes_without_this_sessions_token(app, client, cast, case):
    client.sign_in(cast.kamal)
    elsewhere = type(client)(app)
    elsewhere.sign_in(cast.colette)
    tokens = (None, "", "x" * 91, elsewhere.token())
    before = state()
    for rule in rules(app):
        for method in CHANGES & rule.methods:
            for token in tokens:
                data = {"submission": "s" * 32} | ({} if token is None else {"csrf_token": token})
                refused(client.ask(method, address(app, rule, case), data=data))
    assert state() == before
    assert client.status("/") == 200, "signing out was refused too"


def test_a_token_in_the_address_is_no_token(app, client, cast, case):
    client.sign_in(cast.kamal)
    token = client.token()
    for rule in rules(app):
        method = sorted(CHANGES & rule.methods)[0]
        refused(client.ask(method, address(app, rule, case), query_string={"csrf_token": token}))


def test_nothing_changes_by_get_or_head(app, client, cast, case):
    client.sign_in(cast.kamal)
    token, before = client.token(), state()
    query = {"csrf_token": token, "submission": "s" * 32, "text": "x", "because": "x", "name": "x", "email": "x"}
    for rule in rules(app):
        for method in ("GET", "HEAD"):
            response = client.ask(method, address(app, rule, case), query_string=query, data=query)
            assert response.status_code in {200, 303, 308, 403, 404, 405, 409}, (rule.rule, response.status)
    assert state() == before
    assert client.status("/") == 200


def test_over_https_a_form_from_elsewhere_is_refused_even_with_the_right_token(app, client, cast, case, monkeypatch):
    client.sign_in(cast.kamal)
    monkeypatch.setitem(app.config, "WTF_CSRF_SSL_STRICT", True)
    token, before = client.token(), state()
    for rule in rules(app):
        for headers in ({}, {"Referer": "https://evil.example/"}, {"Referer": "http://localhost/"}):
            method = sorted(CHANGES & rule.methods)[0]
            options = {"base_url": "https://localhost", "headers": {"Sec-Fetch-Site": "same-origin", **headers}}
            refused(client.ask(method, address(app, rule, case), data={"csrf_token": token}, **options))
    assert state() == before


ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
)


def test_what_the_browser_says_comes_from_elsewhere_is_refused_even_with_the_right_token(app, client, cast, case):
    client.sign_in(cast.kamal)
    token, before = client.token(), state()
    for rule in rules(app):
        for headers in ELSEWHERE:
            method = sorted(CHANGES & rule.methods)[0]
            refused(client.ask(method, address(app, rule, case), data={"csrf_token": token}, headers=headers))
    assert state() == before


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}],
    ids=str,
)
def test_our_own_forms_pass(client, cast, headers):
    client.sign_in(cast.kamal)
    response = client.ask("POST", "/sign-out", data={"csrf_token": client.token()}, headers=headers)
    assert response.status_code == 303


def test_a_refused_form_shows_what_was_typed_to_copy_but_no_password_and_no_token(client, cast, case):
    client.sign_in(cast.kamal)
    text = "Poppy said <b>mornings</b> are hard.\nTwo lines."
    data = {"csrf_token": "wrong", "submission": "s" * 32, "needs_to_happen": text, "password": "hush-hush-hush"}
    page = client.post("/sign-out", data, 400)
    shown = list(page.find("textarea"))
    assert [e.text.removeprefix("\n") for e in shown] == [text]
    assert "readonly" in shown[0].attrib
    assert "hush" not in page.html
    assert "s" * 32 not in page.html
