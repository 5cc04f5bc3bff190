"""The agencies that work with the authority: adding one, correcting it, and that it no longer works with us."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.roles import AgencyKind
from ..practice.words import N_, Changed, NotYet, say


def add_agency(*, name: str, kind: AgencyKind, by: Practitioner) -> Agency:
    """Add a partner agency. Raises NotYet where there is one of this name."""
    _refuse_taken(name, None)
    agency = Agency(name=name, kind=kind)
    db.session.add(agency)
    db.session.flush()
    agency.record(EventKind.AGENCY_ADDED, by=by, name=name)
    return agency


def change_agency(agency: Agency, *, name: str, kind: AgencyKind, read_version: int, by: Practitioner) -> None:
    """Correct what an agency is called, or of which kind it is. Raises Changed, NotYet."""
    _refuse_changed(agency, read_version)
    _refuse_taken(name, agency)
    agency.name, agency.kind = name, kind
    agency.version += 1
    agency.record(EventKind.AGENCY_CHANGED, by=by, name=name)


def end_agency(agency: Agency, *, because: str, read_version: int, by: Practitioner) -> None:
    """Record that an agency no longer works with us: it invites nobody, and nobody new is given an account there.
    Nothing of what it did changes, and accounts of its people end one by one. Raises Changed."""
    _refuse_changed(agency, read_version)
    agency.ended_on = clock.today()
    agency.version += 1
    agency.record(EventKind.AGENCY_ENDED, by=by, because=because, name=agency.name)


def take_back_agency(agency: Agency, *, because: str, read_version: int, by: Practitioner) -> None:
    """Record that an agency works with us again. Raises Changed."""
    _refuse_changed(agency, read_version)
    agency.ended_on = None
    agency.version += 1
    agency.record(EventKind.AGENCY_BACK, by=by, because=because, name=agency.name)


def _refuse_changed(agency: Agency, read_version: int) -> None:
    if read_version != agency.version:
        raise Changed(stored={"name": agency.name}, version=agency.version)


def _refuse_taken(name: str, agency: Agency | None) -> None:
    with db.session.no_autoflush:
        found = db.session.scalar(sa.select(Agency.id).where(sa.func.lower(Agency.name) == name.lower()).limit(1))
    if found is not None and (agency is None or found != agency.id):
        raise NotYet(say(N_("There is already an agency of this name."), "name"))
