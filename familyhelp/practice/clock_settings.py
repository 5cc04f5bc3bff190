"""How far an authority may move a clock, and from when: within bounds that each clock states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .timescales import DUE, Due
from .words import N_, Sentence, say


@dataclass(frozen=True)
class Bounds:
    """Between which lengths a clock may be due, and after how much at most it is late."""

    shortest: int
    longest: int
    latest: int


BOUNDS: dict[Due, Bounds] = {
    Due.TRIAGE: Bounds(1, 3, 3),
    Due.ALLOCATE: Bounds(1, 10, 10),
    Due.AGREEMENT: Bounds(1, 20, 20),
    Due.AGREEMENT_AGAIN: Bounds(1, 20, 20),
    Due.SHARING_ENDS: Bounds(1, 20, 20),
    Due.ASSESSMENT: Bounds(5, 45, 60),
    Due.PLAN: Bounds(1, 30, 30),
    Due.FIRST_REVIEW: Bounds(5, 45, 60),
    Due.REVIEW: Bounds(1, 12, 12),
    Due.MEETING: Bounds(0, 0, 10),
    Due.MINUTES: Bounds(1, 20, 20),
    Due.STEP_RECEIVED: Bounds(1, 8, 8),
    Due.STEP_ANSWER: Bounds(1, 3, 3),
    Due.PANEL: Bounds(1, 20, 20),
    Due.STEP_IMMEDIATE: Bounds(1, 4, 4),
    Due.FIRST_CONTACT: Bounds(1, 10, 10),
    Due.HANDOVER: Bounds(1, 15, 15),
    Due.STATUTORY_PLAN: Bounds(1, 12, 12),
    Due.RE_ENGAGE: Bounds(1, 5, 5),
    Due.SUPERVISION: Bounds(7, 42, 42),
    Due.OVERSIGHT: Bounds(1, 20, 20),
    Due.CLOSING_ANSWER: Bounds(1, 10, 10),
    Due.ACKNOWLEDGE_COMPLAINT: Bounds(1, 5, 5),
    Due.ANSWER_COMPLAINT: Bounds(5, 20, 20),
    Due.EDGE_REVIEW: Bounds(1, 12, 12),
    Due.DISAGREEMENT_WORKERS: Bounds(1, 3, 3),
    Due.DISAGREEMENT_MANAGERS: Bounds(1, 5, 5),
    Due.DISAGREEMENT_SERVICE: Bounds(1, 10, 10),
    Due.DISAGREEMENT_HEADS: Bounds(1, 20, 20),
    Due.DISAGREEMENT_URGENT: Bounds(1, 2, 2),
}
"""The clocks that an authority sets. Check-ins are not among them: each family chooses its own."""


def missing(due: Due, length: int | None, late: int | None, from_on: date, today: date) -> Iterator[Sentence]:
    """What is wrong with a change of a clock."""
    bounds = BOUNDS[due]
    if length is None or not bounds.shortest <= length <= bounds.longest:
        sentence = N_("This clock is due after %(shortest)s to %(longest)s %(unit)s.")
        unit = DUE[due].unit
        yield say(sentence, "length", shortest=bounds.shortest, longest=bounds.longest, unit=unit)
    if late is None or not bounds.shortest <= late <= bounds.latest:
        sentence = N_("This clock is late after %(latest)s %(unit)s at the latest.")
        yield say(sentence, "late", latest=bounds.latest, unit=DUE[due].unit)
    elif length is not None and late < length:
        yield say(N_("Nothing is late before it is due."), "late")
    if from_on <= today:
        sentence = N_("A change counts from tomorrow at the earliest: what starts today keeps the days it was given.")
        yield say(sentence, "from_on")
