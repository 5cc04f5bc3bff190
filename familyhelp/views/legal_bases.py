"""The legal basis of each child in a case, and changing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from ..casework import legal_bases as deeds
from ..forms.base import offer
from ..forms.legal_bases import LegalBasisForm
from ..models import Case
from ..policy import Act
from ..practice.references import write_code
from ..queries import legal_bases as queries
from .guards import me, on_case
from .pages import form_page, open_form

bp = Blueprint("legal_bases", __name__)


@bp.get("/cases/<case>/legal-basis")
@on_case(Act.SEE_CASE)
def legal_basis(case: Case) -> Any:
    """The legal basis of each child, period by period."""
    return render_template("legal_bases/legal_basis.html", case=case, found=queries.by_child(case))


@bp.route("/cases/<case>/legal-basis/change", methods=["GET", "POST"])
@on_case(Act.SET_LEGAL_BASIS)
def change(case: Case) -> Any:
    """Begin a period for some of the children."""
    children = {child.code: child for child in queries.children_of(case)}
    people = {person.code: person for person in queries.who_can_oversee(case)}
    form = open_form(LegalBasisForm, data={"children": list(children)})
    form.children.choices = offer((code, child.name) for code, child in children.items())
    form.overseer.choices = offer([("", ""), *((code, person.name) for code, person in people.items())])
    return form_page(
        form,
        "legal_bases/change.html",
        lambda: deeds.set_basis(
            case,
            children=[children[code] for code in form.children.data],
            basis=form.basis.data,
            starts_on=form.starts_on.data,
            overseer=people.get(form.overseer.data),
            because=form.because.data,
            by=me(),
        ),
        then=url_for("legal_bases.legal_basis", case=write_code(case.code)),
        case=case,
    )
