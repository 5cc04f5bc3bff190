"""MEASURES and their arithmetic: exact, and a gap stays a gap."""

from __future__ import annotations

import random
import statistics
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from familyhelp.practice import published
from familyhelp.practice.publications import LINES, PUBLICATIONS, recognise, source_of
from familyhelp.practice.published import Symbol
from familyhelp.practice.readings import exact, median, protected_all, read, read_local, rounded, share
from familyhelp.practice.scorecard import LOCAL, MEASURES, PUBLISHED, Quadrant
from familyhelp.practice.trajectories import NO_TARGETS


def cells(**figures):
    """`referrals_2025="100"`: a finder over some figures; a symbol is written in brackets."""
    held = {}
    for key, text in figures.items():
        line, year = key.rsplit("_", 1)
        held[line, int(year)] = (None, text[1:-1]) if text.startswith("[") else (text, None)
    return lambda line, year: held.get((line, year))


def test_every_measure_says_what_it_is():
    assert len(MEASURES) == len(PUBLISHED) + len(LOCAL)
    for measure in MEASURES.values():
        assert measure.label and measure.says.endswith(".") and len(measure.slug) <= 40
        assert measure.lines <= set(LINES)
        assert measure.local == (measure in LOCAL)
        if measure.local:
            assert not measure.sources and (measure.counts or measure.over)
        else:
            assert measure.sources and measure.numerator_words
    assert {m.quadrant for m in MEASURES.values()} == set(Quadrant)


def test_each_rate_of_children_looked_after_counts_its_own_children_and_is_no_target():
    rates = {slug: m for slug, m in MEASURES.items() if slug.endswith("looked_after_rate")}
    assert len(rates) == 3 and rates.keys() == NO_TARGETS
    counts = {"looked_after": 11, "starting_looked_after": 13, "ceasing_looked_after": 17}
    held = cells(**{f"{line}_2025": str(n) for line, n in counts.items()}, children_0_17_2024="1000")
    for slug, measure in rates.items():
        assert read(measure, 2025, held).value == counts[slug.removesuffix("_rate")] * 10, slug


def test_every_line_comes_from_one_publication():
    taken = [take.line for publication in PUBLICATIONS.values() for take in publication.takes]
    assert sorted(taken) == sorted(LINES)
    assert source_of("children_0_17").slug == "population"


def test_a_rate_takes_the_children_of_the_year_before():
    find = cells(referrals_2025="500", children_0_17_2025="9", children_0_17_2024="10000")
    assert read(MEASURES["referral_rate"], 2025, find).value == 500


def test_a_rate_whose_population_is_not_held_takes_the_one_published_with_it():
    find = cells(looked_after_2025="50", looked_after_population_2025="10000")
    assert read(MEASURES["looked_after_rate"], 2025, find).value == 50
    both = cells(looked_after_2025="50", looked_after_population_2025="10000", children_0_17_2024="20000")
    assert read(MEASURES["looked_after_rate"], 2025, both).value == 25
    gap = cells(looked_after_2025="50", looked_after_population_2025="10000", children_0_17_2024="[x]")
    assert read(MEASURES["looked_after_rate"], 2025, gap).value == 50


@pytest.mark.parametrize("symbol", [s.value for s in Symbol])
def test_a_symbol_makes_the_whole_unknown_and_says_why(symbol):
    for figures in (
        {"re_referrals_2025": f"[{symbol}]", "referrals_2025": "10"},
        {"re_referrals_2025": "1", "referrals_2025": f"[{symbol}]"},
    ):
        found = read(MEASURES["re_referrals"], 2025, cells(**figures))
        assert found.value is None and found.symbol is Symbol(symbol) and str(found.why) == Symbol(symbol).label


def test_one_unknown_part_of_a_sum_makes_the_sum_unknown():
    figures = {
        "spend_sure_start_2025": "1",
        "spend_family_support_2025": "[-]",
        "spend_young_people_2025": "3",
        "spend_total_2025": "10",
    }
    found = read(MEASURES["early_help_share"], 2025, cells(**figures))
    assert found.value is None and found.numerator is None and found.symbol is Symbol("-")
    whole = read(MEASURES["early_help_share"], 2025, cells(**{**figures, "spend_family_support_2025": "2"}))
    assert whole.value == 60


