"""Authorities side by side, as an analyst reads them."""

from __future__ import annotations

import pytest

from familyhelp.extensions import db
from tests import published_files as files
from tests.published_files import PLACES


@pytest.fixture
def analyst(client, cast, app, tmp_path):
    """The analyst, with two publications imported."""
    contents = {
        "referrals": [
            files.referrals(2025, p, 1140 if p is None else 60 * n * n, 20) for n, p in enumerate([None, *PLACES])
        ],
        "population": [
            files.population(2024, p, 60_000 if p is None else 5_000 * n) for n, p in enumerate([None, *PLACES])
        ],
    }
    for name, rows in contents.items():
        path = tmp_path / f"{name}.csv"
        path.write_bytes(files.to_csv(rows))
        assert app.test_cli_runner().invoke(args=["published", "import", str(path)]).exit_code == 0
    client.sign_in(cast.anita)
    return client


def test_without_figures_the_page_says_so(client, cast):
    client.sign_in(cast.anita)
    assert "No authority has a figure for this year." in client.get("/scorecard/compare").main


def test_a_rate_has_its_funnel_as_a_picture_in_words_and_in_the_table(analyst):
    page = analyst.get("/scorecard/compare?measure=referral_rate&year=2025")
    assert "6 authorities: 6 lie outside the 95% limits around 190.0." in page.main
    assert len(list(page.find("{http://www.w3.org/2000/svg}circle"))) == 6
    assert len(list(page.find("{http://www.w3.org/2000/svg}polyline"))) == 4
    told = {row[0]: row[-1] for row in table(page)}
    assert told["Town 1"] == "Below the 99.8% limit"
    assert {told[f"Town {n}"] for n in range(2, 7)} == {"Above the 99.8% limit"}
    assert "Period: year ending 31 March 2025" in page.main
    assert "There is no rank, since neither way is better." in page.main


def test_a_share_has_ranks_and_no_funnel(analyst):
    page = analyst.get("/scorecard/compare?measure=re_referrals&year=2025")
    assert not list(page.find("{http://www.w3.org/2000/svg}svg", class_="fh-chart"))
    assert "Rank 1 and quarter 1 are the best." in page.main
    rows = {row[0]: row for row in table(page)}
    assert rows["Town 6"][4:6] == ["1", "1"] and rows["Town 1"][4:6] == ["6", "4"]


def table(page) -> list[list[str]]:
    return [
        [" ".join("".join(c.itertext()).split()) for c in row] for row in page.find("tr", class_="govuk-table__row")
    ]


def test_the_marked_authority_is_larger_and_told(analyst):
    from familyhelp.models import Area

    number = db.session.query(Area.id).filter_by(number="003").scalar()
    db.session.rollback()
    page = analyst.get(f"/scorecard/compare?measure=referral_rate&year=2025&area={number}")
    assert [c.get("r") for c in page.find("{http://www.w3.org/2000/svg}circle")].count("7") == 1
    assert "Town 3: 360.0 (Above the 99.8% limit)." in page.main


@pytest.mark.parametrize("query", ["measure=x", "year=soon", "area=9999", "measure=requests"])
def test_what_is_not_on_the_lists_is_told(analyst, query):
    assert analyst.get(f"/scorecard/compare?{query}", 400).errors


def test_the_page_asks_a_fixed_number_of_questions(analyst, count_queries):
    with count_queries() as count:
        analyst.get("/scorecard/compare?measure=referral_rate&year=2025")
    assert count() <= 12
