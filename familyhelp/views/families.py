"""A family: who is in it, where they live, every episode of help; and changing what is held about a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ..casework import families as deeds
from ..casework import merges
from ..casework.families import NewPerson, current_address
from ..forms.base import offer
from ..forms.families import AddressForm, NewMemberForm, PersonForm
from ..models import Family, Member, Person
from ..policy import Act, could
from ..practice import clock, identifiers
from ..practice.references import read_code, write_code
from ..practice.words import N_, NotYet, say
from ..queries import families as queries
from ..queries.matching import Candidate
from ..queries.merges import kept_for
from ..queries.relationships import children_of
from ..queries.retention import holds_of
from ..queries.schools import earlier_schools
from .alike import held_like
from .guards import me, on_family
from .pages import form_page, open_form

bp = Blueprint("families", __name__)
NEW = "new"


def address(family: Family) -> str:
    """Where the page of a family is."""
    return url_for("families.family", family=write_code(family.code))


@bp.get("/families/<family>")
@on_family(Act.SEE_FAMILY)
def family(family: Family) -> Any:
    """Who is in it, and every episode of help."""
    page = queries.family_page(family, me())
    return render_template(
        "families/family.html",
        family=family,
        page=page,
        around=page.kinship.around(page.members),
        children=children_of(page.members, clock.today()),
        current_address=current_address,
        holds=holds_of(family) if could(me(), Act.HOLD_RECORDS) else (),
    )


def member_or_404(family: Family, code: str) -> Member:
    """Somebody in a family by reference, where the reader sees them."""
    member = queries.member_seen(family, me(), read_code(code))
    if member is None:
        kept = kept_for(read_code(code))
        if kept and request.method == "GET" and queries.member_seen(family, me(), kept.code):
            arguments = {**(request.view_args or {}), "person": write_code(kept.code)}
            abort(redirect(url_for(str(request.endpoint), **arguments), 303))
        abort(404)
    return member


@bp.route("/families/<family>/people/<person>", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def person(family: Family, person: str) -> Any:
    """Change what is held about a person."""
    member = member_or_404(family, person)
    held = {name: getattr(member.person, name) for name in deeds.KEPT}
    for name in ("sex", "ethnicity"):
        held[name] = held[name].value if held[name] else ""
    held["communication"] = [need.value for need in member.person.communication_needs]
    held["disabilities"] = [code.value for code in member.person.disability_codes]
    form = open_form(PersonForm, data={"version": str(member.person.version), **held})
    if member.person.contact_hidden and not queries.sees_hidden_address(me(), queries.latest_case(family.id)):
        form.leave_out_contact()
    return form_page(
        form,
        "families/person.html",
        lambda: deeds.change_person(member.person, changes=form.changes, read_version=form.read_version, by=me()),
        then=address(family),
        family=family,
        person=member.person,
        schools=earlier_schools(member.person),
    )


@bp.route("/families/<family>/people/<person>/address", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def move(family: Family, person: str) -> Any:
    """Write down where a person lives now; the address before it stays readable to those who may see it."""
    member = member_or_404(family, person)
    current = current_address(member.person)
    if current and current.hidden and not queries.sees_hidden_address(me(), queries.latest_case(family.id)):
        raise NotYet(
            say(N_("This address is withheld. Only those who lead or manage the family’s case may see or change it."))
        )
    held = (
        {"lines": current.lines, "postcode": current.postcode, "hidden": current.hidden, "uprn": current.uprn}
        if current
        else {}
    )
    form = open_form(AddressForm, data={"version": str(member.person.version), **held})
    return form_page(
        form,
        "families/address.html",
        lambda: deeds.change_address(
            member.person,
            lines=form.lines.data,
            postcode=identifiers.read_postcode(form.postcode.data or ""),
            uprn=identifiers.read_uprn(form.uprn.data or ""),
            starts_on=form.starts_on.data,
            hidden=bool(form.hidden.data),
            read_version=form.read_version,
            by=me(),
        ),
        then=address(family),
        family=family,
        person=member.person,
    )


@bp.route("/families/<family>/add", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def add(family: Family) -> Any:
    """Add somebody to the family, after looking whether they are already held: while they are typed, and before."""
    form = open_form(NewMemberForm)
    found = held_like(form) if request.method == "POST" else None
    held = {candidate.person.code: candidate.person for candidate in found.candidates} if found else {}
    form.person.choices = offer([*((code, person.name) for code, person in held.items()), (NEW, "")])

    def deed() -> None:
        chosen = form.person.data
        if found and (found.candidates or found.hidden) and not chosen:
            raise NotYet(
                say(N_("Somebody like this is already held. Look at the end of the page, and choose."), "person")
            )
        if chosen in held:
            deeds.join(family, held[chosen], form.role.data, by=me())
        else:
            added = deeds.add_member(family, described=NewPerson(**form.described), by=me())
            declined(added, found.candidates if found else ())

    return form_page(form, "families/add.html", deed, then=address(family), family=family, found=found)


def declined(added: Person, shown: Sequence[Candidate]) -> None:
    """Remember that somebody added is none of those who were very like them and were shown."""
    for candidate in shown:
        if candidate.likeness.is_likely:
            merges.decline(added, candidate.person, points=candidate.likeness.points, by=me())
