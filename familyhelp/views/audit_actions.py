"""What follows from audits: actions, from the first word to their end, and the audit that looks again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import audit_actions as deeds
from ..forms.audit_actions import AddForm, AgainForm, CloseForm, ReportForm
from ..forms.base import offer
from ..models import Audit, AuditAction
from ..policy import Act
from ..practice import audits as rules
from ..practice.references import write_code
from ..practice.words import N_, NotYet, say
from ..queries import audit_actions as queries
from .guards import CHANGES, me, on_audit, on_audit_action, signed_in
from .pages import form_page, open_form

bp = Blueprint("audit_actions", __name__)


@bp.get("/audits/actions")
@signed_in(Act.PLAN_AUDITS)
def list_of() -> Any:
    """The open actions from audits, late ones first."""
    return render_template("audit_actions/list.html", page=queries.open_actions(me(), request.args.get("after")))


@bp.get("/audits/re-audits")
@signed_in(Act.PLAN_AUDITS)
def re_audits() -> Any:
    """The re-audits that nobody was given yet."""
    return render_template("audit_actions/re_audits.html", page=queries.re_audits(me(), request.args.get("after")))


@bp.route("/audits/<audit>/actions/new", methods=["GET", "POST"])
@on_audit(Act.FOLLOW_UP_AUDIT)
def add(audit: Audit) -> Any:
    """Write down an action from an audit."""
    if audit.auditor_id != me().id and audit.finished_at is None:
        abort(404)
    people = {person.code: person for person in queries.owners(audit)}
    form = open_form(AddForm)
    form.owner.choices = offer((code, person.name) for code, person in people.items())

    def deed() -> AuditAction:
        owner = people[form.owner.data]
        return deeds.add(audit, what=form.what.data, owner=owner, due_on=form.due_on.data, by=me())

    then = url_for("audits.audit", audit=write_code(audit.code))
    return form_page(form, "audit_actions/add.html", deed, then=then, audit=audit)


@bp.route("/audit-actions/<audit_action>/report", methods=["GET", "POST"])
@on_audit_action(Act.SEE_AUDIT)
def report(audit_action: AuditAction) -> Any:
    """Say that an action of one's own is done."""
    if audit_action.owner_id != me().id:
        abort(404)
    if audit_action.reported_at is not None:
        _closed_already()
    form = open_form(ReportForm)
    return form_page(
        form,
        "audit_actions/report.html",
        lambda: deeds.report(audit_action, what=form.what.data, by=me()),
        then=url_for("audits.mine"),
        action=audit_action,
    )


@bp.route("/audit-actions/<audit_action>/close", methods=["GET", "POST"])
@on_audit_action(Act.FOLLOW_UP_AUDIT)
def close(audit_action: AuditAction) -> Any:
    """Close an action of somebody else."""
    if audit_action.owner_id == me().id:
        abort(404)
    if audit_action.closed_at is not None:
        _closed_already()
    form = open_form(CloseForm)
    return form_page(
        form,
        "audit_actions/close.html",
        lambda: deeds.close(audit_action, because=form.because.data, by=me()),
        then=url_for("audit_actions.list_of"),
        action=audit_action,
    )


def _closed_already() -> None:
    # A form that was sent twice leads where it led before it comes here.
    if request.method not in CHANGES:
        raise NotYet(say(N_("This was done already.")))


@bp.route("/audits/<audit>/again", methods=["GET", "POST"])
@on_audit(Act.FOLLOW_UP_AUDIT)
def again(audit: Audit) -> Any:
    """Give the re-audit to an auditor."""
    if audit.finished_at is None or audit.again_by is None:
        abort(404)
    people = {person.code: person for person in queries.could_audit_again(audit)}
    form = open_form(AgainForm)
    form.auditor.choices = offer((code, person.name) for code, person in people.items())

    def deed() -> Audit:
        auditor = people.get(form.auditor.data)
        if auditor is None:
            raise NotYet(rules.not_theirs())
        return deeds.audit_again(audit, auditor, by=me())

    then = url_for("audit_actions.re_audits")
    return form_page(form, "audit_actions/again.html", deed, then=then, audit=audit, people=people)
