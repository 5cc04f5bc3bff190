"""Feedback as workers see it: of a case, the paper to hand out, what came back; and what workers tell managers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from ..casework import feedback as deeds
from ..forms.base import Form, offer, optional
from ..forms.feedback import TellManagersForm, answers_in, recording_form
from ..models import Case, Member
from ..policy import Act
from ..practice import feedback as rules
from ..practice.domains import Respondent
from ..practice.feedback_figures import Told, nothing_told, shown_counts, told
from ..practice.figure_tables import HIDDEN, FigureTable, Shown
from ..practice.periods import Period, year_of
from ..practice.readings import rounded
from ..practice.references import write_code
from ..practice.words import word_of
from ..queries import copies as copy_queries
from ..queries import feedback as queries
from .cases import address
from .guards import me, on_case, signed_in
from .language import sentence
from .pages import form_page, open_form
from .scorecard import told_to
from .tables import Asked, Figures, figure_page

bp = Blueprint("feedback", __name__)


def _list(case: Case) -> str:
    return url_for("feedback.of_case", case=write_code(case.code))


@bp.get("/cases/<case>/feedback")
@on_case(Act.SEE_FEEDBACK)
def of_case(case: Case) -> Any:
    """What this family said about the help, each time it was asked."""
    page = queries.of_case(case, request.args.get("after"))
    return render_template("feedback/case.html", case=case, page=page)


@bp.get("/cases/<case>/feedback/paper")
@on_case(Act.RECORD_FEEDBACK)
def paper(case: Case) -> Any:
    """The questions on a sheet of paper, with nothing of the family but the reference of its case."""
    child = request.args.get("for") == "child"
    respondent = Respondent.CHILD if child else Respondent.PARENT
    asked = [one.to(respondent) for one in rules.VERSIONS[rules.NEWEST]]
    return render_template(
        "feedback/paper.html", case=case, child=child, asked=asked, scale=list(rules.Said), last=rules.DIFFERENTLY
    )


@bp.route("/cases/<case>/feedback/new", methods=["GET", "POST"])
@on_case(Act.RECORD_FEEDBACK)
def record(case: Case) -> Any:
    """Type what came back on paper, or write down what somebody said in a meeting."""
    people = copy_queries.recipients(case)
    form = open_form(recording_form())
    form["who"].choices = offer([("", ""), *_who(people)])
    return form_page(
        form,
        "feedback/record.html",
        lambda: _record(case, form, people),
        then=_list(case),
        case=case,
    )


def _who(people: Sequence[Member]) -> list[tuple[str, str]]:
    named = [(m.person.code, f"{m.person.name} ({gettext(m.role.label)})") for m in people]
    unnamed = [(r.value, gettext("%(who)s, did not say who", who=gettext(r.label))) for r in rules.RESPONDENTS]
    return named + unnamed


def _record(case: Case, form: Form, people: Sequence[Member]) -> None:
    member = next((m for m in people if m.person.code == form["who"].data), None)
    deeds.record(
        case,
        member=member,
        respondent=deeds.respondent_of(member) if member else word_of(Respondent, form["who"].data),
        how=form["how"].data,
        given_on=form["given_on"].data,
        answers=answers_in(form),
        differently=optional(form["differently"].data),
        by=me(),
    )


@bp.get("/what-families-tell-us")
@signed_in(Act.HEAR_FAMILIES)
def figures() -> Any:
    """What families tell us, in figures: children and grown-ups apart."""
    return read.show("feedback/figures.html")


@figure_page("what-families-tell-us", Act.HEAR_FAMILIES)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: a table for each kind of respondent who told us anything."""
    years = queries.years()
    year = next((one for one in years if one.slug == asked.get("year", "")), years[0])
    counts = queries.counted(year)
    reported = _reported(exact, year)
    tables = {
        respondent: _table(respondent, counts.said.get(respondent, {}), exact, respondent in reported)
        for respondent in rules.RESPONDENTS
        if counts.times.get(respondent, 0)
    }
    notes = [gettext("Each time that somebody told us counts once.")]
    if reported:
        notes.append(gettext("Quarterly reports tell some of these figures by quarter, so that none is told here."))
    respondents = [
        (
            respondent,
            *_how_often(respondent, counts, exact, respondent in reported),
            tables.get(respondent),
        )
        for respondent in rules.RESPONDENTS
    ]
    return Figures(
        about=sentence(year.in_words()),
        source=gettext("the feedback of this service, by link, on paper and in meetings"),
        tables=tuple(tables.values()),
        asked={"year": year.slug},
        notes=tuple(notes),
        context={
            "years": years,
            "year": year,
            "respondents": respondents,
            "exact": exact,
            "reported": reported,
            "not_heard": queries.not_heard(me()) if exact else (),
        },
    )


