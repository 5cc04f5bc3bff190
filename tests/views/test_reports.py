"""Quarterly reports, as analysts write them, managers approve them and both read them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy.exc import DBAPIError

from familyhelp.casework import reports as deeds
from familyhelp.extensions import db
from familyhelp.models import PromiseAnswer, QuarterlyReport, ReportFigure, ReportPromise
from familyhelp.practice import clock
from familyhelp.practice.periods import Period
from familyhelp.practice.references import write_code
from familyhelp.practice.reports import Kept
from familyhelp.practice.words import NotYet
from familyhelp.queries import reports as queries
from familyhelp.views import report_files
from tests import report_stories as stories
from tests import stories as cases
from tests.scorecard_worlds import World


def test_an_analyst_begins_with_the_figures_of_the_quarter_and_small_numbers_stay_out(client, cast, session):
    World(3, size=80).save()
    with clock.at(clock.now().replace(year=2024, month=8)):
        client.sign_in(cast.anita)
        page = client.get("/reports/new")
        path = client.send(page, {"quarter": "2025q1"}).location
        text = client.get(path).main
    assert "Quarterly report: April to June 2024" in text and "This is the first report" in text
    kept = {f.measure: f for f in session.scalars(sa.select(ReportFigure))}
    assert "Requests received in the quarter" in kept["requests_to_cases"].over
    shown = [f for f in kept.values() if not f.hidden and f.numerator]
    assert shown and all(not 0 < int(f.numerator) < 6 for f in shown if f.unit in ("percent", "count"))
    assert [f for f in kept.values() if f.hidden]
    session.rollback()


def test_what_changes_later_changes_nothing_in_the_report(client, cast, session):
    report = stories.begun(cast)
    path = stories.where(report)
    client.sign_in(cast.anita)
    before = client.get(path).main
    cases.a_case(cast, cases.Stage.ACTIVE)
    db.session.commit()
    assert client.get(path).main == before
    for change in (sa.update(ReportFigure).values(value="1"), sa.delete(ReportFigure)):
        with pytest.raises(DBAPIError, match="never change"):
            session.execute(change)
        session.rollback()


def test_last_quarters_promises_come_first_and_are_answered_before_the_approval(client, cast):
    stories.approved(cast)
    report = stories.begun(cast, more=4)
    deeds.write_so_what(report, so_what="More came.", read_version=report.version, by=cast.anita)
    stories.promise(report, cast, "Answer within a day.")
    path = stories.where(report)
    client.sign_in(cast.mabel)
    page = client.get(path)
    headings = [" ".join("".join(h.itertext()).split()) for h in page.find("h2")]
    assert headings[:4] == ["What next", "What we promised last quarter", "What changed", "So what"]
    assert "44, 4 more." in page.main and "What did not change" in page.main
    refused = client.send(client.get(f"{path}/approve"), {}, 409)
    assert "Answer every promise of the last report first (still open: 1)." in refused.main
    answer = client.get(page.links["Say what became of a promise of the last report"])
    client.send(answer, {"kept": "partly", "words": "Half of them."})
    assert client.send(client.get(f"{path}/approve"), {}).location == path
    read = client.get(path).main
    assert "Approved and published on 2 March 2026 by Mabel Thorne" in read
    assert "Partly Half of them. (Mabel Thorne, 2 March 2026)" in read


def test_whoever_wrote_a_report_does_not_approve_it(client, cast):
    report = stories.ready(cast)
    deeds.write_so_what(report, so_what="I see it otherwise.", read_version=report.version, by=cast.mabel)
    path = stories.where(report, "/approve")
    client.sign_in(cast.mabel)
    assert "did not write this report" in client.send(client.get(path), {}, 409).main
    client.sign_in(cast.anita)
    assert client.status(path) == 404
    client.sign_in(cast.morag)
    client.send(client.get(path), {})


def test_what_is_missing_is_said(cast):
    report = stories.begun(cast)
    with pytest.raises(NotYet, match=r"so what.*at least one thing"):
        deeds.approve(report, by=cast.mabel)
    with pytest.raises(NotYet, match="still in writing"):
        stories.begun(cast, period=Period(2026, 3))
    with pytest.raises(NotYet, match="Choose at least one measure"):
        deeds.begin(Period(2026, 3), [], area_name="x", by=cast.anita)
    with pytest.raises(NotYet, match="past"):
        deeds.make_promise(report, what="x", owner="x", due_on=clock.today() - timedelta(days=1), by=cast.anita)


def test_an_approved_report_never_changes_neither_by_a_deed_nor_in_the_database(client, cast, session):
    stories.approved(cast)
    report = stories.approved(cast, more=3)
    whole = queries.whole(report)
    own, owed = whole.promises[0].promise, whole.owed[0].promise
    for deed in (
        lambda: deeds.write_so_what(report, so_what="x", read_version=report.version, by=cast.anita),
        lambda: stories.promise(report, cast),
        lambda: deeds.take_out_promise(report, own, by=cast.anita),
        lambda: deeds.answer_promise(report, owed, kept=Kept.DONE, words="x", read_version=1, by=cast.anita),
        lambda: deeds.approve(report, by=cast.mabel),
    ):
        with pytest.raises(NotYet, match="stays as it is"):
            deed()
    path, number = stories.where(report), report.id
    client.sign_in(cast.mabel)
    for tail in ("/so-what", "/promises/new", f"/promises/{write_code(owed.code)}/answer", "/approve"):
        assert "stays as it is" in client.get(path + tail, 409).main
    session.rollback()
    for change in (
        sa.update(QuarterlyReport).where(QuarterlyReport.id == number).values(so_what="x"),
        sa.delete(QuarterlyReport).where(QuarterlyReport.id == number),
        sa.update(ReportPromise).values(what="x"),
        sa.delete(PromiseAnswer),
        sa.insert(ReportPromise).values(
            code="00000000", report_id=number, what="x", owner="x", due_on=clock.today(), made_by_id=cast.anita.id,
            made_at=clock.now(),
        ),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="never changes"):
            session.execute(change)
        session.rollback()


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    stories.approved(cast)
    report = stories.ready(cast, more=5)
    for number in range(8):
        stories.promise(report, cast, f"Promise {number}")
    path = stories.where(report)
    client.sign_in(cast.mabel)
    for where, most in ((path, 12), (f"{path}/so-what", 12), (f"{path}/approve", 12), ("/reports/new", 12),
                        ("/reports", 8)):  # fmt: skip
        with count_queries() as count:
            client.get(where)
        assert count() <= most, where


def test_it_leaves_as_a_pdf_that_is_accessible_and_as_a_spreadsheet_with_notes(client, cast):
    stories.approved(cast, what="=HYPERLINK(1)")
    report = stories.approved(cast, more=9, words="#eval[1] fewer *came*", what="Ring them.")
    path = stories.where(report, "/export")
    client.sign_in(cast.mabel)
    files = {}
    for form in ("pdf", "xlsx"):
        taken = client.get(client.send(client.get(path), {"format": form, "purpose": "For the board."}).location)
        link = next(href for href in taken.links.values() if href.endswith("/file"))
        files[form] = client.ask("GET", link)
    pdf = files["pdf"].data
    assert pdf.startswith(b"%PDF-") and files["pdf"].mimetype == "application/pdf"
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"] and b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pdf.count(b"/S/TH/") == 6 and b"/Scope/Column" in pdf and b"/S/H2" in pdf
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"].data))
    assert book.sheet_names == ["Figures", "Promises", "Notes"]
    rows = book.get_sheet_by_name("Figures").to_python()
    requests = next(row for row in rows if row[1] == "Requests for help")
    assert (requests[2], requests[12]) == (49, "9 more")
    hidden = next(row for row in rows if row[1] == "Step-ups accepted")
    assert (hidden[2], hidden[6], hidden[8]) == ("", "", "") and "recognised" in hidden[5]
    promises = book.get_sheet_by_name("Promises").to_python()
    assert promises[1][:2] == ["The last report", "'=HYPERLINK(1)"] and promises[2][0] == "This report"
    notes = book.get_sheet_by_name("Notes").to_python()
    assert any("So what: #eval[1] fewer *came*" in row[1] for row in notes)
    assert ["Figures", "Source: The cases of this service"] in notes


def test_the_pdf_says_what_the_page_says_in_the_same_order(cast, app):
    stories.approved(cast)
    report = stories.approved(cast, more=9)
    said = report_files.blocks(queries.whole(report))
    assert [b["text"] for b in said if b["kind"] == "heading"] == [
        "What we promised last quarter", "What changed", "So what", "What we will do differently", "The figures",
    ]  # fmt: skip
    tables = [b for b in said if b["kind"] == "table"]
    assert all(len(row) == len(table["columns"]) == len(table["widths"]) for table in tables for row in table["rows"])


def test_a_report_in_writing_does_not_leave(client, cast):
    path = stories.where(stories.begun(cast), "/export")
    client.sign_in(cast.anita)
    assert "still in writing" in client.get(path, 409).main


@pytest.mark.parametrize("name", ["flora", "kamal", "lena", "conor", "lionel", "adam"])
def test_to_everybody_else_there_is_no_report(client, cast, name):
    path = stories.where(stories.approved(cast))
    client.sign_in(getattr(cast, name))
    assert client.status(path) == client.status("/reports/0000-0000") == 404
    assert client.status("/reports") == 403


def test_the_year_of_the_scorecard_stands_beside_the_reports(client, cast):
    """Somebody who may not see small numbers cannot take the quarter from the year: what is left of it is hidden."""
    for _ in range(7):
        cases.a_request(cast)
    report = deeds.begin(Period(2026, 3), [stories.frozen("requests", 6)], area_name="x", by=cast.anita)
    assert report.quarter.slug == "2026q3"
    db.session.commit()
    client.sign_in(cast.anita)
    text = client.get("/scorecard").main
    assert "Hidden, so that nobody can be recognised" in text.split("Requests for help")[1][:300]
