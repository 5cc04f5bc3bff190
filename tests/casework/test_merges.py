"""Two records of one person become one, whatever names them, and are two again exactly as they were."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familyhelp.casework import families, merges, notes
from familyhelp.casework.families import NewPerson
from familyhelp.casework.moving_rows import references
from familyhelp.extensions import Base, db
from familyhelp.models import (
    Case,
    Event,
    KeptFrom,
    Member,
    Merge,
    MergeRow,
    Person,
    Practitioner,
    Relationship,
    Responsibility,
)
from familyhelp.models.columns import Moment, Slug
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.merging import NOT_MOVED, How, choices
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.relationships import Kin
from familyhelp.practice.responsibilities import Ground
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from tests import stories

WORLDS = 40
"""How many small worlds; 500 were looked at when this was written."""


def two(cast) -> tuple[Case, Person, Person]:
    """A case whose family has a daughter, and a second record of her in a family of its own."""
    case = stories.a_case(cast, Stage.ACTIVE)
    poppy = next(m.person for m in case.family.members if m.role is FamilyRole.CHILD)
    again = families.person_from(NewPerson("Popy", "Ashdown", FamilyRole.CHILD, birth_date=date(2017, 5, 4)))
    families.start_family("Ashdown", [(again, FamilyRole.CHILD)], by=cast.flora)
    db.session.commit()
    return case, poppy, again


def merged(kept: Person, gone: Person, by: Practitioner, **more: Any) -> Merge:
    version = merges.version_of(kept, gone)
    return merges.merge_people(kept, gone, because="Born on one day.", read_version=version, by=by, **more)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of people and of what names them, without the versions of people."""
    found = {}
    for table in {Base.metadata.tables["people"], *(table for table, _ in references())}:
        columns = [c for c in table.columns if (table.name, c.name) != ("people", "version")]
        found[table.name] = sorted(map(repr, db.session.execute(sa.select(*columns)).all()))
    return found


def test_every_reference_to_a_person_in_the_database_itself_goes_along(session):
    inspector = sa.inspect(db.engine)
    held = {
        (table, key["constrained_columns"][0])
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if key["referred_table"] == "people" and table not in NOT_MOVED
    }
    assert {(table.name, column.name) for table, column in references()} == held
    assert ("members", "person_id") in held


def test_a_merge_moves_families_and_fields_and_both_chronologies_tell_it(session, cast):
    case, poppy, again = two(cast)
    other = session.scalar(sa.select(Member.family_id).where(Member.person_id == again.id))
    again.nhs_number = "9434765919"
    merge = merged(poppy, again, cast.flora, take=["nhs_number", "forename"])
    session.commit()
    assert {m.family_id for m in session.scalars(sa.select(Member).where(Member.person_id == poppy.id))} == {
        case.family_id,
        other,
    }
    assert (poppy.forename, poppy.nhs_number, poppy.name_key) == ("Popy", "9434765919", "ashdown popy")
    for person, kind in ((poppy, EventKind.PEOPLE_MERGED), (again, EventKind.MERGED_INTO)):
        told = session.scalars(sa.select(Event).where(Event.subject == Subject.PERSON, Event.subject_id == person.id))
        assert [event.kind for event in told] == [kind]
    with pytest.raises(NotYet, match="merged into another already"):
        merged(poppy, again, cast.flora)
    poppy.phone = "01632 960 001"
    poppy.nhs_number = "4010232137"
    merges.undo_merge(merge, because="Cousins.", by=cast.mabel)
    assert (poppy.forename, poppy.nhs_number, poppy.phone) == ("Poppy", "4010232137", "01632 960 001")
    with pytest.raises(NotYet, match="undone already"):
        merges.undo_merge(merge, because="Cousins.", by=cast.mabel)


def test_both_in_one_family_stand_in_it_once_and_twice_again(session, cast):
    case, poppy, again = two(cast)
    families.join(case.family, again, FamilyRole.CHILD, by=cast.flora)
    session.commit()
    before = everything()
    merge = merged(poppy, again, cast.flora)
    assert How.DOUBLED in {row.how for row in merge.rows}
    assert sum(m.person_id == poppy.id for m in case.family.members) == 1
    merges.undo_merge(merge, because="Twins.", by=cast.flora)
    assert everything() == before


def test_nobody_is_merged_while_a_step_waits_nor_from_a_page_that_is_old(session, cast):
    case, poppy, again = two(cast)
    with pytest.raises(Changed):
        merges.merge_people(poppy, again, because="One.", read_version=1, by=cast.flora)
    with pytest.raises(NotYet, match="this is one"):
        merged(poppy, poppy, cast.flora)
    stories.ask_up(case, cast.kamal)
    session.flush()
    with pytest.raises(NotYet, match="waits for its answer"):
        merged(again, poppy, cast.flora)


def test_merges_of_one_record_are_undone_from_the_last_to_the_first(session, cast):
    _, poppy, again = two(cast)
    third = families.person_from(NewPerson("Poppy", "Ashdowne", FamilyRole.CHILD))
    before = everything()
    first = merged(again, third, cast.flora)
    second = merged(poppy, again, cast.flora)
    with pytest.raises(NotYet, match="Undo that merge first"):
        merges.undo_merge(first, because="No.", by=cast.flora)
    merges.undo_merge(second, because="No.", by=cast.flora)
    merges.undo_merge(first, because="No.", by=cast.flora)
    assert everything() == before


