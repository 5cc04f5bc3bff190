"""Nothing typed is lost where the machine itself fails: a full disk, a server that stops, a new release."""

from __future__ import annotations

import os
import re
import signal

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from benchmarks.inside import hidden
from benchmarks.serving import Browser, serving
from familyhelp.extensions import db
from familyhelp.models import Draft, Note
from familyhelp.practice.references import write_code
from tests import stories
from tests.cast import PASSWORD
from tests.stories import Stage

SAID = "Poppy said: “I set my own alarm now.” <b>Rosa</b> laughed.\n\nWe talked about Sunday. " * 200


@pytest.fixture
def path(cast) -> str:
    return f"/cases/{write_code(stories.a_case(cast, Stage.ACTIVE).code)}/notes/new"


@pytest.fixture
def honest(app, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture
def full_disk(engine_name):
    """`full_disk()` fills the disk; it has room again when called with False."""
    engine = db.engine

    def no_more(_connection, cursor, statement, *_rest):
        if engine_name == "sqlite":
            # As full as it is now: SQLite itself then refuses the next page, as on a disk without room.
            cursor.execute("PRAGMA max_page_count=1")
        elif statement.startswith(("INSERT", "UPDATE")):
            raise OperationalError(statement, {}, Exception("could not extend file: No space left on device"))

    def room(_connection, cursor, *_rest):
        if engine_name == "sqlite":
            cursor.execute("PRAGMA max_page_count=1073741823")

    listening = []

    def fill(full: bool = True) -> None:
        for one in listening:
            sa.event.remove(engine, "before_cursor_execute", one)
        listening[:] = [no_more if full else room]
        sa.event.listen(engine, "before_cursor_execute", listening[0])

    yield fill
    fill(False)
    db.session.execute(sa.text("SELECT 1"))
    for one in listening:
        sa.event.remove(engine, "before_cursor_execute", one)


def notes() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Note.id)))


def test_a_full_disk_shows_a_page_that_holds_every_word_and_there_is_one_note_once_there_is_room(
    client, cast, path, full_disk, honest
):
    client.sign_in(cast.kamal)
    page = client.get(path)
    sent = page.fields("text") | {"kind": "visit", "text": SAID}
    before = notes()
    full_disk()
    refused = client.post(path, sent, 503)
    full_disk(False)
    shown = [(e.text or "").removeprefix("\n") for e in refused.find("textarea")]
    assert SAID.strip() in [text.strip() for text in shown]
    assert "nothing was saved" in refused.heading
    assert notes() == before
    client.post(path, sent)
    assert notes() == before + 1


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "a new release"])
def test_what_is_typed_outlives_the_server_and_so_does_the_sign_in(how, app, cast, path, database_uri, monkeypatch):
    monkeypatch.setenv("FAMILYHELP_DATA_KEYS", app.config["DATA_KEYS"])
    email = cast.kamal.email
    before = notes()
    db.session.close()
    with serving("wsgi:app", database_uri) as server:
        browser = signed_in(server, email)
        page = browser.ask("GET", path)[0].decode()
        fields = hidden(page) | {"kind": "visit", "text": SAID}
        browser.ask("POST", f"/drafts?path={path}", fields)
        assert browser.status == 204
        for worker in [*server.workers(), server.process.pid]:
            os.kill(worker, how)
        server.process.wait(20)
    if how is signal.SIGTERM:
        upgrade()
    with serving("wsgi:app", database_uri) as server:
        browser.port = server.port
        page = browser.ask("GET", path)[0].decode()
        assert browser.status == 200, "still signed in"
        kept = re.search(r"<textarea[^>]*name=\"text\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
        assert kept and "I set my own alarm now" in kept[1]
        assert kept[1].count("Sunday") == SAID.count("Sunday")
        browser.ask("POST", path, fields | hidden(page))
        assert browser.status == 303
    assert notes() == before + 1
    assert db.session.scalar(sa.select(sa.func.count(Draft.id))) == 0


def signed_in(server, email: str) -> Browser:
    browser = Browser(server.port)
    page = browser.ask("GET", "/sign-in")[0].decode()
    browser.ask("POST", "/sign-in", hidden(page) | {"email": email, "password": PASSWORD})
    assert browser.status == 303
    return browser
