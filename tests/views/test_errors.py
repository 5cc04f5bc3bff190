"""What goes wrong is told in one sentence, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from familyhelp.extensions import db
from familyhelp.models import Event, Look
from familyhelp.practice.references import write_code
from familyhelp.views import passage
from tests import stories
from tests.stories import Stage

TEXT = "Rosa said: <b>mornings</b> are hard."


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ASSESSING)


@pytest.fixture
def path(case) -> str:
    return f"/cases/{write_code(case.code)}/agreement/withdraw"


@pytest.fixture
def honest(app, monkeypatch):
    """Faults are answered as they are for people, not raised as they are for programmers."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return monkeypatch


def shown(page) -> list[str]:
    return [e.text.removeprefix("\n") for e in page.find("textarea") if "readonly" in e.attrib]


def test_what_is_not_there_and_what_one_may_not_see_look_alike(client, cast, case):
    client.sign_in(cast.sven)
    there = client.get(f"/cases/{write_code(case.code)}", 404)
    absent = client.get("/cases/7K2M-9QX4", 404)
    assert there.main == absent.main
    assert "There is nothing here that you can open." in there.heading


def test_every_plain_error_is_one_sentence(client, cast, case):
    client.sign_in(cast.kamal)
    assert client.get("/nowhere", 404).heading.startswith("There is nothing here")
    assert client.get("/people", 403).heading == "This page is not part of your role."
    assert client.get(f"/cases/{write_code(case.code)}/allocate", 403).heading.startswith("You can see this record")
    assert client.get("/sign-out", 405).heading == "This address cannot be used like that."


def test_signed_out_people_get_the_same_page_for_an_address_that_is_not_there(client):
    page = client.get("/nowhere", 404)
    assert "Sign out" not in page.text


def test_a_form_that_is_too_large_is_refused_in_a_sentence(client, cast, path):
    client.sign_in(cast.kamal)
    page = client.get(path)
    refused = client.send(page, {"because": "x" * 9_000_000}, 413, "because")
    assert refused.heading.startswith("That is more than one form can hold. Go back")
    many = [(f"field{n}", "x") for n in range(3000)] + [("csrf_token", client.token())]
    from werkzeug.datastructures import MultiDict

    response = client.ask("POST", path, data=MultiDict(many), content_type="multipart/form-data")
    assert response.status_code == 413


def away(*_arguments, **_more):
    raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))


def test_while_the_database_is_away_the_page_says_so_with_every_word_that_was_typed(client, cast, path, honest):
    client.sign_in(cast.kamal)
    page = client.get(path)
    with honest.context() as patch:
        patch.setattr(passage.sign_in_queries, "sign_in_of", away)
        refused = client.send(page, {"because": TEXT}, 503, "because")
        assert "cannot reach its records just now" in refused.heading
        assert TEXT in shown(refused)
        assert refused.response.headers["Retry-After"] == "60"
        assert client.get("/", 503).heading == refused.heading
    client.send(page, {"because": TEXT}, containing="because")


@pytest.mark.parametrize("where", ["before_cursor_execute", "commit"])
def test_a_database_that_goes_away_at_any_statement_loses_nothing(client, cast, path, honest, where):
    client.sign_in(cast.kamal)
    page = client.get(path)
    for broken in range(50):
        seen = {"count": 0}

        def fail(*_arguments, broken=broken, seen=seen):
            seen["count"] += 1
            if seen["count"] > broken:
                away()

        sa.event.listen(db.engine, where, fail)
        try:
            response = client.ask("POST", path, data=page.fields("because") | {"because": TEXT})
        finally:
            sa.event.remove(db.engine, where, fail)
        if response.status_code == 303:
            break
        assert response.status_code == 503, (broken, response.status)
        assert TEXT.replace("<", "&lt;").replace(">", "&gt;") in response.get_data(as_text=True)
    else:
        raise AssertionError("never worked")
    kinds = [event.kind.value for event in db.session.scalars(sa.select(Event))]
    assert kinds.count("agreement_withdrawn") == 1


def test_a_fault_of_ours_is_noted_and_shows_every_word_that_was_typed(client, cast, path, honest, caplog):
    client.sign_in(cast.kamal)
    page = client.get(path)
    events = db.session.query(Event).count()
    from familyhelp.casework import agreements

    with honest.context() as patch:
        patch.setattr(agreements, "withdraw_agreement", lambda *a, **k: 1 / 0)
        refused = client.send(page, {"because": TEXT}, 500, "because")
    assert refused.heading.startswith("Something went wrong on our side")
    assert TEXT in shown(refused)
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in refused.html
    assert db.session.query(Event).count() == events
    client.send(page, {"because": TEXT}, containing="because")


def test_a_fault_while_a_page_is_drawn_is_a_page_too(client, cast, honest):
    client.sign_in(cast.kamal)
    from familyhelp.views import home

    with honest.context() as patch:
        patch.setattr(home, "unfinished", lambda: 1 / 0)
        assert client.get("/", 500).heading.startswith("Something went wrong")


def test_error_pages_carry_the_same_headers_as_every_page(client, cast):
    client.sign_in(cast.kamal)
    for path in ("/nowhere", "/people"):
        headers = client.ask("GET", path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store"


def test_a_refusal_is_noted_as_a_look_even_though_nothing_is_shown(client, cast, case):
    client.sign_in(cast.sven)
    client.get(f"/cases/{write_code(case.code)}", 404)
    look = db.session.scalars(sa.select(Look).order_by(Look.id.desc())).first()
    assert look is not None
    assert look.refused
    assert look.practitioner_id == cast.sven.id
