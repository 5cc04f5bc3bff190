"""The agencies that work with the authority, and who of them has an account here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ..casework import agencies as deeds
from ..forms.agencies import AgencyForm, WorkingForm
from ..models import Agency
from ..policy import Act, could, may
from ..practice.references import write_code
from ..queries import agencies as queries
from ..queries import invitations
from .guards import me, on_agency, signed_in
from .pages import form_page, open_form

bp = Blueprint("agencies", __name__)


def address(agency: Agency) -> str:
    """Where the page of an agency is."""
    return url_for("agencies.agency", agency=write_code(agency.code))


@bp.get("/agencies")
@signed_in(Act.SEE_AGENCIES)
def list_of() -> Any:
    """The agencies, by name."""
    return render_template("agencies/list.html", page=queries.agencies(me(), request.args.get("after")))


@bp.get("/agencies/<agency>")
@on_agency(Act.SEE_AGENCIES)
def agency(agency: Agency) -> Any:
    """One agency: its people, who is invited, what was done. How many families is for whoever may list cases."""
    page = queries.people_of(agency, request.args.get("after"))
    counts = queries.open_families(me(), page.rows) if could(me(), Act.LIST_CASES) else None
    return render_template(
        "agencies/agency.html",
        agency=agency,
        page=page,
        counts=counts,
        may_manage=may(me(), Act.MANAGE_PRACTITIONERS),
        invitations=invitations.of_agency(me(), agency),
        events=queries.events_of(agency),
    )


@bp.route("/agencies/new", methods=["GET", "POST"])
@signed_in(Act.MANAGE_PRACTITIONERS)
def add() -> Any:
    """Add an agency."""
    form = open_form(AgencyForm)
    return form_page(
        form,
        "agencies/add.html",
        lambda: deeds.add_agency(name=form.name.data, kind=form.kind.data, by=me()),
        then=address,
    )


@bp.route("/agencies/<agency>/edit", methods=["GET", "POST"])
@on_agency(Act.MANAGE_PRACTITIONERS)
def edit(agency: Agency) -> Any:
    """Correct what an agency is called, or of which kind it is."""
    form = open_form(AgencyForm, data={"version": str(agency.version), "name": agency.name, "kind": agency.kind})

    def deed() -> None:
        deeds.change_agency(agency, name=form.name.data, kind=form.kind.data, read_version=form.read_version, by=me())

    return form_page(form, "agencies/edit.html", deed, then=address(agency), agency=agency)


@bp.route("/agencies/<agency>/working", methods=["GET", "POST"])
@on_agency(Act.MANAGE_PRACTITIONERS)
def working(agency: Agency) -> Any:
    """Whether an agency works with us: it ends, or comes back."""
    form = open_form(WorkingForm, data={"version": str(agency.version)})
    deed = deeds.end_agency if agency.ended_on is None else deeds.take_back_agency
    return form_page(
        form,
        "agencies/working.html",
        lambda: deed(agency, because=form.because.data, read_version=form.read_version, by=me()),
        then=address(agency),
        agency=agency,
        people=queries.open_accounts(agency) if agency.ended_on is None else (),
    )
