"""Self-evaluations: the list, one with its picture and its table, what people say about a row, the next steps."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext

from ..casework import self_evaluations as deeds
from ..forms.base import offer
from ..forms.self_evaluations import CANNOT_TELL, BeginForm, FinishForm, StepForm, ViewForm
from ..models import EvaluationView, SelfEvaluation
from ..policy import Act
from ..practice import clock
from ..practice import self_evaluations as rules
from ..practice.references import read_code, write_code
from ..practice.self_evaluations import Given, Row
from ..practice.words import NotYet
from ..queries import self_evaluations as queries
from . import evaluation_pictures as pictures
from .guards import me, on_self_evaluation, signed_in
from .pages import form_page, open_form

bp = Blueprint("self_evaluations", __name__)


def address(evaluation: SelfEvaluation) -> str:
    """Where the page of an evaluation is."""
    return url_for("self_evaluations.evaluation", evaluation=write_code(evaluation.code))


@bp.get("/self-evaluations")
@signed_in(Act.SEE_SELF_EVALUATIONS)
def list_of() -> Any:
    """Every evaluation, the newest day first."""
    return render_template("self_evaluations/list.html", page=queries.evaluations(me(), request.args.get("after")))


@bp.get("/self-evaluations/next-steps")
@signed_in(Act.SEE_SELF_EVALUATIONS)
def next_steps() -> Any:
    """The next steps that are open, of every evaluation."""
    return render_template("self_evaluations/steps.html", page=queries.open_steps(me(), request.args.get("after")))


@bp.route("/self-evaluations/new", methods=["GET", "POST"])
@signed_in(Act.EVALUATE)
def begin() -> Any:
    """Begin an evaluation."""
    form = open_form(BeginForm, data={"day": clock.today()})

    def deed() -> SelfEvaluation:
        return deeds.begin(form.which.data, day=form.day.data, occasion=form.occasion.data or "", by=me())

    return form_page(form, "self_evaluations/begin.html", deed, then=address)


@bp.get("/self-evaluations/<evaluation>")
@on_self_evaluation(Act.SEE_SELF_EVALUATIONS)
def evaluation(evaluation: SelfEvaluation) -> Any:
    """One evaluation: the picture, the same as a table, beside the one before it, and its open next steps."""
    before = queries.last_before(evaluation, me())
    views = queries.views_of(*([evaluation, before] if before else [evaluation]))
    framework, given = evaluation.framework, queries.rows_given(evaluation, me())
    lines = pictures.lines(framework, views[evaluation.id].by_row, views[before.id].by_row if before else {})
    return render_template(
        "self_evaluations/evaluation.html",
        evaluation=evaluation,
        framework=framework,
        before=before,
        people=views[evaluation.id].people,
        lines={line.row.slug: line for line in lines},
        picture=pictures.picture(framework, lines, beside=before is not None),
        given=given,
        following=next((row for slug, row in framework.rows.items() if slug not in given), None),
        steps=queries.steps_of(evaluation, me()),
        most_steps=queries.FIRST_STEPS,
        events=queries.events_of(evaluation),
        in_words=pictures.in_words,
    )


@bp.get("/self-evaluations/<evaluation>/rows/<row>")
@on_self_evaluation(Act.SEE_SELF_EVALUATIONS)
def row(evaluation: SelfEvaluation, row: str) -> Any:
    """What people say about a row, with every version of it."""
    return render_template("self_evaluations/row.html", **_about_row(evaluation, _row(evaluation, row)))


@bp.route("/self-evaluations/<evaluation>/rows/<row>/view", methods=["GET", "POST"])
@on_self_evaluation(Act.EVALUATE)
def give_view(evaluation: SelfEvaluation, row: str) -> Any:
    """Give one's own view of a row, with what was said before in sight."""
    asked = _row(evaluation, row)
    if request.method == "GET" and evaluation.finished_at is not None:
        raise NotYet(rules.frozen())
    context = _about_row(evaluation, asked)
    held = next((versions[0] for versions in context["views"] if versions[0].given_by_id == me().id), None)
    form = open_form(ViewForm, data=_as_held(held))
    form.grade.choices = offer(
        [(g.slug, gettext(g.label)) for g in evaluation.framework.scale] + [(CANNOT_TELL, gettext("I cannot tell"))]
    )

    def deed() -> EvaluationView:
        grade = form.grade.data if form.grade.data != CANNOT_TELL else None
        texts = (form.evidence.data or "", form.next_step.data or "", form.owner.data or "")
        given = Given(grade, *texts, form.due_on.data)
        return deeds.give_view(evaluation, row, given, read_version=form.read_version, by=me())

    return form_page(form, "self_evaluations/give_view.html", deed, then=lambda _given: _onward(evaluation), **context)


