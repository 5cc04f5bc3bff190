"""A decision in stages: screened, decided, and signed off by a manager, where an authority wants it so. What is about
harm never waits for a stage."""

from __future__ import annotations

from collections.abc import Iterator

from .triage import Urgency
from .words import N_, Sentence, Word, say, word_of


class Staging(Word):
    """In how many stages a request is decided."""

    OFF = "off", N_("in one")
    STAGED = "staged", N_("screened, decided, signed off by a manager")


_staging = Staging.OFF


def decide_in(stages: str) -> None:
    """Decide in so many stages, from now on. Raises ValueError for what is no setting of ours."""
    global _staging
    _staging = word_of(Staging, stages)


def is_staged(urgency: Urgency) -> bool:
    """Whether a request of this urgency is decided in stages."""
    return _staging is Staging.STAGED and urgency is not Urgency.SAFEGUARDING


def missing(screened: bool, proposed: bool) -> Iterator[Sentence]:
    """What stands before a decision that a manager signs off."""
    if not screened:
        yield say(N_("Screen this request first, and say what you found."))
    if proposed:
        yield say(N_("A decision waits for the manager already."))
