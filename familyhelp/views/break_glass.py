"""Opening a family out of sight for a reason, and the review of it by whoever answers for the family."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, render_template, request, url_for
from flask_babel import gettext

from ..casework import break_glass as deeds
from ..casework.looks import Seen
from ..forms.break_glass import OpenForm, ReviewForm
from ..models import BreakGlass, Family
from ..policy import Act
from ..practice.chronology import Subject
from ..practice.references import read_code, write_code
from ..queries import break_glass as queries
from .addresses import whole
from .guards import CHANGES, me, on_family, signed_in
from .looked import page_name
from .pages import form_page, open_form

bp = Blueprint("break_glass", __name__)


def review_address(glass: BreakGlass) -> str:
    """Where an opening is reviewed."""
    return url_for("break_glass.review", glass=write_code(glass.code))


@bp.route("/families/<family>/open-for-a-reason", methods=["GET", "POST"])
@on_family(Act.BREAK_GLASS)
def open_it(family: Family) -> Any:
    """Say why a family is opened that is out of sight."""
    form = open_form(OpenForm)
    lasts = current_app.config["BREAK_GLASS_LASTS"]

    def deed() -> None:
        deeds.open_for_a_reason(
            family,
            kind=form.kind.data,
            because=form.because.data or "",
            lasts=lasts,
            sees_already=queries.sees_all_of(me(), family),
            ruled_out=family.restricted and current_app.config["BREAK_GLASS_RESTRICTED"] != "manager",
            link=lambda glass: whole(review_address(glass)),
            by=me(),
        )
        flash(gettext("The family is open to you for a while. Whoever answers for it was told."))

    return form_page(
        form,
        "break_glass/open.html",
        deed,
        then=url_for("families.family", family=write_code(family.code)),
        family=family,
        minutes=int(lasts.total_seconds() // 60),
    )


@bp.get("/opened-for-a-reason")
@signed_in(Act.REVIEW_GLASS)
def list_of() -> Any:
    """What others opened of the reader's families: to review, or reviewed."""
    waiting = request.args.get("state") != "reviewed"
    page = queries.page(me(), request.args.get("after"), waiting=waiting)
    return render_template("break_glass/list.html", page=page, waiting=waiting)


@bp.route("/opened-for-a-reason/<glass>", methods=["GET", "POST"])
@signed_in(Act.REVIEW_GLASS)
def review(glass: str) -> Any:
    """What was opened and why, and whether it was right."""
    found = queries.one(me(), read_code(glass), locking=request.method in CHANGES) or abort(404)
    opened, sees = found
    if request.method == "GET":  # the page shows whose family it is
        g.looks.append(Seen(Subject.FAMILY, opened.family_id, request.endpoint or ""))
    shown = {"glass": opened, "sees": sees, "looks": queries.looks_by(opened), "page_name": page_name}
    if opened.reviewed_at and request.method == "GET":
        return render_template("break_glass/reviewed.html", **shown)
    form = open_form(ReviewForm)
    return form_page(
        form,
        "break_glass/review.html",
        lambda: deeds.review_glass(opened, verdict=form.verdict.data, words=form.words.data or "", by=me()),
        then=url_for("break_glass.list_of"),
        **shown,
    )
