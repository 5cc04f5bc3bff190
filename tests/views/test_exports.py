"""Taking figures away: with a purpose, for oneself alone, and never more than the page shows an analyst."""

from __future__ import annotations

import csv
import io
import json

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from familyhelp.casework import exports
from familyhelp.extensions import db
from familyhelp.models import Area, Export, Look
from familyhelp.practice.chronology import Subject
from familyhelp.practice.exports import ExportFormat, What
from familyhelp.practice.published import AreaLevel
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import published_files as files
from tests import stories
from tests.published_files import PLACES


@pytest.fixture
def figures(app, cast, tmp_path):
    """Referrals of six towns in 2025, and a service of its own with three cases."""
    rows = [files.referrals(2025, p, 1140 if p is None else 60 * n, 6 * n) for n, p in enumerate([None, *PLACES])]
    path = tmp_path / "referrals.csv"
    path.write_bytes(files.to_csv(rows))
    assert app.test_cli_runner().invoke(args=["published", "import", str(path)]).exit_code == 0
    for n in range(3):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Secretname{n}"))
    db.session.commit()
    return db.session.scalars(sa.select(Area).where(Area.level == AreaLevel.AUTHORITY).order_by(Area.name)).first()


def take(client, where: str, form: str, purpose: str = "For the board.") -> bytes:
    page = client.get(where)
    ready = client.send(page, {"format": form, "purpose": purpose})
    response = client.ask("GET", ready.location + "/file")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["Cache-Control"] == "no-store"
    return response.get_data()


def test_the_three_formats_say_the_same(client, cast, figures):
    client.sign_in(cast.anita)
    where = f"/scorecard/areas/{figures.id}/2025/export"
    rows = json.loads(take(client, where, "json"))["rows"]
    told = {row["measure"]: row for row in rows}
    assert len(told) == len(rows)
    assert told["re_referrals"]["value"] == 10
    assert told["re_referrals"]["numerator"] * 10 == told["re_referrals"]["denominator"]
    assert told["early_help_share"]["value"] is None and told["early_help_share"]["reason"]
    by_csv = {
        row["measure"]: row for row in csv.DictReader(io.StringIO(take(client, where, "csv").decode("utf-8-sig")))
    }
    assert float(by_csv["re_referrals"]["value"]) == 10
    assert by_csv["early_help_share"]["value"] == ""
    book = CalamineWorkbook.from_filelike(io.BytesIO(take(client, where, "xlsx")))
    head, *body = book.get_sheet_by_index(0).to_python()
    by_sheet = {row[head.index("measure")]: row for row in body}
    assert by_sheet["re_referrals"][head.index("value")] == 10.0
    notes = " ".join(str(cell) for row in book.get_sheet_by_name("Notes").to_python() for cell in row)
    assert "edition" in notes and "never 0" in notes


def test_small_local_numbers_are_hidden_from_managers_files_too_and_no_name_is_in_any(client, cast, figures):
    for person in (cast.anita, cast.mabel):
        client.sign_in(person)
        content = take(client, f"/scorecard/areas/{figures.id}/2026/export", "json").decode()
        for row in json.loads(content)["rows"]:
            if row["area_code"] is None:
                for name in ("numerator", "denominator"):
                    assert row[name] is None or not 0 < row[name] < 6, row
        assert "Secretname" not in content
        client.ask("POST", "/sign-out", data={"csrf_token": client.token()})


def test_one_measure_of_every_authority(client, cast, figures):
    client.sign_in(cast.mabel)
    rows = json.loads(take(client, "/scorecard/measures/re_referrals/2025/export", "json"))["rows"]
    assert len(rows) == len(PLACES)
    assert {row["value"] for row in rows} == {10}


def test_a_file_is_fetched_by_whoever_asked_for_it_alone_and_each_look_carries_the_purpose(client, cast, figures):
    asked = {"measure": "re_referrals", "year": "2025"}
    taken = exports.export(What.COMPARISON, format=ExportFormat.CSV, purpose="The board", asked=asked, by=cast.anita)
    code, number = write_code(taken.code), taken.id
    db.session.commit()
    client.sign_in(cast.mabel)
    assert client.status(f"/exports/{code}/file") == 404
    assert "The board" in client.get("/exports").main
    client.ask("POST", "/sign-out", data={"csrf_token": client.token()})
    client.sign_in(cast.anita)
    assert client.status(f"/exports/{code}/file") == 200
    assert client.status("/exports") == 403
    db.session.rollback()
    looks = list(db.session.scalars(sa.select(Look).where(Look.subject == Subject.EXPORT).order_by(Look.id)))
    assert [(look.subject_id, look.because) for look in looks if not look.refused] == [(number, "The board")]
    assert [look.practitioner_id for look in looks if look.refused] == [cast.mabel.id]


def test_without_a_purpose_nothing_leaves(client, cast, figures):
    client.sign_in(cast.anita)
    page = client.get("/scorecard/measures/re_referrals/2025/export")
    refused = client.send(page, {"format": "csv", "purpose": "   "}, status=400)
    assert "Say what it is for." in refused.main
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Export.id))) == 0


@pytest.mark.parametrize(
    "where",
    ["/scorecard/measures/requests/2025/export", "/scorecard/measures/nothing/2025/export",
     "/scorecard/areas/99999/2025/export"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_taken(client, cast, figures, where):
    client.sign_in(cast.anita)
    assert client.status(where) == 404


def test_the_list_pages_by_key_in_one_statement(client, cast, count_queries):
    asked = {"measure": "re_referrals", "year": "2025"}
    for n in range(30):
        exports.export(What.COMPARISON, format=ExportFormat.CSV, purpose=f"Why {n:02}", asked=asked, by=cast.anita)
    db.session.commit()
    client.sign_in(cast.adam)
    with count_queries() as count:
        page = client.get("/exports")
    assert count() <= 8
    assert "Why 29" in page.main and "Why 04" not in page.main
    assert "Why 04" in client.get(page.links["Earlier"]).main


def test_the_list_says_of_whom_and_when_the_figures_were(client, cast, figures):
    client.sign_in(cast.mabel)
    take(client, f"/scorecard/areas/{figures.id}/2025/export", "csv")
    asked = {"at": "2026-03-31", "file": "a.xlsx"}
    exports.export(What.ANNEX_A, format=ExportFormat.XLSX, purpose="The inspection", asked=asked, by=None)
    db.session.commit()
    listed = client.get("/exports").main
    assert f"{figures.name}, year ending in 2025" in listed
    assert "as on 2026-03-31" in listed
