"""Migrations: up, down and up again with data in between; and what they make is what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from familyhelp import create_app
from familyhelp.casework import afterwards, feedback, links, step_links, steps
from familyhelp.extensions import Base, db
from familyhelp.practice.domains import Respondent
from familyhelp.practice.feedback import Question, Said
from familyhelp.practice.links import AnswerKind, ReadingAge
from tests import by_link, databases, stories, stories_steps
from tests.cast import Cast
from tests.conftest import settings

ROOT = Path(__file__).parent.parent
SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


@pytest.fixture
def empty(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application with a database of its own, in which there is nothing yet."""
    if engine_name == "sqlite":
        uri = f"sqlite:///{tmp_path / 'own.db'}"
        app = create_app(settings(uri))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
        return
    server, name = databases.running(), f"{databases.name_for(request.config)}_migrations"
    server.create(name)
    app = create_app(settings(server.url(name)))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    server.drop(name)


READ: dict[tuple[str, ...], Any] = {}
"""What a table of SQLite reads as, by the words that made it and its indexes."""


def schema() -> dict[str, Any]:
    """Everything the database holds: tables with their columns, keys, indexes and rules, triggers and functions."""
    with db.engine.connect() as connection:
        found: dict[str, Any] = tables(connection)
        if connection.dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        else:
            query = (
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT proname FROM pg_proc "
                "WHERE pronamespace = 'public'::regnamespace ORDER BY 1"
            )
        found["(triggers)"] = connection.exec_driver_sql(query).scalars().all()
    return found


def tables(connection: sa.Connection) -> dict[str, Any]:
    """Every table as it is read back. SQLite keeps the words that made each one: the same words are read once."""
    inspector = sa.inspect(connection)
    if connection.dialect.name == "postgresql":
        return described(inspector, inspector.get_table_names())
    made: dict[str, list[str]] = {}
    for table, words in connection.exec_driver_sql(
        "SELECT tbl_name, coalesce(sql, '') FROM sqlite_master WHERE type IN ('table', 'index')"
        " AND tbl_name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type, name"
    ):
        made.setdefault(table, []).append(words)
    keys = {table: (table, *words) for table, words in made.items()}
    unread = [table for table, key in keys.items() if key not in READ]
    READ.update({keys[table]: what for table, what in described(inspector, unread).items()})
    return {table: READ[key] for table, key in keys.items()}


def described(inspector: sa.Inspector, names: list[str]) -> dict[str, Any]:
    """Tables by name, with their columns, keys, indexes and rules."""
    if not names:
        return {}
    keys, indexes = (
        inspector.get_multi_foreign_keys(filter_names=names),
        inspector.get_multi_indexes(filter_names=names),
    )
    unique = inspector.get_multi_unique_constraints(filter_names=names)
    checks = inspector.get_multi_check_constraints(filter_names=names)
    return {
        key[1]: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in columns],
            "keys": sorted(str(k["constrained_columns"]) + k["referred_table"] for k in keys[key]),
            "indexes": sorted((str(i["name"]), str(i["column_names"]), i["unique"]) for i in indexes[key]),
            "unique": sorted(str(u["column_names"]) for u in unique[key]),
            "checks": sorted(str(c["name"]) for c in checks[key]),
        }
        for key, columns in inspector.get_multi_columns(filter_names=names).items()
    }


def nothing_left(found: dict[str, Any]) -> bool:
    return set(found) == {"alembic_version", "(triggers)"} and not found["(triggers)"]


def test_there_is_one_line_of_migrations():
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1


def test_migrations_are_numbered_in_their_order():
    numbers = [revision[:4] for revision in REVISIONS]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_up_down_and_up_again_lead_to_the_same_place(empty):
    upgrade()
    first = schema()
    assert first["(triggers)"], "the chronology is kept as it was written"
    downgrade(revision="base")
    assert nothing_left(schema())
    upgrade()
    assert schema() == first


