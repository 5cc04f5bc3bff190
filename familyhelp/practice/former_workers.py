"""Restricted notes and attachments of people who no longer work here: who reads them then, as the authority sets it.

That one was written stays in the chronology; only what it says is kept from whoever may not read it."""

from __future__ import annotations

from .words import N_, Sentence, Word, say, word_of


class ReadBy(Word):
    """Who reads what a former worker kept restricted."""

    LEAD = "lead", N_("whoever leads the case now, and the team’s manager")
    MANAGER = "manager", N_("the team’s manager alone")
    NAMED = "named", N_("those alone who are named for the family")


_read_by = ReadBy.LEAD


def let_read(who: str) -> None:
    """Let these read them, from now on. Raises ValueError for what is no setting of ours."""
    global _read_by
    _read_by = word_of(ReadBy, who)


def read_by() -> ReadBy:
    """Who reads them."""
    return _read_by


def reads(*, leads: bool, manages: bool, named: bool) -> bool:
    """Whether somebody reads them in a case, by what they are to it today."""
    return {ReadBy.LEAD: leads or manages, ReadBy.MANAGER: manages, ReadBy.NAMED: named}[_read_by]


def whom_to_ask(*, leads: bool, manages: bool) -> Sentence | None:
    """What a reader of restricted notes is told whom those of former workers may be kept from."""
    if reads(leads=leads, manages=manages, named=False):
        return None
    if _read_by is ReadBy.NAMED:
        return say(N_("Restricted notes of somebody who no longer works here are read by who is named for the family."))
    return say(N_("Restricted notes of somebody who no longer works here are read by the team’s manager alone."))
