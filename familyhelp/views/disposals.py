"""Disposing of records: what is due to go, what somebody proposed, what another decided, and the register of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, render_template, request, url_for
from flask_babel import gettext

from ..casework import disposals as deeds
from ..casework.looks import Seen
from ..forms.disposals import ProposeForm, ReviewForm
from ..models import Contact, Family
from ..policy import Act, could
from ..practice import clock
from ..practice.disposals import Decision, DisposalState, not_due
from ..practice.references import read_code, write_code
from ..queries import disposals as queries
from .attachments import room
from .guards import CHANGES, me, signed_in
from .pages import form_page, open_form
from .retention import in_words

bp = Blueprint("disposals", __name__)


@bp.get("/disposals/due")
@signed_in(Act.SEE_RETENTION)
def due() -> Any:
    """What has been kept for as long as its rule says."""
    requests = request.args.get("what") == "requests"
    after = request.args.get("after")
    page = queries.due_requests(after) if requests else queries.due_families(me(), after)
    return render_template("disposals/due.html", page=page, requests=requests, in_words=in_words)


@bp.route("/disposals/due/<record>", methods=["GET", "POST"])
@signed_in(Act.PROPOSE_DISPOSAL)
def propose(record: str) -> Any:
    """What is known of one record, and a proposal that it is disposed of."""
    held = queries.by_reference(me(), read_code(record), locking=request.method in CHANGES) or abort(404)
    found = queries.due_of(held)
    _look(held)
    form = open_form(ProposeForm)
    return form_page(
        form,
        "disposals/propose.html",
        lambda: deeds.propose_disposal(held, facts=found.facts, rule=found.rule, because=form.because.data, by=me()),
        then=url_for("disposals.list_of"),
        held=held,
        opens=_opens(held),
        found=found,
        lacking=list(not_due(found.facts, found.rule, clock.today())),
        in_words=in_words,
    )


@bp.get("/disposals")
@signed_in(Act.SEE_RETENTION)
def list_of() -> Any:
    """What waits for a second person, or what was decided."""
    waiting = request.args.get("state") != "decided"
    page = queries.register(me(), request.args.get("after"), waiting=waiting)
    return render_template("disposals/list.html", page=page, waiting=waiting)


@bp.route("/disposals/<disposal>", methods=["GET", "POST"])
@signed_in(Act.REVIEW_DISPOSAL)
def review(disposal: str) -> Any:
    """One disposal: to decide, for whoever did not propose it; or as it was decided."""
    found = queries.one(me(), read_code(disposal), locking=request.method in CHANGES) or abort(404)
    shown = {"disposal": found, "in_words": in_words}
    if found.state is not DisposalState.PROPOSED and request.method == "GET":
        return render_template("disposals/decided.html", **shown)
    held = found.family or found.contact or abort(404)
    _look(held)
    due = queries.due_of(held)
    form = open_form(ReviewForm)

    def deed() -> None:
        decision = form.decision.data
        deeds.review_disposal(
            found,
            decision=decision,
            words=form.words.data,
            facts=due.facts,
            rule=due.rule,
            files=room().folder,
            by=me(),
        )
        if decision is Decision.APPROVE:
            flash(gettext("The record is gone. What stays of it stands here."))

    return form_page(
        form,
        "disposals/review.html",
        deed,
        then=url_for("disposals.review", disposal=write_code(found.code)),
        held=held,
        opens=_opens(held),
        due=due,
        own=found.proposed_by_id == me().id,
        lacking=list(not_due(due.facts, due.rule, clock.today())),
        **shown,
    )


def _look(held: Family | Contact) -> None:
    """Reading it is a look; what is then decided is an event."""
    if request.method == "GET":
        g.looks.append(Seen(held.subject, held.id, request.endpoint or ""))


def _opens(held: Family | Contact) -> bool:
    """Whether the reader may open the record itself, and so is shown its name. An administrator is not."""
    return isinstance(held, Family) and could(me(), Act.SEE_FAMILY)
