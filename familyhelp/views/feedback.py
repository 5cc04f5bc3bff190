"""Feedback as workers see it: of a case, the paper to hand out, what came back; and what workers tell managers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from ..casework import feedback as deeds
from ..forms.base import Form, offer, optional
from ..forms.feedback import TellManagersForm, answers_in, recording_form
from ..models import Case, Member
from ..policy import Act, could
from ..practice import feedback as rules
from ..practice.domains import Respondent
from ..practice.feedback_figures import shown_count, told
from ..practice.readings import rounded
from ..practice.references import write_code
from ..practice.words import word_of
from ..queries import copies as copy_queries
from ..queries import feedback as queries
from .cases import address
from .guards import me, on_case, signed_in
from .pages import form_page, open_form

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
    years = queries.years()
    asked = request.args.get("year", "")
    year = next((one for one in years if one.slug == asked), years[0])
    counts, exact = queries.counted(year), could(me(), Act.SEE_CASE)
    respondents = [
        (
            respondent,
            shown_count(counts.times.get(respondent, 0), exact=exact),
            shown_count(counts.cases.get(respondent, 0), exact=exact),
            [told(q, counts.said.get(respondent, {}).get(q, {}), exact=exact) for q in rules.Question],
        )
        for respondent in rules.RESPONDENTS
    ]
    return render_template(
        "feedback/figures.html",
        years=years,
        year=year,
        respondents=respondents,
        exact=exact,
        rounded=rounded,
        not_heard=queries.not_heard(me()) if exact else (),
    )


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
