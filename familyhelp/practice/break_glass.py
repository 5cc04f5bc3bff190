"""Opening a family out of one's sight for a stated reason: who may, how long, what its review says."""

from __future__ import annotations

from collections.abc import Iterator

from .looked import FEWEST_WORDS
from .roles import Role
from .words import N_, Sentence, Word, say

ROLES = frozenset({Role.MANAGER, Role.FRONT_DOOR})
"""Who may open a family for a reason: those who answer for safety beyond the families they work with."""


class GlassKind(Word):
    """Why a family is opened that is out of sight."""

    AT_RISK = "at_risk", N_("Somebody may be at risk now")
    ASKED_BY_FAMILY = "asked_by_family", N_("The family is here, or on the telephone, and asks")
    NOBODY_THERE = "nobody_there", N_("Who works with the family cannot be reached")
    SAME_FAMILY = "same_family", N_("It may be the family of a request for help")
    OTHER = "other", N_("Another reason")


class Verdict(Word):
    """What whoever answers for the family says afterwards."""

    RIGHT = "right", N_("It was right to open it")
    NOT_RIGHT = "not_right", N_("It was not right to open it")


def may_open(role: Role, *, restricted: bool) -> bool:
    """Whether a role may open a family for a reason. One that only named people see is hidden because a wrong reader
    does the greatest harm there (a colleague's family, a witness, somebody who fled): the front door asks a manager."""
    return role in ROLES and (not restricted or role is Role.MANAGER)


def missing_to_open(because: str, *, seen: bool, still_open: bool, ruled_out: bool) -> Iterator[Sentence]:
    """What is wrong with opening a family for a reason; `ruled_out` where only named people see the family and the
    authority lets nobody open such a one."""
    if ruled_out:
        yield say(N_("Only named people see this family, and nobody else may open it here. Ask a team manager."))
    if seen:
        yield say(N_("You see this family without that."))
    if still_open:
        yield say(N_("You opened this family already, and it is still open to you."))
    if len(because.split()) < FEWEST_WORDS:
        yield say(N_("Write why you open it, in a few words."), "because")


def missing_to_review(words: str, *, reviewed: bool) -> Iterator[Sentence]:
    """What a review still lacks."""
    if reviewed:
        yield say(N_("Somebody reviewed this already."))
    if len(words.split()) < FEWEST_WORDS:
        yield say(N_("Write what you found, in a few words."), "words")
