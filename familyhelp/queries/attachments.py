"""Reading the attachments of a case, newest first. Restricted ones are found only by those who may have them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Address, Attachment, Case, KeptFrom, Member, Person, Practitioner
from ..policy import visible_attachments
from ..practice import references
from .paging import Page, page_by_number

_LOADS = (
    joinedload(Attachment.added_by, innerjoin=True),
    joinedload(Attachment.removed_by),
    joinedload(Attachment.person),
)


def attachments(viewer: Practitioner, case: Case, after: str | None) -> Page[Attachment]:
    """A page of the attachments of a case, those taken away with their reason. One statement."""
    return page_by_number(visible_attachments(viewer, case).options(*_LOADS), Attachment.id, after)


def attachment(viewer: Practitioner, case: Case, text: str) -> Attachment | None:
    """One attachment by its reference."""
    code = references.read_code(text)
    if code is None:
        return None
    return db.session.scalar(visible_attachments(viewer, case).where(Attachment.code == code).options(*_LOADS))


def something_is_withheld(case: Case) -> bool:
    """Whether where somebody in the family lives, or how to reach them, is kept from somebody."""
    members = sa.select(Member.person_id).where(Member.family_id == case.family_id)
    kept = sa.exists().where(KeptFrom.person_id.in_(members), KeptFrom.ends_on.is_(None))
    hidden = sa.exists().where(Address.person_id.in_(members), Address.hidden)
    contact = sa.exists().where(Person.id.in_(members), Person.contact_hidden)
    return bool(db.session.scalar(sa.select(sa.or_(kept, hidden, contact))))
