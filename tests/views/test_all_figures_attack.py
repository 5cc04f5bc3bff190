"""Every number that an analyst can reach, on every page and file of figures and with every choice, put together: no
count of 1 to 5 follows from all of them by adding and subtracting. And no name stands on any page or refusal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import g

from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.scorecard_worlds import World
from tests.told_sets import REPORTED, Sets, gathered, report_on


class Dense(World):
    """A world of which most happened in four quarters, more in some than in others, so that reports tell something."""

    def day(self) -> date:
        """A day of one of the quarters, seldom of the last ones."""
        (quarter,) = self.chance.choices(REPORTED, (9, 7, 2, 4))
        return quarter.first_day + timedelta(days=self.chance.randrange(90))

    def _feedback(self, case: int) -> None:
        for _ in range(3):
            super()._feedback(case)


def with_askers(world: World) -> None:
    """Requests of every kind of agency, some of them told by a message, some sent back once."""
    chance = Random(world.seed)
    for one in world.rows["contacts"]:
        one["source"] = chance.choice(("1A", "2A", "2A", "2A", "3A", "6"))
        one["referrer_email"] = chance.choice((None, "who@asked.example"))
        one["missing"] = chance.choice((None, None, None, "What does the family say?"))


PRIME = (1 << 61) - 1


def small_follow(known: Sets, guarded: Sets) -> list[Any]:
    """Which guarded sets of 1 to 5 are a sum of multiples of known ones. Exact but for a chance of one in 2**61."""
    names = list({item for rows in (*known.values(), *guarded.values()) for item in rows})
    where: dict[frozenset[int], list[Hashable]] = {}
    held = {item: set() for item in names}
    everything = [*known.values(), *guarded.values()]
    for number, rows in enumerate(everything):
        for item in rows:
            held[item].add(number)
    for item in names:  # those that stand in the same figures are one
        where.setdefault(frozenset(held[item]), []).append(item)
    alike = {group[0] for group in where.values()}
    basis: dict[Hashable, dict[Hashable, int]] = {}

    def reduced(rows: frozenset[Hashable]) -> dict[Hashable, int]:
        left = {item: 1 for item in rows if item in alike}
        for pivot, line in basis.items():
            times = left.get(pivot)
            if times:
                for item, weight in line.items():
                    value = (left.get(item, 0) - times * weight) % PRIME
                    if value:
                        left[item] = value
                    else:
                        left.pop(item, None)
        return left

    for rows in known.values():
        left = reduced(rows)
        if left:
            pivot = next(iter(left))
            inverse = pow(left[pivot], -1, PRIME)
            basis[pivot] = {item: weight * inverse % PRIME for item, weight in left.items()}
    return [name for name, rows in guarded.items() if 0 < len(rows) < 6 and not reduced(rows)]


@pytest.mark.once
@pytest.mark.parametrize(
    ("of", "seed", "size", "reported"),
    [(World, 1, 40, ()), (World, 3, 160, ()), (Dense, 2, 90, REPORTED[1:3]), (Dense, 4, 160, REPORTED)],
)
def test_no_small_number_follows_from_everything_that_an_analyst_can_read(app, cast, session, of, seed, size, reported):
    world = of(seed, size=size)
    with_askers(world)
    world.save()
    session.commit()
    known: Sets = {}
    every: Sets = {}
    with app.test_request_context("/flow"), clock.at(clock.now().replace(year=2026, month=3, day=2)):
        g.viewer = cast.anita
        for period in reported:
            report_on(period, cast)
        for told, guarded in gathered(world):
            known |= told
            every |= guarded
    assert not [name for name, rows in known.items() if 0 < len(rows) < 6]
    assert small_follow(known, every) == []
    assert sum(bool(rows) for rows in known.values()) > 10, "something is left to read"


CANARY = "Zwartkopje"


def test_no_name_reaches_an_analyst_by_any_page_or_refusal(app, client, cast):
    families = [stories.a_family(f"{CANARY}{n}") for n in range(3)]
    cases = [
        stories.a_case(cast, stage, family=family)
        for stage, family in zip((Stage.ACTIVE, Stage.CLOSED, Stage.STATUTORY), families, strict=True)
    ]
    db.session.commit()
    codes = {"case": write_code(cases[0].code), "family": write_code(cases[0].family.code)}
    client.sign_in(cast.anita)
    fill: Mapping[str, Any] = {
        "measure": "requests",
        "page": "flow",
        "table": "counts",
        "year": 2026,
        "line": "sure_start",
    }
    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ("static", "sign_in.sign_out"):
            continue
        values = {name: codes.get(name, fill.get(name, 1)) for name in rule.arguments}
        with app.test_request_context():
            from flask import url_for

            try:
                where = url_for(rule.endpoint, **values)
            except Exception:
                continue
        response = client.ask("GET", where)
        assert response.status_code < 500, where
        assert CANARY.encode() not in response.get_data(), where
        seen += response.status_code == 200
    assert seen > 20
