"""Personal data at rest: what is encrypted opens in its own place and nowhere else, keys change under a running
service, and without the settings nothing is different."""

from __future__ import annotations

import base64
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from hypothesis import given
from hypothesis import strategies as st

from familyhelp import create_app
from familyhelp.casework import data_keys as deeds
from familyhelp.casework import keeping, leads, notes
from familyhelp.casework.check import Check
from familyhelp.config import Unsafe
from familyhelp.extensions import Base, db
from familyhelp.models import ENCRYPTED, Draft, Event, Note, Unreadable, in_row, vault
from familyhelp.models.columns import Moment, Slug
from familyhelp.models.data_keys import MARK, BadKeys, Vault, keys_in, new_key
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast
from tests.client import StrictClient
from tests.conftest import IN_MEMORY, MONDAY, ONE_KEY, settings

ONE, TWO = ONE_KEY, f"2:{new_key()}"
CANARY = "canary: Rosa is afraid of her brother"


@pytest.fixture
def case(keyed: Flask) -> Any:
    cast = Cast.made()
    case = stories.a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    for text in (CANARY, "Breakfast was calm."):
        write(case, text, cast.kamal)
    db.session.commit()
    return case


def write(case: Any, text: str, by: Any) -> None:
    when = date(2026, 3, 2)
    notes.write_note(case, kind=NoteKind.CALL, happened_on=when, text=text, people_seen=None, restricted=False, by=by)


def held(column: str = "text", table: str = "notes") -> list[str]:
    """What the database itself holds in a column."""
    db.session.commit()
    return list(db.session.scalars(sa.text(f"SELECT CAST({column} AS VARCHAR) FROM {table} ORDER BY id")))


def faults() -> list[str]:
    db.session.commit()
    return list(Check().faults())


# One value ------------------------------------------------------------------------------------------------------------


@hypothesis.settings(max_examples=50)
@given(st.text(), st.sampled_from([("notes", "text", 7), ("notes", "text", 8), ("notes", "because", 7), ("a", "b", 7)]))
def test_any_text_comes_back_in_its_place_and_opens_in_no_other(text, elsewhere):
    one = Vault()
    one.keep_under(keys_in(f"{TWO}, {ONE}"))
    kept = one.encrypt(text, "notes", "text", 7)
    assert kept.startswith(f"{MARK}2:") and kept != one.encrypt(text, "notes", "text", 7)
    if elsewhere == ("notes", "text", 7):
        assert one.decrypt(kept, *elsewhere) == text
    else:
        with pytest.raises(Unreadable):
            one.decrypt(kept, *elsewhere)
    for forged in (kept[:-4], kept.replace("2:", "1:", 1), kept.replace("2:", "3:", 1), f"{MARK}:", f"{MARK}2:AAAA"):
        with pytest.raises(Unreadable):
            one.decrypt(forged, "notes", "text", 7)


SHORT = base64.b64encode(b"sixteen bytes!!!").decode()


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        (new_key(), "needs its number"),
        ("0:" + new_key(), "needs its number"),
        ("1:not base64!", "not written in base64"),
        (f"1:{SHORT}", "has 16 bytes"),
        (f"{ONE},1:{new_key()}", "stands twice"),
        (f"{ONE},2:{ONE[2:]}", "the same key"),
        ("1:" + base64.b64encode(bytes(32)).decode(), "too regular"),
    ],
    ids=["no number", "number nought", "no base64", "short", "a number twice", "a key twice", "regular"],
)
def test_a_setting_that_is_no_key_is_refused_and_not_repeated(setting, says):
    with pytest.raises(BadKeys, match=says) as refused:
        keys_in(setting)
    assert not any(part.partition(":")[2] in str(refused.value) for part in setting.split(",") if ":" in part)


def test_the_service_does_not_start_with_keys_that_cannot_be_read(database_uri):
    for wrong in (
        {"DATA_KEYS": "1:abc"},
        {"DATABASE_KEY": "abc", "SQLALCHEMY_DATABASE_URI": "sqlite:////nowhere/x.db"},
    ):
        with pytest.raises(Unsafe, match="cannot be used"):
            create_app(settings(database_uri) | wrong)


# The records ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_keys_as_before")
def test_without_keys_statements_and_rows_are_what_they_were(cast, session):
    vault.keep_under({})
    case = stories.a_case(cast, Stage.ACTIVE)
    write(case, CANARY, cast.kamal)
    assert held() == [CANARY]
    table = Base.metadata.tables["notes"]

    def plainly(c: sa.Column[Any]) -> sa.Column[Any]:
        return sa.Column(c.name, sa.Text() if c.name in ENCRYPTED["notes"] else c.type, primary_key=c.primary_key)

    plain = sa.Table("notes", sa.MetaData(), *(plainly(c) for c in table.columns))
    for of in (lambda t: sa.select(t), lambda t: sa.insert(t), lambda t: sa.update(t).values(text="x")):
        assert str(of(table).compile(db.engine)) == str(of(plain).compile(db.engine))
    session.execute(sa.text("UPDATE notes SET text = :kept"), {"kept": f"{MARK}1:AAAA"})
    with pytest.raises(Unreadable, match="no key is set"):
        session.scalars(sa.select(Note.text)).all()


