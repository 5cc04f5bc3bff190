"""What came of the help, cut four ways: counted like a naive recount, as sure as its number allows, and attacked by
subtraction as somebody who works with no family could."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Agency, Lead, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.cuts import Cut, Cuts, Told, cuts, largest_agencies, without_small_numbers
from familyhelp.practice.periods import Period
from familyhelp.practice.roles import Part
from familyhelp.practice.stages import Stage
from familyhelp.practice.suppression import hides_share
from familyhelp.queries.cuts import cells
from tests import stories
from tests.flow_worlds import given_away
from tests.scorecard_worlds import FIRST_DAY, World
from tests.views.test_flow import visible

TODAY = date(2026, 3, 2)
HEADLINES = ("money", "housing", "safety", "education")


class Led(World):
    """A world in which cases differ in level and lead, and outcomes in their headline."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for case in self.rows["cases"]:
            case["level"] = self.chance.choice("2334")
            case["led"] = self.chance.choice((0, 0, 0, 1, 1, 2, 3, 3, 4))
        for outcome in self.rows["outcomes"]:
            outcome["headline"] = self.chance.choice(HEADLINES)

    def save(self) -> None:
        led = {case["id"]: case.pop("led") for case in self.rows["cases"]}
        super().save()
        agencies = [Agency(name=f"Agency {n}", kind="school") for n in range(3)]
        db.session.add_all(agencies)
        db.session.flush()
        people = [_person(0, "key_worker", None), _person(1, "liaison", None)]
        people += [_person(2 + n, "lead_professional", agency.id) for n, agency in enumerate(agencies)]
        db.session.add_all(people)
        db.session.flush()
        self.agencies = [agency.id for agency in agencies]
        parts = ["key_worker", "social_care", *["lead_professional"] * 3]
        rows = [
            {"case_id": case, "practitioner_id": people[who].id, "part": parts[who], "starts_on": FIRST_DAY}
            for case, who in led.items()
        ]
        early = [{**row, "practitioner_id": people[0].id, "part": "key_worker", "ends_on": FIRST_DAY} for row in rows]
        db.session.execute(sa.insert(Lead.__table__), [*early, *({**row, "ends_on": None} for row in rows)])
        db.session.commit()
        for case in self.rows["cases"]:
            case["led"] = led[case["id"]]

    def of(self, cut: Cut, case: Any) -> Any:
        """The row of a cut to which a case belongs; None where it belongs to none."""
        who = case["led"]
        part = (Part.KEY_WORKER, Part.SOCIAL_CARE)[who] if who < 2 else Part.LEAD_PROFESSIONAL
        agency = self.agencies[who - 2] if who > 1 else None
        return {Cut.LEVEL: case["level"], Cut.LEAD: part, Cut.AGENCY: agency}[cut]


def _person(number: int, role: str, agency: int | None) -> Practitioner:
    mail = f"lead{number}@example.org"
    return Practitioner(name=mail, email=mail, role=role, agency_id=agency, created_at=clock.now())


def counted(world: Led, told: Told, period: Period) -> Iterator[tuple[Any, Any, Any, bool]]:
    """Everything that is counted: what it is, its case, its headline outcome, whether it counts."""
    rows = world.rows
    cases = {case["id"]: case for case in rows["cases"]}
    closed = {k["case_id"] for k in rows["closings"] if k["reason"] != "error" and _in(period, k["closed_on"])}
    agreed = {p["case_id"]: p["id"] for p in rows["plans"] if p["agreed_on"]}
    outcomes = {(o["plan_id"], o["number"]): o for o in rows["outcomes"]}
    if told is Told.SUSTAINED:
        of = {k["id"]: cases[k["case_id"]] for k in rows["closings"]}
        for one in rows["check_ins"]:
            if _in(period, one["due_on"]) and (one["due_on"] <= TODAY or one["result"]):
                yield one["id"], of[one["closing_id"]], None, one["result"] == "sustained"
    elif told is Told.OUTCOMES_MET:
        for outcome in rows["outcomes"]:
            case = next((c for c in closed if agreed.get(c) == outcome["plan_id"]), None)
            if case:
                yield outcome["id"], cases[case], outcome["headline"], outcome["result"] == "met"
    else:
        series: dict[Any, list[Any]] = defaultdict(list)
        for score in sorted(rows["scores"], key=lambda s: (s["scored_on"], s["id"])):
            if score["case_id"] in closed and score["respondent"] == told.value.removeprefix("nearer_"):
                series[score["case_id"], score["outcome_number"]].append(score["value"])
        for (case, number), values in series.items():
            outcome = outcomes.get((agreed.get(case), number))
            if len(values) > 1:
                headline = outcome["headline"] if outcome else None
                yield (case, number), cases[case], headline, values[-1] > values[0]


def _in(period: Period, day: date) -> bool:
    return period.first_day <= day <= period.last_day


