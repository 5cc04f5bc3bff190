"""Closings that wait for a manager's answer, and late papers of closed cases."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ..casework import closing_requests as deeds
from ..casework import notes
from ..forms.closings import ApproveForm, LatePaperForm, SendBackForm
from ..models import Case
from ..policy import Act
from ..practice import stages
from ..practice.notes import LATE_KINDS, NoteKind
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.stages import Move
from ..practice.words import NotYet
from ..queries import cases as case_queries
from ..queries import closings as queries
from .guards import me, on_case, signed_in
from .pages import form_page, open_form
from .steps import address

bp = Blueprint("closing_requests", __name__)


@bp.get("/closings")
@signed_in(Act.LIST_CLOSINGS)
def to_approve() -> Any:
    """The closings that wait for the reader's answer."""
    page = queries.to_approve(me(), request.args.get("after"))
    return render_template("closing_requests/to_approve.html", page=page)


def _asked(case: Case, move: Move) -> Any:
    """The request that waits; before a form is shown: NotYet where there is none."""
    if request.method == "GET":
        stages.row_for(move, case.stage)
        absent = list(stages.a_closing_asked(case))
        if absent:
            raise NotYet(*absent)
    case_queries.fill_plans(case)
    return queries.request_of(case)


@bp.route("/cases/<case>/closing/approve", methods=["GET", "POST"])
@on_case(Act.APPROVE_CLOSING)
def approve(case: Case) -> Any:
    """Read a closing as it was asked for, and approve it."""
    asked = _asked(case, Move.APPROVE_CLOSING)
    form = open_form(ApproveForm)
    return form_page(
        form,
        "closing_requests/approve.html",
        lambda: deeds.approve_closing(case, by=me()),
        then=address(case),
        case=case,
        asked=asked,
    )


@bp.route("/cases/<case>/closing/send-back", methods=["GET", "POST"])
@on_case(Act.SEND_BACK_CLOSING)
def send_back(case: Case) -> Any:
    """Send a closing back, and say why."""
    asked = _asked(case, Move.SEND_BACK_CLOSING)
    form = open_form(SendBackForm)
    return form_page(
        form,
        "closing_requests/send_back.html",
        lambda: deeds.send_back_closing(case, because=form.because.data, by=me()),
        then=address(case),
        case=case,
        asked=asked,
    )


@bp.route("/cases/<case>/late-paper", methods=["GET", "POST"])
@on_case(Act.ADD_LATE_PAPER)
def late_paper(case: Case) -> Any:
    """Add to a closed case what came late."""
    if request.method == "GET":
        stages.row_for(Move.ADD_LATE_PAPER, case.stage)
    kinds = [kind for kind in LATE_KINDS if kind is not NoteKind.OVERSIGHT or me().role is Role.MANAGER]
    asked = next((kind for kind in kinds if kind.value == request.args.get("kind")), None)
    form = open_form(LatePaperForm, data={"kind": asked})
    form.offer_kinds(kinds)
    return form_page(
        form,
        "closing_requests/late_paper.html",
        lambda: notes.add_late_paper(
            case,
            kind=form.kind.data,
            happened_on=form.happened_on.data,
            text=form.text.data,
            because=form.because.data,
            by=me(),
        ),
        then=url_for("notes.notes", case=write_code(case.code)),
        case=case,
    )
