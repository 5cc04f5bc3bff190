"""People from another system come in checked, once, and go on where an import was cut short."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.casework import bulk, people_import
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Family, ImportedPerson, Person, PersonPair
from tests import stories

HEAD = ["reference", "family", "role", "forename", "surname", "birth_date", "nhs_number", "address", "postcode"]
ROSA = ["1", "A", "parent", "Rosa", "Ashdown", "1989-02-11", "", "4 Quay Street", "ZZ99 3VZ"]
POPPY = ["2", "A", "child", "Poppy", "Ashdown", "2017-05-04", "", "4 Quay Street", "ZZ99 3VZ"]
NED = ["3", "B", "child", "Ned", "Calder", "2020-01-31", "943 476 5919", "", ""]


@pytest.fixture
def run(app, tmp_path) -> Any:
    """`run(rows, "--write")`: what the command says of a file of these rows."""

    def ran(rows: list[list[str]], *more: str) -> Any:
        path: Path = tmp_path / "people.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows)
        return app.test_cli_runner().invoke(args=["people", "import", str(path), *more])

    return ran


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_file_is_checked_first_and_taken_over_once(run, session):
    rows = [HEAD, ROSA, POPPY, NED]
    said = run(rows)
    assert "3 people in 2 families (0 were taken over before) would be taken over" in said.output
    assert count(Person) == 0
    assert "3 people in 2 families" in run(rows, "--write").output
    assert "0 people in 0 families (3 were taken over before)" in run(rows, "--write").output
    assert (count(Person), count(Family), count(ImportedPerson)) == (3, 2, 3)
    ned = session.scalar(sa.select(Person).where(Person.forename == "Ned"))
    assert (ned.nhs_number, ned.name_key) == ("9434765919", "calder ned")
    assert list(Check().faults()) == []


def test_every_fault_is_told_by_row_and_column_and_nothing_comes_in(run):
    bad = ["4", "B", "cousin", "", "", "31.1.2020", "943", "", "ZZ99 3VZ"]
    said = run([HEAD, ROSA, bad, [*NED[:1], *NED[1:]], NED], "--write")
    assert said.exit_code == 1
    for part in ("Row 3, column role", "Row 3, column birth_date", "column nhs_number", "Row 5, column reference"):
        assert part in said.output
    assert count(Person) == 0
    assert "column family: this column is missing" in run([["reference"], ["1"]]).output


def test_an_import_that_was_cut_short_goes_on_with_its_families(run, session, monkeypatch):
    monkeypatch.setattr(people_import, "AT_ONCE", 1)
    assert run([HEAD, ROSA], "--write").exit_code == 0
    assert "2 people in 1 families (1 were taken over before)" in run([HEAD, ROSA, POPPY, NED], "--write").output
    assert (count(Person), count(Family)) == (3, 2)


def test_who_is_probably_held_waits_with_both_records_and_again_at_night(run, app, cast, session):
    stories.a_case(cast)
    assert "2 pairs may be held twice" in run([HEAD, ROSA, POPPY, NED], "--write").output
    assert count(PersonPair) == 2
    said = app.test_cli_runner().invoke(args=["people", "duplicates"])
    assert "0 new pairs" in said.output
    session.execute(sa.delete(PersonPair))
    session.commit()
    assert "2 new pairs" in app.test_cli_runner().invoke(args=["people", "duplicates"]).output


def test_postgresql_is_told_how_much_is_held_while_much_comes_in(session, count_queries):
    """Before the second batch and then ever less often: a table that fills from nothing is planned for as it is."""
    connection = session.connection()
    wanted = connection.dialect.name == "postgresql"
    for batch in range(1, 18):
        with count_queries() as count:
            bulk.count_anew(connection, batch, "imported_people", "people")
        assert count() == (2 if wanted and batch in (1, 2, 4, 8, 16) else 0), batch
