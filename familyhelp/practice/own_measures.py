"""Measures of an authority's own: a publication that the service does not know, described by its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .publications import EES_COLUMNS, Publication, Shape, Take
from .scorecard import CHILDREN, MEASURES, Better, Measure, Part, PeriodKind, Quadrant, Unit
from .words import N_, Sentence, say

POPULATION = "population"
"""In place of a denominator's column: children aged 0 to 17 at the mid-year before."""
NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
UNITS = {10_000: Unit.PER_10000, 100: Unit.PERCENT}


@dataclass(frozen=True)
class OwnMeasure:
    """How a file becomes a measure: its columns, what picks its rows, and what the value means."""

    name: str
    label: str
    quadrant: Quadrant
    better: Better
    numerator: str
    denominator: str | None
    per: int
    filters: Mapping[str, str]
    pounds: bool = False
    """Whether the figure is an amount of pounds, of itself or for each of the denominator."""

    @property
    def publication(self) -> Publication:
        """The publication that its columns describe."""
        takes = [Take(self.numerator, self.name, self.filters)]
        if self.has_column_below and self.denominator:
            takes.append(Take(self.denominator, self._below, self.filters))
        return Publication(
            f"own_{self.name}",
            self.label,
            N_("Own import"),
            Shape.EES,
            frozenset({take.column for take in takes} | set(self.filters)),
            tuple(takes),
        )

    @property
    def has_column_below(self) -> bool:
        """Whether the denominator is a column of the same file."""
        return self.denominator not in (None, POPULATION)

    @property
    def _below(self) -> str:
        return f"{self.name}_over"

    @property
    def measure(self) -> Measure:
        """The row of MEASURES that it amounts to."""
        below: tuple[Part, ...] = ()
        if self.denominator == POPULATION:
            below = (CHILDREN,)
        elif self.denominator:
            below = (Part(self._below, column=self.denominator),)
        return Measure(
            self.name,
            self.label,
            self.quadrant,
            Unit.POUNDS_EACH if self.pounds else UNITS.get(self.per, Unit.COUNT),
            self.better,
            PeriodKind.PUBLISHED_YEAR,
            N_("Taken from a publication by its columns."),
            self.per if below else 1,
            2 if self.pounds else 1,
            (Part(self.name, column=self.numerator),),
            below,
            own=self.publication,
        )


PRICE_OF_LATE_HELP = (N_("Weekly cost of a placement"), N_("Children placed outside the area"))
"""What no publication at hand holds, each by what a measure is called that somebody takes from a file of their own."""


def not_published(measures: Iterable[Measure]) -> list[str]:
    """What of the price of late help nobody has imported."""
    held = [measure.label.casefold() for measure in measures if measure.own]
    return [label for label in PRICE_OF_LATE_HELP if not any(name.startswith(label.casefold()) for name in held)]


def name_from(label: str) -> str:
    """The name under which a measure of this label is kept: “Late assessments” is `late_assessments`."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "measure"
    return (name if name[:1].isalpha() else f"m_{name}")[:30].rstrip("_")


def remembered(owns: Iterable[tuple[OwnMeasure, frozenset[str]]], columns: frozenset[str]) -> list[OwnMeasure]:
    """The measures that were taken from the file before this one: `owns` come with the columns of the file that each
    was described by. A publication is known by all of its columns; where some came or went, the nearest one counts."""
    near: dict[Fraction, list[OwnMeasure]] = {}
    for own, signature in owns:
        if fits(own, columns):
            known = signature or own.publication.needs | EES_COLUMNS
            near.setdefault(Fraction(len(known & columns), len(known | columns)), []).append(own)
    return near[max(near)] if near else []


def fits(own: OwnMeasure, columns: frozenset[str]) -> bool:
    """Whether a file with these columns may be the next edition of an own measure's publication."""
    return own.publication.needs | EES_COLUMNS <= columns


def missing(own: OwnMeasure) -> Iterator[Sentence]:
    """What is wrong with the description of a measure, before any file is read."""
    if not NAME.fullmatch(own.name):
        yield say(
            N_("A measure’s name has small letters, digits and underscores, at most 30, and begins with a letter.")
        )
    if own.name in MEASURES:
        yield say(N_("“%(name)s” is a measure that the service has already. Choose another name."), name=own.name)
    if own.pounds and own.per != 1:
        yield say(N_("Pounds are per one: leave out what it is per."))
    elif own.denominator and not own.pounds and own.per not in UNITS:
        yield say(N_("A share is per 100, a rate per 10,000."))


def missing_columns(own: OwnMeasure, columns: frozenset[str]) -> Iterator[Sentence]:
    """What a file lacks to be taken as described."""
    for column in sorted(own.publication.needs - columns):
        yield say(N_("The file has no column “%(column)s”."), column=column)
    for column in sorted(EES_COLUMNS - columns):
        yield say(N_("The file lacks the column “%(column)s” of the standard."), column=column)
