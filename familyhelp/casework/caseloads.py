"""Handing over everything that somebody leads: each family by the deed that changes one lead, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Case, Practitioner
from ..practice import clock, handovers, stages
from ..practice.chronology import EventKind
from ..practice.references import write_code
from ..practice.roles import LEADING, PART_OF_ROLE
from ..practice.stages import Move, Stage
from ..practice.words import N_, NotYet, Sentence, say
from . import leads, sharing


@dataclass(frozen=True)
class Given:
    """One family that is handed over: to whom, what is said about it alone, and the version that was read."""

    case: Case
    lead: Practitioner
    note: str
    read_version: int

    @property
    def field(self) -> str:
        """Where a form asks who will lead it."""
        return f"lead_{self.case.code}"


def hand_over(
    given: Sequence[Given], *, before: Practitioner, because: str, handover: str, talked_on: date, by: Practitioner
) -> None:
    """Hand these families of one lead over, one event each. `handover` is the note for all of them. Nothing is
    changed before each of them can be. Raises NotYet, with what changed since it was read at its own family."""
    lacking = [sentence for one in given for sentence in _missing(one, before)]
    if not given:
        lacking.append(say(N_("Choose who will lead, for one family at least."), "lead_all"))
    lacking += handovers.missing(handover)
    if talked_on > clock.today():
        lacking.append(say(N_("This date cannot be in the future."), "talked_on"))
    if lacking:
        raise NotYet(*lacking)
    for one in given:
        if one.case.stage is Stage.CLOSED:
            pass_check_ins_on(one.case, lead=one.lead, by=by, because=because)
            continue
        leads.change_lead(
            one.case,
            lead=one.lead,
            by=by,
            because=because,
            handover="\n\n".join(text for text in (handover.strip(), one.note.strip()) if text),
            talked_on=talked_on,
        )


def pass_check_ins_on(case: Case, *, lead: Practitioner, by: Practitioner, because: str) -> None:
    """Give what is still due after a closing to somebody else: whoever asks how the family is doing. Raises NotYet."""
    if case.stage is not Stage.CLOSED or case.next_due is None:
        raise NotYet(say(N_("No check-in is due.")))
    sharing.fit_for(case, lead, field="lead_all")
    leads.set_lead(case, lead, because, by)
    case.record(EventKind.CHECK_INS_PASSED_ON, by=by, because=because, lead=lead.name)


def _missing(one: Given, before: Practitioner) -> list[Sentence]:
    case, lead = one.case, one.lead
    facts = {"family": case.family.name, "code": write_code(case.code)}
    if case.lead_id != before.id:
        return [say(N_("%(family)s (%(code)s) has another lead by now."), one.field, **facts)]
    if case.version != one.read_version:
        sentence = N_("%(family)s (%(code)s) changed since you opened this page. Look at it again, then send.")
        return [say(sentence, one.field, **facts)]
    if lead is before or not lead.is_active or PART_OF_ROLE.get(lead.role) not in LEADING:
        return [say(N_("%(lead)s cannot lead %(family)s."), one.field, lead=lead.name, family=case.family.name)]
    if case.stage is Stage.CLOSED:
        return []
    try:
        stages.after(Move.CHANGE_LEAD, case)
    except NotYet as refusal:
        return [Sentence(s.text, s.facts, one.field) for s in refusal.sentences]
    return []
