"""Group supervision: one meeting of several workers and a manager, from its question to what they learned."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, url_for

from ..casework import group_supervision as deeds
from ..casework.looks import Seen
from ..forms.base import offer
from ..forms.supervision import BeginGroupForm, DecisionForm, FinishForm, LearnedForm
from ..models import Case, GroupSupervision
from ..policy import Act
from ..practice import supervision as rules
from ..practice.chronology import Subject
from ..practice.references import write_code
from ..practice.words import NotYet
from ..queries import group_supervision as queries
from ..queries.supervision import facts
from .guards import CHANGES, me, on_group, signed_in
from .pages import form_page, open_form

bp = Blueprint("group_supervision", __name__)


def address(group: GroupSupervision) -> str:
    """Where a group supervision is."""
    return url_for("group_supervision.group", group=write_code(group.code))


@bp.get("/supervision/groups")
@signed_in(Act.SEE_SUPERVISION)
def list_of() -> Any:
    """The group supervisions that the reader held or took part in."""
    return render_template("group_supervision/list.html", page=queries.taken_part_in(me(), request.args.get("after")))


@bp.route("/supervision/groups/begin", methods=["GET", "POST"])
@signed_in(Act.SUPERVISE)
def begin() -> Any:
    """Begin a group supervision."""
    near = queries.who_can_take_part(me())
    form = open_form(BeginGroupForm)
    form.workers.choices = offer((p.code, f"{p.name} ({p.agency.name})" if p.agency else p.name) for p in near)
    return form_page(
        form,
        "group_supervision/begin.html",
        lambda: deeds.begin(
            [person for person in near if person.code in (form.workers.data or ())],
            held_on=form.held_on.data,
            question=form.question.data,
            by=me(),
        ),
        then=address,
    )


@bp.get("/supervision/groups/<group>")
@on_group(Act.SEE_SUPERVISION)
def group(group: GroupSupervision) -> Any:
    """One group supervision: the families that were thought about, and what the group learned."""
    writes = group.facilitator_id == me().id and group.finished_at is None
    return render_template(
        "group_supervision/group.html",
        group=group,
        writes=writes,
        discussed=queries.discussed(me(), group),
        waiting=queries.to_discuss(me(), group) if writes else (),
        events=queries.events_of(group),
    )


@bp.route("/supervision/groups/<group>/families/<case>", methods=["GET", "POST"])
@on_group(Act.SUPERVISE)
def family(group: GroupSupervision, case: str) -> Any:
    """One family with its facts, and the decision that goes onto its record."""
    _not_finished(group)
    held: Case = queries.case_of(me(), group, case, locking=request.method in CHANGES) or abort(404)
    form = open_form(DecisionForm)
    answer = form_page(
        form,
        "group_supervision/family.html",
        lambda: deeds.discuss(group, held, decision=form.decision.data, restricted=form.restricted.data, by=me()),
        then=address(group),
        group=group,
        case=held,
        facts=lambda: facts(held),
    )
    if not isinstance(answer, Response):
        # Its facts were shown: whoever opens a family's record is known.
        g.looks.append(Seen(Subject.CASE, held.id, request.endpoint or ""))
    return answer


@bp.route("/supervision/groups/<group>/learned", methods=["GET", "POST"])
@on_group(Act.SUPERVISE)
def learned(group: GroupSupervision) -> Any:
    """What the group learned."""
    _not_finished(group)
    form = open_form(LearnedForm, data={"version": str(group.version), "learned": group.learned})
    return form_page(
        form,
        "group_supervision/learned.html",
        lambda: deeds.write_learned(group, learned=form.learned.data, read_version=form.read_version, by=me()),
        then=address(group),
        group=group,
    )


@bp.route("/supervision/groups/<group>/finish", methods=["GET", "POST"])
@on_group(Act.SUPERVISE)
def finish(group: GroupSupervision) -> Any:
    """Finish a group supervision."""
    _not_finished(group)
    return form_page(
        open_form(FinishForm),
        "group_supervision/finish.html",
        lambda: deeds.finish(group, by=me()),
        then=address(group),
        group=group,
    )


def _not_finished(group: GroupSupervision) -> None:
    # A form that was sent twice leads where it led before it comes here.
    if group.finished_at is not None:
        raise NotYet(rules.frozen())