@bp.route("/self-evaluations/<evaluation>/finish", methods=["GET", "POST"])
@on_self_evaluation(Act.EVALUATE)
def finish(evaluation: SelfEvaluation) -> Any:
    """Finish an evaluation."""
    if request.method == "GET" and evaluation.finished_at is not None:
        raise NotYet(rules.frozen())
    form = open_form(FinishForm)
    views = queries.views_of(evaluation)[evaluation.id]
    return form_page(
        form,
        "self_evaluations/finish.html",
        lambda: deeds.finish(evaluation, summary=form.summary.data, by=me()),
        then=address(evaluation),
        evaluation=evaluation,
        without=len(evaluation.framework.rows) - sum(bool(s.middle) for s in views.by_row.values()),
    )


@bp.route("/self-evaluations/<evaluation>/next-steps/<view>", methods=["GET", "POST"])
@on_self_evaluation(Act.EVALUATE)
def report_step(evaluation: SelfEvaluation, view: str) -> Any:
    """Record that a next step is done."""
    code = read_code(view)
    held = queries.view_of(evaluation, code) if code else None
    if held is None or held.next_step is None:
        abort(404)
    form = open_form(StepForm)
    return form_page(
        form,
        "self_evaluations/report_step.html",
        lambda: deeds.report_step(evaluation, held, what=form.what.data, by=me()),
        then=address(evaluation),
        evaluation=evaluation,
        view=held,
        row=evaluation.framework.rows[held.row_slug],
    )


def _row(evaluation: SelfEvaluation, slug: str) -> Row:
    return evaluation.framework.rows.get(slug) or abort(404)


def _about_row(evaluation: SelfEvaluation, row: Row) -> dict[str, Any]:
    framework = evaluation.framework
    views = queries.views_on(evaluation, row.slug)
    said: dict[str | None, int] = {}
    for versions in views:
        said[versions[0].grade] = said.get(versions[0].grade, 0) + 1
    slugs = list(framework.rows)
    place = slugs.index(row.slug)
    return {
        "evaluation": evaluation,
        "framework": framework,
        "group": next(group for group in framework.groups if row in group.rows),
        "row": row,
        "views": views,
        "middle": pictures.in_words(framework, rules.spread(framework.scale, said).middle),
        "cut": sum(map(len, views)) >= queries.MOST_VERSIONS,
        "following": framework.rows[slugs[place + 1]] if place + 1 < len(slugs) else None,
    }


def _as_held(held: EvaluationView | None) -> dict[str, Any]:
    """The form as one's own view stands; a next step that is done is not asked for again."""
    if held is None:
        return {}
    step = held.done_at is None
    return {
        "version": str(held.version),
        "grade": held.grade or CANNOT_TELL,
        "evidence": held.evidence,
        "next_step": held.next_step if step else None,
        "owner": held.owner if step else None,
        "due_on": held.due_on if step else None,
    }


def _onward(evaluation: SelfEvaluation) -> str:
    """The next row of which the reader has given no view yet, or else the evaluation."""
    given = queries.rows_given(evaluation, me())
    row = next((slug for slug in evaluation.framework.rows if slug not in given), None)
    if row is None:
        return address(evaluation)
    return url_for("self_evaluations.give_view", evaluation=write_code(evaluation.code), row=row)
