"""Whom every number counts that an analyst can reach, on every page and file of figures; and what follows from them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from familyhelp.casework import reports as deeds
from familyhelp.extensions import db
from familyhelp.models import CheckIn, Closing, QuarterlyReport, ReportFigure
from familyhelp.practice import clock
from familyhelp.practice.check_in_cohorts import FATE_OF, Fate
from familyhelp.practice.clock import LOCAL as HERE
from familyhelp.practice.cuts import Cut, Told
from familyhelp.practice.endings import CHECK_IN_MONTHS
from familyhelp.practice.feedback import GOOD, POOR, Question, Said
from familyhelp.practice.flow_figures import QUARTERS, WINDOWS, Column, Count, Going
from familyhelp.practice.periods import Period, quarter_of
from familyhelp.practice.scorecard import LOCAL
from familyhelp.practice.thresholds import SHOWN, From, became, from_of
from familyhelp.practice.triage import ContactOutcome, Source
from familyhelp.queries import local_results
from familyhelp.queries.each_counted import EACH
from familyhelp.queries.each_of_flow import of_cut
from familyhelp.queries.measure_rows import bounds
from familyhelp.queries.report_figures import figures_now
from familyhelp.views import check_in_cohorts, feedback, flow, thresholds, trajectories
from familyhelp.views import cuts as cut_page
from familyhelp.views.language import sentence
from familyhelp.views.scorecard import shown_to, told_to
from tests.cast import Cast
from tests.flow_worlds import recounted
from tests.scorecard_worlds import World

Sets = dict[Hashable, frozenset[Hashable]]
TODAY = date(2026, 3, 2)
YEARS = (2025, 2026)
REPORTED = (Period(2025, 4), Period(2026, 1), Period(2026, 2), Period(2026, 3))
KIND = {"requests": "request", "decided_in_time": "request", "requests_to_cases": "request", "step_ups": "step",
        "step_downs": "step", "family_re_referrals": "case", "outcomes_met": "outcome", "sustained": "check_in",
        "days_to_closure": "case", "heard_child": "feedback", "heard_parent": "feedback",
        "distance_child": "series", "distance_parent": "series", "distance_practitioner": "series",
        "distance_network": "series"}  # fmt: skip
"""What each measure counts. What is counted of the quality of practice are audits: they count no families."""
TOLD_KIND = {Told.OUTCOMES_MET: "outcome", Told.SUSTAINED: "check_in"}


def _items(each: Any, period: Period, kind: str, *, numerator: bool) -> frozenset[Hashable]:
    query = each.listed(numerator=numerator)
    return frozenset((kind, row.item) for row in db.session.execute(query, bounds(period, TODAY)))


def _of_measure(slug: str, period: Period) -> Sets:
    """Whom a local measure counts in a year or a quarter: above, below, and what lies between."""
    each = EACH[slug]()
    parts = ("top", "bottom") if each.counts is not None else ("bottom",)
    sets = {part: _items(each, period, KIND[slug], numerator=part == "top") for part in parts}
    if "top" in sets:
        sets["rest"] = sets["bottom"] - sets["top"]
    return {("measure", slug, part, period): rows for part, rows in sets.items()}


def of_scorecard(year: int) -> tuple[Sets, Sets]:
    """What the scorecard, its explanations, costs and files tell of a year; and what they rest on."""
    local = local_results.count_now(year)[year]
    shown, known, every = shown_to(False, local, told_to(False, year)), {}, {}
    for slug in KIND:
        sets = _of_measure(slug, Period(year))
        every |= sets
        if not shown[slug].hidden:
            known |= sets
    return known, every


def report_on(period: Period, cast: Cast) -> None:
    """An approved report of a quarter with every local measure."""
    frozen = figures_now(period, {measure.slug for measure in LOCAL}, None, lambda *_: "")
    report = deeds.begin(period, frozen, area_name="Saltmere", by=cast.anita)
    report.so_what, report.approved_at, report.approved_by = "As it was.", clock.now(), cast.mabel
    db.session.flush()


def of_reports() -> tuple[Sets, Sets]:
    """What the quarterly reports, their files, and the actual values beside a trajectory tell; and of each quarter
    what they rest on."""
    known, every = {}, {}
    query = sa.select(ReportFigure, QuarterlyReport.ends_on).join(QuarterlyReport)
    for figure, ends_on in db.session.execute(query.order_by(ReportFigure.id)):
        if figure.measure not in KIND:
            continue
        sets = _of_measure(figure.measure, quarter_of(ends_on))
        every |= sets
        tells = [part for part in (figure.value, figure.numerator, figure.denominator) if part is not None]
        assert bool(figure.hidden) is not bool(tells) or not figure.hidden
        if not figure.hidden:
            known |= sets
            bottom = figure.denominator or figure.numerator
            assert int(bottom) == len(sets["measure", figure.measure, "bottom", quarter_of(ends_on)])
    return known, every


def of_trajectories() -> None:
    """What came is told beside what was planned only where a report tells it."""
    frozen = {
        (figure.measure, ends_on): figure.reading
        for figure, ends_on in db.session.execute(
            sa.select(ReportFigure, QuarterlyReport.ends_on).join(QuarterlyReport)
        )
    }
    for slug in KIND:
        (table,) = trajectories.read.read({"measure": slug}, False).tables
        told = {str(row[0].value): row[2].value for row in table.rows}
        for (measure, ends_on), reading in frozen.items():
            if measure == slug:
                cell = told[sentence(quarter_of(ends_on).in_words())]
                assert cell == reading.value or (reading.value is None and not isinstance(cell, int | Fraction))


def of_thresholds(world: World, year: int) -> tuple[Sets, Sets]:
    """What the page on the decisions of the front door tells of each kind of agency."""
    period, known, every = Period(year), {}, {}
    mine = [one for one in world.rows["contacts"] if _in(period, one["received_at"].astimezone(HERE).date())]

    def whom(of: str, has: Any) -> frozenset[Any]:
        return frozenset(
            ("request", one["id"]) for one in mine if gettext(from_of(Source(one["source"])).label) == of and has(one)
        )

    outcome = {one["id"]: became(ContactOutcome(one["outcome"]) if one["outcome"] else None) for one in mine}
    has = {
        "asked": lambda one: True,
        **{word.value: lambda one, word=word: outcome[one["id"]] is word for word in SHOWN},
        "decided": lambda one: one["decided_at"],
        "in_time": lambda one: one["decided_at"] and one["decided_at"].astimezone(HERE).date() <= one["due_on"],
        "told": lambda one: one["decided_at"] and one["referrer_email"],
        "sent_back": lambda one: one["missing"] or one["outcome"] == "returned",
        "late": lambda one: one["decided_at"] and one["decided_at"].astimezone(HERE).date() > one["due_on"],
        "not_told": lambda one: one["decided_at"] and not one["referrer_email"],
    }
    for of in From:
        every |= {("asked by", of, what, year): whom(gettext(of.label), test) for what, test in has.items()}
    came, told = thresholds.read.read({"period": period.slug}, False).tables
    shown = [("asked", 1), *((word.value, 2 + n) for n, word in enumerate(SHOWN))]
    for table, columns in ((came, shown), (told, [("decided", 1), ("in_time", 2), ("told", 4), ("sent_back", 6)])):
        for row in table.rows:
            of = next(one for one in From if gettext(one.label) == row[0].value)
            for what, at in columns:
                if isinstance(row[at].value, int):
                    known["asked by", of, what, year] = every["asked by", of, what, year]
                    assert row[at].value == len(every["asked by", of, what, year]), (of, what)
    return known, every


def _in(period: Period, day: date) -> bool:
    return period.first_day <= day <= period.last_day


def of_feedback(world: World, year: int) -> tuple[Sets, Sets]:
    """What families tell us, by who told us, question and answer."""
    period, known, every = Period(year), {}, {}
    given = [one for one in world.rows["feedback"] if _in(period, one["given_on"])]
    found = feedback.read.read({"year": period.slug}, False)
    for respondent, times, _cases, table in found.context["respondents"]:
        mine = {one["id"] for one in given if one["respondent"] == respondent}
        everybody = frozenset(("feedback", number) for number in mine)
        every["times", respondent, year] = everybody
        if times is not None and mine:
            assert times == len(mine)
            known["times", respondent, year] = everybody
        for question, row in zip(Question, table.rows if table else (), strict=bool(table)):
            said = {
                answer: frozenset(
                    ("feedback", one["feedback_id"])
                    for one in world.rows["feedback_rows"]
                    if one["feedback_id"] in mine and one["question"] == question and one["said"] == answer
                )
                for answer in Said
            }
            sets = {
                **said,
                "good": frozenset().union(*(said[one] for one in GOOD)),
                "poor": frozenset().union(*(said[one] for one in POOR)),
                "all": frozenset().union(*said.values()),
            }
            sets["no answer"] = everybody - sets["all"]
            every |= {("said", respondent, question, what, year): rows for what, rows in sets.items()}
            tells = [what for what, cell in zip(Said, row[1:-1], strict=True) if isinstance(cell.value, int)]
            tells += ["good", "all"] if isinstance(row[-1].value, Fraction) else []
            known |= {("said", respondent, question, what, year): sets[what] for what in tells}
    return known, every


def of_flow(world: World, year: int) -> tuple[Sets, Sets]:
    """What the flow tells of a year and its quarters."""
    naive = {(*key, year): rows for key, rows in recounted(world, year, TODAY).items()}
    counts, going, cohorts = flow.read.read({"period": str(year)}, False).tables
    known: Sets = {}

    def tell(cell: Any, *key: Any) -> None:
        if isinstance(cell.value, int):
            assert cell.value == len(naive[(*key, year)]), key
            known[(*key, year)] = naive[(*key, year)]

    for row, what in zip(counts.rows, Count, strict=True):
        for quarter, cell in enumerate(row[1:]):
            tell(cell, "count", what, quarter)
    windows = [(way, number) for way in Going for number in range(len(WINDOWS[way]))]
    for row, (way, number) in zip(going.rows, windows, strict=True):
        for name, cell in zip(("reached", "over", "young"), row[3:], strict=True):
            tell(cell, f"{name} {number}", way, 0)
    for row, quarter in zip(cohorts.rows, QUARTERS, strict=True):
        for column, cell in zip(Column, row[1:], strict=True):
            tell(cell, "cohort", column, quarter)
    return known, naive


def of_cuts(year: int) -> tuple[Sets, Sets]:
    """What came of the help, for every choice of what is told."""
    known, every = {}, {}
    for told in Told:
        figures = cut_page.read.read({"told": told.value, "period": str(year)}, False)
        exact = cut_page.read.read({"told": told.value, "period": str(year)}, True)
        for table, whole in zip(figures.tables, exact.tables, strict=True):
            cut = next((one for one in Cut if one == table.name), None)
            for of, row, held in zip(_rows_of(told, cut, year), table.rows, whole.rows, strict=True):
                if of == "others":
                    continue
                each = of_cut(told, cut, of)
                kind = "under" if told is Told.SUSTAINED and cut is Cut.HEADLINE else TOLD_KIND.get(told, told.value)
                for at, part in ((3, "top"), (4, "bottom")):
                    key = ("cut", told, cut, str(of), part, year)
                    every[key] = _items(each, Period(year), kind, numerator=part == "top")
                    assert held[at].value == len(every[key])
                    if isinstance(row[at].value, int):
                        known[key] = every[key]
    return known, every


def _rows_of(told: Told, cut: Cut | None, year: int) -> list[Any]:
    from familyhelp.practice.cuts import OTHERS, cuts, largest_agencies
    from familyhelp.queries.cuts import cells

    if cut is None:
        return [None]
    each, by_headline = cells(told, Period(year), TODAY)
    rows = cuts(largest_agencies(each), by_headline).rows[cut]
    return ["others" if row.of == OTHERS and cut is Cut.AGENCY else row.of for row in rows]


def of_cohorts() -> tuple[Sets, Sets]:
    """How families fare afterwards: every check-in by quarter of the end, months and fate."""
    every: dict[Any, set[Hashable]] = {}
    query = sa.select(CheckIn.id, CheckIn.months, CheckIn.result, CheckIn.due_on, Closing.closed_on)
    held = query.join(Closing, Closing.id == CheckIn.closing_id).where(Closing.closed_on <= TODAY)
    for one in db.session.execute(held):
        is_due = one.due_on <= TODAY or one.result is not None
        fate = FATE_OF[one.result] if is_due else "later"
        for what in {fate, "due" if is_due else "later"}:
            key = ("cohort", one.months, quarter_of(one.closed_on), what)
            every.setdefault(key, set()).add(("check_in", one.id))
    known: Sets = {}
    tables = check_in_cohorts.read.read({}, False).tables
    exact = check_in_cohorts.read.read({}, True).tables
    for months, table, whole in zip(CHECK_IN_MONTHS, tables, exact, strict=True):
        quarter = quarter_of(TODAY)
        for row, held in zip(table.rows, whole.rows, strict=True):
            for what, cell, number in zip(("due", *Fate, "later"), row[1:], held[1:], strict=True):
                rows = frozenset(every.get(("cohort", months, quarter, what), ()))
                assert number.value == len(rows), (months, quarter, what)
                if isinstance(cell.value, int):
                    known["cohort", months, quarter, what] = rows
            quarter = quarter.before
    return known, {key: frozenset(rows) for key, rows in every.items()}


def gathered(world: World) -> Iterator[tuple[Sets, Sets]]:
    """Page by page: what is told, and what is guarded."""
    for year in YEARS:
        yield of_scorecard(year)
        yield of_flow(world, year)
        yield of_cuts(year)
        yield of_thresholds(world, year)
        yield of_feedback(world, year)
    yield of_cohorts()
    yield of_reports()
    of_trajectories()