def test_each_step_can_be_taken_back_and_made_again(empty):
    for number, revision in enumerate(REVISIONS):
        upgrade(revision=revision)
        here = schema()
        downgrade(revision=REVISIONS[number - 1] if number else "base")
        upgrade(revision=revision)
        assert schema() == here, revision


def test_down_and_up_with_people_and_cases_in_the_database(empty):
    upgrade()
    cast = Cast.made()
    db.session.commit()
    for stage in stories.Stage:
        stories.a_case(cast, stage, family=stories.a_family(stage.value.title()))
    people_come_by_links(cast)
    db.session.commit()
    db.session.remove()
    downgrade(revision="base")
    assert nothing_left(schema())
    upgrade()
    again = Cast.made()
    db.session.commit()
    stories.a_case(again, stories.Stage.CLOSED)


def test_what_is_held_survives_the_newer_migrations_down_and_up(empty):
    upgrade()
    cast = Cast.made()
    db.session.commit()
    stories.a_case(cast, stories.Stage.CLOSED)
    db.session.commit()
    db.session.remove()
    kept = contents()
    downgrade(revision=REVISIONS[0])
    upgrade()
    assert {name: rows for name, rows in contents().items() if rows} == {n: rows for n, rows in kept.items() if rows}


def people_come_by_links(cast: Cast) -> None:
    """A link of each purpose with what was said by it, a declined step, and what somebody thinks of that."""
    by_link.of_an_answer(cast, stories.a_family("Birch"))
    case = stories.a_case(cast, stories.Stage.CLOSED, family=stories.a_family("Elm"))
    given = links.give_link(case, member=by_link.member(case, "Rosa"), reading_age=ReadingAge.ADULT, by=cast.kamal)
    db.session.flush()
    feedback.give(
        case,
        case.plan,
        answers={Question.HEARD: Said.YES},
        differently="Ring more often.",
        respondent=Respondent.PARENT,
        submission="f" * 32,
        by=given.link,
    )
    said = {"kind": AnswerKind.HARDER, "text": "Worse.", "submission": "a" * 32}
    afterwards.say_how_things_are(case, case.closing.check_ins[0], **said, by=given.link)
    up = stories.a_case(cast, stories.Stage.ACTIVE, family=stories.a_family("Fern"))
    step = stories.ask_up(up, cast.kamal)
    db.session.flush()
    step_links.send_step(
        up, step, liaison=cast.lionel, by_email=False, address_of=lambda _purpose, token: token, by=cast.kamal
    )
    steps.decline_step(up, because="Not yet.", by=cast.lionel)
    stories_steps.disagree(up, cast.kamal, step=step)


def contents() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar_one()
            for t in Base.metadata.sorted_tables
        }


def test_the_migrations_make_what_the_models_say(empty):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_rule_and_every_length_of_the_models_is_in_the_database(empty):
    """What alembic does not compare: CHECK constraints, partial indexes, types and their lengths."""
    upgrade()
    inspector = sa.inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        checks = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert checks == {c["name"] for c in inspector.get_check_constraints(table.name)}, table.name
        made = {c["name"]: c for c in inspector.get_columns(table.name)}
        for column in table.columns:
            kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
            kind = kind.dialect_impl(db.engine.dialect)
            length = getattr(kind, "length", None)
            assert length == getattr(made[column.name]["type"], "length", None), f"{table.name}.{column.name}"
            assert kind._type_affinity is made[column.name]["type"]._type_affinity, f"{table.name}.{column.name}"
        partial = {
            i.name: bool(i.dialect_options[db.engine.dialect.name].get("where") is not None) for i in table.indexes
        }
        for index in inspector.get_indexes(table.name):
            if index["name"] in partial:
                where = index.get("dialect_options", {}).get(f"{db.engine.dialect.name}_where")
                assert (where is not None) == partial[index["name"]], f"{index['name']}: {where}"


def test_both_engines_are_given_the_same_columns_and_rules(empty, engine_name):
    """No migration forgets one engine: what it makes is held against one list, whichever engine this is."""
    upgrade()
    tables = {name for name in schema() if name not in ("alembic_version", "(triggers)")}
    assert tables == set(Base.metadata.tables)
