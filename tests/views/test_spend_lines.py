"""What counts as early-help spend is a setting, and both measures follow it."""

from __future__ import annotations

import sqlalchemy as sa

from familyhelp.casework.spend_lines import set_spend_line
from familyhelp.extensions import db
from familyhelp.models import Event
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.spend_lines import SpendLine
from tests import outturn_files, uploaded
from tests.views.test_scorecard import invented, row

SHARE, EACH = "Early help as a share of children’s services spend", "Early-help spend per child"
BESIDE, MADE_OF = "Saltmere in 2025", "Relative early-help spend"


def spend(client, page, measure: str) -> tuple[str, str]:
    """The value of a measure, and what its numerator is made of."""
    made_of = client.get(page.links["What these figures are made of: Relative early-help spend"])
    return row(page, measure, BESIDE)[1], row(made_of, measure, MADE_OF)[2]


def test_both_measures_follow_and_say_what_counts(client, cast, count_queries):
    invented()
    client.sign_in(cast.anita)
    page = client.get("/scorecard")
    before = {measure: spend(client, page, measure) for measure in (SHARE, EACH)}
    assert "Counted as early-help spend: Family support services; Sure Start" in page.main
    lines = client.get(page.links["Change what counts"])
    change = client.get(lines.links["Youth justice"])
    assert change.fields()["counts"] == ["out"]
    client.send(change, {"counts": "in", "because": "Our youth justice team works early."})
    with count_queries() as count:
        page = client.get("/scorecard")
    assert count() <= 10
    for measure, (value, made_of) in before.items():
        now, made_of_now = spend(client, page, measure)
        assert now != value and "Youth justice" in made_of_now and "Youth justice" not in made_of
    assert "Youth justice counts since 2 March 2026: Our youth justice team works early." in page.main
    event = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.SPEND_LINE_SET)).one()
    assert event.because == "Our youth justice team works early."
    client.send(client.get(lines.links["Youth justice"]), {"counts": "out", "because": "The board said no."})
    page = client.get("/scorecard")
    assert {measure: spend(client, page, measure) for measure in (SHARE, EACH)} == before
    compared = client.get("/scorecard/compare?measure=early_help_share")
    assert row(page, SHARE, BESIDE)[1] in compared.main


def test_what_cannot_count_is_refused(client, cast):
    client.sign_in(cast.adam)
    looked_after = client.get("/scorecard/early-help-spend/looked_after")
    refused = client.send(looked_after, {"counts": "in", "because": "x"}, 409)
    assert "It cannot count as both." in " ".join(refused.errors)
    for line in (SpendLine.SURE_START, SpendLine.FAMILY_SUPPORT):
        set_spend_line(line, counts=False, because="x", read_version=1, by=cast.adam)
    db.session.commit()
    last = client.send(client.get("/scorecard/early-help-spend/young_people"), {"counts": "out", "because": "x"}, 409)
    assert "At least one line counts as early-help spend." in " ".join(last.errors)
    assert client.status("/scorecard/early-help-spend/nothing") == 404


def test_the_price_of_late_help_stands_beside_it(client, cast):
    invented()
    client.sign_in(cast.mabel)
    page = client.get("/scorecard")
    value, made_of = spend(client, page, "Spend on children looked after, per child")
    assert value.startswith("£") and made_of.startswith("£") and "Children looked after" in made_of
    cells = row(client.get("/scorecard/made-of"), "Spend for each child looked after", MADE_OF)
    assert "Children looked after at 31 March" in cells[3] and cells[4] == "financial year 2024 to 2025"
    assert "Local authority interactive tool" in cells[5]
    assert "Change what counts" not in page.links


def test_the_revenue_outturn_is_uploaded_and_stands_beside_the_gross_figures(client, cast, count_queries):
    invented()
    client.sign_in(cast.anita)
    amounts = {"Saltmere": (100, 400, 200, 700, "[x]", 100, 2000)}
    places = [("001", "E09999001", "Saltmere")]
    sheet = uploaded.a_file(outturn_files.xlsx(outturn_files.rows(amounts=amounts, places=places)), "ro3.xlsx")
    page = client.follow(client.send(client.get("/scorecard/uploads"), {"file": sheet}))
    assert "Revenue outturn: social care (RO3)" in page.main and "[x] not available" in page.main
    client.send(page, {})
    with count_queries() as count:
        page = client.get("/scorecard?year=2025")
    assert count() <= 10
    outturn = "Spend on children looked after, per child, net outturn"
    assert row(page, outturn, BESIDE)[2].startswith("£700 thousand ÷ ")
    assert row(client.get("/scorecard/made-of?year=2025"), outturn, MADE_OF)[2].startswith("£700 thousand")
    share = "Early help as a share of children’s social care, net outturn"
    assert row(page, share, BESIDE)[1].startswith("[x] not available"), "a gap in one line is a gap of the whole"
    out = client.get("/scorecard/early-help-spend/family_support")
    client.send(out, {"counts": "out", "because": "Only to see."})
    assert row(client.get("/scorecard?year=2025"), share, BESIDE)[1] == "10.00%"
