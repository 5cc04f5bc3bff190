"""Supervision: who is due, one supervision from its first family to its end, and a worker's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for

from ..casework import supervision as deeds
from ..casework.looks import Seen
from ..forms.supervision import BeginForm, DecisionForm, FinishForm, PrivateForm
from ..models import Case, Supervision
from ..policy import Act
from ..practice import supervision as rules
from ..practice.chronology import Subject
from ..practice.references import write_code
from ..practice.words import NotYet
from ..queries import supervision as queries
from .guards import CHANGES, me, on_supervision, signed_in
from .pages import form_page, open_form

bp = Blueprint("supervision", __name__)


def address(supervision: Supervision) -> str:
    """Where a supervision is."""
    return url_for("supervision.supervision", supervision=write_code(supervision.code))


@bp.get("/supervision")
@signed_in(Act.SUPERVISE)
def team() -> Any:
    """Whom the reader supervises, and when the next supervision is due."""
    return render_template("supervision/team.html", page=queries.supervised(me(), request.args.get("after")))


@bp.get("/supervision/mine")
@signed_in(Act.SEE_SUPERVISION)
def mine() -> Any:
    """The supervisions that the reader took part in."""
    return render_template("supervision/mine.html", page=queries.past(me(), request.args.get("after")))


@bp.route("/supervision/begin/<worker>", methods=["GET", "POST"])
@signed_in(Act.SUPERVISE)
def begin(worker: str) -> Any:
    """Begin a supervision with somebody."""
    found = queries.supervised_one(me(), worker) or abort(404)
    if found.begun and request.method == "GET":
        return redirect(url_for("supervision.supervision", supervision=write_code(found.begun)), 303)
    form = open_form(BeginForm)
    return form_page(
        form,
        "supervision/begin.html",
        lambda: deeds.begin(found.worker, held_on=form.held_on.data, by=me()),
        then=address,
        found=found,
    )


@bp.get("/supervision/<supervision>")
@on_supervision(Act.SEE_SUPERVISION)
def supervision(supervision: Supervision) -> Any:
    """One supervision: the families in turn, and what stays between the two."""
    writes = supervision.supervisor_id == me().id and supervision.finished_at is None
    return render_template(
        "supervision/supervision.html",
        supervision=supervision,
        writes=writes,
        discussed=queries.discussed(me(), supervision),
        waiting=queries.to_discuss(me(), supervision) if supervision.supervisor_id == me().id else (),
        events=queries.events_of(supervision),
    )


@bp.route("/supervision/<supervision>/families/<case>", methods=["GET", "POST"])
@on_supervision(Act.SUPERVISE)
def family(supervision: Supervision, case: str) -> Any:
    """One family with its facts, and the decision that goes onto its record."""
    _not_finished(supervision)
    held: Case = queries.case_of(me(), supervision, case, locking=request.method in CHANGES) or abort(404)
    form = open_form(DecisionForm)
    answer = form_page(
        form,
        "supervision/family.html",
        lambda: deeds.discuss(supervision, held, decision=form.decision.data, restricted=form.restricted.data, by=me()),
        then=address(supervision),
        supervision=supervision,
        case=held,
        facts=lambda: queries.facts(held),
    )
    if not isinstance(answer, Response):
        # Its facts were shown: whoever opens a family's record is known.
        g.looks.append(Seen(Subject.CASE, held.id, request.endpoint or ""))
    return answer


@bp.route("/supervision/<supervision>/private", methods=["GET", "POST"])
@on_supervision(Act.SUPERVISE)
def private(supervision: Supervision) -> Any:
    """What stays between the two of them."""
    _not_finished(supervision)
    held = {
        "version": str(supervision.version),
        "wellbeing": supervision.wellbeing,
        "development": supervision.development,
    }
    form = open_form(PrivateForm, data=held)
    return form_page(
        form,
        "supervision/private.html",
        lambda: deeds.write_private_words(
            supervision,
            wellbeing=form.wellbeing.data or "",
            development=form.development.data or "",
            read_version=form.read_version,
            by=me(),
        ),
        then=address(supervision),
        supervision=supervision,
    )


@bp.route("/supervision/<supervision>/finish", methods=["GET", "POST"])
@on_supervision(Act.SUPERVISE)
def finish(supervision: Supervision) -> Any:
    """Finish a supervision."""
    _not_finished(supervision)
    form = open_form(FinishForm)
    return form_page(
        form,
        "supervision/finish.html",
        lambda: deeds.finish(supervision, held=queries.held_count(me(), supervision), by=me()),
        then=address(supervision),
        supervision=supervision,
        waiting=queries.to_discuss(me(), supervision),
    )


def _not_finished(supervision: Supervision) -> None:
    # A form that was sent twice leads where it led before it comes here.
    if supervision.finished_at is not None:
        raise NotYet(rules.frozen())
