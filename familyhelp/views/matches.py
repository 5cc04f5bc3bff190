"""Is this somebody we already know? One person of a request at a time; a worker says, and can take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, url_for

from ..casework import contacts as deeds
from ..forms.base import offer
from ..forms.contacts import MatchForm, UnmatchForm
from ..models import Contact, ContactPerson
from ..policy import Act
from ..practice.matching import Described
from ..practice.references import write_code
from ..practice.words import N_, NotYet, say
from ..queries import contacts as queries
from ..queries.matching import candidates
from .contacts import address
from .families import declined
from .guards import me, on_contact
from .pages import form_page, open_form

bp = Blueprint("matches", __name__)
NEW = "new"


def _named(contact: Contact, number: int) -> tuple[ContactPerson, Sequence[ContactPerson]]:
    """The person of this number whom a request names, and everybody whom it names."""
    people = queries.people_of(contact)
    if not 1 <= number <= len(people):
        abort(404)
    return people[number - 1], people


@bp.route("/requests/<contact>/people/<int:number>", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def match(contact: Contact, number: int) -> Any:
    """Show who this may be and why; the worker links one of them, or adds somebody new."""
    named, people = _named(contact, number)
    if named.person_id is not None:
        raise NotYet(say(N_("%(person)s is already matched. Take that back first."), person=named.name))
    deeds.in_hand(contact, me())
    taken = [other.person_id for other in people if other.person_id]
    found = candidates(
        Described(
            forename=named.forename,
            surname=named.surname,
            birth_date=named.birth_date,
            due_date=named.due_date,
            phone=named.phone,
            nhs_number=named.nhs_number,
            upn=named.upn,
            postcode=contact.postcode,
            lines=contact.address,
        ),
        me(),
        besides=taken,
    )
    by_code = {candidate.person.code: candidate.person for candidate in found.candidates}
    form = open_form(MatchForm)
    form.person.choices = offer([*((code, person.name) for code, person in by_code.items()), (NEW, "")])
    if not by_code and not found.hidden and form.person.data is None:
        form.person.data = NEW

    def deed() -> None:
        if form.person.data == NEW:
            declined(deeds.create_person(contact, named, by=me()), found.candidates)
        else:
            deeds.match_person(contact, named, person=by_code[form.person.data], by=me())

    return form_page(
        form,
        "contacts/match.html",
        deed,
        then=_next_one(contact, named, people),
        contact=contact,
        named=named,
        found=found,
    )


def _next_one(contact: Contact, named: ContactPerson, people: Sequence[ContactPerson]) -> str:
    """The next person who is not matched yet, or else the request."""
    for number, other in enumerate(people, start=1):
        if other.person_id is None and other.id != named.id:
            return url_for("matches.match", contact=write_code(contact.code), number=number)
    return address(contact)


@bp.route("/requests/<contact>/people/<int:number>/undo", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def undo(contact: Contact, number: int) -> Any:
    """Take a match back; nothing of either record is lost."""
    named, _ = _named(contact, number)
    if named.person_id is None:
        raise NotYet(say(N_("%(person)s is not matched to anybody."), person=named.name))
    deeds.in_hand(contact, me())
    form = open_form(UnmatchForm)
    return form_page(
        form,
        "contacts/undo.html",
        lambda: deeds.unmatch(contact, named, because=form.because.data, by=me()),
        then=address(contact),
        contact=contact,
        named=named,
    )
