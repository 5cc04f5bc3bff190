"""Reading what partners are asked, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import Contact, Link, PartnerView, Practitioner
from ..practice.roles import Role
from ..practice.triage import ContactState

MOST_PEOPLE, MOST_SHOWN = 300, 25
PARTNERS = (Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR, Role.KEY_WORKER, Role.LIAISON)


def views_on(contact: Contact) -> Sequence[PartnerView]:
    """The views asked for on one request, in the order in which they were asked; at most 25."""
    query = sa.select(PartnerView).where(PartnerView.contact_id == contact.id).order_by(PartnerView.id)
    return db.session.scalars(query.options(joinedload(PartnerView.asked_by)).limit(MOST_SHOWN)).all()


def link_to(contact: Contact, code: str | None) -> tuple[PartnerView, Link] | None:
    """One view on a request that is asked for by a link, with the newest link to it, by the reference of the view."""
    query = sa.select(PartnerView, Link).join(Link, Link.view_id == PartnerView.id)
    query = query.where(PartnerView.contact_id == contact.id, PartnerView.code == code)
    row = db.session.execute(query.order_by(Link.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def partners() -> Sequence[Practitioner]:
    """Those with an account who can be asked, by name; at most 300."""
    who = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.role.in_(PARTNERS))
    loads = joinedload(Practitioner.agency)
    return db.session.scalars(who.options(loads).order_by(Practitioner.name).limit(MOST_PEOPLE)).all()


def _asked_of(viewer: Practitioner) -> sa.Select[PartnerView]:
    contact = joinedload(PartnerView.contact, innerjoin=True)
    return (
        sa.select(PartnerView)
        .join(Contact, Contact.id == PartnerView.contact_id)
        .where(PartnerView.person_id == viewer.id)
        .options(contact.selectinload(Contact.people), joinedload(PartnerView.asked_by, innerjoin=True))
    )


def to_give(viewer: Practitioner) -> Sequence[PartnerView]:
    """The views that somebody is asked for and has not given, the soonest due first; at most 25."""
    open_ones = _asked_of(viewer).where(PartnerView.given_at.is_(None), Contact.state == ContactState.WAITING)
    return db.session.scalars(open_ones.order_by(PartnerView.due_on, PartnerView.id).limit(MOST_SHOWN)).all()


def view_of(viewer: Practitioner, code: str | None) -> PartnerView | None:
    """One view that somebody is asked for, by its reference."""
    return db.session.scalar(_asked_of(viewer).where(PartnerView.code == code)) if code else None


def people_in(view: PartnerView) -> Contact:
    """The request of a view with the people whom it names, in one statement more."""
    query = sa.select(Contact).where(Contact.id == view.contact_id).options(selectinload(Contact.people))
    return db.session.scalars(query).one()
