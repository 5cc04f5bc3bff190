"""The forms of agencies and invitations, filled in as a person would; tests/filled.py takes them in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from familyhelp.casework import invitations
from familyhelp.extensions import db
from familyhelp.models import Agency, Invitation, Message
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from tests.cast import Cast
from tests.filling import Filled, on

ANA = {"name": "Ana Bell", "email": "ana@example.org", "role": "lead_professional"}


def an_invitation(cast: Cast, **more: Any) -> Invitation:
    """Adam invites Ana of the school to lead, unless `more` says otherwise; committed."""
    said: dict[str, Any] = {**ANA, "role": Role.LEAD_PROFESSIONAL, "by": cast.adam} | more
    invitation = invitations.invite(cast.school, **said, address_of=lambda token: token)
    db.session.commit()
    return invitation


def link_to(email: str) -> str:
    """The path of the newest invitation that was written to somebody."""
    db.session.rollback()
    text = db.session.scalars(sa.select(Message.text).where(Message.to == email).order_by(Message.id.desc())).first()
    db.session.rollback()
    found = re.search(r"http\S+", text or "")
    assert found, "nothing was written"
    return urlsplit(found[0]).path


def of_ana(tail: str) -> Callable[[Cast], str]:
    """The address of a page of an invitation, each time of one more."""

    def where(cast: Cast) -> str:
        number = db.session.query(Invitation).count()
        invitation = an_invitation(cast, email=f"ana{number}@example.org")
        return page_of(cast.school, f"/invitations/{write_code(invitation.code)}{tail}")

    return where


def page_of(agency: Agency, tail: str = "") -> str:
    """The address of a page of an agency."""
    return f"/agencies/{write_code(agency.code)}{tail}"


def of_the_school(tail: str = "") -> Callable[[Cast], str]:
    """The address of a page of the school."""
    return lambda cast: page_of(cast.school, tail)


AGENCIES: dict[str, Filled] = {
    "agencies.add": Filled("adam", lambda _: "/agencies/new", {"name": "Tern Lane Surgery", "kind": "health"}),
    "agencies.edit": Filled("adam", of_the_school("/edit"), {"name": "Heron Lane School"}, edits="name"),
    "agencies.working": Filled("adam", of_the_school("/working"), {"because": "It closed at Easter."}),
    "invitations.invite": Filled("adam", of_the_school("/invite"), ANA),
    "invitations.invite_for_family": Filled(
        "mabel", on(Stage.ACTIVE, "/invite"), {**ANA, "agency": "<school>"}, events=2
    ),
    "invitations.send_again": Filled("adam", of_ana("/again")),
    "invitations.withdraw": Filled("adam", of_ana("/withdraw")),
}