def test_who_is_not_the_same_is_remembered_once_with_who_said_it(session, cast):
    _, poppy, again = two(cast)
    pair = merges.say_apart(again, poppy, because="Cousins.", by=cast.flora)
    assert merges.say_apart(poppy, again, because="Again.", by=cast.mabel) is pair
    assert (pair.apart_by_id, pair.because) == (cast.flora.id, "Cousins.")


# Whatever is held of both --------------------------------------------------------------------------------------------


def _value(column: sa.Column[Any], chance: Random, ids: dict[str, list[int]], people: list[int]) -> Any:
    """Something that a column may hold; a row that the database refuses is left out."""
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        held = people if key.column.table.name == "people" else ids.get(key.column.table.name, [])
        return chance.choice(held) if held and (not column.nullable or chance.random() < 0.7) else None
    if column.nullable and chance.random() < 0.7:
        return None
    match column.type:
        case Slug():
            return chance.choice(list(column.type.words))
        case Moment():
            return clock.now() - timedelta(days=chance.randrange(90))
        case sa.Date():
            return date(2026, 1, 1) + timedelta(days=chance.randrange(60))
        case sa.Boolean():
            return chance.random() < 0.5
        case sa.Integer():
            return chance.randrange(3) + 1
        case sa.JSON():
            return {}
        case _:
            return "".join(chance.choice("ABCDEFGH") for _ in range(min(8, column.type.length or 8)))


def grow(chance: Random, people: list[int], rows: int) -> int:
    """Rows about these people in whatever table names people."""
    tables = [(t, c) for t, c in references()]
    parents = {key.column.table for t, _ in tables for c in t.columns for key in c.foreign_keys}
    ids = {t.name: list(db.session.scalars(sa.select(t.c.id).limit(5))) for t in parents if "id" in t.c}
    made = 0
    for _ in range(rows):
        table, _column = chance.choice(tables)
        values = {c.name: _value(c, chance, ids, people) for c in table.columns if c.name != "id" or c.foreign_keys}
        if len({values[c.name] for t, c in tables if t is table} & set(people)) > 1:
            continue  # a row that holds them for two: then nobody merges them
        try:
            with db.session.connection().begin_nested():
                db.session.connection().execute(sa.insert(table).values(values))
            made += 1
        except (sa.exc.IntegrityError, sa.exc.StatementError):
            pass
    return made


def test_merging_and_undoing_leaves_every_row_as_it_was_with_what_came_since(session, cast):
    """R32."""
    case, poppy, again = two(cast)
    said = {"text": "We met.", "people_seen": None, "restricted": False, "by": cast.kamal}
    notes.write_note(case, kind=NoteKind.VISIT, happened_on=clock.today(), **said)
    ids = [poppy.id, again.id]
    fields = choices(Person.__table__.columns.keys())
    seen: dict[How, int] = {}

    @settings(max_examples=WORLDS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32), st.sets(st.sampled_from(fields)), st.booleans())
    def once(seed: int, take: set[str], turned: bool) -> None:
        chance = Random(seed)
        world = db.session.begin_nested()
        grow(chance, ids, chance.randrange(12))
        before = everything()
        kept, gone = (session.get(Person, number) for number in (reversed(ids) if turned else ids))
        merge = merged(kept, gone, cast.flora, take=take)
        for row in merge.rows:
            seen[row.how] = seen.get(row.how, 0) + 1
        assert not [c for t, c in references() if session.scalar(sa.select(c).where(c == gone.id).limit(1))]
        since = grow(chance, [kept.id], chance.randrange(3))
        merges.undo_merge(merge, because="No.", by=cast.flora)
        after = everything()
        assert [row for table, rows in before.items() for row in rows if row not in after[table]] == []
        assert sum(map(len, after.values())) == sum(map(len, before.values())) + since
        world.rollback()

    once()
    assert seen.keys() == set(How)
    assert session.scalar(sa.select(sa.func.count()).select_from(MergeRow)) == 0


def test_what_is_withheld_of_one_record_is_withheld_of_both_and_leads_nobody_there(session, cast):
    _case, poppy, again = two(cast)
    again.phone, again.contact_hidden = "01632 960 777", True
    session.commit()
    assert again.phone_key is None
    merge = merged(poppy, again, cast.flora, take=["phone"])
    assert (poppy.phone, poppy.contact_hidden, poppy.phone_key) == ("01632 960 777", True, None)
    merges.undo_merge(merge, because="They are two.", by=cast.flora)
    assert (poppy.phone, poppy.contact_hidden, again.contact_hidden) == (None, False, True)


@pytest.mark.parametrize("what", ["related", "responsible", "kept apart"])
def test_two_whom_the_record_itself_holds_for_two_are_not_merged(session, cast, what):
    _case, poppy, again = two(cast)
    at = {"written_at": clock.now(), "written_by_id": cast.flora.id}
    session.add(
        {
            "related": Relationship(person=poppy, other=again, kin=Kin.SIBLING, **at),
            "responsible": Responsibility(child=again, holder=poppy, ground=Ground.COURT_ORDER, **at),
            "kept apart": KeptFrom(person=again, other=poppy, because="Safety.", starts_on=clock.today()),
        }[what]
    )
    session.flush()
    with pytest.raises(NotYet, match="two people"):
        merged(poppy, again, cast.flora)
