"""A publication that the service does not know, taken as a measure by its columns."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Dataset, Figure, OwnMeasure
from tests import published_files as files
from tests.published_files import PLACES

OPTIONS = ["--measure", "assessed_late", "--quadrant", "demand", "--numerator", "late", "--direction", "lower"]
OVER = ["--denominator", "assessed", "--per", "100"]
PICKED = ["--filter", "category=All"]


def rows(years=(2024, 2025), late=lambda n: 10 + n) -> list[dict]:
    return [
        files.ees(year, place, category=category, late=late(n) if category == "All" else 1, assessed=100)
        for year in years
        for n, place in enumerate([None, *PLACES])
        for category in ("All", "Some")
    ]


@pytest.fixture
def run(app):
    def running(*arguments, code=0):
        result = app.test_cli_runner().invoke(args=[str(a) for a in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, result.output
        return result.output

    return running


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(files.to_csv(rows(), mark=True))
    return path


def compared(run, period="2025", measure="assessed_late") -> dict[str, dict]:
    said = run("scorecard", "compare", "--measure", measure, "--period", period, "--format", "json")
    return {item["old_code"]: item for item in json.loads(said)}


def test_a_file_that_is_not_known_tells_how_it_can_be_taken(run, file):
    assert "--measure, --quadrant, --numerator" in run("published", "import", file, code=1)


def test_a_share_of_two_columns_is_compared_and_shown(run, file):
    said = run("published", "import", file, *OPTIONS, *OVER, *PICKED)
    assert "own measure “assessed_late”, 28 figures for 2024 to 2025" in said
    found = compared(run)
    assert {code: item["value"] for code, item in found.items()} == {p[0]: 11 + n for n, p in enumerate(PLACES)}
    assert found["001"]["rank"] == 1 and found["006"]["rank"] == 6
    assert found["001"]["funnel"] is None
    shown = json.loads(
        run("scorecard", "show", "--area", "001", "--period", "2025", "--measure", "assessed_late", "--format", "json")
    )
    assert [(item["value"], item["direction"], item["nation_value"]) for item in shown] == [(11, "lower", 10)]


def test_a_rate_takes_the_children_of_the_year_before(run, file, tmp_path):
    population = tmp_path / "population.csv"
    population.write_bytes(
        files.to_csv([files.population(y, p, y * 10) for y in (2023, 2024) for p in [None, *PLACES]])
    )
    run("published", "import", population)
    run("published", "import", file, *OPTIONS, "--denominator", "population", *PICKED)
    found = compared(run)
    assert found["001"]["denominator"] == 20_240
    assert found["001"]["value"] == pytest.approx(11 / 20_240 * 10_000)
    assert found["001"]["funnel"] == "within"


def test_an_amount_of_pounds_is_said_in_pounds_by_itself_and_for_each(run, file, client, cast):
    pounds = ["--quadrant", "spend", "--unit", "pounds", *PICKED, "--numerator"]
    run("published", "import", file, "--measure", "weekly_cost", *pounds, "late")
    run("published", "import", file, "--measure", "cost_each", *pounds, "late", "--denominator", "assessed")
    assert compared(run, measure="weekly_cost")["001"]["value"] == 11
    assert compared(run, measure="cost_each")["001"]["value"] == 0.11
    area = run_area()
    client.sign_in(cast.anita)
    page = client.get(f"/scorecard?area={area}&year=2025&trend=weekly_cost")
    assert "£11.00" in page.main and "£0.11" in page.main and "Trend: Weekly cost, as a table" in page.main
    said = run("published", "import", file, "--measure", "third", *pounds, "late", "--per", "100", code=1)
    assert "Pounds are per one" in said


def test_next_years_file_is_known_by_its_columns_and_takes_the_place_of_the_last(run, file, tmp_path):
    run("published", "import", file, *OPTIONS, *OVER, *PICKED)
    newer = tmp_path / "late-2026.csv"
    newer.write_bytes(files.to_csv(rows((2024, 2025, 2026), late=lambda n: 20 + n)))
    assert "42 figures for 2024 to 2026" in run("published", "import", newer)
    assert compared(run, "2026")["001"]["value"] == 21
    assert compared(run, "2025")["001"]["value"] == 21, "revised"
    held = db.session.scalars(sa.select(Dataset).order_by(Dataset.id)).all()
    assert [dataset.superseded_at is None for dataset in held] == [False, True]


def test_the_same_file_with_the_same_words_changes_nothing_and_with_others_is_another_measure(run, file):
    run("published", "import", file, *OPTIONS, *OVER, *PICKED)
    assert "Nothing was changed" in run("published", "import", file, *OPTIONS, *OVER, *PICKED)
    run("published", "import", file, *[o.replace("assessed_late", "another") for o in OPTIONS], *PICKED)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OwnMeasure)) == 2
    assert compared(run, measure="another")["001"]["value"] == 11
    assert compared(run)["001"]["value"] == 11


def test_without_the_filter_the_column_that_tells_rows_apart_is_named(run, file):
    said = run("published", "import", file, *OPTIONS, *OVER, code=1)
    assert "column category: this column tells rows apart (“All”, “Some”)" in said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["--measure", "Late!"], "small letters, digits and underscores"),
        (["--measure", "re_referrals"], "the service has already"),
        (["--numerator", "lates"], "The file has no column “lates”."),
        (["--denominator", "nobody"], "The file has no column “nobody”."),
        (["--filter", "kind=All"], "The file has no column “kind”."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(run, file, wrong, sentence):
    assert sentence in run("published", "import", file, *OPTIONS, *OVER, *PICKED, *wrong, code=1)
    for model in (OwnMeasure, Dataset, Figure):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0


@pytest.mark.parametrize(
    "options", [["--quadrant", "demand"], ["--measure", "late"], [*OPTIONS, "--filter", "category"]]
)
def test_half_a_description_is_a_sentence(run, file, options):
    said = run("published", "import", file, *options, code=2)
    assert "Error: " in said


def test_an_own_measure_stands_on_the_scorecard_page(run, file, client, cast, count_queries):
    client.sign_in(cast.anita)

    def counted() -> int:
        with count_queries() as count:
            client.get("/scorecard?year=2025")
        return count()

    run("published", "import", file, *OPTIONS, *OVER, *PICKED, "--label", "Assessments that came late")
    area = run_area()
    page = client.get(f"/scorecard?area={area}&year=2025")
    assert "Assessments that came late" in page.main and "11.0%" in page.main
    assert counted() <= 12


def run_area() -> int:
    from familyhelp.models import Area

    found = db.session.scalar(sa.select(Area.id).where(Area.number == "001"))
    db.session.rollback()
    return found


def test_every_measure_of_a_file_is_taken_from_the_next_one_all_or_none(run, file, tmp_path):
    run("published", "import", file, *OPTIONS, *OVER, *PICKED)
    other = [option.replace("assessed_late", "how_many").replace("late", "assessed", 1) for option in OPTIONS]
    run("published", "import", file, *other, *PICKED)
    assert "Nothing was changed" in run("published", "import", file), "known by its columns, and imported already"
    newer = tmp_path / "2026.csv"
    newer.write_bytes(files.to_csv(rows((2025, 2026))))
    said = run("published", "import", newer)
    assert "“assessed_late”, 28 figures" in said and "“how_many”, 14 figures" in said
    broken = tmp_path / "2027.csv"
    broken.write_bytes(files.to_csv([row | {"late": "?"} for row in rows((2026, 2027))]))
    assert "is neither a number nor a known symbol" in run("published", "import", broken, code=1)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Dataset)) == 4
