"""The front door: the queue, recording a request for help, and the page of one request."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from ..casework import contacts as deeds
from ..casework import keeping, staged
from ..casework.contacts import NewPerson
from ..forms.base import kept_fields, offer, optional
from ..forms.contacts import (
    BecauseForm,
    ButtonForm,
    ReceiveForm,
    RequestForm,
    UrgencyForm,
)
from ..forms.triage import AcknowledgeForm, ComeBackForm, DecideForm
from ..models import Contact
from ..policy import Act, may
from ..practice import clock, identifiers, staging
from ..practice.outcome_tellings import FAMILY_SAYS
from ..practice.references import write_code
from ..practice.triage import PATHWAYS, ContactOutcome, ContactState, Level, Source, Urgency, means_of, signs_of
from ..practice.words import N_, NotYet, say
from ..queries import contacts as queries
from ..queries import partner_views as view_queries
from ..queries.outcome_tellings import still_owed
from .contact_next import sees_address, what_next
from .guards import me, on_contact, signed_in
from .link_doors import address_of
from .pages import form_page, open_form

bp = Blueprint("contacts", __name__)


def address(contact: Contact) -> str:
    """Where the page of a request is."""
    return url_for("contacts.contact", contact=write_code(contact.code))


@bp.get("/requests")
@signed_in(Act.SEE_QUEUE)
def queue() -> Any:
    """The requests and step-downs that wait, the most urgent first, and what social care has not taken on yet."""
    after = request.args.get("after")
    return render_template(
        "contacts/queue.html",
        page=queries.queue(me(), after),
        after=after,
        elsewhere=queries.elsewhere(me()),
        owed=still_owed(me()) if may(me(), Act.TRIAGE) else [],
        ages=queries.ages(clock.today()),
        waits=_waits,
    )


def _waits(since: datetime) -> int:
    """How many whole hours a request has waited since it came."""
    return max(0, int((clock.now() - since).total_seconds() // 3600))


@bp.route("/requests/new", methods=["GET", "POST"])
@signed_in(Act.RECEIVE)
def receive() -> Any:
    """Record a request for help, all of it on one page."""
    form = open_form(ReceiveForm)
    agencies = {str(agency.id): agency for agency in queries.agencies()}
    form.agency.choices = offer([("", ""), *((number, agency.name) for number, agency in agencies.items())])
    if request.method == "POST" and "another" in request.form:
        form.add_row()
        keeping.keep_draft(me().id, request.path[:200], kept_fields(request.form))
        return render_template("contacts/receive.html", form=form)

    def deed() -> Contact:
        return deeds.receive(
            source=form.source.data,
            agency=agencies.get(form.agency.data),
            received_at=form.received_at,
            urgency=form.urgency.data,
            risk=optional(form.risk.data),
            address=optional(form.address.data),
            postcode=identifiers.read_postcode(form.postcode.data or ""),
            address_hidden=bool(form.address_hidden.data),
            people=[NewPerson(**row.described) for row in form.rows],
            by=me(),
            **_said(form),
        )

    return form_page(form, "contacts/receive.html", deed, then=address)


def _said(form: RequestForm) -> dict[str, Any]:
    texts = ("referrer_name", "referrer_email", "referrer_phone", "tried", "strengths", "family_view")
    return {
        "needs": form.needs.data,
        "family_knows": bool(form.family_knows.data),
        **{name: optional(form[name].data) for name in texts},
    }


@bp.get("/requests/<contact>")
@on_contact(Act.SEE_CONTACT)
def contact(contact: Contact) -> Any:
    """What was said, about whom, what next and why."""
    page = queries.contact_page(contact, me())
    return render_template(
        "contacts/contact.html",
        contact=contact,
        page=page,
        next=what_next(contact, page, me()),
        views=view_queries.views_on(contact),
        address_shown=sees_address(contact, page, me()),
        may_triage=may(me(), Act.TRIAGE) and contact.state is ContactState.WAITING,
    )


# Who has it in hand ------------------------------------------------------------------------------------------


@bp.route("/requests/<contact>/decide", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def decide(contact: Contact) -> Any:
    """Level, outcome, why, and what the referrer is told."""
    if contact.state is ContactState.DECIDED:
        deeds.in_hand(contact, me())
    families, out_of_sight = queries.families_to_choose(contact, me())
    if out_of_sight:
        raise NotYet(
            say(
                N_(
                    "One of these people belongs to a family that only some people may see. Ask somebody who may, or "
                    "a team manager, to decide this request."
                )
            )
        )
    teams = {str(team.id): team for team in queries.teams()}
    urgent = contact.urgency is Urgency.SAFEGUARDING
    first = {"outcome": ContactOutcome.STEP_UP, "level": Level.ACUTE} if urgent else {}
    form = open_form(DecideForm, data={"version": str(contact.version), **first})
    form.team.choices = offer([("", ""), *((number, team.name) for number, team in teams.items())])
    form.family.choices = offer((family.code, family.name) for family in families)
    chosen = {family.code: family for family in families}

    def deed() -> Any:
        told = form.referrer_told.data
        if not told and form.outcome.data is not ContactOutcome.RETURNED:
            own = contact.source is Source.SELF
            told = gettext(FAMILY_SAYS[form.outcome.data] if own else PATHWAYS[form.outcome.data].says)
        at_once = partial(deeds.decide, address_of=address_of)
        decides: Any = staged.propose if staging.is_staged(contact.urgency) else at_once
        return decides(
            contact,
            level=form.level.data,
            outcome=form.outcome.data,
            rationale=form.rationale.data,
            referrer_told=told or "",
            team=teams.get(form.team.data),
            family=chosen.get(form.family.data),
            family_by_person=bool(form.family_by_person.data),
            read_version=form.read_version,
            by=me(),
        )

    return form_page(
        form,
        "contacts/decide.html",
        deed,
        then=address(contact),
        contact=contact,
        people=queries.people_of(contact),
        views=view_queries.views_on(contact),
        staged=staging.is_staged(contact.urgency),
        choose_family=len(families) > 1,
        means={level.value: " ".join([gettext(means_of(level)), *signs_of(level)]) for level in Level},
        says={outcome.value: PATHWAYS[outcome].says for outcome in ContactOutcome}
        | {ContactOutcome.RETURNED.value: N_("Write below what we need to know before we can decide.")},
    )


@bp.route("/requests/<contact>/claim", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def claim(contact: Contact) -> Any:
    """Take a request in hand."""
    return form_page(
        open_form(ButtonForm),
        "contacts/claim.html",
        lambda: deeds.claim(contact, by=me()),
        then=address(contact),
        contact=contact,
    )


@bp.route("/requests/<contact>/release", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def release(contact: Contact) -> Any:
    """Give a request back to the queue."""
    form = open_form(BecauseForm)
    return form_page(
        form,
        "contacts/release.html",
        lambda: deeds.release(contact, because=form.because.data, by=me()),
        then=url_for("contacts.queue"),
        contact=contact,
    )


@bp.route("/requests/<contact>/take-over", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def take_over(contact: Contact) -> Any:
    """Take a request out of somebody else's hands, with a reason."""
    form = open_form(BecauseForm)
    return form_page(
        form,
        "contacts/take_over.html",
        lambda: deeds.take_over(contact, because=form.because.data, by=me()),
        then=address(contact),
        contact=contact,
    )


