"""Legal holds: families of which nothing may go, until somebody lifts it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from ..casework import retention as deeds
from ..forms.retention import HoldForm, HoldReviewForm
from ..models import Family
from ..policy import Act
from ..practice.references import read_code
from ..queries import retention as queries
from .families import address
from .guards import CHANGES, me, on_family, signed_in
from .pages import form_page, open_form

bp = Blueprint("holds", __name__)


@bp.get("/holds")
@signed_in(Act.SEE_RETENTION)
def list_of() -> Any:
    """What is on hold, what is to be looked at first in front."""
    return render_template("holds/list.html", page=queries.held_families(me(), request.args.get("after")))


@bp.route("/families/<family>/holds/new", methods=["GET", "POST"])
@on_family(Act.HOLD_RECORDS)
def place(family: Family) -> Any:
    """Put everything held about a family on hold."""
    form = open_form(HoldForm)
    return form_page(
        form,
        "holds/place.html",
        lambda: deeds.place_hold(family, because=form.because.data, review_on=form.review_on.data, by=me()),
        then=address(family),
        family=family,
    )


@bp.route("/families/<family>/holds/<hold>", methods=["GET", "POST"])
@on_family(Act.HOLD_RECORDS)
def review(family: Family, hold: str) -> Any:
    """Say whether a hold is still needed, or lift it."""
    found = queries.hold_of(family, read_code(hold), locking=request.method in CHANGES) or abort(404)
    form = open_form(HoldReviewForm)
    return form_page(
        form,
        "holds/review.html",
        lambda: deeds.review_hold(
            found,
            review=form.review.data,
            because=form.because.data,
            review_on=form.review_on.data,
            by=me(),
        ),
        then=address(family),
        family=family,
        hold=found,
    )
