"""Who may be meant, while somebody is typed. What is typed comes in the body of the request: no name stands in an
address, where a log would keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, request

from ..forms.base import offer
from ..forms.families import NewMemberForm, TypedForm
from ..models import Family
from ..policy import Act
from ..practice import identifiers
from ..practice.matching import Described
from ..queries.matching import Found, candidates
from .guards import me, on_family, signed_in

bp = Blueprint("alike", __name__)


@bp.post("/requests/new/alike")
@signed_in(Act.RECEIVE)
def of_request() -> Any:
    """Who may be meant by one person of a request that somebody records, with what help there is; nothing to choose."""
    return render_template("contacts/_held.html", found=_typed(TypedForm(formdata=request.form)))


@bp.post("/families/<family>/add/alike")
@on_family(Act.EDIT_FAMILY)
def of_family(_family: Family) -> Any:
    """Who may be meant by somebody who is added to a family; the look at it is noted by the page that asks."""
    g.looks.clear()
    found = _typed(TypedForm(formdata=request.form))
    form = NewMemberForm(formdata=request.form)
    form.person.choices = offer([(c.person.code, c.person.name) for c in (found.candidates if found else ())])
    return render_template("families/_alike.html", form=form, found=found)


def _typed(form: TypedForm) -> Found | None:
    """Who is held that is like the person typed; None before there is enough to look for."""
    enough = len(form.surname.data or "") > 1 and bool(form.forename.data or form.birth_date.data)
    return held_like(form) if enough else None


def held_like(form: Any) -> Found:
    """Who is held that is like the person of a form, within what the reader may see."""
    home = {}
    if "postcode" in form:
        home = {"lines": form.address.data or None, "postcode": identifiers.read_postcode(form.postcode.data or "")}
    return candidates(
        Described(
            forename=form.forename.data or "",
            surname=form.surname.data or "",
            birth_date=form.birth_date.data,
            due_date=form.due_date.data,
            phone=form.phone.data or None,
            nhs_number=_number(form, "nhs_number", identifiers.read_nhs_number),
            upn=_number(form, "upn", identifiers.read_upn),
            postcode=home.get("postcode"),
            lines=home.get("lines"),
        ),
        me(),
    )


def _number(form: Any, name: str, read: Callable[[str], str | None]) -> str | None:
    """A number of a form, where it asks for one and what was typed is whole."""
    return read(form[name].data or "") if name in form else None
