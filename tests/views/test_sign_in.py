"""Signing in, choosing a password, and where one is led afterwards."""

import pytest

from familyhelp.casework import practitioners as people
from familyhelp.extensions import db
from tests.cast import PASSWORD

NEW = "seven-otters-mend-lamps"


def test_a_key_worker_signs_in_and_sees_their_work(client, cast):
    page = client.follow(client.sign_in_by_page(cast.kamal))
    assert page.heading == "Your work"
    assert "Signed in as Kamal Osei, Key worker" in page.text


def test_a_wrong_password_says_so_keeps_the_name_and_never_shows_the_password(client, cast):
    page = client.get("/sign-in")
    page = client.send(page, {"email": "kamal@example.org", "password": "nonsense"}, status=400)
    assert page.errors == ["The e-mail address, the password or the code is not right."]
    assert page.fields()["email"] == "kamal@example.org"
    assert "nonsense" not in page.html


def test_an_empty_form_says_what_is_missing(client, cast):
    page = client.send(client.get("/sign-in"), {}, status=400)
    assert page.errors == ["Enter your e-mail address.", "Enter your password."]


def test_capitals_and_spaces_around_the_address_do_not_matter(client, cast):
    client.send(client.get("/sign-in"), {"email": "  KAMAL@Example.org ", "password": PASSWORD})
    assert client.status("/") == 200


def test_composed_and_decomposed_letters_are_the_same_password(client, cast):
    from familyhelp.casework import sign_ins

    cast.kamal.password_hash = sign_ins.hashed("caf\u00e9 otters lamps")
    db.session.commit()
    client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": "cafe\u0301 otters lamps"})


@pytest.mark.parametrize(
    "password", ["x" * 200_000, "\x00", "\U0001f600" * 40, "a\nb"], ids=["long", "nul", "faces", "line"]
)
def test_any_password_is_answered(client, cast, password):
    client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": password}, status=400)


EVIL = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/@evil.example",
    "http://localhost@evil.example/",
    "/sign-out",
    "/static/../x",
    "/people\r\nSet-Cookie: a=b",
    "/cases/" + "x" * 2000,
    "evil",
    "",
]


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_leads_nowhere_else(client, cast, target):
    page = client.get("/sign-in")
    data = {**page.fields(), "email": cast.kamal.email, "password": PASSWORD}
    response = client.ask("POST", "/sign-in", query_string={"next": target}, data=data)
    assert (response.status_code, response.location) == (303, "/")
    response = client.ask("GET", "/sign-in", query_string={"next": target})
    assert (response.status_code, response.location) == (303, "/")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client, cast):
    response = client.ask("GET", "/cases?whose=team&show=closed")
    assert response.status_code == 303
    page = client.get(response.location)
    response = client.send(page, {"email": cast.kamal.email, "password": PASSWORD})
    assert response.location == "/cases?whose=team&show=closed"


def test_every_page_but_this_one_asks_to_sign_in(app, client):
    open_to_all = {"static", "sign_in.sign_in", "themes.what_we_heard"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("asking."):  # tests/views/test_asking.py
            continue
        if rule.endpoint not in open_to_all and "GET" in rule.methods and not rule.arguments:
            assert client.ask("GET", rule.rule).location.startswith("/sign-in"), rule


def test_the_name_in_the_address_is_not_reflected(client, cast):
    page = client.get("/sign-in?next=%22%3E%3Cscript%3E")
    assert "<script>" not in page.html


# Choosing a password ----------------------------------------------------------------------------------------


def change(client, status=303, **answers):
    page = client.get("/password")
    given = {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW, **answers}
    return client.send(page, given, status, "current_password")


def test_a_new_password_says_that_it_was_taken(client, cast):
    client.sign_in_by_page(cast.kamal)
    page = client.follow(change(client))
    assert "Your password is changed." in page.main


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("short", "Use 12 characters or more."),
        ("aaaaaaaaaaaaaaaa", "The same characters again and again"),
        ("kamalosei1234", "It contains your name"),
        ("password12345", "It is close to a password that many people use."),
        ("abcdefghijklmnop", "Characters in their usual order"),
        ("x" * 201, "Use 200 characters or fewer."),
        (PASSWORD, "This is the password you have now."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason_and_never_shown_again(client, cast, new, why):
    client.sign_in_by_page(cast.kamal)
    page = change(client, 409, new_password=new, new_password_again=new)
    assert why in page.errors[0]
    assert new not in page.html
    client.post("/sign-out", {"csrf_token": client.token()})
    client.sign_in_by_page(cast.kamal)


def test_two_different_new_passwords_or_a_wrong_old_one_are_refused(client, cast):
    client.sign_in_by_page(cast.kamal)
    assert change(client, 400, new_password_again=NEW + "x").errors == ["The two new passwords are not the same."]
    assert change(client, 409, current_password="wrong").errors == ["This is not your password now."]


def test_no_draft_is_made_of_a_refused_password(client, cast):
    from familyhelp.models import Draft

    client.sign_in_by_page(cast.kamal)
    change(client, 409, current_password="wrong")
    assert db.session.query(Draft).count() == 0
    assert "data-autosave" not in client.get("/password").html


def test_a_given_password_opens_nothing_but_the_page_that_changes_it(app, client, cast):
    given = people.give_password(cast.kamal, by=cast.adam)
    db.session.commit()
    client.sign_in_by_page(cast.kamal, given)
    for path in ("/", "/cases", "/drafts?path=/cases"):
        assert client.ask("GET", path).status_code in (303, 405)
    assert client.ask("GET", "/cases").location == "/password"
    page = client.get("/password")
    assert page.heading == "Choose your own password"
    answers = {"current_password": given, "new_password": NEW, "new_password_again": NEW}
    client.follow(client.send(page, answers, containing="current_password"))
    assert client.get("/").heading == "Your work"
    client.post("/sign-out", {"csrf_token": client.token()})
    client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": given}, status=400)


def test_signing_in_and_the_page_behind_it_cost_a_fixed_number_of_statements(client, cast, count_queries):
    page = client.get("/sign-in")
    with count_queries() as count:
        client.send(page, {"email": cast.kamal.email, "password": PASSWORD})
    assert count() <= 11
    with count_queries() as count:
        client.get("/password")
    assert count() == 1
