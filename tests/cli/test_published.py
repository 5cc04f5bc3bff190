"""The commands: `flask published import`, `flask scorecard show`, `flask scorecard refresh`."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Dataset, LocalResult
from familyhelp.practice.scorecard import LOCAL, MEASURES
from tests import published_files as files
from tests.published_files import PLACES
from tests.scorecard_worlds import World


@pytest.fixture
def run(app):
    def running(*arguments):
        result = app.test_cli_runner().invoke(args=[str(a) for a in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return running


@pytest.fixture
def folder(tmp_path):
    """Files as somebody downloads them."""
    contents = {
        "referrals.csv": [
            files.referrals(y, p, 200 + n, 40 + n) for y in (2024, 2025) for n, p in enumerate([None, *PLACES])
        ],
        "population.csv": [files.population(y, p, 10_000) for y in (2023, 2024) for p in [None, *PLACES]],
        "neighbours.csv": [files.neighbours(p, [q[0] for q in PLACES if q != p]) for p in PLACES],
    }
    for name, rows in contents.items():
        (tmp_path / name).write_bytes(files.to_csv(rows, mark=name == "neighbours.csv"))
    return tmp_path


def test_files_are_taken_each_as_a_whole_and_told(run, folder):
    (folder / "bad.csv").write_bytes(files.to_csv([files.referrals(2025, PLACES[0], "many", 1)]))
    result = run("published", "import", folder / "referrals.csv", folder / "bad.csv", folder / "population.csv")
    assert result.exit_code == 1, "one of them was refused"
    assert "referrals.csv: Children in need: referrals and re-referrals, 56 figures for 2024 to 2025." in result.output
    assert "bad.csv:" in result.output and "Row 2, column referral_count: “many” is neither a number" in result.output
    assert "population.csv: Mid-year population estimates: children aged 0 to 17, 14 figures" in result.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Dataset)) == 2


def test_the_same_file_again_says_so_and_is_no_error(run, folder):
    run("published", "import", folder / "referrals.csv")
    result = run("published", "import", folder / "referrals.csv")
    assert result.exit_code == 0 and "this file was imported on 02.03.2026" in result.output
    assert "Nothing was changed" in result.output


def test_a_file_that_is_not_there_is_told(run, folder):
    result = run("published", "import", folder / "nothing.csv")
    assert result.exit_code == 2 and "does not exist" in result.output


def show(run, *arguments):
    result = run("scorecard", "show", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_scorecard_is_printed_unrounded_for_scripts(run, folder):
    run("published", "import", *folder.glob("*.csv"))
    (found,) = show(run, "--area", "E09999002", "--period", "2025", "--measure", "re_referrals")
    assert found["area_code"] == "E09999002" and found["old_code"] == "002" and found["area_name"] == "Town 2"
    assert (found["numerator"], found["denominator"]) == (42, 202) and found["value"] == pytest.approx(
        100 * 42 / 202, abs=1e-12
    )
    assert found["symbol"] is None and found["direction"] == "lower" and found["period"] == 2025
    assert found["nation_value"] == 20 and found["neighbours_known"] == 5 and found["change"] == 0
    assert found["neighbours_median"] == pytest.approx(100 * 44 / 204, abs=1e-12)
    everything = show(run, "--area", "002", "--period", "2024-25")
    assert [item["measure"] for item in everything] == list(MEASURES)


def test_a_gap_is_null_with_its_symbol(run, tmp_path):
    file = tmp_path / "r.csv"
    file.write_bytes(files.to_csv([files.referrals(2025, PLACES[0], 10, "u")]))
    run("published", "import", file)
    (found,) = show(run, "--area", PLACES[0][1], "--period", "202425", "--measure", "re_referrals")
    assert found["value"] is None and found["symbol"] == "u" and found["denominator"] == 10
    (never,) = show(run, "--area", PLACES[0][1], "--period", "2019", "--measure", "neet")
    assert never["value"] is None and never["symbol"] is None and never["reason"]


def test_a_table_for_people(run, folder):
    run("published", "import", *folder.glob("*.csv"))
    result = run("scorecard", "show", "--area", "E09999002", "--period", "2025")
    line = next(line for line in result.output.splitlines() if line.startswith("re_referrals"))
    assert line.split()[1:5] == ["20.79", "-", "42", "202"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--area", "E09999999", "--period", "2025"), "No figures have been imported for an area"),
        (("--area", "E09999002", "--period", "soon"), "“soon” is not a period"),
        (("--area", "E09999002", "--period", "2025", "--measure", "luck"), "There is no measure “luck”"),
    ],
)
def test_what_cannot_be_shown_is_told(run, folder, arguments, says):
    run("published", "import", *folder.glob("*.csv"))
    result = run("scorecard", "show", *arguments)
    assert result.exit_code == 1 and says in result.output


def test_small_numbers_of_this_service_are_never_printed(run, folder):
    run("published", "import", *folder.glob("*.csv"))
    World(5, size=20).save()
    hidden = 0
    for period in ("2023", "2024", "2025", "2026"):
        for item in show(run, "--area", "E09999002", "--period", period):
            if item["area_code"] is None:
                hidden += item["hidden"]
                for key in ("numerator", "denominator"):
                    is_points = item["unit"] == "points" and key == "numerator"
                    assert is_points or item[key] is None or not 0 < item[key] < 6, item
    assert hidden


def test_refresh_counts_and_keeps_every_year(run, session):
    World(6, size=20).save()
    result = run("scorecard", "refresh")
    assert result.exit_code == 0 and "Year ending 31 March 2026: counted in" in result.output
    years = set(session.scalars(sa.select(LocalResult.year)))
    assert years >= {2022, 2023, 2024, 2025, 2026}
    assert session.scalar(sa.select(sa.func.count()).select_from(LocalResult)) == len(years) * 4 * len(LOCAL)