@pytest.mark.parametrize("seed", range(6))
def test_every_cut_is_what_a_naive_recount_counts(session, count_queries, seed):
    world = Led(seed, size=25)
    world.save()
    for told in Told:
        for period in (Period(2024), Period(2025, 2)):
            with count_queries() as count:
                found = cuts(*cells(told, period, TODAY))
            assert count() == 2
            one = list(counted(world, told, period))
            assert (found.whole.numerator, found.whole.denominator) == (sum(c for *_, c in one), len(one))
            for cut in (Cut.LEVEL, Cut.LEAD, Cut.AGENCY):
                naive: dict[Any, list[bool]] = defaultdict(list)
                for _what, case, _headline, counts in one:
                    naive[world.of(cut, case)].append(counts)
                if cut is Cut.AGENCY:
                    naive.pop(None, None)
                assert _plain(found, cut) == {of: (sum(them), len(them)) for of, them in naive.items()}
            if told is not Told.SUSTAINED:
                naive = defaultdict(list)
                for _what, _case, headline, counts in one:
                    naive[headline].append(counts)
                assert _plain(found, Cut.HEADLINE) == {of: (sum(them), len(them)) for of, them in naive.items()}


def _plain(found: Cuts, cut: Cut) -> dict[Any, tuple[Any, Any]]:
    return {row.of: (row.numerator, row.denominator) for row in found.rows[cut]}


@pytest.mark.parametrize("seed", range(12))
def test_an_attack_on_every_cut_finds_no_small_number_of_outcomes_or_of_families(session, seed):
    """Everything that is shown of a year together, as outcomes or check-ins and as the families behind them: each
    figure against each, parts against wholes, and anything that follows from adding and subtracting."""
    world = Led(seed + 50, size=(25, 60, 120)[seed % 3])
    world.save()
    left = 0
    for told in Told:
        period = Period(2024 + seed % 2)
        safe = without_small_numbers(*(largest_agencies(part) for part in cells(told, period, TODAY)))
        session.rollback()
        one = list(counted(world, told, period))
        for behind in (lambda what, _case: what, lambda _what, case: ("case", case["id"])):
            everything = _sets(world, one, behind, told)
            alone = {} if hides_share(sum(c for *_, c in one), len(one)) else {n: everything[n] for n in _WHOLE}
            shown = dict(_shown(safe, everything))
            left += len(shown)
            assert not set(given_away({**alone, **shown}, everything)) - set(given_away(alone, everything))
    assert left or seed % 3 < 2


_WHOLE = (("whole", None, "reached"), ("whole", None, "all"))


def _sets(world: Led, one: list[Any], behind: Any, told: Told) -> dict[Any, frozenset[Any]]:
    """What each figure counts, and what is left of each: the outcomes (or the families) by name."""
    found: dict[Any, set[Any]] = defaultdict(set, {name: set() for name in _WHOLE})
    for what, case, headline, counts in one:
        groups = [("whole", None), *((cut, world.of(cut, case)) for cut in (Cut.LEVEL, Cut.LEAD, Cut.AGENCY))]
        groups += [(Cut.HEADLINE, headline)] if told is not Told.SUSTAINED else []
        for group in groups:
            if group != (Cut.AGENCY, None):
                found[*group, "all"].add(behind(what, case))
                found[*group, "reached" if counts else "rest"].add(behind(what, case))
    for group in [name[:2] for name in found]:
        for kind in ("all", "reached", "rest"):
            found.setdefault((*group, kind), set())
    return {name: frozenset(rows) for name, rows in found.items()}


def _shown(safe: Cuts, everything: dict[Any, frozenset[Any]]) -> Iterator[tuple[Any, frozenset[Any]]]:
    if safe.whole.denominator:
        yield from ((name, everything[name]) for name in _WHOLE)
    for cut, rows in safe.rows.items():
        for row in rows:
            if row.denominator is not None and (cut, row.of, "all") in everything:
                yield (cut, row.of, "reached"), everything[cut, row.of, "reached"]
                yield (cut, row.of, "all"), everything[cut, row.of, "all"]


def _cells(page, caption, name):
    table = next(t for t in page.find("table") if caption in "".join(next(t.iter("caption")).itertext()))
    for tr in table.iter("tr"):
        cells = [visible(e) for e in tr]
        if cells[0] == name:
            return cells[1:]
    return None


def test_a_share_stands_beside_how_sure_it_is_and_a_small_one_is_hidden(client, cast):
    for n in range(8):
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"F{n}"))
    client.sign_in(cast.mabel)
    page = client.get("/outcomes-by?period=2026q4")
    assert _cells(page, "Agreed outcomes met", "Together") == ["100.0%", "80.6% to 100.0%", "16", "16"]
    client.sign_in(cast.anita)
    page = client.get("/outcomes-by?period=2026")
    assert _cells(page, "Agreed outcomes met", "Together") == ["100.0%", "80.6% to 100.0%", "16", "16"]
    page = client.get("/outcomes-by?told=nearer_child")
    assert _cells(page, "as the children see it", "Together")[0] == "–"
    client.get("/outcomes-by?period=2026q4", status=400)
    client.get("/outcomes-by?told=everything", status=400)


def test_the_page_sends_few_statements(client, cast, count_queries):
    client.sign_in(cast.anita)
    client.get("/outcomes-by")
    with count_queries() as count:
        client.get("/outcomes-by?told=sustained")
    assert count() <= 8
    for who in (cast.kamal, cast.lionel, cast.adam):
        client.sign_in(who)
        assert client.status("/outcomes-by") == 403
