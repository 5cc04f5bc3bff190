"""Annex A and the Standard Safeguarding Dataset: read back from the files as whoever receives them would."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from familyhelp.casework import closings, contacts, exports, steps
from familyhelp.extensions import db
from familyhelp.models import Address, Case, Event, Export, Member, Person
from familyhelp.practice import clock
from familyhelp.practice.annex_a import LISTS, Kind, since
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.endings import ClosureReason
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.ssd import NOT_HELD, TABLES
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import ContactOutcome, Level
from tests import stories


def run(app, *args: str, fails: bool = False) -> str:
    result = app.test_cli_runner().invoke(args=["export", *args])
    assert (result.exit_code != 0) == fails, result.output
    return result.output


def annex_a(app, out: Path, *more: str) -> dict[str, list[list]]:
    run(app, "annex-a", "--out", str(out), *more)
    book = CalamineWorkbook.from_path(str(out))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name != "Notes"}


def ssd(app, out: Path, *more: str) -> dict[str, list[dict[str, str]]]:
    run(app, "ssd", "--out", str(out), *more)
    assert {path.stem for path in out.iterdir()} == set(TABLES)
    found = {}
    for path in out.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.fixture
def world(cast):
    """Families at every stage, a request that went to statutory social care at once, one that nobody decided."""
    cases = {stage: stories.a_case(cast, stage, family=stories.a_family(f"Fenn{stage.value}")) for stage in Stage}
    for outcome, level in ((ContactOutcome.STEP_UP, Level.ACUTE), (None, None)):
        contact = stories.a_request(cast)
        if outcome:
            for named in contact.people:
                contacts.create_person(contact, named, by=cast.flora)
            stories.decide(cast, contact, outcome, level)
    cases[Stage.ACTIVE].family.members[0].person.surname = "=HYPERLINK(1)"
    db.session.commit()
    return cases


def test_every_row_of_annex_a_is_what_its_column_may_hold(app, world, tmp_path):
    lists = annex_a(app, tmp_path / "a.xlsx")
    assert list(lists) == ["List 1", "List 2", "List 3", "List 6"]
    for name, (head, *rows) in lists.items():
        columns = LISTS[name]
        assert head == [column.header for column in columns], name
        for row in rows:
            for column, cell in zip(columns, row, strict=True):
                if cell == "":
                    assert column.header not in {"Child Unique ID", "Gender", "Ethnicity"}, (name, column)
                elif column.kind is Kind.CODE:
                    assert cell in column.codes, (name, column.header, cell)
                elif column.kind is Kind.DATE:
                    assert isinstance(cell, date), (name, column.header, cell)
                elif column.kind is Kind.AGE:
                    assert cell == int(cell) and 0 <= cell <= 25
                else:
                    assert isinstance(cell, str)
    # Each stage but "in error" has a family with children; the ones that are open have an episode in list 2.
    assert len(lists["List 2"]) > 1 and len(lists["List 1"]) > 1


def test_list_2_holds_each_child_of_each_open_episode_once_and_no_adult(app, world, tmp_path):
    rows = annex_a(app, tmp_path / "a.xlsx")["List 2"][1:]
    wanted = []
    for case in db.session.scalars(sa.select(Case).where(Case.closed_on.is_(None))):
        children = (
            sa.select(Person.code)
            .join(Member)
            .where(Member.family_id == case.family_id, Member.role == FamilyRole.CHILD)
        )
        wanted += [write_code(code) for code in db.session.scalars(children)]
    assert sorted(row[0] for row in rows if row[0] in wanted) == sorted(wanted)
    closed = world[Stage.CLOSED]
    assert closed.assessed_on >= since(clock.today()), "the story's closed case was assessed lately, and so is listed"
    assert len(rows) == len(wanted) + sum(m.role is FamilyRole.CHILD for m in closed.family.members)


def test_an_accepted_step_up_is_a_referral_and_an_episode_in_need_and_a_declined_one_is_no_further_action(
    app, cast, tmp_path
):
    taken = stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Taken"))
    lists = annex_a(app, tmp_path / "a.xlsx")
    codes = {write_code(m.person.code) for m in taken.family.members if m.role is FamilyRole.CHILD}
    referred = {row[0]: row for row in lists["List 3"][1:]}
    assert codes <= referred.keys()
    assert {referred[code][7] for code in codes} == {"b) No"}
    assert {referred[code][8] for code in codes} == {"1"}
    in_need = {row[0]: row for row in lists["List 6"][1:]}
    assert codes == in_need.keys()
    assert {in_need[code][11] for code in codes} == {"Open episode"}

    asked = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Asked"))
    stories.ask_up(asked, cast.kamal)
    db.session.commit()
    codes = {write_code(m.person.code) for m in asked.family.members if m.role is FamilyRole.CHILD}
    rows = annex_a(app, tmp_path / "b.xlsx")["List 3"][1:]
    assert {row[7] for row in rows if row[0] in codes} == {""}, "no answer is held yet"
    steps.decline_step(asked, because="Early help fits better.", by=cast.lionel)
    db.session.commit()
    lists = annex_a(app, tmp_path / "c.xlsx")
    assert {row[7] for row in lists["List 3"][1:] if row[0] in codes} == {"a) Yes"}
    assert not codes & {row[0] for row in lists["List 6"][1:]}


def test_a_list_is_as_on_its_day(app, world, tmp_path):
    early = annex_a(app, tmp_path / "a.xlsx", "--at", "2020-01-01")
    assert [len(rows) for rows in early.values()] == [1, 1, 1, 1]


def test_six_months_are_counted_from_the_day_after(app):
    assert since(date(2026, 9, 30)) == date(2026, 3, 31)
    assert since(date(2024, 8, 31)) == date(2024, 3, 1)


def test_every_field_of_the_dataset_keeps_its_type_its_size_and_its_key(app, world, tmp_path):
    tables = ssd(app, tmp_path / "out")
    for name, fields in TABLES.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field.name for field in fields]
        for field in fields:
            values = [row[field.name] for row in tables[name]]
            if field.kind == "datetime":
                assert all(re.fullmatch(r"(\d{4}-\d\d-\d\dT00:00:00)?", value) for value in values), field
            elif field.kind == "int":
                assert all(value.isdigit() for value in values), field
            elif field.size:
                assert all(len(value) <= field.size for value in values), field
            if field.key and field.name != "fami_family_id":
                assert len(set(values)) == len(values) and all(values), f"{field.name} tells rows apart"
            if field.refers_to:
                table, column = field.refers_to.split(".")
                assert set(values) - {""} <= {row[column] for row in tables[table]}, field
    assert all(tables[name] for name in TABLES.keys() - NOT_HELD - {"ssd_disability"})
    assert (
        set(json.loads(tables["ssd_address"][0]["addr_address_json"])) >= {"STREET", "UPRN"}
        if tables["ssd_address"]
        else True
    )
    assert all(set(json.loads(row["cont_contact_outcome_json"])) >= {"NFA_FLAG"} for row in tables["ssd_contacts"])


def test_no_cell_of_any_table_can_become_a_formula(app, world, tmp_path):
    tables = ssd(app, tmp_path / "out")
    cells = [value for rows in tables.values() for row in rows for value in row.values()]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_restricted_families_and_hidden_addresses_stay_out_of_the_dataset(app, world, tmp_path):
    hidden, shown = world[Stage.PLANNING].family, world[Stage.ACTIVE].family
    hidden.restricted = True
    person = shown.members[0].person
    db.session.add(
        Address(person=person, lines="12 Secret Row", postcode="ZZ99 3VZ", starts_on=date(2024, 1, 1), hidden=True)
    )
    db.session.commit()
    out = tmp_path / "out"
    ssd(app, out)
    everything = "".join(path.read_text("utf-8") for path in out.iterdir())
    assert "12 Secret Row" not in everything
    for member in hidden.members:
        assert write_code(member.person.code) not in everything
    assert write_code(world[Stage.PLANNING].code) not in everything
    assert write_code(person.code) in everything


def test_an_episode_opened_in_error_leaves_in_no_list(app, cast, tmp_path):
    case = stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Mistake"))
    closing = {
        "summary": "Wrong family.", "family_feedback": "", "sustaining_plan": "", "who_was_told": "The school.",
        "results": {}, "final_scores": {}, "check_ins": [], "check_ins_declined": False,
    }  # fmt: skip
    closings.close(case, reason=ClosureReason.ERROR, **closing, by=cast.kamal)
    db.session.commit()
    assert annex_a(app, tmp_path / "a.xlsx")["List 2"][1:] == []
    assert ssd(app, tmp_path / "out")["ssd_early_help_episodes"] == []


def test_an_export_is_on_record_with_its_purpose_and_a_failed_one_leaves_nothing(app, world, tmp_path, monkeypatch):
    run(app, "annex-a", "--out", str(tmp_path / "a.xlsx"), "--purpose", "The inspection of March")
    record = db.session.scalars(sa.select(Export)).one()
    assert (record.purpose, record.taken_by) == ("The inspection of March", None)
    event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.EXPORTED)).one()
    assert event.because == "The inspection of March"

    def breaks(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "export", breaks)
    output = run(app, "ssd", "--out", str(tmp_path / "out"), fails=True)
    assert "Nothing was exported." in output
    assert {path.name for path in tmp_path.iterdir()} == {"a.xlsx"}
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Export.id))) == 1


def test_an_older_export_is_never_mixed_with_a_newer_one(app, world, tmp_path):
    ssd(app, tmp_path / "out")
    assert "is not empty" in run(app, "ssd", "--out", str(tmp_path / "out"), fails=True)
