"""How families fare afterwards: whoever was due stays in, and nobody reads a small number or works one out."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest

from familyhelp.casework import closings
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.check_in_cohorts import Cohort, Fate, quarters_shown, without_small_numbers
from familyhelp.practice.endings import CheckInResult
from familyhelp.practice.periods import Period
from familyhelp.practice.stages import Stage
from familyhelp.practice.suppression import is_small
from familyhelp.queries.check_in_cohorts import cohorts
from tests import stories
from tests.conftest import MONDAY

SUMMER = MONDAY + timedelta(days=100)


def closed(cast, count: int, prefix: str = "Family"):
    return [stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"{prefix}{n}")) for n in range(count)]


def checked(cast, cases, result: CheckInResult) -> None:
    """The first check-in of each of some cases."""
    for case in cases:
        first = case.closing.check_ins[0]
        closings.check_in(case, first, made_on=clock.today(), result=result, what_was_said=None, by=cast.kamal)
    db.session.commit()


def of_quarter(months: int, quarter: Period) -> Cohort:
    return next(one for one in cohorts(clock.today())[months] if one.quarter == quarter)


def test_each_fate_is_counted_and_who_was_not_reached_stays_among_those_due(cast):
    cases = closed(cast, 6)
    with clock.at(SUMMER):
        for case, result in zip(cases, CheckInResult, strict=False):
            checked(cast, [case], result)
        one = of_quarter(3, Period(2026, 4))
        assert (one.due, one.not_yet_due) == (6, 0)
        assert one.fates == dict.fromkeys(Fate, 1)
        assert one.sustained == Fraction(1, 6)
        later = of_quarter(6, Period(2026, 4))
        assert (later.due, later.not_yet_due, later.sustained) == (0, 6, None)
        assert of_quarter(3, Period(2026, 3)).due == 0


def test_a_cohort_is_the_quarter_of_the_closing_whatever_the_day_of_the_check_in(cast):
    with clock.at(MONDAY.replace(month=3, day=31)):
        early = closed(cast, 1, "March")
    with clock.at(MONDAY.replace(month=4, day=1)):
        late = closed(cast, 2, "April")
    with clock.at(MONDAY.replace(month=7, day=20)):
        checked(cast, early + late, CheckInResult.SUSTAINED)
        assert of_quarter(3, Period(2026, 4)).due == 1
        assert of_quarter(3, Period(2027, 1)).due == 2


def test_three_years_are_shown_the_newest_first():
    shown = quarters_shown(date(2026, 3, 2))
    assert (len(shown), shown[0], shown[-1]) == (12, Period(2026, 4), Period(2024, 1))


@pytest.mark.parametrize("seed", range(60))
def test_no_small_number_is_shown_or_left_with_one_possible_value(seed):
    chance = random.Random(seed)
    counts = {fate: chance.choice((0, 0, 1, 2, 4, 6, 7, 20)) for fate in Fate}
    whole = Cohort(Period(2026, 1), sum(counts.values()), counts, chance.choice((0, 3, 9)))
    safe = whole.without_small_numbers
    shown = [safe.due, safe.not_yet_due, *safe.fates.values()]
    assert not any(is_small(count) for count in shown)
    hidden = [fate for fate, count in safe.fates.items() if count is None]
    if safe.sustained is not None:
        assert Fate.SUSTAINED not in hidden
    if safe.due is None or not hidden:
        return
    left = safe.due - sum(count for count in safe.fates.values() if count is not None)
    possible = [c for c in product(range(left + 1), repeat=len(hidden)) if sum(c) == left] if len(hidden) < 4 else []
    for at, fate in enumerate(hidden):
        if possible and is_small(counts[fate]):
            assert len({c[at] for c in possible}) > 1


@pytest.mark.parametrize("seed", range(40))
def test_beside_years_and_reports_no_hidden_row_is_what_is_left_of_a_sum(seed):
    chance = random.Random(seed)
    quarters = quarters_shown(date(2026, 3, 2))
    table = {
        months: [
            Cohort(quarter, sum(fates.values()), fates, 0)
            for quarter in quarters
            for fates in [{fate: chance.choice((0, 0, 3, 7, 9, 20)) for fate in Fate}]
        ]
        for months in (3, 6, 12)
    }
    told = chance.sample(quarters, 4)
    safe = without_small_numbers(table, told)
    for ending in (2025, 2026, 2027):
        year = [Period(ending, number) for number in (1, 2, 3, 4)]
        for sums in ([q] for q in year if q in told):
            _attacked(sums, table, safe)
        _attacked(year, table, safe)
        _attacked([q for q in year if q not in told], table, safe)


def _attacked(quarters, table, safe) -> None:
    """Subtract what is shown from the whole of what fell due in these quarters: never is one hidden row left alone."""
    rows = []
    for quarter in quarters:
        for months, back in ((3, 1), (6, 2), (12, 4)):
            closed_in = quarter
            for _ in range(back):
                closed_in = closed_in.before
            found = [n for n, one in enumerate(table[months]) if one.quarter == closed_in]
            if not found:
                return
            rows.append((table[months][found[0]], safe[months][found[0]]))
    hidden = [true for true, shown in rows if shown.due is None or shown.fates[Fate.SUSTAINED] is None]
    others = [true for true, _shown in rows if true.due and true not in hidden]
    assert len(hidden) != 1 or not others
    assert all(s.due in (None, t.due) and s.fates[Fate.DECLINED] in (None, t.fates[Fate.DECLINED]) for t, s in rows)


def test_the_manager_reads_every_number_and_the_analyst_no_small_one(client, cast):
    cases = closed(cast, 12)
    with clock.at(SUMMER):
        checked(cast, cases[:9], CheckInResult.SUSTAINED)
        checked(cast, cases[9:], CheckInResult.NOT_REACHED)
        client.sign_in(cast.mabel)
        page = client.get("/check-ins")
        row = next(e for e in page.find("tr") if "January to March 2026" in "".join(e.itertext()))
        cells = [("".join(td.itertext())).strip() for td in row.iter("td")]
        assert cells == ["12", "9 (75%)", "0", "0", "3", "0", "0", "0"]
        assert "[c]" not in page.main
        client.sign_in(cast.anita)
        page = client.get("/check-ins")
        row = next(e for e in page.find("tr") if "January to March 2026" in "".join(e.itertext()))
        cells = [("".join(td.itertext())).strip() for td in row.iter("td")]
        assert cells == ["12", "[c]", "0", "0", "[c]", "0", "0", "0"]
        for who in (cast.kamal, cast.lionel, cast.adam):
            client.sign_in(who)
            assert client.status("/check-ins") == 403


def test_the_page_sends_few_statements_however_many_families(client, cast, count_queries):
    closed(cast, 1)
    client.sign_in(cast.anita)
    client.get("/check-ins")

    def counted():
        with count_queries() as count:
            client.get("/check-ins")
        return count()

    first = counted()
    assert first <= 4
    closed(cast, 9, "More")
    assert counted() == first
