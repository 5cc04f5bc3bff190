"""The draw: the same again from the same seed, never one's own case, and over years nobody is overlooked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.sampling import (
    PRESSING,
    WITHIN,
    Framed,
    Sampling,
    Theme,
    a_year,
    digest,
    draw,
    kept,
    missing_to_plan,
    read,
)

TODAY = date(2026, 3, 2)


def a_frame(number: int, *, strata: int = 1, seed: int = 1, people: tuple[str, ...] = ("a", "b", "c")) -> list[Framed]:
    chance = Random(seed)
    return [
        Framed(
            f"C{n:05}",
            f"s{chance.randrange(strata)}",
            TODAY - timedelta(days=chance.randrange(300)),
            chance.random() < 0.5,
            frozenset(p for p in people if chance.random() < 0.3),
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_where_more_press_than_there_is_room_whoever_waited_longest_comes_first(seed):
    frame = [Framed(f"C{n:05}", "s", TODAY - timedelta(days=PRESSING + n), True, frozenset()) for n in range(40)]
    drawn = draw(frame, ["a", "b"], seed=seed, size=5, on=TODAY)
    assert {code for code, _auditor in drawn} == {f"C{n:05}" for n in range(35, 40)}


@given(st.integers(0, 60), st.integers(1, 30), st.text(max_size=8), st.integers(0, 5), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(number, size, seed, world, shuffling):
    frame = a_frame(number, strata=3, seed=world)
    first = draw(frame, ["a", "b", "c"], seed=seed, size=size, on=TODAY)
    shuffled, people = list(frame), ["c", "a", "b"]
    shuffling.shuffle(shuffled)
    assert draw(shuffled, people, seed=seed, size=size, on=TODAY) == first
    assert draw(read(kept(shuffled)), people, seed=seed, size=size, on=TODAY) == first
    by_code = {case.code: case for case in frame}
    assert len(first) == len(dict(first)) == min(size, sum(len(c.barred) < 3 for c in frame))
    assert all(auditor not in by_code[code].barred for code, auditor in first)


def test_another_seed_draws_others():
    frame = [Framed(f"C{n:05}", "", TODAY, False) for n in range(100)]
    one, other = (dict(draw(frame, ["a"], seed=seed, size=10, on=TODAY)) for seed in ("1", "2"))
    assert one.keys() != other.keys()
    chosen = Counter(code for n in range(1000) for code, _ in draw(frame, ["a"], seed=str(n), size=10, on=TODAY))
    assert len(chosen) == 100
    assert all(60 < n < 145 for n in chosen.values()), "each about as often as any other"


def test_every_stratum_has_its_share_and_what_one_cannot_give_the_others_do():
    frame = [
        Framed(f"{s}{n:04}", s, TODAY, False) for s, many in (("x", 60), ("y", 30), ("z", 10)) for n in range(many)
    ]
    drawn = draw(frame, ["a"], seed="1", size=20, on=TODAY)
    assert Counter(code[0] for code, _ in drawn) == {"x": 12, "y": 6, "z": 2}
    able = [replace(c, barred=frozenset("a" if "x0002" < c.code < "y" else "")) for c in frame]
    assert Counter(code[0] for code, _ in draw(able, ["a"], seed="1", size=43, on=TODAY)) == {"x": 3, "y": 30, "z": 10}


def test_whoever_waited_longest_comes_first():
    frame = [Framed(f"C{n:05}", "", TODAY - timedelta(days=n), False) for n in range(365)]
    drawn = draw(frame, ["a"], seed="1", size=92, on=TODAY)
    assert [code for code, _ in drawn] == [f"C{n:05}" for n in range(PRESSING, 365)]


def test_auditors_share_the_work():
    frame = [Framed(f"C{n:05}", "", TODAY, False, frozenset("a") if n % 2 else frozenset()) for n in range(60)]
    load = Counter(auditor for _, auditor in draw(frame, ["a", "b", "c"], seed="1", size=60, on=TODAY))
    assert load == {"a": 20, "b": 20, "c": 20}


@pytest.mark.parametrize("months", [1, 3])
@pytest.mark.parametrize("strata", [1, 4])
@pytest.mark.parametrize("seed", range(3))
def test_over_years_of_rounds_nobody_is_overlooked(seed, strata, months):
    """Families come, stay from days to years, and go. The rounds are as big as `a_year` says. Nobody who is open
    for a year waits for more than a year, and every auditor audits only whom they may."""
    chance, day = Random(seed), TODAY
    since: dict[str, date] = {}
    facts: dict[str, tuple[str, frozenset[str]]] = {}
    ends: dict[str, date] = {}
    longest, audits, made = 0, Counter(), 0
    for _ in range(6 * 12 // months):
        for code in [code for code, end in ends.items() if end <= day]:
            longest = max(longest, (ends[code] - since[code]).days)
            del since[code], ends[code]
        while len(since) < 150 + chance.randrange(30):
            code = f"C{made:05}"
            made += 1
            since[code] = day - timedelta(days=chance.randrange(30 * months))
            ends[code] = day + timedelta(days=int(chance.expovariate(1 / 500)) + 1)
            barred = frozenset(p for p in "abc" if chance.random() < 0.3)
            # One stratum is so small that its share of a round is none.
            stratum = "small" if made % 60 == 0 else f"s{made % strata}"
            facts[code] = stratum, barred if len(barred) < 3 else frozenset()
        frame = [Framed(c, facts[c][0], since[c], False, facts[c][1]) for c in since]
        for code, auditor in draw(frame, "abc", seed=str(day), size=a_year(len(since), months), on=day):
            assert auditor not in facts[code][1]
            longest = max(longest, (day - since[code]).days)
            since[code] = day
            audits[code] += 1
        day += timedelta(days=30 * months)
    assert longest <= WITHIN
    assert audits, "somebody was audited"


def test_rounds_that_are_too_small_overlook_somebody_and_the_simulation_would_say_so():
    since = {f"C{n:05}": TODAY for n in range(120)}
    for month in range(24):
        day = TODAY + timedelta(days=30 * month)
        frame = [Framed(c, "", s, False) for c, s in since.items()]
        since |= {code: day for code, _ in draw(frame, "a", seed=str(month), size=5, on=day)}
    assert max((TODAY + timedelta(days=30 * 24) - s).days for s in since.values()) > WITHIN


def test_the_digest_notices_every_change():
    frame = kept(a_frame(5))
    drawn = draw(read(frame), "abc", seed="1", size=3, on=TODAY)
    whole = digest(frame, "abc", drawn)
    assert digest(frame, "cba", reversed(drawn)) == whole
    assert digest(frame[1:], "abc", drawn) != whole != digest(frame, "ab", drawn)
    assert digest(frame, "abc", drawn[1:]) != whole


def test_what_a_plan_lacks():
    plan = {
        "name": " ", "starts_on": TODAY, "due_on": TODAY - timedelta(days=1), "size": 0,
        "sampling": Sampling.THEME, "theme": None, "auditors": [],
    }  # fmt: skip
    assert [s.field_name for s in missing_to_plan(**plan)] == ["name", "due_on", "size", "theme", "auditors"]
    fine = plan | {"name": "Spring", "due_on": TODAY, "size": 5, "theme": Theme.OPEN_LONG, "auditors": ["a"]}
    assert not list(missing_to_plan(**fine))
