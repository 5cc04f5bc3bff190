"""Recording that whoever asked for help, or the family, was told what was decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from ..casework import triage
from ..forms.triage import TellForm
from ..models import Contact
from ..policy import Act
from ..practice.triage import ContactState
from ..practice.words import N_, NotYet, say
from .contacts import address
from .guards import me, on_contact
from .pages import form_page, open_form

bp = Blueprint("contact_told", __name__)


@bp.route("/requests/<contact>/told", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def told(contact: Contact) -> Any:
    """Who was told, how, and what was said."""
    if contact.state is not ContactState.DECIDED:
        raise NotYet(say(N_("Nothing is decided yet.")))
    form = open_form(TellForm)
    return form_page(
        form,
        "contacts/told.html",
        lambda: triage.tell(contact, whom=form.whom.data, how=form.how.data, said=form.said.data, by=me()),
        then=address(contact),
        contact=contact,
    )
