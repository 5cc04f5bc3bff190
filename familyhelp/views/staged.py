"""Deciding in stages: the first look at a request, and the manager's word on its decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from ..casework import staged as deeds
from ..forms.contacts import BecauseForm, ButtonForm
from ..forms.triage import ScreenForm
from ..models import Contact
from ..policy import Act
from ..practice.references import write_code
from ..practice.triage import ContactOutcome, Level
from ..practice.words import N_, NotYet, say, word_of
from ..queries import contacts as queries
from .guards import me, on_contact
from .link_doors import address_of
from .pages import form_page, open_form

bp = Blueprint("staged", __name__)


def _address(contact: Contact) -> str:
    return url_for("contacts.contact", contact=write_code(contact.code))


@bp.route("/requests/<contact>/screen", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def screen(contact: Contact) -> Any:
    """Record what a first look found."""
    form = open_form(ScreenForm)
    return form_page(
        form,
        "staged/screen.html",
        lambda: deeds.screen(contact, found=form.found.data, by=me()),
        then=_address(contact),
        contact=contact,
    )


@bp.route("/requests/<contact>/sign-off", methods=["GET", "POST"])
@on_contact(Act.SIGN_OFF_DECISION)
def sign_off(contact: Contact) -> Any:
    """Read what was decided, and sign it off."""
    _in_sight(contact)
    return form_page(
        open_form(ButtonForm),
        "staged/sign_off.html",
        lambda: deeds.sign_off(contact, address_of=address_of, by=me()),
        then=url_for("contacts.queue"),
        contact=contact,
        **_told(contact),
    )


@bp.route("/requests/<contact>/send-decision-back", methods=["GET", "POST"])
@on_contact(Act.SIGN_OFF_DECISION)
def send_back(contact: Contact) -> Any:
    """Send a decision back, and say what is missing."""
    form = open_form(BecauseForm)
    return form_page(
        form,
        "staged/send_back.html",
        lambda: deeds.send_back(contact, because=form.because.data, by=me()),
        then=url_for("contacts.queue"),
        contact=contact,
        **_told(contact),
    )


def _in_sight(contact: Contact) -> None:
    _families, out_of_sight = queries.families_to_choose(contact, me())
    if out_of_sight:
        raise NotYet(say(N_("One of these people belongs to a family that only some people may see. Ask one of them.")))


def _told(contact: Contact) -> dict[str, Any]:
    """What was decided, in words."""
    held = contact.proposal
    if held is None:
        raise NotYet(say(N_("No decision waits for a manager here.")))
    return {
        "proposal": held,
        "level": word_of(Level, held["level"]),
        "outcome": word_of(ContactOutcome, held["outcome"]),
    }
