"""Parental responsibility: who holds it for a child, since when, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .relationships import Somebody
from .words import N_, Sentence, Word, say


class Ground(Word):
    """How somebody came to hold parental responsibility."""

    BIRTH_MOTHER = "birth_mother", N_("Birth mother")
    MARRIED = "married", N_("Married to, or civil partner of, the mother")
    CERTIFICATE = "certificate", N_("Named on the birth certificate")
    AGREEMENT = "agreement", N_("Parental responsibility agreement")
    COURT_ORDER = "court_order", N_("Parental responsibility order of a court")
    CHILD_ARRANGEMENTS = "child_arrangements", N_("Child arrangements order: the child lives with them")
    SPECIAL_GUARDIANSHIP = "special_guardianship", N_("Special guardianship order")
    ADOPTION = "adoption", N_("Adoption order")
    PARENTAL_ORDER = "parental_order", N_("Parental order after surrogacy")
    GUARDIAN = "guardian", N_("Guardian named for after a parent’s death")
    CARE_ORDER = "care_order", N_("Care order")
    EMERGENCY_ORDER = "emergency_order", N_("Emergency protection order")
    OTHER = "other", N_("In another way")


AUTHORITYS = frozenset({Ground.CARE_ORDER, Ground.EMERGENCY_ORDER})
"""How a local authority comes to share it."""
GROWN_UP = 18


@dataclass(frozen=True)
class Held:
    """Somebody who holds it now; `holder` is None for a local authority."""

    holder: int | None
    ground: Ground


def needs(born: date | None, today: date, *, expected: bool, died: bool) -> bool:
    """Whether somebody holds parental responsibility for a person: a born and living child."""
    if expected or died:
        return False
    if born is None:
        return True
    eighteenth = born.replace(year=born.year + GROWN_UP, day=min(born.day, 28)) if _leap(born) else None
    return today < (eighteenth or born.replace(year=born.year + GROWN_UP))


def _leap(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def problems(
    child: Somebody, holder: Somebody | None, ground: Ground, held: Sequence[Held], *, is_child: bool
) -> Iterator[Sentence]:
    """Why this cannot be, in sentences. `held` is who holds it now, without what is corrected."""
    if not is_child:
        yield say(
            N_("Nobody holds parental responsibility for %(child)s: it begins at birth and ends at 18."),
            child=child.name,
        )
        return
    if (holder is None) != (ground in AUTHORITYS):
        yield say(
            N_("A local authority shares it by a care order or an emergency protection order, and nobody else does."),
            "ground",
        )
    if holder is None:
        if any(one.holder is None for one in held):
            yield say(N_("This is on the record already for the local authority."), "holder")
        return
    if holder.key == child.key:
        yield say(N_("Nobody holds it for themselves: choose somebody else."), "holder")
    if any(one.holder == holder.key for one in held):
        yield say(N_("%(holder)s is on the record already: correct that instead."), "holder", holder=holder.name)
    if holder.born and child.born and holder.born >= child.born:
        yield say(
            N_("%(one)s is younger than %(other)s: look at both dates of birth, or turn it round."),
            "holder",
            one=holder.name,
            other=child.name,
        )
    if ground is Ground.BIRTH_MOTHER and any(one.ground is ground for one in held):
        yield say(N_("A birth mother is on the record already: correct that instead."), "ground")


def wrong_dates(born: date | None, starts_on: date | None, ends_on: date | None, today: date) -> Iterator[Sentence]:
    """Why these days cannot be, in sentences."""
    for name, on in (("starts_on", starts_on), ("ends_on", ends_on)):
        if on and on > today:
            yield say(N_("This day lies ahead."), name)
    if starts_on and born and starts_on < born:
        yield say(N_("This lies before the child was born."), "starts_on")
    if starts_on and ends_on and ends_on < starts_on:
        yield say(N_("It cannot end before it began."), "ends_on")
