"""The quarterly report; and an attack: who reads every report and the year cannot work out a hidden number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

from familyhelp.practice.periods import Period
from familyhelp.practice.readings import Reading, read_local
from familyhelp.practice.reports import Frozen, Told, Turn, quarter_as_shown, quarters_to_report, turn, year_as_shown
from familyhelp.practice.scorecard import MEASURES

QUARTERS = [Period(2026, number) for number in (1, 2, 3, 4)]
SHARE, COUNT, RECEIVED, DUE = "outcomes_met", "requests", "requests_to_cases", "decided_in_time"
Counts = dict[str, tuple[int, int | None]]


def a_quarter(chance: Random) -> Counts:
    """What one quarter counted, often small."""
    received = chance.choice([0, 1, 3, 5, 6, 7, 12, 30])
    due = max(0, received - chance.choice([0, 0, 1, 2, 6, 7]))
    met, not_met = chance.choice([0, 1, 2, 5, 6, 9, 14]), chance.choice([0, 0, 1, 3, 6, 8, 11])
    return {
        COUNT: (received, None),
        DUE: (chance.randint(0, due), due),
        RECEIVED: (chance.randint(0, received), received),
        SHARE: (met, met + not_met),
    }


def readings(counts: Counts) -> dict[str, Reading]:
    return {slug: read_local(MEASURES[slug], top, bottom, None) for slug, (top, bottom) in counts.items()}


def added(quarters: list[Counts]) -> Counts:
    return {
        slug: (
            sum(q[slug][0] for q in quarters),
            None if quarters[0][slug][1] is None else sum(q[slug][1] or 0 for q in quarters),
        )
        for slug in quarters[0]
    }


def reported(world: list[Counts], chance: Random) -> list[Told]:
    """Reports of some of the quarters, one after the other, each with some of the measures."""
    told: list[Told] = []
    for number, counts in enumerate(world):
        if chance.random() < 0.15:
            continue
        hidden = {one.measure for one in told if one.reading.hidden}
        shown = quarter_as_shown(readings(counts), hidden)
        chosen = [slug for slug in shown if chance.random() < 0.9]
        told += [Told(slug, QUARTERS[number].last_day, shown[slug]) for slug in chosen]
    return told


def primary(top: int, rest: int) -> bool:
    """Why the first of some hidden quarters can be hidden: everybody knows the rule."""
    return any(0 < n < 6 for n in (top, rest, top + rest))


def could_be(left: tuple[int, int], unknown: int, first_is_small: bool) -> Iterator[tuple[int, int]]:
    """Every pair (counted, not counted) that the first hidden quarter can hold, where so much is left for so many
    quarters of which nothing is shown."""
    for top in range(left[0] + 1):
        for rest in range(left[1] + 1):
            if (unknown > 1 or (top, rest) == left) and (not first_is_small or primary(top, rest)):
                yield top, rest


def attack(world: list[Counts], told: list[Told], year: dict[str, Reading], slug: str) -> str | None:
    """What a reader works out of a hidden quarter of one measure; None where it stays hidden."""
    whole, mine = year[slug], [one for one in told if one.measure == slug]
    if whole.hidden or whole.numerator is None:
        return None
    known = [one.reading for one in mine if not one.reading.hidden]
    hidden = sorted(one.quarter for one in mine if one.reading.hidden)
    top = int(whole.numerator - sum((r.numerator or Fraction(0) for r in known), Fraction(0)))
    bottom = whole.denominator if whole.denominator is not None else whole.numerator
    all_of_them = [r.denominator if r.denominator is not None else r.numerator for r in known]
    rest = int(bottom - sum((n for n in all_of_them if n is not None), Fraction(0))) - top
    unknown = len(QUARTERS) - len(known)
    if not hidden:
        if unknown and any(0 < n < 6 for n in (top, rest, top + rest)):
            return f"what no report told: {top} of {top + rest}"
        return None
    worlds = list(could_be((top, rest), unknown, True))
    truth = world[[q.last_day for q in QUARTERS].index(hidden[0])][slug]
    for name, read in (("counted", lambda w: w[0]), ("not counted", lambda w: w[1]), ("over", lambda w: w[0] + w[1])):
        values = {read(w) for w in worlds}
        if len(values) == 1 and 0 < min(values) < 6:
            return f"{name}: {values} of {truth}"
    return None


def test_no_reader_of_all_reports_and_the_year_works_out_a_small_number():
    shown = hidden = 0
    for seed in range(600):
        chance = Random(seed)
        world = [a_quarter(chance) for _ in QUARTERS]
        told = reported(world, chance)
        year = year_as_shown(readings(added(world)), told, 2026)
        shown += sum(not r.hidden for r in year.values())
        hidden += sum(one.reading.hidden for one in told)
        for slug in (SHARE, COUNT):
            assert attack(world, told, year, slug) is None, (seed, slug)
    assert shown > 800 and hidden > 800  # the attack had something to read, and something to find


def published(counts: list[int], told_of: list[bool]) -> tuple[object, ...]:
    """Everything that a reader sees of one count: each report's number, and that of the year."""
    told: list[Told] = []
    for quarter, count, is_told in zip(QUARTERS, counts, told_of, strict=True):
        if is_told:
            hidden = {one.measure for one in told if one.reading.hidden}
            shown = quarter_as_shown(readings({COUNT: (count, None)}), hidden)[COUNT]
            told.append(Told(COUNT, quarter.last_day, shown))
    year = year_as_shown(readings({COUNT: (sum(counts), None)}), told, 2026)[COUNT]
    seen = iter(told)
    return (*(next(seen).reading.numerator if is_told else "none" for is_told in told_of), year.numerator)


