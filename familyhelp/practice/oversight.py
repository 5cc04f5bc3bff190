"""Management oversight: the points of a family's way at which a manager's word is asked for, and what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .chronology import EventKind
from .timescales import Deadline, Due, deadline
from .words import N_, Word


class Point(Word):
    """A point at which a manager writes what they think, and why."""

    ALLOCATION = "allocation", N_("The family was given to a lead")
    PLAN = "plan", N_("The family agreed a plan")
    STEP = "step", N_("A step up or down was asked for or taken")
    CLOSURE = "closure", N_("The case was closed")
    DRIFT = "drift", N_("The case drifts")


ASKED_BY: Mapping[EventKind, Point] = {
    EventKind.ALLOCATED: Point.ALLOCATION,
    EventKind.PLAN_AGREED: Point.PLAN,
    EventKind.STEP_UP_ASKED: Point.STEP,
    EventKind.STEP_DOWN_ASKED: Point.STEP,
    EventKind.STEPPED_UP: Point.STEP,
    EventKind.STEPPED_DOWN: Point.STEP,
    EventKind.CLOSED: Point.CLOSURE,
}
"""What happened, and which point it is. Where a manager did it and said why, that is their word, and nobody is asked
to type it twice."""

AGAIN = timedelta(weeks=12)
"""While a case drifts, a manager looks at it again so often."""
LOOKS_BACK = timedelta(days=365)
"""What happened earlier is not asked for any more."""
AFTER_CLOSING = timedelta(days=90)
"""So long a closed case is still asked about."""


@dataclass(frozen=True)
class Lacking:
    """A point at which a manager's word is missing: since when, and by when it is due."""

    point: Point
    on: date

    @property
    def due(self) -> Deadline:
        """By when it is asked for."""
        return deadline(Due.OVERSIGHT, self.on)


def points_in(text: str) -> frozenset[Point]:
    """The points that an authority sets, from words with commas between them. Raises ValueError for another word."""
    wanted = {word.strip() for word in text.split(",") if word.strip()}
    if unknown := wanted - {point.value for point in Point}:
        raise ValueError(f"not a point of oversight: {', '.join(sorted(unknown))}")
    return frozenset(point for point in Point if point.value in wanted)


def events_asking(points: Iterable[Point]) -> frozenset[EventKind]:
    """What happens at these points."""
    wanted = frozenset(points)
    return frozenset(kind for kind, point in ASKED_BY.items() if point in wanted)
