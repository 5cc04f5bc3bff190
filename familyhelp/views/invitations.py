"""Inviting somebody of an agency: by an administrator for the agency, by a manager for a family of their teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, url_for

from ..casework import invitations as deeds
from ..forms.base import offer
from ..forms.contacts import ButtonForm
from ..forms.invitations import InviteForFamilyForm, InviteForm
from ..models import Agency, Case, Invitation
from ..policy import Act
from ..practice.links import Purpose
from ..practice.references import write_code
from ..practice.words import NotYet, say
from ..queries import invitations as queries
from ..queries import practitioners
from .guards import me, on_agency, on_case
from .link_doors import address_of
from .pages import form_page, open_form

bp = Blueprint("invitations", __name__)


def _address(token: str) -> str:
    return address_of(Purpose.INVITATION, token)


def _agency_page(agency: Agency) -> str:
    return url_for("agencies.agency", agency=write_code(agency.code))


def _said(form: Any) -> dict[str, Any]:
    return {"name": form.name.data, "email": form.email.data, "role": form.role.data, "address_of": _address}


@bp.route("/agencies/<agency>/invite", methods=["GET", "POST"])
@on_agency(Act.INVITE)
def invite(agency: Agency) -> Any:
    """Invite somebody of an agency."""
    if agency.ended_on is not None:
        raise NotYet(say("%(agency)s no longer works with us.", agency=agency.name))
    form = open_form(InviteForm)
    return form_page(
        form,
        "invitations/invite.html",
        lambda: deeds.invite(agency, **_said(form), by=me()),
        then=_agency_page(agency),
        agency=agency,
    )


@bp.route("/cases/<case>/invite", methods=["GET", "POST"])
@on_case(Act.INVITE)
def invite_for_family(case: Case) -> Any:
    """Invite somebody of an agency to help one family. They see nothing of it until they are given their part."""
    form = open_form(InviteForFamilyForm)
    agencies = {str(agency.id): agency for agency in practitioners.agencies()}
    form.agency.choices = offer([("", ""), *((key, agency.name) for key, agency in agencies.items())])
    return form_page(
        form,
        "invitations/invite_for_family.html",
        lambda: deeds.invite(agencies[form.agency.data], **_said(form), by=me(), case=case),
        then=url_for("cases.add_contributor", case=write_code(case.code)),
        case=case,
    )


@bp.route("/agencies/<agency>/invitations/<invitation>/again", methods=["GET", "POST"])
@on_agency(Act.KEEP_INVITATIONS)
def send_again(agency: Agency, invitation: str) -> Any:
    """Send an invitation again, with a new link."""
    return _on_one(
        agency,
        invitation,
        "invitations/send_again.html",
        lambda found: deeds.send_again(found, address_of=_address, by=me()),
    )


@bp.route("/agencies/<agency>/invitations/<invitation>/withdraw", methods=["GET", "POST"])
@on_agency(Act.KEEP_INVITATIONS)
def withdraw(agency: Agency, invitation: str) -> Any:
    """Take an invitation back."""
    return _on_one(agency, invitation, "invitations/withdraw.html", lambda found: deeds.withdraw(found, by=me()))


def _on_one(agency: Agency, text: str, template: str, deed: Callable[[Invitation], None]) -> Any:
    standing = queries.one_of(me(), agency, text) or abort(404)
    return form_page(
        open_form(ButtonForm),
        template,
        lambda: deed(standing.invitation),
        then=_agency_page(agency),
        agency=agency,
        invitation=standing.invitation,
    )
