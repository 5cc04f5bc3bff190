"""The legal basis on which each child is helped, period by period. A change ends one period and begins the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .words import N_, Sentence, Word, say


class Basis(Word):
    """On what legal basis a child is helped."""

    EARLY_HELP = "early_help", N_("Early help: the family agreed")
    SECTION_17 = "section_17", N_("Section 17: a child in need")


@dataclass(frozen=True)
class Period:
    """One child's period as it stands: from a day until the day on which the next one begins."""

    child: str
    basis: Basis
    overseer_id: int | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Change:
    """A change as it is about to be made."""

    basis: Basis
    starts_on: date
    because: str
    overseer_id: int | None
    overseer_fits: bool
    """Whether the overseer, if one is named, is qualified in social work, works here and does not lead the case."""
    lead_qualified: bool
    """Whether whoever leads the case is qualified in social work."""


def missing(
    change: Change, newest: Sequence[Period], *, children: int, opened_on: date, closed: bool, today: date
) -> Iterator[Sentence]:
    """What a change lacks, in sentences; `newest` holds the newest period of each chosen child that has one."""
    if closed:
        yield say(N_("The case is closed: its periods have ended."))
    if not children:
        yield say(N_("Choose at least one child."), "children")
    if not opened_on <= change.starts_on <= today:
        yield say(
            N_("The day is between the opening of the case (%(opened)s) and today."),
            "starts_on",
            opened=f"{opened_on.day}.{opened_on.month}.{opened_on.year}",
        )
    if not change.because.strip():
        yield say(N_("Say why."), "because")
    yield from _overseer(change)
    for period in newest:
        yield from _after(change, period)


def _overseer(change: Change) -> Iterator[Sentence]:
    if change.basis is Basis.EARLY_HELP:
        if change.overseer_id is not None:
            yield say(N_("Early help needs no overseer: leave this empty."), "overseer")
    elif change.overseer_id is not None and not change.overseer_fits:
        yield say(N_("Choose an overseer who is a qualified social worker, works here and does not lead."), "overseer")
    elif change.overseer_id is None and not change.lead_qualified:
        yield say(
            N_("Whoever leads is no qualified social worker: name one who oversees the work under section 17."),
            "overseer",
        )


def _after(change: Change, period: Period) -> Iterator[Sentence]:
    """A change comes after what is on record; periods of one child never overlap."""
    if change.starts_on < (period.ends_on or period.starts_on):
        yield say(
            N_("%(child)s already has a period that begins or ends after this day."), "starts_on", child=period.child
        )
    elif period.ends_on is None and (period.basis, period.overseer_id) == (change.basis, change.overseer_id):
        yield say(N_("This is on record for %(child)s already."), "basis", child=period.child)


def needs_overseer() -> Sentence:
    """Why somebody cannot lead yet."""
    return say(
        N_(
            "A child is helped under section 17, and this lead is no qualified social worker. Name an overseer, or "
            "record early help, on the page of the legal basis first."
        ),
        "lead",
    )
