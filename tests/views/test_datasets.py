"""Published figures as an analyst reads them: every edition, and what each changed."""

from __future__ import annotations

import pytest

from familyhelp.extensions import db
from tests import published_files as files
from tests.published_files import PLACES


@pytest.fixture
def take_in(app, cast, tmp_path):
    """Imports a file of referrals: (count, again) of Town 1 by year."""

    def take_in(name: str, **years: tuple) -> None:
        rows = [
            files.referrals(year[1:], place, 600 if place is None else count, again)
            for year, (count, again) in years.items()
            for place in (None, PLACES[0])
        ]
        path = tmp_path / name
        path.write_bytes(files.to_csv(rows))
        assert app.test_cli_runner().invoke(args=["published", "import", str(path)]).exit_code == 0
        db.session.rollback()

    return take_in


def rows(page) -> list[list[str]]:
    return [
        [" ".join("".join(c.itertext()).split()) for c in row] for row in page.find("tr", class_="govuk-table__row")
    ]


def test_without_figures_the_page_says_so(client, cast):
    client.sign_in(cast.anita)
    assert "Nothing has been imported yet." in client.get("/scorecard/editions").main


def test_an_older_edition_stays_readable_and_each_revision_is_shown(client, cast, take_in, count_queries):
    take_in("first.csv", y2023=(90, 9), y2024=(100, 10))
    take_in("second.csv", y2024=(101, "c"), y2025=(120, 12))
    client.sign_in(cast.anita)
    page = client.get("/scorecard/editions")
    told = rows(page)[1:]
    assert [row[0].split()[-1] for row in told] == ["second.csv", "first.csv"]
    assert told[0][4] == "Yes" and told[1][4].startswith("No: a newer edition took its place on")
    new, old = (link for link in page.links.values() if "/scorecard/editions/" in link)
    with count_queries() as count:
        page = client.get(new + "?area=" + area_of(client.get(new), "Town 1"))
    assert count() <= 12
    assert "This edition counts now." in page.main
    figures = rows(page)
    assert ["2025", "120", "– new"] in figures
    assert ["2024", "101", "100 revised"] in figures
    assert ["2023", "–", "90 no longer published"] in figures
    assert ["2024", "[c] suppressed to protect people’s confidentiality", "10 revised"] in figures
    before = client.get(old + "?area=" + area_of(client.get(old), "Town 1"))
    assert ["2024", "100"] in rows(before) and "In the edition before" not in before.main
    assert "A newer edition took its place on" in before.main


def area_of(page, name: str) -> str:
    return next(option.get("value") for option in page.find("option") if "".join(option.itertext()).strip() == name)


def test_neighbours_have_their_order(client, cast, app, take_in, tmp_path):
    take_in("first.csv", y2024=(100, 10))
    others = [place for place in PLACES if place != PLACES[0]]
    path = tmp_path / "all.csv"
    path.write_bytes(files.to_csv([files.referrals(2025, place, 60, 6) for place in [None, *PLACES]]))
    near = tmp_path / "near.csv"
    row = {"old_la_code": PLACES[0][0], "la_name": PLACES[0][2]}
    near.write_bytes(files.to_csv([row | {f"SN_{n}": place[0] for n, place in enumerate(others, start=1)}]))
    for file in (path, near):
        result = app.test_cli_runner().invoke(args=["published", "import", str(file)])
        assert result.exit_code == 0, result.output
    db.session.rollback()
    client.sign_in(cast.mabel)
    listed = client.get("/scorecard/editions")
    link = next(link for link in listed.links.values() if "/scorecard/editions/" in link)
    page = client.get(link + "?area=" + area_of(client.get(link), "Town 1"))
    assert [row[:2] for row in rows(page)[1:]] == [[place[2], str(n)] for n, place in enumerate(others, start=1)]


def test_a_wrong_area_and_an_edition_that_is_not_there_are_told(client, cast, take_in):
    take_in("first.csv", y2024=(100, 10))
    client.sign_in(cast.anita)
    link = next(link for link in client.get("/scorecard/editions").links.values() if "/scorecard/editions/" in link)
    assert client.status(link + "?area=999999") == 400
    for number in ("999", "0", "99999999999999999999"):
        assert client.status(f"/scorecard/editions/{number}") == 404


def test_families_workers_have_no_door_to_it(client, cast, take_in):
    take_in("first.csv", y2024=(100, 10))
    client.sign_in(cast.kamal)
    assert client.status("/scorecard/editions") == 403
