"""Giving somebody everything that is held about them: who asked and how that is known stays on their record."""

from __future__ import annotations

from ..models import Export, Family, Person, Practitioner
from ..practice.chronology import EventKind
from ..practice.exports import ExportFormat, What
from ..practice.references import write_code
from . import exports


def take_everything_held(family: Family, person: Person, *, purpose: str, by: Practitioner) -> Export:
    """Record that everything held about a person is put together, and for whom. Raises Refusal without a purpose."""
    asked = {
        "person": person.code,
        "family": family.code,
        # By reference: who reads what left the service need not see this family.
        "about": write_code(person.code),
    }
    taken = exports.export(What.PERSON, format=ExportFormat.ZIP, purpose=purpose, asked=asked, by=by)
    person.record(EventKind.EVERYTHING_HELD_TAKEN, by=by, because=purpose.strip(), person=person.name)
    return taken
