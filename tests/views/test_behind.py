"""The families behind a figure: as many as it counts, for those who may see them, and for nobody else."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Practitioner, Team, team_managers
from familyhelp.practice import clock
from familyhelp.practice.cuts import OTHERS, Told, cuts, largest_agencies
from familyhelp.practice.flow_figures import flow
from familyhelp.practice.periods import Period
from familyhelp.practice.roles import Role
from familyhelp.practice.scorecard import LOCAL, QUALITY
from familyhelp.practice.stages import Stage
from familyhelp.queries import cuts as cut_queries
from familyhelp.queries import flow as flow_queries
from familyhelp.queries.behind import behind
from familyhelp.queries.each_counted import EACH
from familyhelp.queries.each_of_flow import COHORTS, COUNTS, of_cut
from familyhelp.queries.local_measures import counted
from tests import stories
from tests.conftest import MONDAY
from tests.scorecard_worlds import World

TODAY = date(2026, 3, 2)


def test_every_local_measure_has_its_list_but_those_of_the_quality_of_practice():
    assert EACH.keys() == {measure.slug for measure in LOCAL} - set(QUALITY)


def _all(viewer, measure, *, numerator):
    """Every page of a list, one after another."""
    after, rows = None, []
    while True:
        found = behind(viewer, EACH[measure](), Period(2024), TODAY, numerator=numerator, after=after)
        rows += found.rows
        after = found.following
        if after is None:
            return rows, found


@pytest.mark.parametrize("seed", range(8))
def test_each_list_is_as_long_as_its_figure_counts(session, seed):
    world = World(seed, size=60)
    world.save()
    manager = Practitioner(name="M", email="m@example.org", role=Role.MANAGER, created_at=clock.now())
    stranger = Practitioner(name="S", email="s@example.org", role=Role.MANAGER, created_at=clock.now())
    db.session.add_all([manager, stranger])
    db.session.flush()
    team = db.session.scalars(sa.select(Team)).one()
    db.session.execute(sa.insert(team_managers).values(team_id=team.id, practitioner_id=manager.id))
    db.session.commit()
    for one in counted(2024, TODAY):
        if one.measure in QUALITY:
            continue
        for numerator, number in ((True, one.numerator), (False, one.denominator)):
            rows, found = _all(manager, one.measure, numerator=numerator)
            assert len(rows) == found.seen <= found.whole
            assert [(r.on) for r in rows] == sorted((r.on for r in rows), reverse=True)
            if one.measure not in ("requests", "decided_in_time", "requests_to_cases"):
                assert found.seen == found.whole  # only a request can be of no family
            if number is not None and not (numerator and one.measure.startswith("distance")):
                assert found.whole == number, one.measure
            if numerator and one.measure.startswith("distance"):
                assert sum(row.amount for row in rows) == one.numerator
            assert all(Period(2024).first_day <= row.on <= Period(2024).last_day for row in rows)
            assert _all(stranger, one.measure, numerator=numerator)[1].seen == 0


def test_whom_a_manager_may_not_see_is_a_number_and_no_name(client, cast):
    stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Ashdown"))
    stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Hartwell", restricted=True))
    stories.a_case(cast, Stage.CLOSED, lead=cast.sven, team=cast.south, family=stories.a_family("Southgate"))
    client.sign_in(cast.mabel)
    page = client.get("/scorecard?year=2026")
    (way,) = [a for a in page.find("a") if "outcomes_met" in a.get("href", "") and "part=denominator" in a.get("href")]
    page = client.get(way.get("href"))
    assert "Ashdown" in page.main and "Counted today: 6." in page.main
    assert "4 of them are of families that you cannot see" in page.main
    assert "Hartwell" not in page.main and "Southgate" not in page.main
    assert MONDAY.strftime("%B %Y") in page.main


def test_an_analyst_finds_no_way_to_any_family(client, cast):
    stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Ashdown"))
    client.sign_in(cast.anita)
    assert "behind" not in "".join(a.get("href", "") for a in client.get("/scorecard").find("a"))
    for who in (cast.anita, cast.kamal, cast.adam):
        client.sign_in(who)
        assert client.status("/scorecard/behind/outcomes_met") == 403
    client.sign_in(cast.mabel)
    for wrong in ("supervised", "nothing", "requests?part=all", "requests?period=x"):
        assert client.status(f"/scorecard/behind/{wrong}") == 404


def test_the_page_sends_few_statements_however_many_families(client, cast, count_queries):
    def asked():
        client.sign_in(cast.mabel)
        with count_queries() as count:
            client.get("/scorecard/behind/outcomes_met?part=denominator")
        return count()

    stories.a_case(cast, Stage.CLOSED)
    first = asked()
    for n in range(14):
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"F{n}"))
    assert asked() == first <= 8


@pytest.mark.parametrize("seed", range(3))
def test_each_list_of_the_flow_and_of_a_cut_is_as_long_as_its_figure(session, seed):
    World(seed, size=60).save()
    manager = Practitioner(name="M", email="m@example.org", role=Role.MANAGER, created_at=clock.now())
    db.session.add(manager)
    db.session.commit()

    def whole(each, period, *, numerator=False):
        return behind(manager, each, period, TODAY, numerator=numerator, after=None).whole

    found = flow(flow_queries.counts(2024, TODAY))
    for quarter in (None, 1, 3):
        for what, each in COUNTS.items():
            assert whole(each(), Period(2024, quarter)) == found.count(what, quarter or 0), what
    for column, each in COHORTS.items():
        assert whole(each(), Period(2024, 2)) == found.cohort(column, 2), column
    seen = 0
    for told in Told:
        cells, by_headline = cut_queries.cells(told, Period(2024), TODAY)
        shown = cuts(largest_agencies(cells), by_headline)
        rows = [(cut, row) for cut, rows in shown.rows.items() for row in rows if row.of != OTHERS]
        for cut, row in [(None, shown.whole), *rows]:
            each = of_cut(told, cut, row.of)
            assert whole(each, Period(2024)) == row.denominator, (told, cut, row.of)
            assert whole(each, Period(2024), numerator=True) == row.numerator, (told, cut, row.of)
            seen += bool(row.denominator)
    assert seen > 10


def test_figures_of_the_flow_and_of_cuts_lead_to_families_for_managers_alone(client, cast):
    stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Ashdown"))
    client.sign_in(cast.mabel)
    for where, part in (("/flow", "flow-ended"), ("/outcomes-by", "cut-outcomes_met")):
        ways = [a.get("href") for a in client.get(where).find("a") if part in a.get("href", "")]
        assert ways and all("Ashdown" in client.get(way).main for way in ways)
    assert client.status("/scorecard/behind/cut-outcomes_met?cut=level&of=nothing") == 404
    assert client.status("/scorecard/behind/cohort-young") == 404
    client.sign_in(cast.anita)
    for where in ("/flow", "/outcomes-by"):
        assert not [a for a in client.get(where).find("a") if "/behind/" in a.get("href", "")]
    assert all(client.status(way) == 403 for way in ways)
