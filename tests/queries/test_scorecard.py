"""The published side against an independent computation over the rows of random files."""

from __future__ import annotations

import io
import random
from fractions import Fraction
from statistics import median

import pytest
import sqlalchemy as sa

from familyhelp.casework.published import import_file
from familyhelp.extensions import db
from familyhelp.models import Area
from familyhelp.queries import scorecard as queries
from tests import published_files as files
from tests.published_files import PLACES

YEARS = range(2021, 2026)


def number(text):
    try:
        return Fraction(text)
    except ValueError:
        return None


def over(top, bottom, per):
    if top is None or not bottom:
        return None
    return top / bottom * per


class Country:
    """Random figures with gaps, kept as plain rows."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.held = {}
        self.near = {p[0]: self.chance.sample([q[0] for q in PLACES if q != p], 4) for p in PLACES}

    def cell(self, highest, gaps=0.15):
        if self.chance.random() < gaps:
            return self.chance.choice("cxzu")
        return str(self.chance.choice((0, self.chance.randrange(highest))))

    def save(self):
        places = [None, *PLACES]
        rows = {"population": [], "referrals": [], "looked_after": [], "long": []}
        for year in range(YEARS[0] - 1, YEARS[-1] + 1):
            for place in places:
                key = place[0] if place else "nation"
                self.held["children", key, year] = self.cell(9000)
                rows["population"].append(files.population(year, place, self.held["children", key, year]))
        for year in YEARS:
            for place in places:
                key = place[0] if place else "nation"
                for line in ("referrals", "again", "nothing", "looked_after"):
                    self.held[line, key, year] = self.cell(500)
                held = [self.held[line, key, year] for line in ("referrals", "again", "nothing")]
                rows["referrals"].append(files.referrals(year, place, *held))
                rows["looked_after"].append(files.looked_after(year, place, self.held["looked_after", key, year]))
            for measure in ("C&YPExpenditure", "SureStartFinance", "FamilySupportFinance", "YoungPeopleFinance"):
                for place in PLACES:
                    self.held[measure, place[0], year] = self.cell(10**7, 0.05)
                    value = self.held[measure, place[0], year]
                    rows["long"].append(files.long(measure, f"{year - 1}-{year % 100} (OT)", place, value))
        rows["neighbours"] = [files.neighbours(p, self.near[p[0]]) for p in PLACES]
        names = list(rows)
        self.chance.shuffle(names)
        for name in names:
            columns = list(rows[name][0])
            self.chance.shuffle(columns)
            import_file(io.BytesIO(files.to_csv(rows[name], columns, mark=self.chance.random() < 0.5)), name, by=None)
        db.session.commit()

    def get(self, line, key, year):
        return number(self.held.get((line, key, year), "x"))

    def value(self, slug, key, year):
        children = self.get("children", key, year - 1)
        early = [self.get(m, key, year) for m in ("SureStartFinance", "FamilySupportFinance", "YoungPeopleFinance")]
        early = None if None in early else sum(early)
        match slug:
            case "re_referrals":
                return over(self.get("again", key, year), self.get("referrals", key, year), 100)
            case "no_further_action":
                return over(self.get("nothing", key, year), self.get("referrals", key, year), 100)
            case "referral_rate":
                return over(self.get("referrals", key, year), children, 10_000)
            case "looked_after_rate":
                return over(self.get("looked_after", key, year), children, 10_000)
            case "early_help_share":
                return over(early, self.get("C&YPExpenditure", key, year), 100)
            case "early_help_spend_per_child":
                return over(early, children, 1)


@pytest.mark.parametrize("seed", range(12))
def test_the_board_equals_an_independent_computation(session, count_queries, seed):
    country = Country(seed)
    country.save()
    held, datasets = queries.areas(), queries.datasets_in_force()
    checked = 0
    for area in [a for a in held.values() if a.number]:
        for year in (YEARS[0], YEARS[2], YEARS[-1], YEARS[-1] + 1):
            with count_queries() as count:
                board = queries.board(area, year, held, datasets)
            assert count() == 1
            rows = {row.measure.slug: row for row in board.rows}
            for slug in (
                "re_referrals",
                "no_further_action",
                "referral_rate",
                "looked_after_rate",
                "early_help_share",
                "early_help_spend_per_child",
            ):
                now = country.value(slug, area.number, year)
                before = country.value(slug, area.number, year - 1)
                assert rows[slug].now.value == now, (slug, area.number, year)
                assert rows[slug].change == (None if now is None or before is None else now - before)
                assert rows[slug].nation.value == country.value(slug, "nation", year)
                near = [v for n in country.near[area.number] if (v := country.value(slug, n, year)) is not None]
                assert rows[slug].neighbours_median == (median(near) if near else None)
                assert rows[slug].neighbours_known == len(near)
                trend = dict(board.trend(rows[slug].measure, area))
                for when in YEARS:
                    found = trend[when].value if when in trend else None
                    assert found == country.value(slug, area.number, when)
                checked += now is not None
    assert checked > 20


def test_an_area_is_found_by_any_code_it_had_and_named_by_the_one_of_the_year(session):
    old, new = ("002", "E10999002", "Town 2"), PLACES[1]
    content = [files.referrals(2023, old, 10, 1), files.referrals(2024, new, 12, 2)]
    import_file(io.BytesIO(files.to_csv(content)), "a.csv", by=None)
    restated = [files.looked_after(year, new, 5) for year in (2023, 2024)]
    import_file(io.BytesIO(files.to_csv(restated)), "b.csv", by=None)
    area = queries.area_with_code("E10999002")
    assert area is queries.area_with_code("E09999002") is queries.area_with_code("002") and area is not None
    assert queries.codes_in(area, 2023) == {"": "E10999002", "referrals": "E10999002", "looked_after": "E09999002"}
    assert queries.codes_in(area, 2024)["referrals"] == "E09999002"
    assert queries.area_with_code("E09999009") is None


def test_years_offered_are_those_of_the_publications(session):
    import_file(io.BytesIO(files.to_csv([files.population(2012, PLACES[0], 5)])), "p.csv", by=None)
    assert queries.years_held(queries.datasets_in_force()) == []
    import_file(io.BytesIO(files.to_csv([files.referrals(y, PLACES[0], 5, 1) for y in (2023, 2025)])), "r.csv", by=None)
    assert queries.years_held(queries.datasets_in_force()) == [2025, 2024, 2023]


def test_a_superseded_edition_is_not_read(session):
    for count in (10, 20):
        content = files.to_csv([files.referrals(2025, PLACES[0], count, 5)])
        import_file(io.BytesIO(content), f"{count}.csv", by=None)
    area = session.scalar(sa.select(Area).where(Area.number == "001"))
    board = queries.board(area, 2025, queries.areas(), queries.datasets_in_force())
    assert next(r for r in board.rows if r.measure.slug == "re_referrals").now.value == 25