def test_who_knows_the_rules_and_tries_every_world_finds_more_than_one():
    """The reader publishes every world that adds up by the same rules, and keeps those that look like what they saw."""
    attacked = 0
    for seed in range(300):
        chance = Random(seed)
        counts = [chance.choice([1, 3, 5, 5, 6, 7, 9]) for _ in QUARTERS]
        told_of = [chance.random() < 0.85 for _ in QUARTERS]
        seen = published(counts, told_of)
        dark = [n for n, shown in enumerate(seen[:-1]) if shown is None or shown == "none"]
        left = sum(counts[n] for n in dark)
        if seen[-1] is None or not dark or left > (16 if len(dark) < 3 else 12):
            continue
        fitting = set()
        for tried in product(range(left + 1), repeat=len(dark) - 1):
            if sum(tried) <= left:
                world = list(counts)
                for n, value in zip(dark, (*tried, left - sum(tried)), strict=True):
                    world[n] = value
                if published(world, told_of) == seen:
                    fitting.add(tuple(world))
        attacked += 1
        for n in dark:
            assert len({world[n] for world in fitting}) > 1 or counts[n] not in range(1, 6), (counts, told_of)
    assert attacked > 20


def test_no_reader_works_out_how_few_requests_were_not_due():
    """The requests of the quarters for which the due ones are not shown, less the due ones of the year."""
    for seed in range(600):
        chance = Random(seed)
        world = [a_quarter(chance) for _ in QUARTERS]
        told = reported(world, chance)
        year = year_as_shown(readings(added(world)), told, 2026)
        read = {(one.measure, one.quarter): one.reading for one in told if not one.reading.hidden}
        for quarter in QUARTERS:
            day = quarter.last_day
            received = read.get((COUNT, day)), read.get((RECEIVED, day))
            if received[0] and (due := read.get((DUE, day))):
                assert not 0 < received[0].numerator - due.denominator < 6
        total = year[COUNT].numerator or year[RECEIVED].denominator
        if year[DUE].denominator is None or total is None:
            continue
        dark = [q for q in QUARTERS if (DUE, q.last_day) not in read]
        over = total - year[DUE].denominator
        for quarter, counts in zip(QUARTERS, world, strict=True):
            if quarter not in dark:
                over -= Fraction(counts[COUNT][0] - (counts[DUE][1] or 0))
        assert not 0 < over < 6, seed


def test_a_year_without_reports_is_shown_as_before():
    counts = {COUNT: (30, None), DUE: (18, 24), RECEIVED: (12, 30), SHARE: (8, 20)}
    assert not any(r.hidden for r in year_as_shown(readings(counts), [], 2026).values())
    of_last_year = [Told(COUNT, Period(2025, 4).last_day, Reading(Fraction(28), Fraction(28)))]
    assert not year_as_shown(readings(counts), of_last_year, 2026)[COUNT].hidden
    of_this_year = [Told(COUNT, Period(2026, 4).last_day, Reading(Fraction(28), Fraction(28)))]
    assert year_as_shown(readings(counts), of_this_year, 2026)[COUNT].hidden


def test_which_quarters_can_be_reported():
    day = date(2026, 3, 2)
    assert [p.slug for p in quarters_to_report(day, None)] == ["2026q3", "2026q2", "2026q1", "2025q4"]
    assert [p.slug for p in quarters_to_report(day, Period(2026, 2).last_day)] == ["2026q3"]
    assert quarters_to_report(day, Period(2026, 3).last_day) == []


def figure(slug: str, value: int | None, year: int | None = None) -> Frozen:
    reading = Reading(Fraction(value) if value is not None else None)
    return Frozen(MEASURES[slug], reading, year, "", "", "", "")


def test_how_a_figure_stands_beside_the_last_report():
    met, received = "outcomes_met", "requests"
    assert turn(figure(met, 5), None) is Turn.NEW
    assert turn(figure(met, 5), figure(met, 4)) is Turn.BETTER
    assert turn(figure(met, 3), figure(met, 4)) is Turn.WORSE
    assert turn(figure(met, 4), figure(met, 4)) is Turn.STEADY
    assert turn(figure(received, 5), figure(received, 4)) is Turn.OTHER
    assert turn(figure(met, None), figure(met, 4)) is Turn.UNKNOWN
    published = figure("re_referrals", 5, 2025)
    assert turn(published, figure("re_referrals", 5, 2025)) is Turn.SAME_PERIOD
    assert turn(published, figure("re_referrals", 6, 2025)) is Turn.BETTER  # revised
