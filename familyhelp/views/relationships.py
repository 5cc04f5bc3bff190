"""How the people of a family are related: all of it on one page, and recording, correcting and ending it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext

from ..casework import families as people
from ..casework import relationships as deeds
from ..forms.base import offer, optional
from ..forms.relationships import CorrectRelationshipForm, EndForm, HelpForm, LeaveForm, RelationshipForm
from ..models import Family, Relationship
from ..policy import Act
from ..practice import clock
from ..practice.references import write_code
from ..practice.relationships import can_end
from ..practice.words import N_, NotYet, say
from ..queries import families
from ..queries import relationships as queries
from .families import address as family_address
from .families import member_or_404
from .guards import me, on_family
from .pages import form_page, open_form

bp = Blueprint("relationships", __name__)


def address(family: Family) -> str:
    """Where the relationships of a family are."""
    return url_for("relationships.relationships", family=write_code(family.code))


@bp.get("/families/<family>/relationships")
@on_family(Act.SEE_FAMILY)
def relationships(family: Family) -> Any:
    """How everybody is related, who holds parental responsibility, who can help, and what was recorded before."""
    page = families.kin_page(family, me())
    today = clock.today()
    return render_template(
        "relationships/relationships.html",
        family=family,
        page=page,
        around=page.kinship.around(page.members),
        children=queries.children_of(page.members, today),
        before=queries.before(page.members, me()) if page.details else None,
        can_end=can_end,
    )


@bp.route("/families/<family>/people/<person>/related", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def relate(family: Family, person: str) -> Any:
    """Record how somebody is related to somebody else in the family."""
    one = member_or_404(family, person).person
    members, _hidden = families.members_seen(family, me())
    others = {m.person.code: m.person for m in members if m.person_id != one.id}
    form = open_form(RelationshipForm)
    form.other.choices = offer([("", ""), *((code, other.name) for code, other in others.items())])
    form.kin.label.text = gettext("What is %(name)s to them?", name=one.name)
    return form_page(
        form,
        "relationships/relate.html",
        lambda: deeds.relate(
            family,
            one,
            form.chosen,
            others[form.other.data],
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            note=optional(form.note.data),
            by=me(),
        ),
        then=address(family),
        family=family,
        person=one,
    )


def _found(family: Family, text: str) -> Relationship:
    found: Relationship = queries.relationship_seen(family, me(), text) or abort(404)
    return found


@bp.route("/families/<family>/relationships/<relationship>/correct", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def correct(family: Family, relationship: str) -> Any:
    """Correct how two people are related, or take it off the record."""
    held = _found(family, relationship)
    form = open_form(
        CorrectRelationshipForm,
        data={
            "version": str(held.number),
            "kin": held.kin.value,
            "starts_on": held.starts_on,
            "ends_on": held.ends_on,
            "note": held.note,
        },
    )
    form.kin.label.text = gettext("What is %(one)s to %(other)s?", one=held.person.name, other=held.other.name)
    return form_page(
        form,
        "relationships/correct.html",
        lambda: deeds.correct_relationship(
            family,
            held,
            kin=form.chosen,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            note=optional(form.note.data),
            withdrawn=bool(form.withdrawn.data),
            because=form.because.data,
            read_number=form.read_version,
            by=me(),
        ),
        then=address(family),
        family=family,
        held=held,
    )


@bp.route("/families/<family>/relationships/<relationship>/end", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def end(family: Family, relationship: str) -> Any:
    """Record that a relationship ended."""
    held = _found(family, relationship)
    if held.ends_on or not can_end(held.kin):
        raise NotYet(say(N_("This has ended, or does not end: correct it instead.")))
    form = open_form(EndForm, data={"version": str(held.number)})
    return form_page(
        form,
        "relationships/end.html",
        lambda: deeds.end_relationship(
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


# Who belongs, and how they help -------------------------------------------------------------------------------


@bp.route("/families/<family>/people/<person>/help", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def can_help(family: Family, person: str) -> Any:
    """Write how somebody can help."""
    member = member_or_404(family, person)
    form = open_form(HelpForm, data={"can_help": member.can_help})
    return form_page(
        form,
        "relationships/help.html",
        lambda: people.write_help(member, can_help=optional(form.can_help.data), by=me()),
        then=address(family),
        family=family,
        person=member.person,
    )


@bp.route("/families/<family>/people/<person>/leave", methods=["GET", "POST"])
@on_family(Act.EDIT_FAMILY)
def leave(family: Family, person: str) -> Any:
    """Record that somebody no longer belongs to the family."""
    member = member_or_404(family, person)
    form = open_form(LeaveForm)
    return form_page(
        form,
        "relationships/leave.html",
        lambda: people.leave(member, ends_on=form.ends_on.data, because=form.because.data, by=me()),
        then=family_address(family),
        family=family,
        person=member.person,
    )
