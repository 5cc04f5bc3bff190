"""Tables of pages leave with their purpose: made of what the page shows, never more than an analyst may see, and
harmless to any spreadsheet. A page with a table of figures has its way out, or says why not."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

import familyhelp
from familyhelp.demo.figures import import_figures
from familyhelp.extensions import db
from familyhelp.models import Area, Export, Look
from familyhelp.practice import audit_patterns, clock, workload
from familyhelp.practice.audits import GRADES
from familyhelp.practice.chronology import Subject
from familyhelp.practice.figure_tables import FigureTable, Shown
from familyhelp.practice.processing import Activity
from familyhelp.practice.sheets import STARTS_FORMULA, as_csv, as_xlsx
from familyhelp.practice.stages import Stage
from familyhelp.practice.workload import Load, Mark
from familyhelp.views.tables import PAGES
from tests import stories

TEMPLATES = Path(familyhelp.__file__).parent / "templates"
STAY = {
    "names families: who may see them opens them here": {
        "cases/list.html", "closing_requests/to_approve.html", "contacts/queue.html", "disagreements/open_ones.html",
        "edge_of_care/register.html", "families/family.html", "links/links.html", "plans/_distance.html",
        "reviews/reviews.html", "scorecard/behind.html", "steps/history.html", "steps/waiting.html",
        "supervision/team.html", "workload/families.html", "workload/oversight.html", "audit_rounds/round.html",
        "audit_actions/list.html", "complaints/list.html", "moderations/both.html",
        "merges/merge.html", "looked/family.html", "break_glass/list.html",
        "cases/led_by_partners.html", "sharing/without_agreement.html", "holds/list.html", "disposals/due.html",
    },
    "the list of what is there, each opened from it": {
        "audit_rounds/list.html", "audit_tools/tools.html", "practice_models/models.html", "reports/list.html",
        "self_evaluations/list.html", "themes/list.html", "audit_rounds/draw_again.html", "disposals/list.html",
    },
    "people of this service, for whoever manages them": {
        "leave/leave.html", "practitioners/people.html", "practitioners/teams.html",
        "agencies/agency.html", "agencies/list.html",
        "looked/person.html", "looked/questions.html",
    },
    "leaves as a whole, with its own way": {
        "reports/_parts.html", "scorecard/_tables.html", "scorecard/compare.html",
    },
    "self-evaluations are read in words, phase by phase": {
        "self_evaluations/_steps.html", "self_evaluations/evaluation.html",
    },
    "a file that nobody has confirmed yet": {"uploads/_preview.html"},
    "the table itself": {"components/figures.html"},
}  # fmt: skip
"""Why a table stays where it is."""


def test_every_page_with_a_table_has_its_way_out_or_says_why_not():
    held = {str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.html") if "<table" in p.read_text()}
    stay = set().union(*STAY.values())
    assert held - stay == set(), "declare its tables (views/tables.py), or say why they stay"
    assert stay - held == set()


def test_every_page_of_figures_is_shown_by_what_it_declares():
    shown = "".join(p.read_text() for p in TEMPLATES.rglob("*.html"))
    views = "".join(p.read_text() for p in (TEMPLATES.parent / "views").glob("*.py"))
    for name in PAGES:
        assert re.search(rf'figure_page\(\s*"{name}"', views)
    assert shown.count('"components/figures.html" as') >= len(PAGES) - 1


HOSTILE = ("=1+1", "+1", "-1", "@x", "\t=1", "＝1", "|calc", " =1", "\u200b=1", "\r\n=1", '=HYPERLINK("a")')


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_column_or_note_can_become_a_formula(text):
    table = FigureTable("a", text, [text, text], [[Shown(text), Shown(text, note=text)]], units={1: text})
    sheet = table.sheet([text])
    for row in csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"))):
        assert not any(STARTS_FORMULA.match(cell) for cell in row), row
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([sheet])))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            assert not any(STARTS_FORMULA.match(str(cell)) for cell in row), row


def take(client, page, link: str, form: str = "csv") -> bytes:
    ready = client.send(client.get(page.links[link]), {"format": form, "purpose": "For the board."})
    response = client.ask("GET", ready.location + "/file")
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    return response.get_data()


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_leaves_as_the_page_shows_it_with_its_notes_and_is_on_record(client, cast):
    for n in range(8):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Secretname{n}"))
    stories.a_case(cast, Stage.STATUTORY)
    db.session.commit()
    client.sign_in(cast.mabel)  # a manager sees the one step-up; her file does not hold it
    page = client.get("/flow?period=2026q4")
    name = next(link for link in page.links if "The same as a table" in link)
    taken = read(take(client, page, name))
    rows = {row[0]: row[1:] for row in taken if row}
    assert rows["Episodes begun, together"][0] == "9" and rows["Steps up accepted by social care"][0] == "[c]"
    notes = " ".join(row[0] for row in taken if len(row) == 1)
    assert "Year ending" not in notes and "31 March 2026" in notes and "Source: the cases of this service" in notes
    assert "Secretname" not in str(taken)
    book = CalamineWorkbook.from_filelike(io.BytesIO(take(client, page, name, "xlsx")))
    sheet = {row[0]: row[1:] for row in book.get_sheet_by_index(0).to_python()}
    assert sheet["Episodes begun, together"][0] == 9.0
    db.session.rollback()
    assert [one.asked["page"] for one in db.session.scalars(sa.select(Export))] == ["flow", "flow"]
    looks = db.session.scalars(sa.select(Look.because).where(Look.subject == Subject.EXPORT, Look.because.is_not(None)))
    assert set(looks) == {"For the board."}
    assert "The same as a table" in client.get("/exports").main


def test_the_register_of_lawful_bases_leaves_whole(client, cast):
    client.sign_in(cast.adam)
    page = client.get("/lawful-bases")
    taken = read(take(client, page, next(link for link in page.links if link.startswith("Take this table away"))))
    assert {activity.label for activity in Activity} <= {row[0] for row in taken if len(row) > 1}


def test_the_trend_of_a_measure_leaves_and_a_draft_knows_which(client, cast):
    import_figures(Random(1), authority="Saltmere", today=clock.today())
    client.sign_in(cast.anita)
    saltmere = db.session.scalar(sa.select(Area.id).where(Area.name == "Saltmere"))
    db.session.commit()
    page = client.get(f"/scorecard?area={saltmere}&year=2025&trend=looked_after_rate")
    name = next(link for link in page.links if link.startswith("Take this table away: Trend"))
    taken = read(take(client, page, name))
    assert taken[0][0] == "Year" and "Saltmere (per 10,000 children)" in taken[0] and len(taken) > 5
    assert f"at 31 March {2025}" in taken[1][0] and float(taken[1][1]) > 0
    form = client.get(page.links[name])
    kept = {**form.fields(), "purpose": "Half a thought", "format": "csv"}
    path = page.links[name].partition("?")[0]
    client.send(form, {"purpose": "", "format": "csv"}, 400)
    again = client.get(path)  # as the home page leads back, without the choices in its address
    assert again.fields()["chosen"] == kept["chosen"] and "Looked after" in again.main.replace("looked", "Looked")
    for wrong in ("area=x", f"area={saltmere}&year=1999&trend=looked_after_rate", f"area={saltmere}&year=2025&trend=x"):
        assert client.status(f"{path}?{wrong}") == 404


@pytest.mark.parametrize(
    "where",
    ["/tables/nothing/every/export", "/tables/clocks/nothing/export", "/tables/team-work/team-1/export",
     "/tables/explained/steps/export?measure=requests", "/tables/flow/counts/export?period=2026q1",
     "/tables/audit-agreement/pairs/export", "/tables/edition/line-1/export?number=99999999999999999999"],
)  # fmt: skip
def test_what_somebody_does_not_see_or_what_stays_cannot_be_taken(client, cast, where):
    client.sign_in(cast.anita)
    assert client.status(where) == 404


def test_whoever_may_see_a_page_may_take_its_table_and_only_while_they_may(client, cast):
    client.sign_in(cast.adam)
    taken = take(client, client.get("/clocks"), "Take this table away: Every clock of the service")
    assert b"Complete the assessment" in taken
    taken = take(client, client.get("/scorecard/early-help-spend"), "Take this table away: Lines of spend")
    assert b"Sure Start" in taken
    number = db.session.scalars(sa.select(Export).order_by(Export.id.desc())).first()
    number.asked = {**number.asked, "page": "team-work"}
    db.session.commit()
    assert client.status("/exports") == 200
    from familyhelp.practice.references import write_code

    assert client.status(f"/exports/{write_code(number.code)}/file") == 404


def test_the_board_of_a_team_leaves_without_small_numbers_and_without_a_family(client, cast):
    for n in range(7):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Secretname{n}"))
    stories.a_case(cast, family=stories.a_family("Secretname"))
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/team-work")
    name = next(link for link in page.links if link.startswith("Take this table away") and "North" in link)
    taken = read(take(client, page, name))
    assert "Weight" not in taken[0] and "Stages" not in taken[0]
    rows = {row[0].partition(" (")[0]: row[1:] for row in taken[1:] if len(row) > 1}
    assert rows["Nobody leads"][0] == "[c]", "one family alone"
    numbers = [int(cell) for row in rows.values() for cell in row if cell.isdigit()]
    assert not any(0 < number < 6 for number in numbers)
    assert "Secretname" not in str(taken)


# The rules of what may leave, attacked ---------------------------------------------------------------------------


def _solved(known: list[dict[object, int]], small: list[dict[object, int]]) -> bool:
    """Whether one of the small figures follows from the known ones by adding and subtracting."""
    names = sorted({key for row in known + small for key in row}, key=str)
    basis: list[list[Fraction]] = []

    def reduce(row: list[Fraction]) -> list[Fraction]:
        for other in basis:
            at = next(n for n, x in enumerate(other) if x)
            if row[at]:
                times = row[at] / other[at]
                row = [x - times * y for x, y in zip(row, other, strict=True)]
        return row

    for one in known:
        row = reduce([Fraction(one.get(name, 0)) for name in names])
        if any(row):
            basis.append(row)
    return any(not any(reduce([Fraction(one.get(name, 0)) for name in names])) for one in small)


@pytest.mark.parametrize("seed", range(20))
def test_no_small_number_of_families_follows_from_a_team_that_leaves(seed):
    random = Random(seed)
    loads = {}
    for who in range(random.randint(1, 6)):
        families = random.choice([0, 3, 7, 14, 20])
        loads[who] = Load(families, marks={mark: random.randint(0, families) for mark in Mark})
    shown = workload.shown_in_file(loads)
    for mark in Mark:
        counts = {(who, True): load.marks[mark] for who, load in loads.items()}
        counts |= {(who, False): load.families - load.marks[mark] for who, load in loads.items()}

        def figure(who, marked, counts=counts):
            return {p: 1 for p in counts if counts[p] and (who is None or p[0] == who) and (not marked or p[1])}

        known = [figure(who, m is mark) for who, m in shown if m in (None, mark)]
        small = [figure(w, m) for w in [None, *loads] for m in (True, False) if 0 < _sum(figure(w, m), counts) < 6]
        assert not _solved(known, small)


def _sum(figure, counts):
    return sum(counts[part] for part in figure)


@pytest.mark.parametrize("seed", range(20))
def test_no_small_number_of_grades_follows_from_a_table_that_leaves_and_the_sums_of_its_columns(seed):
    random = Random(seed)
    rows = {
        n: audit_patterns.Pattern({grade: random.choice([0, 1, 4, 8, 15]) for grade in GRADES})
        for n in range(random.randint(1, 5))
    }
    shown = audit_patterns.shown_in_file(rows)
    counts = {(grade, row): one.counts[grade] for row, one in rows.items() for grade in GRADES}
    parts = {
        **{("graded", row): [(grade, row) for grade in GRADES] for row in rows},
        **{("good", row): [(grade, row) for grade in GRADES[:2]] for row in rows},
        **{(grade, "sum"): [(grade, row) for row in rows] for grade in GRADES},
        **{part: [part] for part in counts},
    }
    figures = {key: {part: 1 for part in held if counts[part]} for key, held in parts.items()}
    small = [one for one in figures.values() if 0 < _sum(one, counts) < 6]
    assert not _solved([figures[key] for key in shown if key in figures], small)


def test_a_hidden_cell_reads_the_same_on_the_page_and_in_the_file():
    assert Shown(None).words == "–" and Shown(1234).words == "1,234" and replace(Shown("x"), note="y").taken == "x (y)"
    assert clock.today()
