"""The scorecard's page."""

from __future__ import annotations

import io
import random
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from familyhelp.casework.published import import_file
from familyhelp.demo.figures import import_figures
from familyhelp.extensions import db
from familyhelp.models import Area, LocalResult
from familyhelp.practice import clock
from familyhelp.practice.scorecard import LOCAL, PUBLISHED
from familyhelp.queries import local_results
from tests import published_files as files
from tests.published_files import PLACES
from tests.scorecard_worlds import World

SVG = "{http://www.w3.org/2000/svg}"


def invented() -> None:
    import_figures(random.Random(1), authority="Saltmere", today=date(2026, 3, 2))
    db.session.commit()


def area(name: str) -> int:
    found = db.session.scalar(sa.select(Area.id).where(Area.name == name))
    db.session.commit()
    return found


def row(page, label: str, table: str) -> list[str]:
    """The cells of a measure's row in the table with this caption."""
    for element in page.find("table"):
        caption = " ".join("".join(next(element.iter("caption")).itertext()).split())
        if table in caption:
            for tr in element.iter("tr"):
                cells = [" ".join("".join(c.itertext()).split()) for c in tr if c.tag in ("th", "td")]
                if cells[0].startswith(label):
                    return cells
    raise AssertionError((label, table))


def test_managers_and_analysts_see_it_and_nobody_else(client, cast):
    for person in cast.everybody:
        client.sign_in(person)
        allowed = person.name in (cast.mabel.name, cast.morag.name, cast.anita.name)
        assert client.status("/scorecard") == (200 if allowed else 403), person.name


def test_it_says_where_there_is_nothing_yet(client, cast):
    client.sign_in(cast.anita)
    page = client.get("/scorecard")
    assert "No published figures have been imported yet." in page.main
    assert row(page, "Requests for help", "From the cases of this service")[1] == "0"
    assert "There is nothing to take a share of." in row(page, "Requests decided in time", "From the cases")[1]


def test_every_measure_is_there_with_its_parts_source_and_direction(client, cast):
    invented()
    client.sign_in(cast.mabel)
    page = client.get("/scorecard")
    assert "Its statistical neighbours: " in page.main
    shown = [measure for measure in PUBLISHED if not measure.slug.startswith("outturn_")]
    for measure in (*shown, *LOCAL):
        assert measure.label in page.main and measure.better.label in page.main
    beside = row(page, "Early-help spend per child", "Saltmere in 2025")
    assert " ÷ " in beside[2] and beside[2].endswith("financial year 2024 to 2025")
    assert page.main.count("Office for National Statistics") == 2, "each source once in a quadrant"
    page = client.get(page.links["What these figures are made of: Relative early-help spend"])
    for measure in shown:
        assert measure.says in page.main
    cells = row(page, "Early-help spend per child", "Relative early-help spend")
    assert (
        "Sure Start children’s centres and early years and Family support services and Services for young people"
        in cells[2]
    )
    assert "Children aged 0 to 17 at mid-2024" in cells[3] and cells[4] == "financial year 2024 to 2025"
    assert "Office for National Statistics" in cells[5] and "(imported 2 March 2026)" in cells[5]


def test_the_figures_of_the_page_are_those_of_the_file(client, cast):
    counts = {"referral_count": 100, "rereferral_count": 25, "rereferral_percent": "25", "no_further_action_count": "c"}
    region = files.regional(2025, category="Referrals and Re-referrals", **counts)
    rows = [files.referrals(2025, None, 1000, 200, 50), region]
    for year in (2024, 2025):
        rows += [files.referrals(year, place, 80, 10 + n + year - 2024, 0) for n, place in enumerate(PLACES)]
    import_file(io.BytesIO(files.to_csv(rows)), "r.csv", by=None)
    near = [files.neighbours(p, [q[0] for q in PLACES if q != p]) for p in PLACES]
    import_file(io.BytesIO(files.to_csv(near)), "n.csv", by=None)
    db.session.commit()
    client.sign_in(cast.anita)
    page = client.get(f"/scorecard?area={area('Town 1')}&year=2025")
    assert row(page, "Re-referrals", "Town 1 in 2025")[1:] == [
        "13.8%",
        "11 ÷ 80 year ending 31 March 2025",
        "1.3 points more (worse)",
        "17.5%",
        "25.0%",
        "20.0%",
        "Lower is better",
    ]
    assert row(page, "Referrals with no further action", "Town 1 in 2025")[1::2][:2] == ["0.0%", "no change"]
    made = row(client.get(f"/scorecard/made-of?area={area('Town 1')}&year=2025"), "Re-referrals", "")
    assert made[2].startswith("11 ") and made[3].startswith("80 ")


