"""What follows a change of lead: the new lead reads what was left for them, and the family learns who they are."""

from __future__ import annotations

from datetime import date

from ..models import Case, Handover, Note, Practitioner
from ..practice import clock, handovers
from ..practice.chronology import EventKind
from ..practice.handovers import ToldHow
from ..practice.words import N_, NotYet, say


def still_to_read(handover: Handover) -> Note:
    """The handover note that is still to be read. Raises NotYet where there is none, or it was read."""
    if handover.note is None or handover.read_at is not None:
        raise NotYet(say(N_("There is no handover note that is still to be read.")))
    return handover.note


def still_to_tell(handover: Handover) -> None:
    """Raises NotYet where it is on the record already that the family was told."""
    if handover.told_on is not None:
        raise NotYet(say(N_("%(who)s told the family already, and it is on the record."), who=handover.told_by or ""))


def mark_read(case: Case, handover: Handover, *, by: Practitioner) -> None:
    """The new lead has read the handover note."""
    note = still_to_read(handover)
    handover.read_at = clock.now()
    case.record(EventKind.HANDOVER_READ, by=by, code=note.code)


def tell_family(case: Case, handover: Handover, *, told_on: date, how: ToldHow, told_by: str, by: Practitioner) -> None:
    """Record that the family knows who works with them now."""
    still_to_tell(handover)
    started_on = next(p.starts_on for p in case.leads if p.id == handover.lead_id)
    lacking = list(handovers.telling_missing(told_by, told_on, started_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    write_told(handover, told_on=told_on, how=how, told_by=told_by, by=by)
    case.record(EventKind.FAMILY_TOLD, by=by, who=told_by, how=how)


def write_told(handover: Handover, *, told_on: date, how: ToldHow, told_by: str, by: Practitioner) -> None:
    """Put on the record when, how and by whom the family was told; the deed that it belongs to tells of it."""
    handover.told_on, handover.told_how, handover.told_by = told_on, how, told_by
    handover.recorded_by, handover.recorded_at = by, clock.now()
