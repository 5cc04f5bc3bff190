"""Sharing what is known about a family with an agency: for which purpose, on which lawful basis, until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .words import N_, Sentence, Word, say


class SharedFor(Word):
    """For what something is shared with an agency."""

    TOGETHER = "together", N_("To help the family together")
    SAFETY = "safety", N_("To keep a child safe")
    SERVICE = "service", N_("To ask for a service of theirs")
    INFORM = "inform", N_("To tell them what they need to know")


GIVES_SIGHT = (SharedFor.TOGETHER, SharedFor.SAFETY)
"""For what an agency's people who have a part in a case see its record; for anything else they are told."""


WITH_A_PART = N_("What they need to do their part: the family’s record without restricted notes.")
"""What is shared with the agency of somebody who is given a part."""


class LawfulBasis(Word):
    """What allows something to be shared."""

    AGREEMENT = "agreement", N_("The family agreed")
    AT_RISK = "at_risk", N_("Without agreement: a child is at risk")
    LEGAL_DUTY = "legal_duty", N_("Without agreement: the law asks for it")


@dataclass(frozen=True)
class Decision:
    """A decision to share, as it is about to be made."""

    what: str
    basis: LawfulBasis
    because: str
    family_told: bool
    not_told_because: str
    starts_on: date
    ends_on: date | None


def missing(
    decision: Decision, *, today: date, closed: bool, excluded: bool, agreement_ended: bool, standing: bool
) -> Iterator[Sentence]:
    """What a decision to share lacks, in sentences."""
    if closed:
        yield say(N_("The case is closed: nothing more is shared from it."))
    if standing:
        yield say(N_("This is shared with this agency for this purpose already. End that first."), "agency")
    if not decision.what.strip():
        yield say(N_("Say what may be shared."), "what")
    if decision.starts_on > today:
        yield say(N_("Sharing starts today or has started already."), "starts_on")
    if decision.ends_on is not None and decision.ends_on < max(decision.starts_on, today):
        yield say(N_("The last day lies before today or before the first."), "ends_on")
    if decision.basis is LawfulBasis.AGREEMENT:
        if excluded:
            yield say(N_("The family said not to share with this agency. Lift that first, if they say so."), "agency")
        if agreement_ended:
            yield say(N_("The family withdrew its agreement. Ask them again first."), "basis")
    elif not decision.because.strip():
        yield say(N_("Say why it is shared without the family’s agreement."), "because")
    if not decision.family_told and not decision.not_told_because.strip():
        yield say(N_("Say why the family is not told."), "not_told_because")
