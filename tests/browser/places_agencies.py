"""The pages of agencies and of who is invited; tests/browser/places.py takes them in."""

from __future__ import annotations

import sqlalchemy as sa

from familyhelp.casework import agencies, invitations
from familyhelp.extensions import db
from familyhelp.models import Invitation
from familyhelp.practice.roles import AgencyKind, Role
from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast
from tests.filled_agencies import an_invitation, page_of


def many(cast: Cast) -> str:
    """An agency with a long name, and one that no longer works with us."""
    before = db.session.query(type(cast.school)).count()
    agencies.add_agency(name=f"{UNBROKEN} {before}"[-200:], kind=AgencyKind.VOLUNTARY, by=cast.adam)
    ended = agencies.add_agency(name=f"Old surgery {before}", kind=AgencyKind.HEALTH, by=cast.adam)
    agencies.end_agency(ended, because=f"{LONG} {UNBROKEN}", read_version=1, by=cast.adam)
    db.session.commit()
    return "/agencies"


def school(cast: Cast) -> str:
    """An agency that ended and came back."""
    for deed in (agencies.end_agency, agencies.take_back_agency):
        deed(cast.school, because=f"{LONG} {UNBROKEN}", read_version=cast.school.version, by=cast.adam)
    for number in range(2):
        address = f"{number}.{UNBROKEN[:40]}@{UNBROKEN[:50]}.example.org"
        db.session.execute(sa.delete(Invitation).where(Invitation.email == address))
        invitation = an_invitation(cast, name=UNBROKEN[:190], email=address, role=Role.CONTRIBUTOR)
        if number:
            invitations.withdraw(invitation, by=cast.adam)
    db.session.commit()
    return page_of(cast.school)


AGENCIES: dict[str, Place] = {
    "agencies.list_of": Place("adam", many),
    "agencies.agency": Place("adam", school),
}
