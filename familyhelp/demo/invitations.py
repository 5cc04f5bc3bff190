"""Somebody of an invented school is invited and has not come yet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework.invitations import invite
from ..extensions import db
from ..models import Practitioner
from ..practice import clock
from ..practice.roles import Role
from .staff import DOMAIN, Staff


def invite_somebody(today: date, staff: Staff) -> None:
    """The administrator invited a teacher of the academy two days ago. The link in the message is nobody's to open."""
    ola = db.session.scalars(sa.select(Practitioner).where(Practitioner.email == f"ola@{DOMAIN}")).one()
    with clock.at(datetime.combine(today - timedelta(days=2), time(11), clock.LOCAL)):
        invite(
            staff.agencies["academy"],
            name="Idris Vaughan",
            email=f"idris@{DOMAIN}",
            role=Role.LEAD_PROFESSIONAL,
            address_of=lambda token: token,
            by=ola,
        )
