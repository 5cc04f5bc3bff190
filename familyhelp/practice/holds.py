"""Legal holds: why everything held about a family stays, and by when somebody looks at that again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .retention import anniversary
from .words import N_, Sentence, Word, say


class HoldReview(Word):
    """What a look at a hold comes to."""

    GOES_ON = "goes_on", N_("It is still needed")
    LIFTED = "lifted", N_("It is lifted")


def missing_to_hold(because: str, review_on: date | None, today: date) -> Iterator[Sentence]:
    """What a hold lacks before it is placed."""
    if not because.strip():
        yield say(N_("Say why nothing held about the family may go."), "because")
    yield from _day(review_on, today)


def missing_to_review(
    review: HoldReview, because: str, review_on: date | None, today: date, *, lifted: bool
) -> Iterator[Sentence]:
    """What the review of a hold lacks."""
    if lifted:
        yield say(N_("This hold was lifted already."))
    if not because.strip():
        yield say(N_("Say why."), "because")
    if review is HoldReview.GOES_ON:
        yield from _day(review_on, today)


def _day(review_on: date | None, today: date) -> Iterator[Sentence]:
    if review_on is None:
        yield say(N_("Say by when somebody looks at it again."), "review_on")
    elif not today < review_on <= anniversary(today, 1):
        yield say(N_("A hold is looked at again after today, and within a year."), "review_on")
