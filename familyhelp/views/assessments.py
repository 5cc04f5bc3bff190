"""The assessment: a task list of its parts, each with a page of its own, older versions, and its completion."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ..casework import assessments
from ..forms.assessments import CompleteForm, PartForm
from ..models import Case
from ..policy import Act
from ..practice import stages
from ..practice.domains import DOMAINS, Headline
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import word_of
from ..queries import assessments as queries
from .doing import can
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("assessments", __name__)


def _domain(slug: str) -> Headline:
    try:
        return word_of(Headline, slug.replace("-", "_"))
    except ValueError:
        abort(404)


def _list_of(case: Case) -> str:
    return url_for("assessments.assessment", case=write_code(case.code))


@bp.get("/cases/<case>/assessment")
@on_case(Act.SEE_CASE)
def assessment(case: Case) -> Any:
    """Which parts are written, what each says, and what comes next."""
    return render_template(
        "assessments/assessment.html",
        case=case,
        domains=DOMAINS.values(),
        parts=queries.current_parts(case),
        may_write=can(Move.ASSESS, case) and case.agreement_in_force,
        may_complete=can(Move.COMPLETE_ASSESSMENT, case),
    )


@bp.get("/cases/<case>/assessment/next")
@on_case(Act.ASSESS)
def next_part(case: Case) -> Any:
    """Go to the first part that is not written yet, or to the list where all are."""
    stages.row_for(Move.ASSESS, case.stage)
    parts = queries.current_parts(case)
    for domain in Headline:
        if domain.value not in parts:
            slug = domain.value.replace("_", "-")
            return redirect(url_for("assessments.part", case=write_code(case.code), domain=slug))
    return redirect(_list_of(case))


@bp.route("/cases/<case>/assessment/<domain>", methods=["GET", "POST"])
@on_case(Act.ASSESS)
def part(case: Case, domain: str) -> Any:
    """Write one part, starting from what it says now."""
    headline = _domain(domain)
    stages.after(Move.ASSESS, case)
    newest = queries.newest_part(case, headline)
    data: dict[str, Any] = {"version": str(newest.version if newest else 0)}
    if newest:
        data |= {name: getattr(newest, name) for name in ("working_well", "worries", "needs_to_happen", "score")}
    form = open_form(PartForm, data=data)
    return form_page(
        form,
        "assessments/part.html",
        lambda: assessments.write_part(
            case,
            headline,
            working_well=form.working_well.data,
            worries=form.worries.data,
            needs_to_happen=form.needs_to_happen.data,
            score=form.score.data,
            read_version=form.read_version,
            by=me(),
        ),
        then=_list_of(case),
        case=case,
        domain=DOMAINS[headline],
        newest=newest,
    )


@bp.get("/cases/<case>/assessment/<domain>/versions")
@on_case(Act.SEE_CASE)
def versions(case: Case, domain: str) -> Any:
    """Every version of one part, newest first."""
    headline = _domain(domain)
    return render_template(
        "assessments/versions.html",
        case=case,
        domain=DOMAINS[headline],
        page=queries.versions(case, headline, request.args.get("after")),
    )


@bp.route("/cases/<case>/assessment/complete", methods=["GET", "POST"])
@on_case(Act.COMPLETE_ASSESSMENT)
def complete(case: Case) -> Any:
    """Say that the assessment is whole; until it can be, say what is missing."""
    row = stages.row_for(Move.COMPLETE_ASSESSMENT, case.stage)
    parts = queries.current_parts(case)
    form = open_form(CompleteForm)
    return form_page(
        form,
        "assessments/complete.html",
        lambda: assessments.complete_assessment(case, by=me()),
        then=url_for("cases.case", case=write_code(case.code)),
        case=case,
        lacking=[sentence for need in row.needs for sentence in need(case)],
        unwritten=[domain.headline for domain in DOMAINS.values() if domain.headline.value not in parts],
    )
