"""Joiners, changes and leavers from a file: looked at first, all or nothing, and the second time changes nothing."""

from __future__ import annotations

import csv
import stat
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.casework import sign_ins
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Event, Message, Practitioner
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from tests import stories

TEMPLATE = Path(__file__).parents[2] / "docs" / "practitioners.csv"
HEAD = ["email", "state", "name", "role", "team", "teams", "agency", "social_worker", "new_email"]
NEW = ["rosalind@example.org", "here", "Rosalind Vane", "key_worker", "North family help", "", "", "yes", ""]
MOVED = [
    "Colette@example.org",
    "here",
    "Colette Barr",
    "key_worker",
    "South family help",
    "",
    "",
    "",
    "c.barr@example.org",
]
GONE = ["kamal@example.org", "left", "", "", "", "", "", "", ""]
SAME = ["mabel@example.org", "here", "Mabel Thorne", "manager", "North family help", "North family help", "", "no", ""]


@pytest.fixture
def run(app, cast, tmp_path) -> Any:
    """`run(rows, "--write")`: what the command says of a file of these rows."""

    def ran(rows: list[list[str]], *more: str) -> Any:
        db.session.commit()
        path = tmp_path / "staff.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows)
        said = app.test_cli_runner().invoke(args=["practitioners", "import", str(path), *more])
        db.session.expire_all()
        return said

    return ran


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_it_is_looked_at_first_then_done_and_done_once(run, cast, tmp_path):
    stories.a_case(cast, Stage.ACTIVE)
    before = count(Event)
    rows, passwords = [HEAD, NEW, MOVED, GONE, SAME], tmp_path / "passwords.csv"
    looked = run(rows).output
    assert "1 joined, 1 changed, 1 left, 1 are as before. Nothing is written" in looked
    assert "1 families of North family help are to be handed over by mabel@example.org" in looked
    assert (count(Event), cast.kamal.is_active) == (before, True)
    assert run(rows, "--write", "--passwords", str(passwords)).exit_code == 0
    assert not cast.kamal.is_active
    assert (cast.colette.email, cast.colette.team) == ("c.barr@example.org", cast.south)
    rosalind = db.session.scalars(sa.select(Practitioner).where(Practitioner.name == "Rosalind Vane")).one()
    assert (rosalind.role, rosalind.team, rosalind.is_social_worker) == (Role.KEY_WORKER, cast.north, True)
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    given = passwords.read_text().split()[1].partition(",")[2]
    assert sign_ins.sign_in("rosalind@example.org", given, address="192.0.2.1") is rosalind
    assert [m.to for m in db.session.scalars(sa.select(Message))] == ["mabel@example.org"]
    db.session.commit()
    before = count(Event)
    again = run(rows, "--write")
    assert "0 joined, 0 changed, 0 left, 4 are as before." in again.output
    assert count(Event) == before
    back = run([HEAD, [*GONE[:1], "here", "Kamal Osei", "key_worker", "North family help", "", "", "", ""]], "--write")
    assert "stays suspended" in back.output and not cast.kamal.is_active
    assert "Nothing was taken in" in run(rows, "--write", "--passwords", str(passwords)).output
    assert list(Check().faults()) == []


def test_every_fault_is_told_by_row_and_column_and_nothing_comes_in(run, cast):
    stories.a_case(cast, Stage.ACTIVE)
    bad = ["nobody", "gone", "", "", "", "", "", "perhaps", ""]
    lost = ["new@example.org", "here", "", "wizard", "West", "", "", "perhaps", "mabel@"]
    adam = ["adam@example.org", "left", "", "", "", "", "", "", ""]
    leads = ["kamal@example.org", "here", "Kamal Osei", "analyst", "", "", "", "", ""]
    taken = [
        "sven@example.org",
        "here",
        "Sven Halloran",
        "key_worker",
        "South family help",
        "",
        "",
        "",
        "MORAG@example.org",
    ]
    teamless = ["two@example.org", "here", "Two", "key_worker", "", "", "", "", ""]
    elsewhere = ["three@example.org", "here", "Three", "manager", "", "West; North family help", "", "", ""]
    said = run([HEAD, NEW, bad, lost, adam, leads, taken, teamless, elsewhere, NEW], "--write")
    assert said.exit_code == 1
    for part in (
        "Row 3, column state",
        "Row 3, column email",
        "Row 4, column role",
        "Row 4, column name",
        "Row 4, column social_worker",
        "Row 4, column new_email",
        "Row 5, column role: This is the only administrator",
        "Row 6, column role: Kamal Osei leads 1 cases",
        "Row 7, column email: Another account",
        "Row 8, column team: A key worker works in a team",
        "Row 9, column teams: there is none of this name here",
        "Row 10, column email: this address is there twice",
    ):
        assert part in said.output, part
    assert count(Practitioner) == len(cast.everybody)
    assert "column pet: this column is not known" in run([[*HEAD, "pet"], [*NEW, "cat"]]).output


def test_who_leaves_may_be_followed_as_administrator_in_the_same_file(run, cast):
    rows = [["adam@example.org", "left", *[""] * 7], ["new@example.org", "here", "New", "administrator", *[""] * 5]]
    assert run([HEAD, *rows], "--write").exit_code == 0
    assert not cast.adam.is_active


def test_the_template_that_is_told_of_has_these_columns(run):
    with TEMPLATE.open(newline="") as lines:
        assert next(csv.reader(lines)) == HEAD
