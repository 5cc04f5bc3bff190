"""The edge-of-care register, and one family's part of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ..casework import edge_of_care as deeds
from ..forms.edge_of_care import FlagForm, LookForm, SupportForm, TakeOffForm
from ..models import Case
from ..policy import Act
from ..practice import clock
from ..practice import edge_of_care as rules
from ..practice.references import write_code
from ..practice.words import NotYet
from ..queries import edge_of_care as queries
from .guards import me, on_case, signed_in
from .pages import form_page, open_form

bp = Blueprint("edge_of_care", __name__)


@bp.get("/edge-of-care")
@signed_in(Act.SEE_EDGE_REGISTER)
def register() -> Any:
    """The families on the register that the reader sees, the longest overdue first."""
    return render_template(
        "edge_of_care/register.html",
        page=queries.register(me(), request.args.get("after")),
        totals=queries.totals(me()),
    )


@bp.get("/cases/<case>/edge-of-care")
@on_case(Act.SEE_CASE)
def of_case(case: Case) -> Any:
    """Each time the family was on the register: why, what was put in, what was decided."""
    return render_template("edge_of_care/of_case.html", case=case, times=queries.times_on_it(case))


def _address(case: Case) -> str:
    return url_for("edge_of_care.of_case", case=write_code(case.code))


def _on_it(case: Case) -> None:
    # A form that was sent keeps its words; the deed says no.
    if case.edge_review_on is None and request.method == "GET":
        raise NotYet(rules.not_on_it())


@bp.route("/cases/<case>/edge-of-care/flag", methods=["GET", "POST"])
@on_case(Act.KEEP_EDGE_REGISTER)
def flag(case: Case) -> Any:
    """Put the family on the register."""
    if request.method == "GET" and (case.edge_review_on is not None or case.closed_on is not None):
        on_it, closed = case.edge_review_on is not None, case.closed_on is not None
        last = rules.last_review_day(clock.today())
        raise NotYet(*rules.missing("-", last, on_it=on_it, closed=closed, today=clock.today()))
    form = open_form(FlagForm)
    return form_page(
        form,
        "edge_of_care/flag.html",
        lambda: deeds.flag(case, reason=form.reason.data, review_on=form.review_on.data, by=me()),
        then=_address(case),
        case=case,
    )


@bp.route("/cases/<case>/edge-of-care/support", methods=["GET", "POST"])
@on_case(Act.KEEP_EDGE_REGISTER)
def support(case: Case) -> Any:
    """Record what is put in."""
    _on_it(case)
    form = open_form(SupportForm)
    return form_page(
        form,
        "edge_of_care/support.html",
        lambda: deeds.put_in(
            case,
            kind=form.kind.data,
            what=form.what.data,
            starts_on=form.starts_on.data,
            cost_pence=rules.pence_of(form.cost.data) if form.cost.data else None,
            by=me(),
        ),
        then=_address(case),
        case=case,
    )


@bp.route("/cases/<case>/edge-of-care/look", methods=["GET", "POST"])
@on_case(Act.KEEP_EDGE_REGISTER)
def look(case: Case) -> Any:
    """Record what a panel or a review decided."""
    _on_it(case)
    form = open_form(LookForm)
    return form_page(
        form,
        "edge_of_care/look.html",
        lambda: deeds.look_again(
            case,
            look=form.look.data,
            held_on=form.held_on.data,
            decided=form.decided.data,
            review_on=form.review_on.data,
            by=me(),
        ),
        then=_address(case),
        case=case,
    )


@bp.route("/cases/<case>/edge-of-care/off", methods=["GET", "POST"])
@on_case(Act.KEEP_EDGE_REGISTER)
def take_off(case: Case) -> Any:
    """Take the family off the register."""
    _on_it(case)
    form = open_form(TakeOffForm)
    return form_page(
        form,
        "edge_of_care/take_off.html",
        lambda: deeds.take_off(case, because=form.because.data, by=me()),
        then=_address(case),
        case=case,
    )
