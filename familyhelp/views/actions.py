"""The actions of a plan: who does what by when, and how it went."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from ..casework import plans
from ..forms.plans import ActionForm, RemoveForm, ReportForm
from ..models import Action, Case, Outcome, Plan
from ..policy import Act
from ..practice import references, stages
from ..practice.stages import Move
from ..queries import plans as queries
from .guards import me, on_case
from .pages import form_page, open_form
from .plans import outcome_in, plan_page, version_in_writing

bp = Blueprint("actions", __name__)


def _action(plan: Plan | None, text: str) -> Action:
    code = references.read_code(text)
    found = (action for outcome in (plan.outcomes if plan else ()) for action in outcome.actions if action.code == code)
    return next(found, None) or abort(404)


@bp.route("/cases/<case>/plan/outcomes/<int(max=9999):number>/actions/new", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def new_action(case: Case, number: int) -> Any:
    """Write a new action under an outcome."""
    written = outcome_in(version_in_writing(case), number)
    form = open_form(ActionForm)
    return form_page(
        form,
        "plans/action.html",
        lambda: _write_action(case, written, None, form),
        then=plan_page(case),
        case=case,
        outcome=written,
        action=None,
    )


def _write_action(case: Case, outcome: Outcome, action: Action | None, form: ActionForm) -> Action:
    return plans.write_action(
        case,
        outcome,
        action,
        what=form.what.data,
        owner_kind=form.owner_kind.data,
        owner_name=form.owner_name.data,
        owner_email=form.owner_email.data or None,
        due_on=form.due_on.data,
        read_version=form.read_version,
        by=me(),
    )


@bp.route("/cases/<case>/plan/actions/<action>", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def action(case: Case, action: str) -> Any:
    """Write an action again."""
    written = _action(version_in_writing(case), action)
    names = ("what", "owner_kind", "owner_name", "owner_email", "due_on")
    data = {"version": str(written.version), **{name: getattr(written, name) for name in names}}
    form = open_form(ActionForm, data=data)
    return form_page(
        form,
        "plans/action.html",
        lambda: _write_action(case, written.outcome, written, form),
        then=plan_page(case),
        case=case,
        outcome=written.outcome,
        action=written,
    )


@bp.route("/cases/<case>/plan/actions/<action>/remove", methods=["GET", "POST"])
@on_case(Act.WRITE_PLAN)
def remove_action(case: Case, action: str) -> Any:
    """Take an action out of the version in writing."""
    written = _action(version_in_writing(case), action)
    form = open_form(RemoveForm, data={"version": str(written.version)})
    return form_page(
        form,
        "plans/remove_action.html",
        lambda: plans.remove_action(case, written, by=me(), read_version=form.read_version),
        then=plan_page(case),
        case=case,
        action=written,
    )


@bp.route("/cases/<case>/plan/actions/<action>/report", methods=["GET", "POST"])
@on_case(Act.REPORT_ACTION)
def report(case: Case, action: str) -> Any:
    """Say how an action of the agreed plan went."""
    stages.row_for(Move.REPORT_ACTION, case.stage)
    agreed = _action(queries.plans_now(case).agreed, action)
    data = {"version": str(agreed.version), "done_on": agreed.done_on, "progress": agreed.progress}
    form = open_form(ReportForm, data=data)
    return form_page(
        form,
        "plans/report.html",
        lambda: plans.report_action(
            case,
            agreed,
            done_on=form.done_on.data,
            progress=form.progress.data or None,
            read_version=form.read_version,
            by=me(),
        ),
        then=plan_page(case),
        case=case,
        action=agreed,
    )