def test_a_share_of_nothing_is_unknown_never_0_and_never_100():
    for top in ("0", "3"):
        found = read(MEASURES["re_referrals"], 2025, cells(re_referrals_2025=top, referrals_2025="0"))
        assert found.value is None and found.symbol is None and "nothing to take a share of" in str(found.why)
    assert read_local(MEASURES["sustained"], 0, 0, None).value is None
    assert read_local(MEASURES["days_to_closure"], None, 0, None).value is None
    assert read_local(MEASURES["requests"], 0, None, None).value == 0, "a count of nothing is 0"


def test_what_was_never_imported_says_so():
    found = read(MEASURES["neet"], 2025, cells())
    assert found.value is None and found.symbol is None and "imported" in str(found.why)


def test_money_and_shares_are_exact():
    assert share(1, 3, 100).value == Fraction(100, 3)
    assert exact("67.900000000000006") == Fraction("67.900000000000006")
    find = cells(spend_total_2025="0.3", spend_looked_after_2025="0.1")
    assert read(MEASURES["not_looked_after_share"], 2025, find).value == Fraction(200, 3)


def test_rounding_goes_half_away_from_zero():
    assert rounded(Fraction(182, 1120) * 100, 1) == "16.3", "16.25 exactly"
    assert [rounded(Fraction(n, 8), 2) for n in (1, -1, 3)] == ["0.13", "-0.13", "0.38"]
    assert rounded(Fraction(-1, 1000), 2) == "0.00" and rounded(Fraction(1234567), 0) == "1,234,567"
    chance = random.Random(5)
    for _ in range(500):
        value, places = Fraction(chance.randint(-(10**9), 10**9), chance.randint(1, 10**4)), chance.randrange(4)
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        expected = quotient.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert Decimal(rounded(value, places).replace(",", "")) == expected


def test_the_median_is_the_middle():
    chance = random.Random(6)
    for size in range(1, 30):
        values = [Fraction(chance.randint(0, 99), chance.randint(1, 9)) for _ in range(size)]
        assert median(values) == statistics.median(values)
    assert median([]) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [("2025", 2025), ("202425", 2025), ("2024-25", 2025), ("2024/25", 2025), ("2024-25 (OT)", 2025), ("199900", 2000)],
)
def test_a_period_is_known_by_the_year_in_which_it_ends(text, year):
    assert published.year_of(text) == year


@pytest.mark.parametrize("text", ["", "25", "202426", "2024-26", "2024-25 (B)", "3025", "٢٠٢٥", "2025 Q1", "1" * 5000])
def test_what_is_no_period_is_none(text):
    assert published.year_of(text) is None


def test_a_file_is_known_by_its_columns_only():
    ees = {"time_period", "time_identifier", "geographic_level"}
    assert recognise(ees | {"category", "referral_count", "rereferral_count"}).slug == "referrals"
    assert recognise(ees | {"age_group", "population_estimate"}).slug == "population"
    assert recognise(ees | {"population_type", "population_estimate", "children_count"}).slug == "looked_after"
    assert recognise({"category", "referral_count", "rereferral_count"}) is None, "without its time and place"
    assert recognise({"measure", "period", "la_number", "area", "value"}).slug == "local_authority_interactive"
    assert recognise({"old_la_code", "SN_1"}).slug == "neighbours" and recognise(set()) is None


def local(**pairs):
    return {slug: read_local(MEASURES[slug], *pair, None) for slug, pair in pairs.items()}


def test_small_numbers_are_hidden_with_all_that_rests_on_them():
    shown = protected_all(
        local(
            step_ups=(5, 90),
            step_downs=(40, 45),
            sustained=(0, 90),
            outcomes_met=(7, 20),
            requests=(6, None),
            distance_child=(1, 4),
            distance_parent=(-3, 9),
        )
    )
    assert {slug for slug, reading in shown.items() if reading.hidden} == {"step_ups", "step_downs", "distance_child"}
    assert all(r.value is None and r.numerator is None and r.denominator is None for r in shown.values() if r.hidden)


def test_a_difference_of_two_counts_does_not_show_a_small_one():
    shown = protected_all(local(requests=(100, None), decided_in_time=(50, 97)))
    assert shown["decided_in_time"].hidden and not shown["requests"].hidden
    assert not protected_all(local(requests=(100, None), decided_in_time=(50, 94)))["decided_in_time"].hidden
