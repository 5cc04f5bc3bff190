"""Everything held about one person is everything: a canary in each text column that a person, a family or a case
leads to comes out, or stands on the list of what is left out with its reason."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.extensions import Base, db
from familyhelp.models import Family, Member, in_row, insert_rows
from familyhelp.models.columns import Moment, Slug
from familyhelp.models.encrypted import _Named as Named
from familyhelp.practice import clock
from familyhelp.practice import everything_held as rules
from familyhelp.practice.chronology import Subject
from familyhelp.queries.everything_held import STOPS, everything_held
from tests import stories
from tests.attachment_stories import an_attachment
from tests.stories import Stage

ROOTS = {"people", "families", "cases"}


def reachable() -> set[str]:
    """Every table from which foreign keys lead to a person, a family or a case."""
    found = set(ROOTS)
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in found
        } - found
        if not more:
            return found | {"events"}
        found |= more


def unchecked() -> None:
    """Let a row be strange: what is tried here is whether it comes out, not whether it may be."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
        for name in db.session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(sa.text(f'DROP TRIGGER "{name}"'))
        return
    db.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
    rows = db.session.execute(
        sa.text("SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0")
    ).all()
    for row in rows:
        db.session.execute(sa.text(f'ALTER TABLE {row.place} DROP CONSTRAINT "{row.conname}"'))


def plainly(column: sa.Column[Any]) -> Any:
    """The type of a column, also where its values may be encrypted."""
    kind = column.type
    return kind.impl_instance if isinstance(kind, Named) else kind


def value_of(column: sa.Column[Any], canary: str) -> Any:
    kind = plainly(column)
    if isinstance(kind, Slug):
        return list(kind.words)[-1]
    if isinstance(kind, Moment):
        return clock.now()
    if isinstance(kind, sa.JSON):
        return {"said": canary}
    if isinstance(kind, sa.String):
        return canary[-(kind.length or 1000) :]
    if isinstance(kind, sa.Time):
        return time(10)
    if isinstance(kind, sa.LargeBinary):
        return b"x"
    if isinstance(kind, sa.Boolean):
        return False
    return clock.today() if isinstance(kind, sa.Date) else 77


@pytest.fixture
def planted(cast):
    """One strange row in each table, all of one person, family and case; and the canary of each text column."""
    case = stories.a_case(cast, Stage.ACTIVE)
    poppy = case.family.members[1].person
    unchecked()
    at: dict[str, Any] = {"people": poppy.id, "families": case.family_id, "cases": case.id}
    at |= {"practitioners": cast.kamal.id, "teams": cast.north.id}
    canaries: dict[tuple[str, str], str] = {}
    for number, table in enumerate(Base.metadata.sorted_tables, 1):
        if table.name in {*at, "team_managers"}:
            continue
        row = {}
        for place, column in enumerate(table.columns):
            parent = next((key.column.table.name for key in column.foreign_keys), None)
            if parent is not None:
                row[column.name] = at.get(parent)
                continue
            if column.name == "id":
                row["id"] = at[table.name] = 9_000_000 + number
                continue
            canary = f"{number:03}{place:02}z"
            row[column.name] = value_of(column, canary)
            if isinstance(plainly(column), (sa.String, sa.JSON)):
                canaries[table.name, column.name] = canary
        if table.name == "events":
            row |= {"subject": Subject.CASE, "subject_id": case.id, "number": 900}
        insert_rows(db.session.connection(), table.name, [row])
    for name, values in (("people", poppy), ("families", case.family), ("cases", case)):
        for place, column in enumerate(Base.metadata.tables[name].columns):
            if isinstance(plainly(column), (sa.String, sa.Text)) and column.name != "code":
                canary = f"{name[0]}00{place:02}z"
                with db.session.no_autoflush:
                    db.session.execute(
                        sa.update(Base.metadata.tables[name])
                        .where(Base.metadata.tables[name].c.id == values.id)
                        .values({column.name: in_row(canary, values.id) if isinstance(column.type, Named) else canary})
                    )
                canaries[name, column.name] = canary
    yield poppy, canaries
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text("PRAGMA ignore_check_constraints = OFF"))
    db.session.rollback()


def test_a_canary_in_every_text_column_comes_out_or_is_on_the_list_of_what_is_left_out(planted, cast):
    poppy, canaries = planted
    held = everything_held(cast.mabel, poppy)
    said = {(one.table, value.name): value.says for one in held.records for value in one.values}
    text = "\n".join(value.says for one in held.records for value in one.values)
    tables = reachable()
    lost = [
        f"{table}.{column}"
        for (table, column), canary in canaries.items()
        if table in tables
        and canary not in text
        and table not in rules.LEFT_OUT
        and column not in rules.SECRET | rules.DERIVED
    ]
    assert len(canaries) > 250 and not lost, lost
    hidden = [place for place in said if place[0] in rules.LEFT_OUT or place[1] in rules.SECRET | rules.DERIVED]
    assert not hidden, f"left out, and there: {hidden}"


def test_every_table_that_is_left_out_is_one_and_says_why():
    assert rules.LEFT_OUT.keys() <= Base.metadata.tables.keys()
    assert not rules.LEFT_OUT.keys() & STOPS
    assert all(len(why) > 30 for why in rules.LEFT_OUT.values())


def checks(held, table: str) -> list[str]:
    return [check for one in held.records if one.table == table for value in one.values for check in value.check]


def value(held, table: str, column: str) -> Any:
    return next(v for one in held.records if one.table == table for v in one.values if v.name == column)


def test_what_names_or_is_about_somebody_else_is_marked_and_what_is_ones_own_is_not(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    rosa, poppy, _jude = (member.person for member in case.family.members)
    poppy.school = "Marsh Lane"
    an_attachment(case, cast, person=rosa, title="Her letter", restricted=True)
    an_attachment(case, cast, person=poppy, title="My drawing", words="That is Jude’s shoe.")
    held = everything_held(cast.mabel, poppy)
    assert checks(held, "people") == []
    first, second = [one for one in held.records if one.table == "attachments"]
    assert all(rules.CHECK in v.check and rules.RESTRICTED in v.check for v in first.values)
    told = {v.name: v.check for v in second.values}
    assert told["words"] == (rules.CHECK,) and told["title"] == ()
    assert value(held, "agreements", "agreed_by").check == (rules.CHECK,), "it names Rosa"


def test_another_teams_cases_stay_with_it_and_are_named(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    poppy = case.family.members[1].person
    other = stories.a_family("Birch")
    other.members.append(Member(person=poppy, role=other.members[1].role, starts_on=date(2026, 1, 1)))
    hidden = stories.a_case(cast, Stage.ACTIVE, family=other, lead=cast.sven, team=cast.south)
    hidden.why = "Something of the south."
    db.session.commit()
    held = everything_held(cast.mabel, poppy)
    text = "\n".join(v.says for one in held.records for v in one.values)
    assert held.elsewhere == {"South family help": 1}
    assert "Something of the south." not in text and "Mornings are hard" in text
    assert db.session.scalar(sa.select(sa.func.count(Family.id))) == 2
