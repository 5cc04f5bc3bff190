"""The benchmarks' families are true, and every measured page takes the same number of statements at two sizes.
Counts are gates here; times never are, since a machine is now quick and now slow."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benchmarks import filling, measuring
from benchmarks.filling import Landmarks
from benchmarks.inside import Inside
from benchmarks.pages import MOST_STATEMENTS, PAGES, problems
from familyhelp.casework import notes
from familyhelp.casework.check import Check
from familyhelp.extensions import Base, db
from familyhelp.models import Case, Note, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from tests.conftest import empty_tables


def filled(families: int) -> Landmarks:
    return filling.fill(db.engine, families, today=clock.today())


def orphans() -> list[str]:
    """Every reference to a row that is not there: while filling, the database did not look."""
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            there = sa.alias(key.column.table)
            found_there = sa.exists().where(there.c[key.column.name] == key.parent)
            if db.session.scalar(sa.select(sa.func.count()).where(key.parent.is_not(None), ~found_there)):
                found.append(f"{table.name}.{key.parent.name}")
    return found


def current_notes(code: str) -> int | None:
    query = sa.select(sa.func.count()).select_from(Note).join(Case, Case.id == Note.case_id)
    return db.session.scalar(query.where(Note.is_current, Case.code == code))


def test_fifty_families_stand_every_check_that_a_real_database_must_stand(session: Any) -> None:
    marks = filled(50)
    check = Check()
    assert list(check.faults())[:5] == []
    assert check.counts["cases"] > 50 and check.counts["events"] > 1000 and check.counts["open"] > 10
    assert orphans() == []
    assert (current_notes(marks.case), current_notes(marks.long_case)) == (10, filling.MANY_NOTES)


def test_a_deed_goes_on_where_the_filler_left_off(session: Any) -> None:
    marks = filled(20)
    notes.write_note(
        session.scalars(sa.select(Case).where(Case.code == marks.case)).one(),
        kind=NoteKind.VISIT,
        happened_on=clock.today(),
        text="We talked.",
        people_seen=None,
        restricted=False,
        by=session.scalars(sa.select(Practitioner).where(Practitioner.email == marks.key_worker)).one(),
    )
    session.commit()
    assert list(Check().faults()) == []


@pytest.mark.once
def test_the_same_seed_makes_the_same_families_and_another_seed_others(tmp_path: Path) -> None:
    def chronology(name: str, seed: int) -> list[str]:
        engine = sa.create_engine(f"sqlite:///{tmp_path / name}", poolclass=sa.NullPool)
        Base.metadata.create_all(engine)
        filling.fill(engine, 20, today=date(2026, 3, 2), seed=seed)
        with engine.connect() as connection:
            return list(connection.scalars(sa.text("SELECT digest FROM events ORDER BY subject, subject_id, number")))

    first = chronology("first.db", 1)
    assert first == chronology("again.db", 1)
    assert first != chronology("other.db", 2)


def statements_by_page(app: Flask, families: int) -> dict[str, int]:
    """How many statements each measured page takes, each opened once before."""
    marks = filled(families)
    browsers = {page.who: Inside(app).sign_in(getattr(marks, page.who)) for page in PAGES}
    counted, over = {}, []
    for page in PAGES:
        measuring.ask(app, browsers[page.who], page, marks)
        _, size, sent = measuring.ask(app, browsers[page.who], page, marks)
        counted[page.name] = len(sent)
        over += problems(page.name, size, len(sent), page.is_list)
    saving, _ = measuring.save_note(app, browsers["key_worker"], marks)
    counted[measuring.SAVING] = len(saving)
    assert over == [] and len(saving) <= MOST_STATEMENTS
    return counted


@pytest.mark.once
def test_every_measured_page_takes_as_many_statements_for_many_families_as_for_few(
    app: Flask, database_uri: str
) -> None:
    few = statements_by_page(app, 60)
    db.session.remove()
    empty_tables(database_uri)
    assert statements_by_page(app, 300) == few