def test_a_symbol_is_shown_with_its_meaning_and_a_missing_year_with_the_latest(client, cast):
    rows = [files.referrals(2024, PLACES[0], 40, 10), files.referrals(2025, PLACES[0], 40, "c")]
    rows += [files.referrals(2025, PLACES[1], 0, 0)]
    import_file(io.BytesIO(files.to_csv(rows)), "r.csv", by=None)
    db.session.commit()
    client.sign_in(cast.anita)
    page = client.get(f"/scorecard?area={area('Town 1')}&year=2025")
    shown = row(page, "Re-referrals", "Town 1 in 2025")
    assert (
        shown[1].startswith("[c] suppressed to protect people’s confidentiality")
        and "The latest is 25.0% for 2024." in shown[1]
    )
    assert shown[3] == "–" and "0.0%" not in shown
    other = client.get(f"/scorecard?area={area('Town 2')}&year=2025")
    assert row(other, "Re-referrals", "Town 2 in 2025")[1] == "There is nothing to take a share of."


def test_the_trend_is_a_drawing_with_words_and_the_same_figures_in_a_table(client, cast):
    invented()
    client.sign_in(cast.mabel)
    page = client.get(f"/scorecard?area={area('Saltmere')}&year=2025&trend=re_referrals")
    (drawing,) = page.find(SVG + "svg")
    assert drawing.get("role") == "img" and drawing.get("aria-labelledby") == "trend-chart-title trend-chart-words"
    words = "".join(next(drawing.iter(SVG + "desc")).itertext())
    for year in (2020, 2025):
        assert row(page, f"year ending 31 March {year}", "Trend: Re-referrals within 12 months, as a table")[1] in words


def test_a_line_does_not_cross_a_missing_year(client, cast):
    rows = [files.referrals(y, PLACES[0], 40, "x" if y == 2022 else 10 + y - 2020) for y in range(2020, 2026)]
    import_file(io.BytesIO(files.to_csv(rows)), "r.csv", by=None)
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get(f"/scorecard?area={area('Town 1')}&year=2025&trend=re_referrals")
    assert len(list(page.find(SVG + "polyline"))) == 2 and len(list(page.find(SVG + "circle"))) == 5


@pytest.mark.parametrize(
    "query",
    ["area=999999", "area=x", "area=-1", "year=1850", "year=x", "trend=nonsense", "area=" + "9" * 4000],
)
def test_a_choice_that_is_not_offered_is_told_and_harms_nothing(client, cast, query):
    invented()
    client.sign_in(cast.mabel)
    page = client.get(f"/scorecard?{query}", 400)
    assert page.errors == ["Choose one from the list."]


def test_an_analyst_sees_no_small_number_and_a_manager_does(client, cast):
    invented()
    World(3, size=14).save()
    client.sign_in(cast.mabel)
    exact = client.get("/scorecard?year=2024")
    client.sign_in(cast.anita)
    page = client.get("/scorecard?year=2024")
    assert "Hidden, so that nobody" not in exact.main and "Counts of 1 to 5" not in exact.main
    assert "Hidden, so that nobody" in page.main and "Counts of 1 to 5" in page.main
    for measure in LOCAL:
        cells = row(page, measure.label, "From the cases of this service")
        if "Hidden" in cells[1]:
            assert cells[2] == "–" and cells[3].startswith("–") and cells[4].startswith("–"), cells
        else:
            for cell in cells[3:5]:
                assert cell.split()[0] not in ("1", "2", "3", "4", "5"), (measure.slug, cell)


def test_the_page_has_a_fixed_number_of_statements_and_is_small(client, cast, count_queries):
    client.sign_in(cast.mabel)
    counts = {}
    for size in (0, 40):
        if size:
            invented()
            World(1, size=size).save()
        client.get("/scorecard")
        with count_queries() as count:
            page = client.get("/scorecard")
        counts[size] = count()
    assert counts[40] <= 10 and counts[0] <= counts[40]
    assert len(page.html.encode()) < 50_000
    for query in ("?area=999999", "?trend=looked_after_rate&all=yes"):
        with count_queries() as count:
            client.get(f"/scorecard{query}", 400 if "999999" in query else 200)
        assert count() <= 10


def test_a_large_service_counts_once_a_day_and_says_when(client, cast, count_queries, monkeypatch):
    World(2, size=30).save()
    monkeypatch.setattr(local_results, "SMALL", 5)
    monkeypatch.setattr("familyhelp.queries.local_results.SMALL", 5)
    client.sign_in(cast.mabel)
    first = client.get("/scorecard")
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(LocalResult))
    db.session.commit()
    assert kept == 2 * len(LOCAL)
    with count_queries() as count:
        again = client.get("/scorecard")
    assert count() <= 7 and again.main == first.main  # one of them asks which measures are chosen
    World(3, size=5)
    with clock.at(datetime(2026, 3, 3, 9, 30, tzinfo=UTC)):
        client.sign_in(cast.mabel)
        later = client.get("/scorecard")
    assert "were counted on 3 March 2026, 09:30" in later.main and "2 March 2026, 09:30" in first.main


def test_what_was_kept_equals_what_is_counted(client, cast, monkeypatch):
    World(4, size=30).save()
    client.sign_in(cast.mabel)
    live = client.get("/scorecard").main
    monkeypatch.setattr("familyhelp.queries.local_results.SMALL", 5)
    assert client.get("/scorecard").main == live
    assert client.get("/scorecard").main == live
