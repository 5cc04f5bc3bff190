"""Rounds of audits: the list with how far they reach, planning one, drawing it, the draw made again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import audit_rounds as deeds
from ..casework.audit_rounds import Planned
from ..forms.audit_rounds import DrawForm, HandOnForm, PlanForm
from ..forms.base import offer
from ..models import Audit, AuditRound
from ..policy import Act
from ..practice import clock
from ..practice.audits import not_theirs
from ..practice.references import write_code
from ..practice.sampling import Theme, a_year
from ..practice.words import N_, NotYet, say
from ..queries import audit_frames as frames
from ..queries import audit_rounds as queries
from ..queries.audit_actions import could_audit_again
from ..queries.moderations import could_be_second
from .guards import CHANGES, me, on_audit, on_audit_round, signed_in
from .pages import form_page, open_form

bp = Blueprint("audit_rounds", __name__)


def address(planned: AuditRound) -> str:
    """Where the page of a round is."""
    return url_for("audit_rounds.round_of", audit_round=write_code(planned.code))


@bp.get("/audit-rounds")
@signed_in(Act.PLAN_AUDITS)
def list_of() -> Any:
    """The rounds, and how many open cases were not audited within a year."""
    covered = frames.coverage()
    return render_template(
        "audit_rounds/list.html",
        page=queries.rounds(me(), request.args.get("after")),
        covered=covered,
        a_month=a_year(covered.open_cases),
    )


@bp.route("/audit-rounds/new", methods=["GET", "POST"])
@signed_in(Act.PLAN_AUDITS)
def plan() -> Any:
    """Plan a round."""
    people = {person.code: person for person in frames.can_audit()}
    covered = frames.coverage()
    form = open_form(PlanForm)
    form.auditors.choices = offer((code, person.name) for code, person in people.items())

    def deed() -> AuditRound:
        planned = Planned(
            name=form.name.data,
            starts_on=form.starts_on.data,
            due_on=form.due_on.data,
            which=form.which.data,
            size=form.number or 0,
            sampling=form.sampling.data,
            theme=form.theme.data,
            seed=form.seed.data or "",
        )
        return deeds.plan(planned, [people[code] for code in form.auditors.data], by=me())

    return form_page(
        form, "audit_rounds/plan.html", deed, then=address, covered=covered, a_month=a_year(covered.open_cases)
    )


@bp.get("/audit-rounds/<audit_round>")
@on_audit_round(Act.PLAN_AUDITS)
def round_of(audit_round: AuditRound) -> Any:
    """One round: what was planned, its audits and how far each is."""
    return render_template(
        "audit_rounds/round.html",
        round=audit_round,
        page=queries.audits_of(audit_round, me(), request.args.get("after")),
        events=queries.events_of(audit_round),
    )


@bp.route("/audit-rounds/<audit_round>/draw", methods=["GET", "POST"])
@on_audit_round(Act.PLAN_AUDITS)
def draw(audit_round: AuditRound) -> Any:
    """Draw the cases of a round."""
    if audit_round.drawn_at is not None and request.method not in CHANGES:
        raise NotYet(say(N_("This round was drawn already.")))
    form = open_form(DrawForm)
    frame = frames.frame(audit_round)
    able = [case for case in frame if {person.code for person in audit_round.auditors} - case.barred]
    return form_page(
        form,
        "audit_rounds/draw.html",
        lambda: deeds.draw(audit_round, frame, by=me()),
        then=address(audit_round),
        round=audit_round,
        frame=frame,
        able=len(able),
        late=sum((clock.today() - case.since).days > 365 for case in able),
        strata=sorted(Counter(case.stratum for case in able).items()),
        names=frames.strata_names(audit_round.sampling),
        closed=audit_round.theme is Theme.CLOSED_LATELY,
    )


@bp.get("/audit-rounds/<audit_round>/draw-again")
@on_audit_round(Act.PLAN_AUDITS)
def draw_again(audit_round: AuditRound) -> Any:
    """The draw made again from what was kept: it is the same, or the page says that it is not."""
    if audit_round.drawn_at is None:
        abort(404)
    return render_template(
        "audit_rounds/draw_again.html",
        round=audit_round,
        again=queries.drawn_again(audit_round),
        names=frames.strata_names(audit_round.sampling),
    )


@bp.route("/audits/<audit>/hand-on", methods=["GET", "POST"])
@on_audit(Act.HAND_ON_AUDIT)
def hand_on(audit: Audit) -> Any:
    """Give an audit that is not finished to another auditor."""
    found = could_be_second(audit.moderates) if audit.moderates else could_audit_again(audit)
    people = {person.code: person for person in found if person.id != audit.auditor_id}
    form = open_form(HandOnForm)
    form.auditor.choices = offer((code, person.name) for code, person in people.items())

    def deed() -> None:
        auditor = people.get(form.auditor.data)
        if auditor is None:
            raise NotYet(not_theirs())
        deeds.hand_on(audit, auditor, because=form.because.data, by=me())

    then = url_for("audit_rounds.round_of", audit_round=write_code(audit.round.code)) if audit.round else None
    return form_page(
        form,
        "audit_rounds/hand_on.html",
        deed,
        then=then or url_for("audit_actions.re_audits"),
        audit=audit,
        people=people,
    )
