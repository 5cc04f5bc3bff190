"""The price of late help: what no file at hand publishes is said to be so, and comes in as a measure of one's own."""

from __future__ import annotations

from tests import published_files as files
from tests import uploaded
from tests.published_files import PLACES
from tests.views.test_scorecard import area, row

WEEKLY, OUTSIDE = "Weekly cost of a placement", "Children placed outside the area"


def placements() -> bytes:
    """A publication in the standard that the service does not know."""
    return files.to_csv(
        [
            files.ees(year, place, placement="All", placed=400, outside=100 + n, weekly_cost=f"{1200 + n}.50")
            for year in (2024, 2025)
            for n, place in enumerate([None, *PLACES])
        ]
    )


def test_both_are_named_as_not_published_until_a_file_is_taken_by_page_or_command(app, client, cast, tmp_path):
    path = tmp_path / "referrals.csv"
    path.write_bytes(uploaded.referrals())
    run = app.test_cli_runner()
    assert run.invoke(args=["published", "import", str(path)]).exit_code == 0
    client.sign_in(cast.anita)
    where = f"/scorecard?area={area('Town 1')}&year=2025"
    before = client.get(where)
    for name in (WEEKLY, OUTSIDE):
        assert f"{name}: not published here." in before.main
    described = {
        "label": WEEKLY, "quadrant": "spend", "numerator": "weekly_cost", "denominator": "", "per": "1",
        "better": "neither",
    }  # fmt: skip
    upload = client.send(client.get("/scorecard/uploads"), {"file": uploaded.a_file(placements(), "placements.csv")})
    page = client.follow(upload)
    page = client.follow(client.send(page, described))
    client.send(page, {})
    path = tmp_path / "placements.csv"
    path.write_bytes(placements() + b"\n")
    words = ["--quadrant", "demand", "--numerator", "outside", "--denominator", "placed", "--per", "100"]
    named = ["--measure", "placed_outside", "--label", OUTSIDE, "--direction", "lower", "--filter", "placement=All"]
    assert run.invoke(args=["published", "import", str(path), *words, *named]).exit_code == 0
    after = client.get(where)
    assert "not published here" not in after.main
    assert row(after, WEEKLY, "Town 1 in 2025")[1] == "1,201.5"
    assert row(after, OUTSIDE, "Town 1 in 2025")[1:3] == ["25.3%", "101 ÷ 400 2025, as published"]
