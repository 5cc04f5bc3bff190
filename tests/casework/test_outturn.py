"""The revenue outturn comes in as a spreadsheet, known by its headings; its symbols stay gaps."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
import sqlalchemy as sa

from familyhelp.casework.published import import_file
from familyhelp.extensions import db
from familyhelp.models import Area, Figure
from familyhelp.practice.readings import read
from familyhelp.practice.scorecard import MEASURES
from familyhelp.practice.tables import BadFile
from tests import outturn_files as outturn
from tests import published_files as files
from tests.published_files import PLACES


def take(content: bytes) -> object:
    return import_file(io.BytesIO(content), "ro3.xlsx", by=None)


def figures(name: str) -> dict[str, tuple[str | None, str | None]]:
    rows = db.session.execute(
        sa.select(Figure.line, Figure.value, Figure.symbol)
        .join(Area, Area.id == Figure.area_id)
        .where(Area.name == name)
    )
    return {line: (value, symbol) for line, value, symbol in rows}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_net_current_expenditure_of_each_service_is_taken_and_the_rest_is_told(session, kind):
    result = take(getattr(outturn, kind)(outturn.rows()))
    assert result.dataset.publication == "revenue_outturn" and result.dataset.rows == 7 * 7
    assert (result.dataset.first_year, result.dataset.last_year) == (2025, 2025)
    assert figures("Town 2") == {
        f"outturn_{slug}": (str(amount), None)
        for slug, amount in zip(
            ("sure_start", "looked_after_residential", "looked_after_fostering", "looked_after", "family_support",
             "young_people", "total"),
            outturn.AMOUNTS, strict=True,
        )
    }  # fmt: skip
    assert result.report.unused == {"Total unitary authorities": 1, "A district": 1}
    assert "Family support services: employees" in result.report.unused_columns


def test_symbols_are_gaps_and_never_nothing(session):
    take(outturn.xlsx(outturn.rows(amounts={"Town 1": ("[x]", "[z]", 1, 2, 0, 3.25, -4)})))
    held = figures("Town 1")
    assert held["outturn_sure_start"] == (None, "x") and held["outturn_looked_after_residential"] == (None, "z")
    assert held["outturn_family_support"] == ("0", None)
    assert held["outturn_young_people"] == ("3.25", None) and held["outturn_total"] == ("-4", None)


def test_the_share_and_the_spend_for_each_child_are_those_of_the_net_amounts(session):
    take(files.to_csv([files.population(2024, place, 2000) for place in [None, *PLACES]]))
    take(outturn.xlsx(outturn.rows()))
    cells = {(line, 2025): cell for line, cell in figures("Town 3").items()} | {("children_0_17", 2024): ("2000", None)}

    def value(slug: str) -> Fraction | None:
        return read(MEASURES[slug], 2025, lambda line, year: cells.get((line, year))).value

    assert value("outturn_early_help_share") == Fraction(400, 2000) * 100
    assert value("outturn_early_help_per_child") == Fraction(400 * 1000, 2000)
    assert value("outturn_looked_after_per_child") == Fraction(700 * 1000, 2000)


def test_headings_in_one_row_are_known_too(session):
    cells = outturn.rows()
    services, header = cells[2], cells[3]
    now = ""
    for at in range(4, len(header)):
        now = services[at] or now
        header[at] = f"{now} - {header[at]}"
    cells[2] = []
    assert take(outturn.xlsx(cells)).dataset.rows == 49


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda c: c[3].__setitem__(1, "Code"), "It looks for a row with the headings"),
        (lambda c: c[0].__setitem__(0, "Revenue outturn"), "no financial year such as “2024-25”"),
        (
            lambda c: c[6].__setitem__(8, "n/a"),
            "Row 7, column Sure Start children’s centres and early",
        ),
        (lambda c: c[6].__setitem__(1, "E0600001"), "Row 7, column ONS code: “E0600001” is not a code"),
        (lambda c: c[6].__setitem__(1, PLACES[0][1]), "Row 7, column ONS code: this row is of the same place"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(session, change, says):
    cells = outturn.rows()
    change(cells)
    with pytest.raises(BadFile) as refusal:
        take(outturn.xlsx(cells))
    assert says in str(refusal.value)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Figure)) == 0


def test_a_file_that_unpacks_to_far_more_is_not_opened(session, monkeypatch):
    from familyhelp.practice import outturn as rules

    monkeypatch.setattr(rules, "LARGEST_OPEN", 1000)
    with pytest.raises(BadFile, match="too large"):
        take(outturn.xlsx(outturn.rows()))