def test_what_is_written_is_encrypted_and_read_by_every_page(keyed, case):
    assert all(text.startswith(f"{MARK}1:") for text in held())
    assert all(MARK in kept.encode().decode("unicode_escape") for kept in held("facts", "events"))
    assert list(db.session.scalars(sa.select(Note.text).order_by(Note.id))) == [CANARY, "Breakfast was calm."]
    assert faults() == []
    browser = StrictClient(keyed)
    kamal = db.session.get(type(case.lead), case.lead_id)
    browser.sign_in(kamal)
    at = f"/cases/{write_code(case.code)}"
    assert CANARY in browser.get(f"{at}/notes").main
    page = browser.get(f"{at}/notes/new")
    page = browser.follow(browser.send(page, {"kind": "visit", "people_seen": "Rosa", "text": "New words. " * 150}))
    assert "New words." in page.main
    for text in ("once", "twice"):
        keeping.keep_draft(kamal.id, "/somewhere", {"text": [text, CANARY]})
        db.session.commit()
    assert db.session.scalar(sa.select(Draft.fields)) == {"text": ["twice", CANARY]}
    keeping.drop_draft(kamal.id, "/somewhere")
    one = db.session.scalars(sa.select(Note).order_by(Note.id)).first()
    before = one.text
    one.text = "Other words"
    db.session.flush()
    assert one.text == "Other words"
    db.session.rollback()
    assert one.text == before
    with pytest.raises(sa.exc.StatementError, match="never compared"):
        db.session.scalars(sa.select(Note).where(Note.text == CANARY)).all()
    db.session.rollback()


def test_a_value_in_another_row_is_refused_and_found(keyed, case):
    first, second = db.session.scalars(sa.select(Note.id).order_by(Note.id)).all()
    kept = held()
    for number, text in ((first, kept[1]), (second, kept[0])):
        db.session.execute(sa.text("UPDATE notes SET text = :text WHERE id = :id"), {"text": text, "id": number})
    db.session.commit()
    with pytest.raises(Unreadable, match="was not written in this place"):
        db.session.scalars(sa.select(Note.text)).all()
    db.session.rollback()
    assert faults() == [
        f"notes.text of row {number} cannot be read: it was not written in this place, or was changed."
        for number in (first, second)
    ]
    browser = StrictClient(keyed)
    browser.sign_in(case.lead)
    page = browser.get(f"/cases/{write_code(case.code)}/notes", status=500)
    assert f"Tell whoever runs the service, with this place: notes.text, {first}" in page.main or (
        f"notes.text, {second}" in page.main
    )
    assert CANARY not in page.html


# Rotation -------------------------------------------------------------------------------------------------------------


class Cut(Exception):
    """The command was killed."""


def test_a_rotation_that_was_cut_goes_on_where_it_ended(keyed, case):
    digests = held("digest", "events")
    vault.keep_under(keys_in(f"{TWO},{ONE}"))
    told: list[str] = []

    def cut(table: str, _rows: int) -> None:
        told.append(table)
        if len(told) == 7:
            raise Cut

    with pytest.raises(Cut):
        deeds.rotate(batch=2, done=cut)
    db.session.rollback()
    under = [number for *_, found in deeds.counted() for number in found]
    assert {1, 2} <= set(under)
    assert faults() == []
    assert db.session.scalars(sa.select(Note.text).order_by(Note.id)).first() == CANARY
    assert not deeds.rotate(batch=3).faults
    assert {number for *_, found in deeds.counted() for number in found} == {2}
    vault.keep_under(keys_in(TWO))
    assert faults() == [] and held("digest", "events") == digests
    assert deeds.rotate().rows == 0
    assert not deeds.rotate(to_plain=True).faults
    assert held()[0] == CANARY and {number for *_, found in deeds.counted() for number in found} == {0}
    assert list(Check().notices())[-1].endswith("`flask keys rotate` encrypts them.")
    deeds.rotate()
    assert faults() == [] and held()[0].startswith(f"{MARK}2:")
    event = db.session.scalars(sa.select(Event)).first()
    event.because = "changed"
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.commit()
    db.session.rollback()


def test_the_commands_say_what_they_do(keyed, case):
    run = keyed.test_cli_runner()
    assert keys_in(run.invoke(args=["keys", "new"]).output).keys() == {2}
    assert "notes.text: key 1 2\n" in run.invoke(args=["keys", "show"]).output
    assert run.invoke(args=["keys", "rotate"]).output.endswith("Everything is under key 1.\n")
    db.session.execute(sa.text("UPDATE notes SET text = :text"), {"text": held()[0]})
    vault.keep_under(keys_in(f"{TWO},{ONE}"))
    db.session.commit()
    done = run.invoke(args=["keys", "rotate"])
    assert done.exit_code == 1 and "FAULT  notes.text of row 2 cannot be read" in done.output
    vault.keep_under({})
    assert run.invoke(args=["keys", "rotate"]).exit_code == 1


# Canaries -------------------------------------------------------------------------------------------------------------


