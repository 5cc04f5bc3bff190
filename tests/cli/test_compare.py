"""`flask scorecard compare`: every authority beside the others, as a plain recount has it."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from statistics import median

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from tests import published_files as files
from tests.practice.test_standing import slow_at_most
from tests.published_files import PLACES

KEYS = ["area_code", "old_code", "area_name", "numerator", "denominator", "value", "symbol", "reason", "rank",
        "quartile", "neighbours_median", "neighbours_known", "funnel"]  # fmt: skip
REFERRED = {"001": (200, 40), "002": (300, 60), "003": (150, "c"), "004": (400, 120), "005": (0, 0), "006": (90, 9)}


@pytest.fixture
def compare(app, tmp_path):
    """`compare(measure, period)`: what is printed, as it is read by another program."""
    chance = random.Random(5)
    contents = {
        "referrals.csv": [files.referrals(2025, p, *(REFERRED[p[0]] if p else (1140, 300))) for p in [None, *PLACES]],
        "population.csv": [
            files.population(y, p, 60_000 if p is None else 10_000 + 500 * n)
            for y in (2023, 2024)
            for n, p in enumerate([None, *PLACES])
        ],
        "neighbours.csv": [files.neighbours(p, chance.sample([q[0] for q in PLACES if q != p], 5)) for p in PLACES],
    }
    runner = app.test_cli_runner()
    for name, rows in contents.items():
        (tmp_path / name).write_bytes(files.to_csv(rows, mark=name == "neighbours.csv"))
        assert runner.invoke(args=["published", "import", str(tmp_path / name)]).exit_code == 0

    def printed(measure: str, period: str = "2025") -> list[dict]:
        result = runner.invoke(
            args=["scorecard", "compare", "--measure", measure, "--period", period, "--format", "json"]
        )
        assert result.exit_code == 0, result.output
        return json.loads(result.output)

    printed.runner = runner
    return printed


def by_code(found: list[dict]) -> dict[str, dict]:
    return {item["old_code"]: item for item in found}


def test_one_object_an_authority_with_everything_that_is_named(compare):
    found = compare("re_referrals")
    assert [item["old_code"] for item in found] == [place[0] for place in PLACES]
    assert all(list(item) == KEYS for item in found)
    first = found[0]
    assert (first["area_code"], first["area_name"]) == ("E09999001", "Town 1")
    assert (first["numerator"], first["denominator"], first["value"]) == (40, 200, 20)


def test_a_symbol_stays_a_symbol_and_a_share_of_nothing_is_unknown(compare):
    found = by_code(compare("re_referrals"))
    assert (found["003"]["value"], found["003"]["symbol"], found["003"]["rank"]) == (None, "c", None)
    assert (found["005"]["value"], found["005"]["symbol"], found["005"]["numerator"]) == (None, None, 0)


def test_ranks_and_quarters_by_direction(compare):
    found = by_code(compare("re_referrals"))
    # 10 per cent, then 20 twice, then 30: lower is better, and ties share the better rank.
    assert {code: item["rank"] for code, item in found.items()} == {
        "001": 2, "002": 2, "003": None, "004": 4, "005": None, "006": 1,
    }  # fmt: skip
    assert {code: item["quartile"] for code, item in found.items()} == {
        "001": 2, "002": 2, "003": None, "004": 4, "005": None, "006": 1,
    }  # fmt: skip
    assert all(item["rank"] is None for item in compare("referral_rate"))


@pytest.mark.parametrize("measure", ["re_referrals", "referral_rate"])
def test_the_median_is_that_of_the_neighbours_whose_value_is_known(compare, measure):
    from familyhelp.models import Area, Neighbour

    found = by_code(compare(measure))
    numbers = dict(db.session.execute(sa.select(Area.id, Area.number)).all())
    for code, item in found.items():
        near = [
            numbers[neighbour]
            for area, neighbour in db.session.execute(sa.select(Neighbour.area_id, Neighbour.neighbour_id))
            if numbers[area] == code
        ]
        known = [found[n]["value"] for n in near if found[n]["value"] is not None]
        assert item["neighbours_known"] == len(known)
        assert item["neighbours_median"] == pytest.approx(median(known))


def test_the_funnel_is_drawn_around_the_nation(compare):
    found = by_code(compare("referral_rate"))
    for number, (code, (count, _again)) in enumerate(REFERRED.items(), start=1):
        children = 10_000 + 500 * number
        expected = float(Fraction(1140, 60_000) * children)
        low, high = slow_at_most(count, expected), 1 - slow_at_most(count - 1, expected)
        side, chance = ("below", low) if count < expected else ("above", high)
        tail = "998" if chance < 0.001 else "95" if chance < 0.025 else ""
        assert found[code]["funnel"] == (f"{side}_{tail}" if tail else "within"), code
        assert found[code]["value"] == pytest.approx(count / children * 10_000)
    assert {item["funnel"] for item in compare("re_referrals")} == {None}


def test_a_year_without_figures_is_an_empty_list(compare):
    assert compare("re_referrals", "2019") == []


@pytest.mark.parametrize("words", [["--measure", "requests"], ["--measure", "nothing"], ["--period", "soon"]])
def test_what_cannot_be_compared_is_told_in_a_sentence(compare, words):
    asked = {"--measure": "re_referrals", "--period": "2025"} | dict([words])
    result = compare.runner.invoke(args=["scorecard", "compare", *[text for pair in asked.items() for text in pair]])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and "Traceback" not in result.output


def test_the_table_has_the_same_figures_rounded(compare):
    result = compare.runner.invoke(args=["scorecard", "compare", "--measure", "re_referrals", "--period", "2024-25"])
    assert "Town 6" in result.output and " 10 " in result.output


def test_the_statements_do_not_grow_with_the_authorities(compare, count_queries):
    from familyhelp.practice.scorecard import MEASURES
    from familyhelp.queries import comparison

    with count_queries() as count:
        comparison.compare(MEASURES["referral_rate"], 2025)
    assert count() == 5
