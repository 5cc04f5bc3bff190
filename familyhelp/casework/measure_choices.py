"""Choosing which measures the scorecard shows. Each choice is a version; the newest counts, and all of them stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import MeasureChoice, Practitioner
from ..practice import clock
from ..practice import measure_choices as rules
from ..practice.chronology import EventKind
from ..practice.scorecard import Measure, Quadrant
from ..practice.words import Changed, NotYet


def choose(
    chosen: Mapping[Quadrant, Sequence[str]],
    measures: Mapping[str, Measure],
    *,
    because: str,
    read_version: int,
    by: Practitioner,
) -> MeasureChoice:
    """Choose the measures of each quadrant, in order. `read_version` is the number of the choice that was read, 0 for
    none. Raises Changed, NotYet."""
    held = db.session.scalar(sa.select(MeasureChoice).order_by(MeasureChoice.number.desc()).limit(1))
    number = held.number if held else 0
    if held is not None and number != read_version:
        raise Changed(stored={"because": held.because, **_texts(held, measures)}, version=number, who=held.set_by.name)
    lacking = list(rules.missing(chosen, measures, because))
    if lacking:
        raise NotYet(*lacking)
    choice = MeasureChoice(
        number=number + 1,
        chosen={quadrant.value: list(slugs) for quadrant, slugs in chosen.items()},
        because=because.strip(),
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(choice)
    by.record(EventKind.MEASURES_CHOSEN, by=by, because=because.strip(), version=choice.number)
    return choice


def _texts(held: MeasureChoice, measures: Mapping[str, Measure]) -> dict[str, str]:
    labels = {slug: measure.label for slug, measure in measures.items()}
    return {
        quadrant.label: "\n".join(labels.get(slug, slug) for slug in held.chosen.get(quadrant.value, []))
        for quadrant in Quadrant
    }
