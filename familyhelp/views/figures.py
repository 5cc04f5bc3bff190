"""Figures in words: a value with its unit, a gap with its meaning, a change with what it means."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flask_babel import gettext

from ..models import Dataset
from ..practice.publications import Publication
from ..practice.readings import Reading, rounded
from ..practice.scorecard import Better, Measure, Part, Unit
from ..queries.each_counted import EACH
from .language import day

LISTED = frozenset(EACH)
"""The local measures whose families can be looked at."""


def value(measure: Measure, number: Fraction | None) -> str:
    """A number with its unit where the unit is a sign; a dash for none."""
    if number is None:
        return "–"
    text = rounded(number, measure.places)
    if measure.unit is Unit.PERCENT:
        return f"{text}%"
    if measure.unit in (Unit.POUNDS, Unit.POUNDS_EACH):
        return f"£{text}".replace("£-", "-£")
    return text


def reading(measure: Measure, read: Reading) -> str:
    """A value, or the symbol and the reason that stand in its place."""
    if read.value is not None:
        return value(measure, read.value)
    why = read.why.in_words(gettext) if read.why else gettext("unknown")
    return f"[{read.symbol.value}] {why}" if read.symbol else why


def change(measure: Measure, now: Reading, before: Reading) -> str:
    """How a value differs from that of the year before, and whether that is better."""
    if now.value is None or before.value is None:
        return "–"
    difference = now.value - before.value
    text = rounded(abs(difference), measure.places)
    if not text.strip("0.,"):
        return str(gettext("no change"))
    unit = {Unit.PERCENT: gettext("points"), Unit.POUNDS: "£", Unit.POUNDS_EACH: "£"}.get(measure.unit, "")
    amount = f"£{text}" if unit == "£" else f"{text} {unit}".strip()
    more, less = gettext("%(amount)s more", amount=amount), gettext("%(amount)s less", amount=amount)
    words = str(more if difference > 0 else less)
    if measure.better is Better.NEITHER:
        return words
    good = (difference > 0) == (measure.better is Better.HIGHER)
    return f"{words} ({gettext('better') if good else gettext('worse')})"


def beside_plan(measure: Measure, planned: Fraction | None, now: Reading) -> str:
    """The planned value, and how the actual one differs from it; nothing where none is planned."""
    if planned is None:
        return ""
    plan = gettext("Planned: %(value)s.", value=value(measure, planned))
    if now.value is None:
        return str(plan)
    return f"{plan} {gettext('Actual: %(change)s.', change=change(measure, now, Reading(planned)))}"


def count(number: Fraction | None, *, money: bool = False) -> str:
    """A numerator or a denominator, exactly; a dash where it is unknown."""
    if number is None:
        return "–"
    places = 0 if number.denominator == 1 else 2
    text = rounded(number, places)
    return f"£{text}".replace("£-", "-£") if money else text


def parts(which: Iterable[Part], year: int) -> str:
    """What a numerator or denominator is made of, in words."""
    words = ""
    for part in which:
        label = gettext(part.label)
        if part.years_before:
            label = gettext("%(what)s at mid-%(year)s", what=label, year=year - part.years_before)
        if not words:
            words = label
        else:
            joined = gettext("%(one)s less %(other)s") if part.minus else gettext("%(one)s and %(other)s")
            words = joined % {"one": words, "other": label}
    return words


def amount(number: Fraction | None, part: Part) -> str:
    """A numerator or denominator that begins with a part: pounds, thousands of pounds, or a count."""
    if part.line.startswith("outturn_") and number is not None:
        return str(gettext("%(pounds)s thousand", pounds=count(number, money=True)))
    return count(number, money=part.line.startswith("spend_"))


def source(measure: Measure, datasets: dict[str, Dataset]) -> str:
    """The publications of a measure, each with the day on which it was imported."""
    return named(measure.sources, datasets)


def named(publications: Iterable[Publication], datasets: dict[str, Dataset]) -> str:
    """Some publications, each with the day on which it was imported."""
    names = []
    for publication in publications:
        held = datasets.get(publication.slug)
        name = f"{gettext(publication.publisher)}: {gettext(publication.name)}"
        names.append(gettext("%(name)s (imported %(day)s)", name=name, day=day(held.imported_at)) if held else name)
    return "; ".join(names)
