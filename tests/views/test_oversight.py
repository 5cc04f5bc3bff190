"""Management oversight: where a manager's word is missing, and what answers it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, notes
from familyhelp.extensions import db
from familyhelp.models import Case
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.oversight import ASKED_BY, Point, events_asking, points_in
from familyhelp.queries.oversight import silent
from tests import stories
from tests.conftest import MONDAY
from tests.stories import Stage

ALL = frozenset(Point)


def later(days: float):
    return clock.at(MONDAY + timedelta(days=days))


def found(cast, points=ALL, who="mabel") -> dict[str, list[Point]]:
    """The families on the list, each with its points in turn."""
    page = silent(getattr(cast, who), points, None)
    return {one.case.family.name: [lacking.point for lacking in one.lacking] for one in page.rows}


def write(case: Case, by, kind: NoteKind = NoteKind.OVERSIGHT) -> None:
    notes.write_note(
        case, kind=kind, happened_on=clock.today(), text="Seen.", people_seen=None, restricted=False, by=by
    )
    db.session.commit()


def test_an_agreed_plan_asks_for_it_and_a_manager_who_said_why_has_spoken(cast):
    stories.a_case(cast, Stage.ACTIVE)
    reasoned = stories.a_case(cast, Stage.ALLOCATING, family=stories.a_family("Birch"))
    leads.allocate(reasoned, lead=cast.kamal, by=cast.mabel, because="He knows the school.")
    db.session.commit()
    assert found(cast) == {"Ashdown family": [Point.ALLOCATION, Point.PLAN]}


def test_only_a_managers_note_written_afterwards_answers_it(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    write(case, cast.kamal, NoteKind.VISIT)
    assert found(cast)
    with later(1):
        write(case, cast.mabel)
        assert found(cast) == {}
    with later(2):
        stories.ask_up(case, cast.kamal)
        db.session.commit()
        assert found(cast) == {"Ashdown family": [Point.STEP]}


@pytest.mark.parametrize("point", [Point.PLAN, Point.CLOSURE])
def test_only_the_points_that_the_authority_sets_ask(cast, point):
    stories.a_case(cast, Stage.CLOSED)
    assert found(cast, frozenset({point})) == {"Ashdown family": [point]}
    assert found(cast, frozenset()) == {}
    assert found(cast, frozenset({Point.DRIFT})) == {}


def test_a_closed_case_is_asked_about_for_ninety_days(cast):
    stories.a_case(cast, Stage.CLOSED)
    for days, there in ((90, True), (91, False)):
        with later(days):
            assert bool(found(cast)) is there


def test_a_drifting_case_is_looked_at_again_every_twelve_weeks(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    with later(380):
        write(case, cast.mabel)
        assert found(cast) == {}
    with later(380 + 84):
        assert found(cast) == {}
    with later(380 + 85):
        assert found(cast) == {"Ashdown family": [Point.DRIFT]}
        assert found(cast, ALL - {Point.DRIFT}) == {}


def test_who_waits_longest_comes_first_and_the_list_pages_by_key(client, cast):
    for number in range(27):
        with later(number):
            stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Elm{number:02}"))
    db.session.commit()
    with later(30):
        client.sign_in(cast.mabel)
        page = client.get("/team-work/oversight")
        assert page.main.index("Elm00") < page.main.index("Elm24") and "Elm25" not in page.main
        assert "Late" in page.main
        second = client.get(page.links["Next page"])
        assert "Elm25" in second.main and "Elm26" in second.main and "Elm24" not in second.main
        for wrong in ("x", "2026-03-02_1", "2026-03-02T10:00:00+00:00_²", "_"):
            assert "Elm00" in client.get(f"/team-work/oversight?after={wrong.replace('+', '%2B')}").main


def test_families_of_others_and_restricted_ones_are_not_here(cast):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("South"), team=cast.south)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hidden", restricted=True))
    assert found(cast) == {}
    assert set(found(cast, who="morag")) == {"South family"}


def test_the_page_leads_to_the_note_with_its_kind_chosen(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.mabel)
    page = client.get("/team-work/oversight")
    assert "The family agreed a plan, 2 March 2026. Due by 16 March 2026" in page.main
    form = client.get(page.links["Write it for Ashdown family"])
    assert form.fields()["kind"] == ["oversight"]
    client.send(form, {"text": "I read the plan: it is the family’s own."})
    assert "Nothing is missing." in client.get("/team-work/oversight").main
    assert case.id


def test_the_page_asks_a_fixed_number_of_questions(client, cast, count_queries):
    def counted() -> int:
        with count_queries() as count:
            client.get("/team-work/oversight")
        return count()

    stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.mabel)
    client.get("/team-work/oversight")
    few = counted()
    for number in range(12):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Elm{number}"))
    assert counted() == few <= 8


def test_the_words_of_the_setting(session):
    assert points_in("plan, drift") == {Point.PLAN, Point.DRIFT}
    assert points_in("") == frozenset()
    with pytest.raises(ValueError, match="weather"):
        points_in("plan,weather")
    assert events_asking(Point) == set(ASKED_BY)
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
