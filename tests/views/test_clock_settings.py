"""An authority sets its own clocks: within bounds, from a day on, and no day that is set moves."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import check
from familyhelp.casework import clocks as deeds
from familyhelp.extensions import db
from familyhelp.forms.clocks import time_of_day
from familyhelp.models import ClockSetting, Event, WorkingHours
from familyhelp.practice import clock, timescales
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.clock_settings import BOUNDS
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import DUE, Due, Own, clock_on, coming, deadline, keep_to, working_days_after
from familyhelp.practice.words import Changed, NotYet, version_after
from familyhelp.queries import clocks as queries
from tests import stories
from tests.client import StrictClient
from tests.conftest import MONDAY

TODAY = MONDAY.date()
TOMORROW = TODAY + timedelta(days=1)


def later(days: int):
    return clock.at(MONDAY + timedelta(days=days))


def set_plan(cast, length=12, late=15, ahead=1, version=0, due=Due.PLAN):
    return deeds.set_clock(
        due, length=length, late=late, from_on=clock.today() + timedelta(days=ahead), because="The board agreed.",
        read_version=version_after(version), by=cast.adam,
    )  # fmt: skip


def test_what_starts_from_the_day_on_counts_by_it_and_what_started_before_does_not(client, cast, session):
    before = stories.a_case(cast, Stage.PLANNING)
    was = before.next_due_on
    assert was == working_days_after(TODAY, 10)
    set_plan(cast)
    session.commit()
    queries.load()
    before.reset_clock()
    assert (before.next_due_on, before.late_after) == (was, was)
    with later(1):
        after = stories.a_case(cast, Stage.PLANNING, family=stories.a_family("Birch"))
        assert after.next_due_on == working_days_after(TOMORROW, 12)
        assert after.late_after == working_days_after(TOMORROW, 15)
        session.commit()
        client.sign_in(cast.kamal)
        assert client.get("/").main.count("Agree the plan with the family") == 2
        before.reset_clock()
        assert before.next_due_on == was


@pytest.mark.parametrize("due", BOUNDS)
def test_every_bound_holds_and_every_default_is_within_it(due, cast, session):
    bounds, usual = BOUNDS[due], DUE[due]
    assert bounds.shortest <= usual.length <= bounds.longest and usual.length <= usual.late <= bounds.latest
    for length, late in (
        (bounds.shortest - 1, usual.late),
        (bounds.longest + 1, bounds.latest + 1),
        (usual.length, bounds.latest + 1),
        (usual.length, usual.length - 1),
        (None, usual.late),
        (usual.length, None),
    ):
        with pytest.raises(NotYet):
            set_plan(cast, length, late, due=due)
    with pytest.raises(NotYet, match="tomorrow at the earliest"):
        set_plan(cast, bounds.longest, bounds.latest, ahead=0, due=due)
    set_plan(cast, bounds.longest, bounds.latest, due=due) if usual.late != bounds.latest else None
    assert timescales.kept_to() == 0, "nothing counts by it before it is read"


def test_a_change_of_mind_before_its_day_counts_and_the_page_tells_both(client, cast, session):
    client.sign_in(cast.adam)
    page = client.get(client.get("/clocks").links["Change: Agree the plan with the family"])
    three = TODAY + timedelta(days=3)
    day = {"from_on-day": str(three.day), "from_on-month": str(three.month), "from_on-year": str(three.year)}
    client.send(page, {"length": "12", "late": "15", "because": "The board agreed."} | day)
    client.send(client.get("/clocks/plan"), {"length": "14", "late": "16", "because": "It thought again."} | day)
    main = client.get("/clocks").main
    assert "10 working days from 5 March 2026: 14 working days" in main
    shown = client.get("/clocks/plan").main
    assert "The board agreed." in shown and "It thought again." in shown and "set by Adam Quist" in shown
    with later(3):
        client.sign_in(cast.kamal)
        main = client.get("/clocks").main
        assert "14 working days usually: 10 working days" in main
        assert "Change: Agree" not in client.get("/clocks").links
    kinds = session.scalars(sa.select(Event.kind).where(Event.by_id == cast.adam.id)).all()
    assert kinds.count(EventKind.CLOCK_SET) == 2


def test_two_administrators_overwrite_nothing(cast, session):
    first = set_plan(cast)
    session.flush()
    with pytest.raises(Changed) as refused:
        set_plan(cast, 20, 25)
    assert refused.value.stored["length"] == "12" and refused.value.version == version_after(first.id)
    set_plan(cast, 20, 25, version=first.id)
    assert session.scalar(sa.select(sa.func.count(ClockSetting.id))) == 2


def test_check_ins_and_unknown_clocks_are_not_set_and_nobody_else_sets_any(client, cast):
    client.sign_in(cast.adam)
    client.get("/clocks/check_in", 404)
    client.get("/clocks/x", 404)
    for name in ("flora", "kamal", "lena", "conor", "mabel", "lionel", "anita"):
        client.sign_in(getattr(cast, name))
        client.get("/clocks/plan", 403)


def test_every_process_learns_of_it_with_the_next_page_and_no_page_asks_twice(
    app, client, cast, session, count_queries
):
    stories.a_case(cast, Stage.PLANNING)
    session.commit()
    client.sign_in(cast.kamal)
    with count_queries() as before:
        client.get("/")
    set_plan(cast)
    session.commit()
    keep_to([], 0)  # a process that has not heard of it
    client.get("/")
    assert timescales.kept_to() == session.scalar(sa.select(sa.func.max(ClockSetting.id)))
    with count_queries() as after:
        client.get("/")
    assert after() == before()
    other = StrictClient(app)
    other.sign_in(cast.adam)
    for path, most in (("/clocks", 8), ("/clocks/plan", 8)):
        with count_queries() as count:
            other.get(path)
        assert count() <= most


def test_the_check_counts_by_the_clocks_of_the_authority(app, cast, session):
    set_plan(cast)
    session.commit()
    queries.load()
    with later(1):
        stories.a_case(cast, Stage.PLANNING)
        session.commit()
        keep_to([], 0)
        result = app.test_cli_runner().invoke(args=["check"])
        assert result.exit_code == 0, result.output
    assert check


def test_which_clock_counts_by_full_product():
    own = [Own(Due.PLAN, n, n, TODAY + timedelta(days=day)) for n, day in ((11, 2), (12, 4), (13, 4), (14, 3))]
    keep_to(own, 4)
    expected = {0: 10, 1: 10, 2: 11, 3: 14, 4: 13, 9: 13}
    for day, length in expected.items():
        start = TODAY + timedelta(days=day)
        assert clock_on(Due.PLAN, start).length == length
        assert deadline(Due.PLAN, start).on == working_days_after(start, length)
        assert clock_on(Due.ASSESSMENT, start) == DUE[Due.ASSESSMENT]
    assert [coming(Due.PLAN, TODAY + timedelta(days=n)) for n in (0, 2, 3, 4)] == [own[0], own[3], own[2], None]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9", time(9)),
        ("9:00", time(9)),
        ("17.30", time(17, 30)),
        (" 08:05 ", time(8, 5)),
        ("", None),
        ("24", None),
        ("9:60", None),
        ("nine", None),
        ("9:", time(9)),
        ("9:000", None),
        ("²", None),
        ("-1", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text, read):
    assert time_of_day(text) == read


def test_new_working_hours_count_from_their_day_and_are_told(client, cast):
    client.sign_in(cast.adam)
    page = client.get("/clocks/working-hours")
    sent = page.fields() | {"opens": "8", "closes": "16", "because": "The library closes."}
    client.post(page.path, sent)
    told = client.get("/clocks").main
    assert "count from 09:00 to 17:00" in told and "From 3 March 2026: 08:00 to 16:00" in told
    with clock.at(MONDAY + timedelta(days=1)):
        client.sign_in(cast.adam)
        assert "count from 08:00 to 16:00" in client.get("/clocks").main
        assert "The library closes." in client.get("/clocks/working-hours").main
    event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.HOURS_SET)).one()
    assert (event.facts["opens"], event.facts["closes"]) == ("08:00", "16:00")


def test_two_who_set_the_hours_at_once_overwrite_nothing(client, cast):
    client.sign_in(cast.adam)
    first, second = client.get("/clocks/working-hours"), client.get("/clocks/working-hours")
    client.post(first.path, first.fields() | {"opens": "8", "because": "Earlier."})
    again = client.post(second.path, second.fields() | {"opens": "7", "because": "Earlier still."}, 409)
    assert again.fields()["because"] == "Earlier still."
    assert db.session.scalar(sa.select(sa.func.count(WorkingHours.id))) == 1


@pytest.mark.parametrize("wrong", [{"opens": "x"}, {"closes": "25"}, {"opens": "17", "closes": "9"}, {"opens": "5"}])
def test_wrong_hours_are_refused_with_what_is_wrong(client, cast, wrong):
    client.sign_in(cast.adam)
    page = client.get("/clocks/working-hours")
    refused = client.post(page.path, page.fields() | {"because": "Why not."} | wrong, 409)
    assert len(refused.errors) == 1


@pytest.mark.parametrize("name", ["kamal", "mabel", "lionel", "anita"])
def test_only_an_administrator_sets_the_hours(client, cast, name):
    client.sign_in(getattr(cast, name))
    client.get("/clocks/working-hours", 403)
