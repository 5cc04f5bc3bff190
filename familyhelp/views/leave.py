"""Leave and cover: who is away, who looks after their families meanwhile, and ending it early."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import leave as deeds
from ..forms.base import offer
from ..forms.leave import EndForm, LeaveForm
from ..models import Practitioner
from ..policy import Act
from ..queries import leave as queries
from .addresses import whole
from .guards import CHANGES, me, signed_in
from .pages import form_page, open_form

bp = Blueprint("leave", __name__)


@bp.get("/leave")
@signed_in(Act.TAKE_LEAVE)
def leave() -> Any:
    """The reader's own absences, those they cover, and those of a manager's teams."""
    page = queries.leaves(me(), request.args.get("after"))
    return render_template("leave/leave.html", page=page, workers=queries.team_workers(me()))


@bp.route("/leave/new", methods=["GET", "POST"])
@signed_in(Act.TAKE_LEAVE)
def new() -> Any:
    """The reader will be away."""
    return _record(me())


@bp.route("/leave/new/<worker>", methods=["GET", "POST"])
@signed_in(Act.TAKE_LEAVE)
def new_for(worker: str) -> Any:
    """Somebody of a manager's teams is away."""
    return _record(queries.team_worker(me(), worker) or abort(404))


def _record(worker: Practitioner) -> Any:
    people = queries.who_could_cover(worker)
    form = open_form(LeaveForm)
    form.cover.choices = offer([("", ""), *((person.code, person.name) for person in people)])
    return form_page(
        form,
        "leave/new.html",
        lambda: deeds.record_leave(
            worker,
            cover=next(person for person in people if person.code == form.cover.data),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            note=form.note.data or None,
            link=whole(url_for("home.home")),
            by=me(),
        ),
        then=url_for("leave.leave"),
        worker=worker,
        people=people,
    )


@bp.route("/leave/<leave>/end", methods=["GET", "POST"])
@signed_in(Act.TAKE_LEAVE)
def end(leave: str) -> Any:
    """End an absence before its last day, or call it off."""
    found = queries.kept_leave(me(), leave, locking=request.method in CHANGES) or abort(404)
    return form_page(
        open_form(EndForm),
        "leave/end.html",
        lambda: deeds.end_leave(found, by=me()),
        then=url_for("leave.leave"),
        leave=found,
    )
