"""Views of partners: asked at the front door, given by somebody who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for

from ..casework import links
from ..casework import partner_views as deeds
from ..forms.base import offer, optional
from ..forms.partner_views import AskViewForm, GiveViewForm, NewViewCodeForm
from ..models import Contact, PartnerView
from ..policy import Act
from ..practice.references import read_code, write_code
from ..queries import partner_views as queries
from .guards import me, on_contact, signed_in
from .link_doors import address_of
from .links import shown_once
from .pages import form_page, open_form

bp = Blueprint("partner_views", __name__)


@bp.route("/requests/<contact>/ask-view", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def ask(contact: Contact) -> Any:
    """Ask a partner for their view. A link and its code are on this one answer and nowhere else."""
    people = {person.code: person for person in queries.partners()}
    form = open_form(AskViewForm, data={"due_on": contact.due_on})
    named = ((code, f"{p.name}, {p.agency.name}" if p.agency else p.name) for code, p in people.items())
    form.person.choices = offer([("", ""), *named])
    here = url_for("contacts.contact", contact=write_code(contact.code))

    def deed() -> Any:
        view, given = deeds.ask_view(
            contact,
            person=people.get(form.person.data),
            name=form["name"].data or "",
            agency=form.agency.data or "",
            email=optional(form.email.data),
            question=form.question.data,
            due_on=form.due_on.data,
            asked_before=len(queries.views_on(contact)),
            address_of=address_of,
            by=me(),
        )
        if given is None:
            g.submission_open = False  # remembered with what is shown once
            return redirect(here, 303)
        shown = None if view.email else address_of(given.link.purpose, given.token)
        return render_template(
            "partner_views/asked.html", contact=contact, view=view, link=given.link, address=shown, code=given.code
        )

    return shown_once(form, "partner_views/ask.html", deed, here, contact=contact)


@bp.route("/requests/<contact>/views/<view>/code", methods=["GET", "POST"])
@on_contact(Act.TRIAGE)
def new_code(contact: Contact, view: str) -> Any:
    """A new code for a partner's link, or a new link with its code: shown on this one answer and nowhere else."""
    asked, link = queries.link_to(contact, read_code(view)) or abort(404)
    form = open_form(NewViewCodeForm)

    def deed() -> Any:
        given = links.renew_asked_link(asked, link, whole=bool(form.whole.data), address_of=address_of, by=me())
        shown = address_of(given.link.purpose, given.token) if given.token and not asked.email else None
        return render_template(
            "partner_views/asked.html",
            contact=contact,
            view=asked,
            link=given.link,
            address=shown,
            code=given.code,
            same=not given.token,
        )

    here = url_for("contacts.contact", contact=write_code(contact.code))
    return shown_once(form, "partner_views/new_code.html", deed, here, contact=contact, link=link)


@bp.get("/views-to-give")
@signed_in(Act.GIVE_VIEW)
def to_give() -> Any:
    """The views that the reader is asked for."""
    return render_template("partner_views/to_give.html", views=queries.to_give(me()))


@bp.route("/views-to-give/<view>", methods=["GET", "POST"])
@signed_in(Act.GIVE_VIEW)
def give(view: str) -> Any:
    """Give the view that the reader is asked for."""
    found: PartnerView = queries.view_of(me(), read_code(view)) or abort(404)
    form = open_form(GiveViewForm)
    return form_page(
        form,
        "partner_views/give.html",
        lambda: deeds.give_view(found, text=form.text.data, by=me()),
        then=url_for("partner_views.to_give"),
        asked=found,
    )
