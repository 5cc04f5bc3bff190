"""The flow of a random world counted again in plain Python, and what a reader could work out from figures."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from familyhelp.practice.clock import LOCAL
from familyhelp.practice.periods import Period
from familyhelp.practice.timescales import working_days_after
from tests.scorecard_worlds import World

OPENING = ("targeted", "partner_led", "step_down")
Sets = dict[Hashable, frozenset[Hashable]]


def recounted(world: World, ending: int, today: date) -> Sets:
    """Whom each figure of the flow counts: requests, cases and steps by their numbers."""
    found: Sets = {}
    for quarter in range(5):
        period = Period(ending, quarter or None)
        for name, rows in (_asked(world, period, today) | _begun(world, period, today)).items():
            found[(*name, quarter)] = frozenset(rows)
    return found


def _inside(period: Period, day: date | None) -> bool:
    return day is not None and period.first_day <= day <= period.last_day


def _local(moment: datetime | None) -> date | None:
    return moment.astimezone(LOCAL).date() if moment else None


def _asked(world: World, period: Period, today: date) -> dict[tuple[Any, ...], set[Any]]:
    cases = {case["id"]: case for case in world.rows["cases"]}
    mine = [c for c in world.rows["contacts"] if _inside(period, _local(c["received_at"]))]
    accepted = [c for c in mine if c["decided_at"] and c["outcome"] in OPENING and c["case_id"]]
    found = {
        ("count", "received"): mine,
        ("count", "accepted"): accepted,
        ("count", "passed_on"): [c for c in mine if c["outcome"] == "step_up"],
        ("count", "joined"): [c for c in mine if c["outcome"] == "already_open"],
        ("count", "otherwise"): [c for c in mine if c["outcome"] in ("advice", "no_action")],
        ("count", "waiting"): [c for c in mine if not c["decided_at"]],
    }
    for number, days in enumerate((5, 10, 20)):
        over = [c for c in mine if working_days_after(_local(c["received_at"]), days) < today]
        found[f"over {number}", "accepted"] = over
        found[f"young {number}", "accepted"] = [c for c in mine if c not in over]
        found[f"reached {number}", "accepted"] = [
            c
            for c in over
            if c in accepted and cases[c["case_id"]]["opened_on"] <= working_days_after(_local(c["received_at"]), days)
        ]
    due = [c for c in mine if c["decided_at"] or c["due_on"] < today]
    found["scorecard", "due"] = due
    found["scorecard", "in_time"] = [c for c in due if c["decided_at"] and _local(c["decided_at"]) <= c["due_on"]]
    return {name: {("request", c["id"]) for c in rows} for name, rows in found.items()}


def _begun(world: World, period: Period, today: date) -> dict[tuple[Any, ...], set[Any]]:
    rows = world.rows
    contact = {c["id"]: c for c in rows["contacts"]}
    reason = {k["case_id"]: k["reason"] for k in rows["closings"]}
    true = [c for c in rows["cases"] if reason.get(c["id"]) != "error"]

    def stepped_down(case: Any) -> bool:
        return bool(case["contact_id"]) and contact[case["contact_id"]]["outcome"] == "step_down"

    def back(case: Any) -> date | None:
        after = [
            c["opened_on"]
            for c in true
            if c["family_id"] == case["family_id"]
            and (c["opened_on"] > case["opened_on"] or c["id"] > case["id"])
            and c["opened_on"] >= case["closed_on"]
            and not stepped_down(c)
        ]
        return min(after, default=None)

    def again(case: Any) -> bool:
        earlier = [
            c["closed_on"]
            for c in true
            if c["family_id"] == case["family_id"] and c["id"] < case["id"] and c["closed_on"]
        ]
        return bool(earlier) and (case["opened_on"] - max(earlier)).days <= 365

    def up_on(case: Any) -> date | None:
        mine = [s for s in rows["steps"] if s["case_id"] == case["id"]]
        return min(
            (_local(s["decided_at"]) for s in mine if s["direction"] == "up" and s["state"] == "accepted"), default=None
        )

    begun = [c for c in true if _inside(period, c["opened_on"])]
    ended = [c for c in true if _inside(period, c["closed_on"])]
    came = [c for c in begun if c["closed_on"] and back(c) and (back(c) - c["closed_on"]).days <= 365]
    quiet = [c for c in begun if c["closed_on"] and c not in came and (today - c["closed_on"]).days > 365]
    found = {
        ("count", "new"): [c for c in begun if not stepped_down(c)],
        ("count", "again"): [c for c in begun if not stepped_down(c) and again(c)],
        ("count", "by_step_down"): [c for c in begun if stepped_down(c)],
        ("count", "begun"): begun,
        ("count", "ended"): ended,
        ("cohort", "begun"): begun,
        ("cohort", "open"): [c for c in begun if not c["closed_on"]],
        ("cohort", "met"): [c for c in begun if reason.get(c["id"]) == "met"],
        ("cohort", "stepped_up"): [c for c in begun if up_on(c)],
        ("cohort", "came_back"): came,
        ("cohort", "young"): [c for c in begun if c not in came and c not in quiet],
        ("scorecard", "by_request"): [c for c in ended if c["contact_id"]],
    }
    for number, days in enumerate((91, 182, 365)):
        for going, whole, start, then in (
            ("stepped_up", begun, "opened_on", up_on),
            ("came_back", ended, "closed_on", back),
        ):
            over = [c for c in whole if c[start] + timedelta(days=days) < today]
            found[f"over {number}", going] = over
            found[f"young {number}", going] = [c for c in whole if c not in over]
            found[f"reached {number}", going] = [c for c in over if then(c) and (then(c) - c[start]).days <= days]
    sets: dict[tuple[Any, ...], set[Any]] = {name: {("case", c["id"]) for c in them} for name, them in found.items()}
    for direction, name in (("up", "stepped_up"), ("down", "stepped_down")):
        answered = [s for s in rows["steps"] if s["direction"] == direction and s["state"] in ("accepted", "declined")]
        sets["scorecard", f"{direction}_answered"] = {
            ("step", s["id"]) for s in answered if _inside(period, _local(s["decided_at"]))
        }
        sets["count", name] = {
            ("step", s["id"])
            for s in rows["steps"]
            if s["direction"] == direction and s["state"] == "accepted" and _inside(period, _local(s["decided_at"]))
        }
    return sets


def given_away(
    shown: Mapping[Hashable, frozenset[Hashable]], hidden: Mapping[Hashable, frozenset[Hashable]]
) -> list[Any]:
    """An attack: every small number that a reader of `shown` can read, work out by subtracting one figure from another
    or the parts of a whole from it, or by any adding and subtracting of them all."""
    found: list[Any] = [name for name, rows in shown.items() if 0 < len(rows) < 6]
    for (one, rows), (other, more) in combinations(shown.items(), 2):
        if (rows < more or more < rows) and 0 < len(rows ^ more) < 6:
            found.append((one, other))
    for whole, rows in shown.items():
        parts = [part for name, part in shown.items() if part and part < rows and name[:-1] == whole[:-1]]
        if all(not one & other for one, other in combinations(parts, 2)):
            left = rows - frozenset().union(*parts)
            if 0 < len(left) < 6:
                found.append((whole, "less its parts"))
    found += _solved(shown, {name: rows for name, rows in hidden.items() if 0 < len(rows) < 6})
    return found


def _solved(shown: Mapping[Hashable, frozenset[Hashable]], small: Mapping[Hashable, frozenset[Hashable]]) -> list[Any]:
    """Which small figures are a sum of multiples of shown ones, by elimination over every single row."""
    known: list[tuple[Hashable, dict[Hashable, Fraction]]] = []

    def reduced(rows: frozenset[Hashable]) -> dict[Hashable, Fraction]:
        left = {row: Fraction(1) for row in rows}
        for pivot, line in known:
            times = left.get(pivot)
            if times:
                for row, weight in line.items():
                    left[row] = left.get(row, Fraction(0)) - times * weight
                left = {row: weight for row, weight in left.items() if weight}
        return left

    for rows in shown.values():
        line = reduced(rows)
        if line:
            pivot = min(line, key=str)
            known.append((pivot, {row: weight / line[pivot] for row, weight in line.items()}))
    return [("solved", name) for name, rows in small.items() if not reduced(rows)]
