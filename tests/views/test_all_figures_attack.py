"""Every number that an analyst can reach, on every page and file of figures and with every choice, put together: no
count of 1 to 5 follows from all of them by adding and subtracting. And no name stands on any page or refusal."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import g

from familyhelp.extensions import db
from familyhelp.models import CheckIn, Closing
from familyhelp.practice import clock
from familyhelp.practice.check_in_cohorts import FATE_OF, Fate
from familyhelp.practice.cuts import Cut, Told
from familyhelp.practice.endings import CHECK_IN_MONTHS
from familyhelp.practice.flow_figures import QUARTERS, WINDOWS, Column, Count, Going
from familyhelp.practice.periods import Period, quarter_of
from familyhelp.practice.references import write_code
from familyhelp.practice.scorecard import LOCAL
from familyhelp.practice.stages import Stage
from familyhelp.queries import local_results
from familyhelp.queries.each_counted import EACH
from familyhelp.queries.each_of_flow import of_cut
from familyhelp.queries.measure_rows import bounds
from familyhelp.views import check_in_cohorts, flow
from familyhelp.views import cuts as cut_page
from familyhelp.views.scorecard import shown_to
from tests import stories
from tests.flow_worlds import recounted
from tests.scorecard_worlds import World

Sets = dict[Hashable, frozenset[Hashable]]
PRIME = (1 << 61) - 1
TODAY = date(2026, 3, 2)
YEARS = (2024, 2025)
KIND = {"requests": "request", "decided_in_time": "request", "requests_to_cases": "request", "step_ups": "step",
        "step_downs": "step", "family_re_referrals": "case", "outcomes_met": "outcome", "sustained": "check_in",
        "days_to_closure": "case", "heard_child": "feedback", "heard_parent": "feedback"}  # fmt: skip
"""What each measure counts. Distances are sums of points, and quality counts audits: neither counts families."""
TOLD_KIND = {Told.OUTCOMES_MET: "outcome", Told.SUSTAINED: "check_in"}


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


def _items(each: Any, period: Period, kind: str, *, numerator: bool) -> frozenset[Hashable]:
    query = each.listed(numerator=numerator)
    return frozenset((kind, row.item) for row in db.session.execute(query, bounds(period, TODAY)))


def of_scorecard(year: int) -> tuple[Sets, Sets]:
    """What the scorecard, its explanations, costs and files tell of a year; and what they rest on."""
    local = local_results.count_now(year)[year]
    shown, known, every = shown_to(False, local, []), {}, {}
    for measure in LOCAL:
        if measure.slug not in KIND:
            continue
        each = EACH[measure.slug]()
        sets = {
            part: _items(each, Period(year), KIND[measure.slug], numerator=part == "top")
            for part in ("top", "bottom")
            if each.counts is not None or part == "bottom"
        }
        if "top" in sets:
            sets["rest"] = sets["bottom"] - sets["top"]
        every |= {("scorecard", measure.slug, part, year): rows for part, rows in sets.items()}
        if not shown[measure.slug].hidden:
            known |= {key: rows for key, rows in every.items() if key[1] == measure.slug and key[3] == year}
    return known, every


def of_flow(world: World, year: int) -> tuple[Sets, Sets]:
    """What the flow tells of a year and its quarters."""
    naive = {(*key, year): rows for key, rows in recounted(world, year, TODAY).items()}
    counts, going, cohorts = flow.read.read({"period": str(year)}, False).tables
    known: Sets = {}

    def tell(cell: Any, *key: Any) -> None:
        if isinstance(cell.value, int):
            assert cell.value == len(naive[(*key, year)]), key
            known[(*key, year)] = naive[(*key, year)]

    for row, what in zip(counts.rows, Count, strict=True):
        for quarter, cell in enumerate(row[1:]):
            tell(cell, "count", what, quarter)
    windows = [(way, number) for way in Going for number in range(len(WINDOWS[way]))]
    for row, (way, number) in zip(going.rows, windows, strict=True):
        for name, cell in zip(("reached", "over", "young"), row[3:], strict=True):
            tell(cell, f"{name} {number}", way, 0)
    for row, quarter in zip(cohorts.rows, QUARTERS, strict=True):
        for column, cell in zip(Column, row[1:], strict=True):
            tell(cell, "cohort", column, quarter)
    return known, naive


def of_cuts(year: int) -> tuple[Sets, Sets]:
    """What came of the help, for every choice of what is told."""
    known, every = {}, {}
    for told in Told:
        figures = cut_page.read.read({"told": told.value, "period": str(year)}, False)
        exact = cut_page.read.read({"told": told.value, "period": str(year)}, True)
        for table, whole in zip(figures.tables, exact.tables, strict=True):
            cut = next((one for one in Cut if one == table.name), None)
            for of, row, held in zip(_rows_of(told, cut, year), table.rows, whole.rows, strict=True):
                if of == "others":
                    continue
                each = of_cut(told, cut, of)
                kind = "under" if told is Told.SUSTAINED and cut is Cut.HEADLINE else TOLD_KIND.get(told, told.value)
                for at, part in ((3, "top"), (4, "bottom")):
                    key = ("cut", told, cut, str(of), part, year)
                    every[key] = _items(each, Period(year), kind, numerator=part == "top")
                    assert held[at].value == len(every[key])
                    if isinstance(row[at].value, int):
                        known[key] = every[key]
    return known, every


def _rows_of(told: Told, cut: Cut | None, year: int) -> list[Any]:
    from familyhelp.practice.cuts import OTHERS, cuts, largest_agencies
    from familyhelp.queries.cuts import cells

    if cut is None:
        return [None]
    each, by_headline = cells(told, Period(year), TODAY)
    rows = cuts(largest_agencies(each), by_headline).rows[cut]
    return ["others" if row.of == OTHERS and cut is Cut.AGENCY else row.of for row in rows]


def of_cohorts() -> tuple[Sets, Sets]:
    """How families fare afterwards: every check-in by quarter of the end, months and fate."""
    every: dict[Any, set[Hashable]] = {}
    query = sa.select(CheckIn.id, CheckIn.months, CheckIn.result, CheckIn.due_on, Closing.closed_on)
    held = query.join(Closing, Closing.id == CheckIn.closing_id).where(Closing.closed_on <= TODAY)
    for one in db.session.execute(held):
        is_due = one.due_on <= TODAY or one.result is not None
        fate = FATE_OF[one.result] if is_due else "later"
        for what in {fate, "due" if is_due else "later"}:
            key = ("cohort", one.months, quarter_of(one.closed_on), what)
            every.setdefault(key, set()).add(("check_in", one.id))
    known: Sets = {}
    tables = check_in_cohorts.read.read({}, False).tables
    exact = check_in_cohorts.read.read({}, True).tables
    for months, table, whole in zip(CHECK_IN_MONTHS, tables, exact, strict=True):
        quarter = quarter_of(TODAY)
        for row, held in zip(table.rows, whole.rows, strict=True):
            for what, cell, number in zip(("due", *Fate, "later"), row[1:], held[1:], strict=True):
                rows = frozenset(every.get(("cohort", months, quarter, what), ()))
                assert number.value == len(rows), (months, quarter, what)
                if isinstance(cell.value, int):
                    known["cohort", months, quarter, what] = rows
            quarter = quarter.before
    return known, {key: frozenset(rows) for key, rows in every.items()}


def gathered(world: World) -> Iterator[tuple[Sets, Sets]]:
    """Page by page: what is told, and what is guarded."""
    for year in YEARS:
        yield of_scorecard(year)
        yield of_flow(world, year)
        yield of_cuts(year)
    yield of_cohorts()


@pytest.mark.parametrize(("seed", "size"), [(1, 40), (2, 90), (3, 160)])
def test_no_small_number_follows_from_everything_that_an_analyst_can_read(app, cast, session, seed, size):
    world = World(seed, size=size)
    world.save()
    session.commit()
    known: Sets = {}
    every: Sets = {}
    with app.test_request_context("/flow"), clock.at(clock.now().replace(year=2026, month=3, day=2)):
        g.viewer = cast.anita
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
