"""A figure explained comes to what stands on the scorecard, step by step, and tells nobody a small number."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from familyhelp.demo.figures import import_figures
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.periods import Period
from familyhelp.practice.scorecard import LOCAL, PUBLISHED, QUALITY
from familyhelp.practice.stages import Stage
from familyhelp.queries.explained import WIDER, steps
from familyhelp.queries.local_measures import counted
from tests import stories
from tests.scorecard_worlds import World

TODAY = date(2025, 6, 1)


def test_every_local_measure_is_explained_but_those_of_the_quality_of_practice():
    assert WIDER.keys() == {measure.slug for measure in LOCAL} - set(QUALITY)


@pytest.mark.parametrize("seed", range(10))
def test_the_steps_come_to_what_the_scorecard_counts(session, seed):
    World(seed, size=40).save()
    for ending in (2024, 2026):
        for one in counted(ending, TODAY):
            if one.measure in QUALITY:
                continue
            found = steps(one.measure, Period(ending), TODAY)
            assert found.whole - sum(count for _says, count in found.left_out) == found.stays
            assert found.stays == (one.denominator if one.denominator is not None else one.numerator), one.measure
            assert found.counts == one.numerator, one.measure


def _line(page, name):
    terms = [e for e in page.find("div") if "summary-list__row" in (e.get("class") or "")]
    found = {"".join(next(e.iter("dt")).itertext()): "".join(next(e.iter("dd")).itertext()) for e in terms}
    return " ".join(found[name].split())


def test_a_manager_reads_the_sum_and_the_steps_as_they_stand_on_the_scorecard(client, cast):
    for n in range(4):
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"F{n}"))
    client.sign_in(cast.mabel)
    board = client.get("/scorecard?year=2026")
    (way,) = [a for a in board.find("a") if "/explained/outcomes_met" in a.get("href", "")]
    page = client.get(way.get("href"))
    assert _line(page, "The sum") == "8 ÷ 8 × 100 = 100.0%"
    assert _line(page, "The result").startswith("100.0%")
    assert "Left out: Opened in error" in page.main and "What stays" in page.main
    assert _line(client.get("/scorecard/explained/days_to_closure"), "The sum").startswith("The middle of all")
    assert "first auditor" in client.get("/scorecard/explained/audits_good").main


def test_an_analyst_reads_no_small_number_and_nothing_of_what_was_left_out(client, cast):
    stories.a_case(cast, Stage.CLOSED)
    client.sign_in(cast.anita)
    page = client.get("/scorecard/explained/outcomes_met?year=2026")
    assert _line(page, "Numerator").startswith("–") and "Hidden" in _line(page, "The result")
    assert "Left out" not in page.main
    for wrong in ("nothing", "outcomes_met?year=2026q1", "outcomes_met?year=x", "referral_rate?area=999"):
        assert client.status(f"/scorecard/explained/{wrong}") == 404


def test_each_published_measure_is_explained_by_its_lines(client, cast):
    import_figures(Random(1), authority="Saltmere", today=clock.today())
    db.session.commit()
    client.sign_in(cast.anita)
    for measure in PUBLISHED:
        page = client.get(f"/scorecard/explained/{measure.slug}?year=2025")
        assert _line(page, "Of") == "Saltmere" and "The published lines" in page.main
    page = client.get("/scorecard/explained/re_referrals?year=2025")
    top, bottom = (_line(page, name).split(" ")[0] for name in ("Numerator", "Denominator"))
    assert _line(page, "The sum").startswith(f"{top} ÷ {bottom} × 100 = ")
    assert _line(page, "The sum").endswith(_line(page, "The result").split(" ")[0])


def test_the_page_sends_few_statements(client, cast, count_queries):
    import_figures(Random(1), authority="Saltmere", today=clock.today())
    db.session.commit()
    for who, most in ((cast.mabel, 10), (cast.anita, 10)):
        client.sign_in(who)
        for slug in ("outcomes_met", "re_referrals"):
            with count_queries() as count:
                client.get(f"/scorecard/explained/{slug}?year=2025")
            assert count() <= most
    client.sign_in(cast.kamal)
    assert client.status("/scorecard/explained/outcomes_met") == 403
