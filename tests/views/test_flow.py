"""The way of families through a year: counted like a naive recount, only with those whose time is over, and no small
number to be read or worked out by whoever works with no family."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.models import QuarterlyReport
from familyhelp.practice import clock
from familyhelp.practice.flow_figures import flow, on_scorecard, without_small_numbers
from familyhelp.practice.periods import year_of
from familyhelp.practice.stages import Stage
from familyhelp.queries.flow import counts
from tests import report_stories, stories
from tests.conftest import MONDAY
from tests.flow_worlds import given_away, recounted
from tests.scorecard_worlds import World

DAYS = ((2024, date(2026, 3, 2)), (2025, date(2024, 12, 31)), (2026, date(2026, 2, 1)))


@pytest.mark.parametrize("seed", range(12))
def test_the_flow_is_what_a_naive_recount_counts(session, count_queries, seed):
    world = World(seed, size=25)
    world.save()
    for ending, today in DAYS:
        with count_queries() as count:
            found = flow(counts(ending, today))
        assert count() == 4
        session.rollback()
        naive = recounted(world, ending, today)
        for key, number in found.figures.items():
            assert number == len(naive[key]), key


@pytest.mark.parametrize("seed", range(8))
def test_an_attack_on_everything_that_an_analyst_can_ask_for_finds_no_small_number(session, seed):
    """Every year's page, beside what the scorecard says of the same year; each figure against each, parts against
    wholes, and everything together."""
    world = World(seed + 100, size=(20, 60, 120, 200)[seed % 4])
    world.save()
    for ending, today in DAYS:
        safe = without_small_numbers(counts(ending, today))
        session.rollback()
        naive = recounted(world, ending, today)
        shown = {key: naive[key] for key, number in safe.figures.items() if number is not None}
        assert all(number in (None, len(naive[key])) for key, number in safe.figures.items())
        alone = {key: naive[key] for key in on_scorecard({key: len(rows) for key, rows in naive.items()})}
        wrong = set(given_away(shown | alone, naive)) - set(given_away(alone, naive))
        assert not wrong
        if seed % 4 == 3 and ending == 2024:
            assert sum(key[2] > 0 for key in shown) > 20  # something is left to read


def visible(cell) -> str:
    """What a cell shows, without what a link says to whoever only hears it."""
    hidden = {id(text) for span in cell.iter("span") if "hidden" in (span.get("class") or "") for text in span.iter()}
    words = [(e.text or "") * (id(e) not in hidden) + (e.tail or "") * (e is not cell) for e in cell.iter()]
    return "".join(words).strip()


def _row(page, name):
    cells = next(e for e in page.find("tr") if "".join(next(e.iter("th")).itertext()).strip() == name)
    return [visible(td) for td in cells.iter("td")]


def test_who_is_too_young_is_named_and_in_no_share(client, cast):
    with clock.at(MONDAY):
        cases = [stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"F{n}")) for n in range(2)]
    with clock.at(MONDAY + timedelta(days=91)):
        client.sign_in(cast.mabel)
        page = client.get("/flow?period=2026")
        assert page.main.count("Of the episodes ended, the family came back") == 3
        assert _row(page, "Of the episodes ended, the family came back") == ["91 days", "–", "0", "0", "2"]
    with clock.at(MONDAY + timedelta(days=92)):
        client.sign_in(cast.mabel)
        page = client.get("/flow?period=2026q4")
        assert _row(page, "Of the episodes ended, the family came back") == ["91 days", "0.0%", "0", "2", "0"]
    assert len(cases) == 2


def test_the_drawing_says_in_words_what_the_table_says(client, cast):
    for n in range(7):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"F{n}"))
    stories.a_case(cast, Stage.STATUTORY)
    for who, begun, up in ((cast.mabel, "8", "1"), (cast.anita, "8", "[c]")):
        client.sign_in(who)
        page = client.get("/flow")
        words = "".join(next(e for e in page.find("{http://www.w3.org/2000/svg}desc")).itertext())
        assert f"Episodes begun: {begun}." in words and f"Stepped up: {up}." in words
        assert _row(page, "Episodes begun, together")[0] == begun
        assert _row(page, "Steps up accepted by social care")[0] == up
    client.get("/flow?period=2026q4", status=400)  # a quarter is not offered to whoever sees no exact numbers


def test_the_page_sends_few_statements(client, cast, count_queries):
    client.sign_in(cast.anita)
    client.get("/flow")
    with count_queries() as count:
        client.get("/flow")
    assert count() <= 8
    for who in (cast.kamal, cast.lionel, cast.adam):
        client.sign_in(who)
        assert client.status("/flow") == 403


def test_beside_a_report_of_a_quarter_nothing_of_its_year_can_be_worked_out(client, cast, session):
    world = World(103, size=200)
    world.save()
    session.commit()
    client.sign_in(cast.anita)
    year = year_of(clock.today()).ending
    before = client.get(f"/flow?period={year}")
    report_stories.begun(cast)
    session.commit()
    reported = year_of(session.scalars(sa.select(QuarterlyReport.ends_on)).one()).ending
    session.rollback()
    page = client.get(f"/flow?period={reported}")
    assert "small numbers could be worked out" in page.main
    assert not list(page.find("td")) and not list(page.find("svg")) and list(before.find("td"))
    assert "small numbers could be worked out" not in before.main
    client.sign_in(cast.mabel)
    assert "small numbers could be worked out" not in client.get(f"/flow?period={reported}").main
