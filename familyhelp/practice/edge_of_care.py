"""The edge-of-care register: families whose children may come into care, what is done so that they need not, and the
day by which that is looked at again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from . import timescales
from .timescales import Due
from .words import N_, Sentence, Word, say


class Support(Word):
    """What is put in so that the children can stay."""

    FAMILY_GROUP = "family_group", N_("Family group decision making")
    SHORT_BREAKS = "short_breaks", N_("Short breaks")
    NETWORK = "network", N_("Family network support package")
    OTHER = "other", N_("Something else")


class Look(Word):
    """Who looked at it."""

    PANEL = "panel", N_("The panel decided")
    REVIEW = "review", N_("The team reviewed it")


MOST_PENCE = 100_000_000
"""A million pounds: more is a typing error."""
_POUNDS = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{2}))?")


def pence_of(text: str) -> int | None:
    """A sum typed in pounds, in whole pence: 1250, 1,250 or £1,250.50. None for anything else."""
    found = _POUNDS.fullmatch(text.strip())
    if found is None:
        return None
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


def last_review_day(today: date) -> date:
    """The last day that may be chosen for the next review."""
    return timescales.deadline(Due.EDGE_REVIEW, today).on


def _next(review_on: date, today: date) -> Iterator[Sentence]:
    last = last_review_day(today)
    if not today < review_on <= last:
        yield say(
            N_("The next review is after today and by %(last)s: six weeks at most."),
            "review_on",
            last=f"{last.day}.{last.month}.{last.year}",
        )


def missing(reason: str, review_on: date, *, on_it: bool, closed: bool, today: date) -> Iterator[Sentence]:
    """What is missing before a family is put on the register."""
    if closed:
        yield say(N_("The case is closed."))
    if on_it:
        yield say(N_("The family is on the edge-of-care register already."))
    if not reason.strip():
        yield say(N_("Say why the children may come into care."), "reason")
    yield from _next(review_on, today)


@dataclass(frozen=True)
class Package:
    """Support as it is about to be recorded."""

    kind: Support
    what: str
    starts_on: date
    cost_pence: int | None


def missing_of_support(package: Package, *, today: date) -> Iterator[Sentence]:
    """What the record of support still lacks."""
    if not package.what.strip():
        yield say(N_("Say what is put in, and by whom."), "what")
    if package.starts_on > timescales.deadline(Due.EDGE_REVIEW, today).on:
        yield say(N_("Record it once it begins within six weeks."), "starts_on")
    if package.kind is Support.NETWORK and package.cost_pence is None:
        yield say(N_("Say what the package costs altogether, in pounds."), "cost")
    if package.cost_pence is not None and not 0 <= package.cost_pence <= MOST_PENCE:
        yield say(N_("A package costs at most £1,000,000."), "cost")


def missing_of_look(
    decided: str, held_on: date, review_on: date, *, flagged_on: date, today: date
) -> Iterator[Sentence]:
    """What the record of a panel or a review still lacks."""
    if not flagged_on <= held_on <= today:
        yield say(N_("Choose the day it was looked at: since the family is on the register, and not ahead."), "held_on")
    if not decided.strip():
        yield say(N_("Say what was decided, and why."), "decided")
    yield from _next(review_on, today)


def not_on_it() -> Sentence:
    """Why nothing can be recorded."""
    return say(N_("The family is not on the edge-of-care register."))
