"""Which lines of published spend count as early help: usually three, and as an authority sets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from .scorecard import Measure, Part
from .words import N_, Sentence, Word, say


class SpendLine(Word):
    """A line of spend on children’s services, as the long file (gross) and the revenue outturn (net) both hold it."""

    SURE_START = "sure_start", N_("Sure Start children’s centres and early years")
    FAMILY_SUPPORT = "family_support", N_("Family support services")
    YOUNG_PEOPLE = "young_people", N_("Services for young people")
    YOUTH_JUSTICE = "youth_justice", N_("Youth justice")
    SAFEGUARDING = "safeguarding", N_("Safeguarding children and young people")
    OTHER = "other", N_("Other children’s and families’ services")
    LOOKED_AFTER = "looked_after", N_("Children looked after")


USUAL = frozenset({SpendLine.SURE_START, SpendLine.FAMILY_SUPPORT, SpendLine.YOUNG_PEOPLE})
FOLLOWING = {
    "early_help_share": "spend",
    "early_help_spend_per_child": "spend",
    "outturn_early_help_share": "outturn",
    "outturn_early_help_per_child": "outturn",
}
"""The measures that follow the setting, each with the beginning of its lines. A share that is published ready-made
cannot follow it."""


def following(measures: Iterable[Measure], counted: Collection[SpendLine]) -> list[Measure]:
    """The measures with what counts as early help in their numerators."""
    return [
        replace(measure, numerator=parts(FOLLOWING[measure.slug], counted)) if measure.slug in FOLLOWING else measure
        for measure in measures
    ]


def parts(source: str, counted: Collection[SpendLine]) -> tuple[Part, ...]:
    """The lines of one source that count, in the order of the list."""
    return tuple(Part(f"{source}_{line.value}") for line in SpendLine if line in counted)


def missing(line: SpendLine, counts: bool, counted: Collection[SpendLine]) -> Iterator[Sentence]:
    """What is wrong with a change of what counts."""
    if not counts and set(counted) <= {line}:
        yield say(N_("At least one line counts as early-help spend."), "counts")
    if counts and line is SpendLine.LOOKED_AFTER:
        yield say(N_("Spend on children looked after is what early help is compared with. It cannot count as both."))