def some(column: sa.Column[Any]) -> Any:
    """A value that a column takes."""
    if isinstance(column.type, Slug):
        return next(iter(column.type.words))
    if isinstance(column.type, Moment):
        return MONDAY
    if isinstance(column.type, sa.JSON):
        return {}
    kind = column.type.python_type
    return clock.today() if kind is date else "x" if kind is str else kind(1)


def test_no_named_column_shows_its_words_in_the_database(keyed, tmp_path):
    """Tables as they are, without what refers to others: every named column is written and read by its own type."""
    seen, here = 0, db.engine.dialect.name == "postgresql"
    engine = db.engine if here else sa.create_engine(f"sqlite:///{tmp_path / 'raw.db'}")
    with engine.connect() as connection:
        for name, columns in ENCRYPTED.items():
            table = Base.metadata.tables[name]
            if here:
                connection.exec_driver_sql(f'CREATE TEMPORARY TABLE "{name}" (LIKE "{name}")')
            else:
                made = ", ".join(f'"{column.name}"' for column in table.columns)
                connection.exec_driver_sql(f'CREATE TABLE "{name}" ({made})')
            words = {one: [CANARY] if isinstance(table.c[one].type.impl, sa.JSON) else CANARY for one in columns}
            row = {column.name: some(column) for column in table.columns if column.name not in words} | {"id": 7}
            connection.execute(sa.insert(table), [row | {one: in_row(words[one], 7) for one in words}])
            for one, word in words.items():
                assert connection.scalar(sa.select(table.c[one])) == word
                raw = connection.exec_driver_sql(f'SELECT CAST("{one}" AS VARCHAR) FROM "{name}"').scalar_one()
                assert "canary" not in raw and "Rosa" not in raw
                seen += 1
        connection.commit() if not here else connection.rollback()
    assert seen == sum(map(len, ENCRYPTED.values()))
    if not here:
        engine.dispose()
        assert b"canary" not in (tmp_path / "raw.db").read_bytes()


# The whole database ---------------------------------------------------------------------------------------------------

KEY = new_key()


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder where no commit waits for a disk, where the machine has one."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)


def cipher_app(file: Path, key: str = KEY) -> Flask:
    return create_app(settings(f"sqlite:///{file}") | {"DATABASE_KEY": key, "DATA_KEYS": ""})


def raw(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


@pytest.fixture
def _keys_as_before() -> Iterator[None]:
    before = dict(vault.__dict__)
    yield
    vault.__dict__.update(before)


def append_only() -> bool:
    """Whether the database itself keeps the chronology as it was written."""
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.execute(sa.update(Event).values(number=99))
    db.session.rollback()
    return True


@pytest.mark.once
@pytest.mark.usefixtures("_keys_as_before")
def test_the_whole_embedded_database_is_encrypted_and_copied(in_memory, monkeypatch):
    tmp_path = in_memory
    folder = tmp_path / "kept"
    folder.mkdir()
    file = folder / "familyhelp.db"
    app = cipher_app(file)
    with app.app_context():
        upgrade()
        case = stories.a_case(Cast.made(), Stage.ACTIVE)
        db.session.commit()
        browser = StrictClient(app)
        browser.sign_in(case.lead)
        page = browser.get(f"/cases/{write_code(case.code)}/notes/new")
        page = browser.follow(browser.send(page, {"kind": "visit", "people_seen": "Rosa", "text": CANARY}))
        assert CANARY in page.main
        assert append_only() and list(Check().faults()) == []
        assert db.session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        written = raw(folder)
        assert b"SQLite format 3" not in written and b"canary" not in written and b"Ashdown" not in written
        db.session.remove()
        plain, again, key_file = tmp_path / "plain.db", tmp_path / "again.db", tmp_path / "key"
        run = app.test_cli_runner()
        assert "plain." in run.invoke(args=["keys", "copy-database", str(plain), "--to-plain"]).output
        key_file.write_text(new_key() + "\n")
        done = run.invoke(args=["keys", "copy-database", str(again), "--key-file", str(key_file)])
        assert "encrypted." in done.output and again.stat().st_mode & 0o077 == 0
        assert run.invoke(args=["keys", "copy-database", str(again), "--to-plain"]).exit_code == 1
        db.engine.dispose()
    with sqlite3.connect(plain) as connection:
        assert connection.execute("SELECT text FROM notes").fetchall() == [(CANARY,)]
    connection.close()
    with pytest.raises(Unsafe, match=r"does not open familyhelp\.db"):
        cipher_app(file, new_key())
    with pytest.raises(Unsafe, match=r"does not open plain\.db.*not encrypted yet"):
        cipher_app(plain)
    with pytest.raises(Unsafe, match="is for the embedded database"):
        create_app(settings("postgresql+psycopg://nobody@/nothing") | {"DATABASE_KEY": KEY})
    other = cipher_app(again, key_file.read_text())
    with other.app_context():
        assert db.session.scalar(sa.select(Note.text)) == CANARY and append_only()
        db.session.remove()
        db.engine.dispose()
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(Unsafe, match="is missing"):
        cipher_app(file)
