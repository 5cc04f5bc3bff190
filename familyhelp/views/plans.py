"""The family's plan: the version that was agreed, and beside it the one in writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from ..casework import plans
from ..forms.plans import AgreeForm, ContingencyForm, OneMoreForm, OutcomeForm, RemoveForm, StartForm
from ..models import Case, Outcome, Plan
from ..policy import Act
from ..practice import outcomes, stages
from ..practice.distance import overall
from ..practice.references import write_code
from ..practice.stages import Move
from ..practice.words import NotYet
from ..queries import copies as copy_queries
from ..queries import links as link_queries
from ..queries import plans as queries
from ..queries.assessments import unanswered_low
from ..queries.practice_models import model_of
from ..queries.voices import who_needs_what
from .doing import can
from .guards import me, on_case
from .link_doors import address_of
from .pages import form_page, open_form

bp = Blueprint("plans", __name__)


def plan_page(case: Case) -> str:
    """Where the plan of a case is."""
    return url_for("plans.plan", case=write_code(case.code))


def version_in_writing(case: Case, move: Move = Move.WRITE_PLAN) -> Plan:
    """The version in writing, whole. Raises NotYet where there is none, or at a stage where it cannot be changed."""
    stages.row_for(move, case.stage)
    writing = queries.plans_now(case).in_writing
    if writing is None:
        raise NotYet(outcomes.nothing_in_writing())
    return writing


def outcome_in(plan: Plan, number: int) -> Outcome:
    """The outcome of a plan with this number, or 404."""
    found = (outcome for outcome in plan.outcomes if outcome.number == number)
    return next(found, None) or abort(404)


@bp.get("/cases/<case>/plan")
@on_case(Act.SEE_CASE)
def plan(case: Case) -> Any:
    """The plan as the family agreed it, and the version in writing with what it still lacks."""
    now = queries.plans_now(case)
    return render_template(
        "plans/plan.html",
        case=case,
        agreed=now.agreed,
        writing=now.in_writing,
        lacking=list(outcomes.missing(now.in_writing)) if now.in_writing else [],
        low=unanswered_low(case) if now.in_writing or now.agreed else [],
        may_write=can(Move.WRITE_PLAN, case),
        may_agree=can(Move.AGREE_PLAN, case),
        may_report=can(Move.REPORT_ACTION, case),
        may_allow=can(Move.ALLOW_ONE_MORE, case),
        wholes=overall(queries.distance_travelled(case)) if now.agreed else [],
        answers=link_queries.answers_of(case, 5) if now.agreed else [],
        copies=copy_queries.copies_of(case) if now.agreed else [],
    )


@bp.get("/cases/<case>/plan/versions/<int(max=9999):number>")
@on_case(Act.SEE_CASE)
def version(case: Case, number: int) -> Any:
    """One version as the family agreed it, however old."""
    found = queries.version(case, number) or abort(404)
    return render_template("plans/version.html", case=case, plan=found)


@bp.route("/cases/<case>/plan/start", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def start(case: Case) -> Any:
    """Start the plan, or a change of the agreed one."""
    stages.row_for(Move.WRITE_PLAN, case.stage)
    now = queries.plans_now(case)
    form = open_form(StartForm)
    if now.agreed is None:
        del form.because
    if now.in_writing is not None and not form.is_submitted():
        return redirect(plan_page(case))
    return form_page(
        form,
        "plans/start.html",
        lambda: plans.start_plan(case, by=me(), because=form.because.data if now.agreed else None),
        then=plan_page(case),
        case=case,
        agreed=now.agreed,
    )


@bp.route("/cases/<case>/plan/outcomes/new", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def new_outcome(case: Case) -> Any:
    """Write a new outcome."""
    version_in_writing(case)
    model = model_of(case, begun=True)
    form = open_form(OutcomeForm)
    form.score_on(model.lowest, model.highest)
    return form_page(
        form,
        "plans/outcome.html",
        lambda: _write_outcome(case, None, form),
        then=plan_page(case),
        case=case,
        outcome=None,
    )


def _write_outcome(case: Case, outcome: Outcome | None, form: OutcomeForm, start_score: int | None = None) -> Outcome:
    return plans.write_outcome(
        case,
        outcome,
        words=form.words.data,
        headline=form.headline.data,
        how_we_know=form.how_we_know.data,
        start_score=form.start_score.data if start_score is None else start_score,
        goal_score=form.goal_score.data,
        read_version=form.read_version,
        by=me(),
    )


@bp.route("/cases/<case>/plan/outcomes/<int(max=9999):number>", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def outcome(case: Case, number: int) -> Any:
    """Write an outcome again. Where one that was agreed before started is no longer a question."""
    written = outcome_in(version_in_writing(case), number)
    names = ("words", "headline", "how_we_know", "start_score", "goal_score")
    data = {"version": str(written.version), **{name: getattr(written, name) for name in names}}
    if not written.how_we_know:
        # It came from the family's own meeting: where it stands has not been asked yet.
        data |= {"start_score": None, "goal_score": None}
    form = open_form(OutcomeForm, data=data)
    form.score_on(*written.ends)
    fixed = written.start_score if number in queries.outcome_words(case) else None
    if fixed is not None:
        del form.start_score
    return form_page(
        form,
        "plans/outcome.html",
        lambda: _write_outcome(case, written, form, fixed),
        then=plan_page(case),
        case=case,
        outcome=written,
        fixed=fixed,
    )


@bp.route("/cases/<case>/plan/outcomes/<int(max=9999):number>/remove", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def remove_outcome(case: Case, number: int) -> Any:
    """Take an outcome out of the version in writing."""
    written = outcome_in(version_in_writing(case), number)
    form = open_form(RemoveForm, data={"version": str(written.version)})
    return form_page(
        form,
        "plans/remove_outcome.html",
        lambda: plans.remove_outcome(case, written, by=me(), read_version=form.read_version),
        then=plan_page(case),
        case=case,
        outcome=written,
    )


@bp.route("/cases/<case>/plan/if-things-slip", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def contingency(case: Case) -> Any:
    """Write what will be done and who will be called if things slip."""
    writing = version_in_writing(case)
    form = open_form(ContingencyForm, data={"version": str(writing.slip_version), "text": writing.if_things_slip})
    return form_page(
        form,
        "plans/contingency.html",
        lambda: plans.write_contingency(case, text=form.text.data, read_version=form.read_version, by=me()),
        then=plan_page(case),
        case=case,
    )


@bp.route("/cases/<case>/plan/one-more", methods=["GET", "POST"])
@on_case(Act.ALLOW_ONE_MORE)
def one_more(case: Case) -> Any:
    """Let the version in writing hold a fourth outcome."""
    version_in_writing(case, Move.ALLOW_ONE_MORE)
    form = open_form(OneMoreForm)
    return form_page(
        form,
        "plans/one_more.html",
        lambda: plans.allow_one_more(case, because=form.because.data, by=me()),
        then=plan_page(case),
        case=case,
    )


@bp.route("/cases/<case>/plan/agree", methods=["GET", "POST"])
@on_case(Act.AGREE_PLAN)
def agree(case: Case) -> Any:
    """Record that the family agreed the version in writing, which is on the page as it stands."""
    stages.row_for(Move.AGREE_PLAN, case.stage)
    writing = queries.plans_now(case).in_writing
    form = open_form(AgreeForm)
    lacking, low, speaks = _lacking(case), unanswered_low(case), who_needs_what(case.family_id)
    read = form.read_version
    # What is read here is what stands: the version of this page, not of a draft that was left behind.
    form.version.data = str(writing.version if writing else 0)
    return form_page(
        form,
        "plans/agree.html",
        _agreeing(case, form, read),
        then=url_for("cases.case", case=write_code(case.code)),
        case=case,
        plan=writing,
        lacking=lacking,
        low=low,
        speaks=speaks,
    )


def _agreeing(case: Case, form: AgreeForm, read_version: int) -> Callable[[], None]:
    return lambda: plans.agree_plan(
        case,
        agreed_by=form.agreed_by.data,
        agreed_on=form.agreed_on.data,
        how=form.how.data,
        by=me(),
        read_version=read_version,
        address_of=address_of,
    )


def _lacking(case: Case) -> list[Any]:
    try:
        stages.after(Move.AGREE_PLAN, case)
    except NotYet as refusal:
        return list(refusal.sentences)
    return []
