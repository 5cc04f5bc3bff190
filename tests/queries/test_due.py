"""What is due, for whom: right, in order, no more than a page, and at the same cost however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, steps
from familyhelp.extensions import db
from familyhelp.models import Case, NamedViewer, team_managers
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Direction, Stage
from familyhelp.practice.timescales import Due
from familyhelp.queries import due
from tests import stories
from tests.conftest import MONDAY

TODAY = MONDAY.date()


@pytest.fixture
def many(cast):
    """Cases at every stage on several days, led by several people, one of them restricted."""
    made = []
    for number in range(18):
        with clock.at(MONDAY - timedelta(days=20 * (number % 5))):
            made.append(
                stories.a_case(
                    cast,
                    list(Stage)[number % 6],
                    family=stories.a_family(f"Family{number}", restricted=number == 8),
                    lead=[cast.kamal, cast.colette, cast.lena][number % 3],
                )
            )
    db.session.commit()
    return made


def whole(viewer) -> list[str]:
    return [item.case for item in due.due_items(viewer, TODAY, limit=500).rows]


def codes(cases) -> list[str]:
    return [write_code(c.code) for c in sorted(cases, key=lambda c: (c.next_due_on, c.id))]


def test_each_person_is_told_of_what_they_hold(cast, many):
    held = [case for case in many if case.next_due_on]
    assert whole(cast.kamal) == codes(c for c in held if c.lead is cast.kamal)
    assert whole(cast.lena) == codes(c for c in held if c.lead is cast.lena)
    assert whole(cast.lionel) == codes(c for c in held if c.lead is cast.lionel)
    assert whole(cast.mabel) == codes(c for c in held if not c.family.restricted)
    for nobody in (cast.flora, cast.anita, cast.adam, cast.sven, cast.morag, cast.conor):
        assert whole(nobody) == [], nobody.name


def test_a_contributor_is_told_of_the_families_they_help_while_they_do(cast, many):
    case = next(c for c in many if c.stage is Stage.ACTIVE)
    part = leads.add_contributor(case, person=cast.conor, by=cast.kamal)
    db.session.commit()
    assert whole(cast.conor) == [write_code(case.code)]
    leads.end_contributor(case, part=part, by=cast.kamal, because="Done.")
    db.session.commit()
    assert whole(cast.conor) == []


def test_whoever_is_named_sees_a_restricted_family(cast, many):
    restricted = next(c for c in many if c.family.restricted)
    assert write_code(restricted.code) not in whole(cast.mabel)
    db.session.add(NamedViewer(family_id=restricted.family_id, practitioner_id=cast.mabel.id))
    db.session.commit()
    assert write_code(restricted.code) in whole(cast.mabel)


@pytest.mark.parametrize("size", [1, 4, 25])
def test_the_pages_together_hold_everything_once_and_in_order(cast, many, size):
    db.session.execute(sa.insert(team_managers).values(team_id=cast.south.id, practitioner_id=cast.mabel.id))
    for number in range(5):
        stories.a_case(cast, Stage.ALLOCATING, family=stories.a_family(f"South{number}"), team=cast.south)
    db.session.commit()
    seen, after = [], None
    while True:
        page = due.due_items(cast.mabel, TODAY, after, size)
        assert len(page.rows) <= size
        seen += [item.case for item in page.rows]
        after = page.following
        if after is None:
            break
    assert seen == whole(cast.mabel)
    assert len(seen) == len(set(seen)) > 15


def test_late_and_due_are_told_apart(cast):
    with clock.at(MONDAY - timedelta(days=35)):
        stories.a_case(cast, Stage.ASSESSING)
    (item,) = due.due_items(cast.kamal, TODAY).rows
    assert item.due is Due.ASSESSMENT
    assert item.is_warning
    assert not item.is_late
    (item,) = due.due_items(cast.kamal, TODAY + timedelta(days=40)).rows
    assert item.is_late
    assert not item.is_warning


def test_a_step_that_waits_says_which_way(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.ask_up(case, cast.kamal)
    db.session.commit()
    (item,) = due.due_items(cast.kamal, TODAY).rows
    assert (item.due, item.step) == (Due.STEP_ANSWER, Direction.UP)
    steps.recall_step(case, because="No.", by=cast.kamal)
    db.session.commit()
    (item,) = due.due_items(cast.kamal, TODAY).rows
    assert (item.due, item.step) == (Due.FIRST_REVIEW, None)


@pytest.mark.parametrize("key", ["", "x", "2026-03-02", "2026-03-02_x", "_5", "2026-02-31_5"])
def test_a_key_that_is_none_starts_at_the_beginning(cast, many, key):
    assert [i.case for i in due.due_items(cast.kamal, TODAY, key, 500).rows] == whole(cast.kamal)


def test_the_board_counts_each_stage_and_what_is_late(cast, many):
    board = due.team_board(cast.mabel, TODAY)
    still_open = [c for c in many if c.closed_on is None]
    assert {stage: count.number for stage, count in board.stages.items()} == {
        stage: sum(c.stage is stage for c in still_open) for stage in Stage if stage is not Stage.CLOSED
    }
    assert board.late.number == sum(c.late_after < TODAY for c in still_open) > 0
    assert due.team_board(cast.kamal, TODAY) == board
    assert due.team_board(cast.morag, TODAY).late.number == 0
    assert due.team_board(cast.lionel, TODAY) is None


def test_the_board_stops_counting(cast, many, monkeypatch):
    monkeypatch.setattr(due, "MOST_COUNTED", 2)
    board = due.team_board(cast.mabel, TODAY)
    assert all(count.number == 2 and count.is_more for count in board.stages.values())


def test_both_cost_the_same_however_much_there_is(cast, many, count_queries):
    def cost() -> tuple[int, ...]:
        found = []
        for person in (cast.kamal, cast.lena, cast.mabel, cast.lionel):
            for query in (due.due_items, due.team_board):
                _ = person.id, person.role, person.team_id
                with count_queries() as count:
                    query(person, TODAY)
                found.append(count())
        return tuple(found)

    before = cost()
    for number in range(20):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Extra{number}"))
    db.session.commit()
    assert cost() == before
    assert max(before) <= 2


def plan_of(query: sa.Select, engine_name: str) -> str:
    """How the database would read it."""
    text = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    return "\n".join(
        str(row)
        for row in db.session.execute(
            sa.text(("EXPLAIN QUERY PLAN " if engine_name == "sqlite" else "EXPLAIN ") + text)
        )
    )


def test_each_list_is_read_by_its_own_index(cast, engine_name):
    """On SQLite: the plan does not hang on how much there is. No arm walks the table or sorts it."""
    if engine_name == "postgresql":
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        db.session.execute(sa.text("SET LOCAL enable_sort = off"))
        db.session.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
    for viewer, index in (
        (cast.kamal, "ix_cases_lead_id_next_due_on_id"),
        (cast.mabel, "ix_cases_team_id_next_due_on_id"),
    ):
        for held in due._held(viewer):
            plan = plan_of(due._first(viewer, held, None, 25), engine_name)
            assert index in plan, plan
            assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_nothing_due_is_left_out_by_the_order_of_equal_days(cast):
    made = [stories.a_case(cast, Stage.ALLOCATING, family=stories.a_family(f"F{n}")) for n in range(9)]
    db.session.commit()
    assert len({case.next_due_on for case in made}) == 1
    first = due.due_items(cast.mabel, TODAY, None, 4)
    second = due.due_items(cast.mabel, TODAY, first.following, 4)
    third = due.due_items(cast.mabel, TODAY, second.following, 4)
    assert [i.case for p in (first, second, third) for i in p.rows] == codes(made)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 9
