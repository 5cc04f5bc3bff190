"""Planning where a measure means to go, and saying how it goes. A change of plan is a new version; the old stays."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sqlalchemy as sa

from ..extensions import db
from ..models import Practitioner, Trajectory, TrajectoryComment
from ..practice import clock
from ..practice import trajectories as rules
from ..practice.chronology import EventKind
from ..practice.periods import Period
from ..practice.scorecard import Measure
from ..practice.words import N_, Changed, NotYet, say


def plan(
    measure: Measure,
    typed: Mapping[Period, Fraction],
    *,
    because: str,
    no_magic: str = "",
    read_version: int,
    by: Practitioner,
) -> Trajectory:
    """Plan the values of a measure, or change the plan. `read_version` is the number of the version that was read, 0
    for none. Raises Changed, NotYet."""
    held = db.session.scalar(
        sa.select(Trajectory).where(Trajectory.measure == measure.slug).order_by(Trajectory.number.desc()).limit(1)
    )
    number = held.number if held else 0
    if held is not None and number != read_version:
        raise Changed(stored={"because": held.because, **_texts(held)}, version=number, who=held.set_by.name)
    path = rules.changed(held.path if held else {}, typed, clock.today())
    lacking = list(rules.missing(measure.slug, path, because, no_magic))
    if lacking:
        raise NotYet(*lacking)
    version = Trajectory(
        measure=measure.slug,
        number=number + 1,
        planned=rules.kept(path),
        because=because.strip(),
        no_magic_number=no_magic.strip() if measure.slug in rules.NO_TARGETS else None,
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(version)
    by.record(
        EventKind.TRAJECTORY_PLANNED, by=by, because=because.strip(), measure=measure.label, version=version.number
    )
    return version


def _texts(held: Trajectory) -> dict[str, str]:
    return {str(period.in_words()): str(float(value)) for period, value in held.path.items()}


def comment(measure: Measure, *, words: str, by: Practitioner) -> TrajectoryComment:
    """Say how the actual values stand beside the plan. It stays as it was written. Raises NotYet."""
    if not words.strip():
        raise NotYet(say(N_("Say how it goes."), "words"))
    said = TrajectoryComment(measure=measure.slug, words=words.strip(), written_by_id=by.id, written_at=clock.now())
    db.session.add(said)
    by.record(EventKind.TRAJECTORY_COMMENTED, by=by, measure=measure.label)
    return said
