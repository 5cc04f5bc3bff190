"""What families tell us, in figures: SQL counts, the division is here; and what may be shown where a small number
could point at somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .feedback import GOOD, POOR, Question, Said
from .readings import HIDDEN, Reading, share
from .suppression import hidden_parts, hides_share, is_small


@dataclass(frozen=True)
class Told:
    """What one kind of respondent answered to one question."""

    question: Question
    counts: Mapping[Said, int | None]
    """How many said each; None where that is hidden."""
    good: Reading
    """Those who said yes or mostly, of all who answered; unknown where nobody did."""


def told(question: Question, counts: Mapping[Said, int], *, exact: bool) -> Told:
    """The figures of one question, for somebody who may see them `exact`, or else without small numbers."""
    whole: dict[Said, int] = {said: counts.get(said, 0) for said in Said}
    good, total = sum(whole[said] for said in GOOD), sum(whole.values())
    reading = share(good, total, 100)
    if exact:
        return Told(question, whole, reading)
    hidden = _hidden({str(said): n for said, n in whole.items()}, good, total)
    safe = HIDDEN if hides_share(good, total) else reading
    return Told(question, {said: None if said in hidden else n for said, n in whole.items()}, safe)


def _hidden(whole: Mapping[str, int], good: int, total: int) -> frozenset[str]:
    """The answers whose counts are hidden. Where the share is shown, both halves of the scale have shown totals, and
    each hides its own; where it is not, only the total could be subtracted from, and it is not shown with a share."""
    if is_small(total):
        return frozenset(whole)
    if hides_share(good, total):
        return hidden_parts(whole)
    good_half, poor_half = ({str(said): whole[said] for said in half} for half in (GOOD, POOR))
    return hidden_parts(good_half) | hidden_parts(poor_half)


def nothing_told(question: Question) -> Told:
    """The same where all is hidden, since quarterly reports tell parts of it."""
    return Told(question, dict.fromkeys(Said), HIDDEN)


def shown_counts(
    times: int, cases: int, said: Mapping[Question, Mapping[Said, int]], *, exact: bool
) -> tuple[int | None, int | None]:
    """How often somebody told us, and of how many cases, as it may be shown; None where it is hidden. Beside the
    answers to a question it would tell how few gave none; beside each other, of how few cases we were told again."""
    answered = [sum(counts.values()) for counts in said.values()]
    if exact or not any(is_small(one) for one in (times, cases, times - cases, *(times - n for n in answered))):
        return times, cases
    return None, None