# What was said -----------------------------------------------------------------------------------------------


@bp.route("/requests/<contact>/urgency", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def urgency(contact: Contact) -> Any:
    """Change how urgent a request is, and say why."""
    form = open_form(
        UrgencyForm, data={"version": str(contact.version), "urgency": contact.urgency, "risk": contact.risk}
    )

    def deed() -> None:
        deeds.change_urgency(
            contact,
            urgency=form.urgency.data,
            risk=optional(form.risk.data),
            because=form.because.data,
            read_version=form.read_version,
            by=me(),
        )

    return form_page(form, "contacts/urgency.html", deed, then=address(contact), contact=contact)


@bp.route("/requests/<contact>/correct", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def correct(contact: Contact) -> Any:
    """Set right what was written down, or add what was said since."""
    held = {name: getattr(contact, name) for name in deeds.SAID}
    form = open_form(RequestForm, data={"version": str(contact.version), **held})
    return form_page(
        form,
        "contacts/correct.html",
        lambda: deeds.correct(contact, changes=_said(form), read_version=form.read_version, by=me()),
        then=address(contact),
        contact=contact,
    )


@bp.route("/requests/<contact>/come-back", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def come_back(contact: Contact) -> Any:
    """Record the answer to a returned request, which brings it back into the queue."""
    if request.method == "GET" and contact.outcome is not ContactOutcome.RETURNED:
        raise NotYet(say(N_("Only a request that was returned comes back.")))
    form = open_form(ComeBackForm)
    return form_page(
        form,
        "contacts/come_back.html",
        lambda: deeds.come_back(contact, answer=form.answer.data, by=me()),
        then=address(contact),
        contact=contact,
    )


@bp.route("/requests/<contact>/acknowledge", methods=["GET", "POST"])
@on_contact(Act.ACKNOWLEDGE)
def acknowledge(contact: Contact) -> Any:
    """Record who in statutory social care has taken a step-up on."""
    form = open_form(AcknowledgeForm)
    return form_page(
        form,
        "contacts/acknowledge.html",
        lambda: deeds.acknowledge(contact, who=form.who.data, how=form.how.data, by=me()),
        then=address(contact),
        contact=contact,
    )
