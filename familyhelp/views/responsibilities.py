"""Parental responsibility for the children of a family: recording, correcting and ending it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app
from flask_babel import gettext

from ..casework import responsibilities as deeds
from ..forms.base import offer, optional
from ..forms.relationships import CorrectResponsibilityForm, EndForm, ResponsibilityForm
from ..models import Family, Responsibility
from ..policy import Act
from ..practice.words import N_, NotYet, say
from ..queries import families
from ..queries import relationships as queries
from .families import member_or_404
from .guards import me, on_family
from .pages import form_page, open_form
from .relationships import address

bp = Blueprint("responsibilities", __name__)
AUTHORITY = "authority"
"""The choice that names no person: the local authority itself."""


@bp.route("/families/<family>/people/<person>/responsibility", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def hold(family: Family, person: str) -> Any:
    """Record who holds parental responsibility for a child."""
    child = member_or_404(family, person).person
    members, _hidden = families.members_seen(family, me())
    others = {m.person.code: m.person for m in members if m.person_id != child.id}
    authority = current_app.config["AUTHORITY_NAME"]
    form = open_form(ResponsibilityForm)
    named = ((code, other.name) for code, other in others.items())
    form.holder.choices = offer([("", ""), *named, (AUTHORITY, gettext("%(name)s, by an order", name=authority))])
    return form_page(
        form,
        "relationships/hold.html",
        lambda: deeds.hold_responsibility(
            family,
            child,
            holder=others.get(form.holder.data),
            authority=authority,
            ground=form.chosen,
            known_how=optional(form.known_how.data),
            starts_on=form.starts_on.data,
            by=me(),
        ),
        then=address(family),
        family=family,
        person=child,
    )


def _found(family: Family, text: str) -> Responsibility:
    found: Responsibility = queries.responsibility_seen(family, me(), text) or abort(404)
    return found


@bp.route("/families/<family>/responsibilities/<responsibility>/correct", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def correct(family: Family, responsibility: str) -> Any:
    """Correct who holds it and how that is known, or take it off the record."""
    held = _found(family, responsibility)
    form = open_form(
        CorrectResponsibilityForm,
        data={
            "version": str(held.number),
            "ground": held.ground.value,
            "known_how": held.known_how,
            "starts_on": held.starts_on,
            "ends_on": held.ends_on,
        },
    )
    return form_page(
        form,
        "relationships/correct_hold.html",
        lambda: deeds.correct_responsibility(
            family,
            held,
            ground=form.chosen,
            known_how=optional(form.known_how.data),
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            withdrawn=bool(form.withdrawn.data),
            because=form.because.data,
            read_number=form.read_version,
            by=me(),
        ),
        then=address(family),
        family=family,
        held=held,
    )


@bp.route("/families/<family>/responsibilities/<responsibility>/end", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def end(family: Family, responsibility: str) -> Any:
    """Record that somebody no longer holds it."""
    held = _found(family, responsibility)
    if held.ends_on:
        raise NotYet(say(N_("This has ended already: correct it instead.")))
    form = open_form(EndForm, data={"version": str(held.number)})
    return form_page(
        form,
        "relationships/end_hold.html",
        lambda: deeds.end_responsibility(
            family,
            held,
            ends_on=form.ends_on.data,
            because=form.because.data,
            read_number=form.read_version,
            by=me(),
        ),
        then=address(family),
        family=family,
        held=held,
    )
