"""Which few measures each quadrant of the scorecard shows, and in which order. The rest stay one step away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .scorecard import Measure, Quadrant
from .words import N_, Sentence, say

MOST = 6
"""So many measures a quadrant shows at most: a small number of them is the point."""
Chosen = dict[Quadrant, list[str]]


def missing(
    chosen: Mapping[Quadrant, Sequence[str]], measures: Mapping[str, Measure], because: str
) -> Iterator[Sentence]:
    """What is wrong with a choice."""
    for quadrant, slugs in chosen.items():
        first = f"{quadrant.value}_1"
        if not slugs:
            yield say(N_("Choose at least one measure of “%(quadrant)s”."), first, quadrant=quadrant)
        if len(set(slugs)) < len(slugs):
            yield say(N_("“%(quadrant)s” names a measure twice."), first, quadrant=quadrant)
        if len(slugs) > MOST:
            yield say(N_("“%(quadrant)s” has more than six measures."), first, quadrant=quadrant)
        if any(slug not in measures or measures[slug].quadrant is not quadrant for slug in slugs):
            yield say(N_("A measure does not belong to “%(quadrant)s”."), first, quadrant=quadrant)
    if not because.strip():
        yield say(N_("Say why these measures."), "because")


def in_order(measures: Sequence[Measure], slugs: Sequence[str] | None) -> list[Measure]:
    """The measures that were chosen, in their order; every one where nothing was chosen."""
    if slugs is None:
        return list(measures)
    by_slug = {measure.slug: measure for measure in measures}
    return [by_slug[slug] for slug in slugs if slug in by_slug]