def _reported(exact: bool, year: Period) -> set[Respondent]:
    """Whose answers the quarterly reports of a year tell by quarter: beside those, small numbers could be worked out
    from the year."""
    slugs = {one.measure for one in told_to(exact, year.ending) if year_of(one.quarter) == year}
    return {respondent for respondent in rules.RESPONDENTS if f"heard_{respondent.value}" in slugs}


def _how_often(
    respondent: Respondent, counts: queries.Counts, exact: bool, reported: bool
) -> tuple[int | None, int | None]:
    times, cases = counts.times.get(respondent, 0), counts.cases.get(respondent, 0)
    if reported and times:
        return None, None
    return shown_counts(times, cases, counts.said.get(respondent, {}), exact=exact)


def _table(
    respondent: Respondent, said: Mapping[rules.Question, Mapping[rules.Said, int]], exact: bool, reported: bool
) -> FigureTable:
    rows = []
    for question in rules.Question:
        one = nothing_told(question) if reported else told(question, said.get(question, {}), exact=exact)
        hidden = [Shown(HIDDEN, gettext("hidden")) if count is None else Shown(count) for count in one.counts.values()]
        rows.append([Shown(gettext(question.label)), *hidden, _good(one)])
    columns = [gettext("Question"), *(gettext(one.label) for one in rules.Said), gettext("Good answers")]
    title = f"{gettext('How many said each')}: {gettext(respondent.label)}"
    return FigureTable(respondent.value, title, columns, rows, units={len(columns) - 1: "%"})


def _good(one: Told) -> Shown:
    good = one.good
    if good.value is None:
        return Shown(HIDDEN, gettext("hidden")) if good.hidden else Shown(None, gettext("Not known"))
    n, all_of_them = (rounded(part or Fraction(0), 0) for part in (good.numerator, good.denominator))
    words = gettext("(%(n)s of %(all)s)", n=n, all=all_of_them)
    return Shown(good.value, f"{rounded(good.value, 0)}% {words}")


# What workers say -------------------------------------------------------------------------------------------


@bp.route("/cases/<case>/tell-managers", methods=["GET", "POST"])
@on_case(Act.TELL_MANAGERS)
def on_a_case(case: Case) -> Any:
    """Tell the managers how our way of helping works for one family."""
    return _tell(case, address(case))


@bp.route("/tell-managers", methods=["GET", "POST"])
@signed_in(Act.TELL_MANAGERS)
def on_the_offer() -> Any:
    """Tell the managers how our way of helping works."""
    return _tell(None, url_for("home.home"))


def _tell(case: Case | None, then: str) -> Any:
    form = open_form(TellManagersForm)
    return form_page(
        form,
        "feedback/tell_managers.html",
        lambda: deeds.tell_managers(case, works=form.works.data, text=optional(form.text.data), by=me()),
        then=then,
        case=case,
    )


@bp.get("/worker-feedback")
@signed_in(Act.HEAR_WORKERS)
def from_workers() -> Any:
    """What workers told their managers."""
    return render_template("feedback/from_workers.html", page=queries.from_workers(me(), request.args.get("after")))
