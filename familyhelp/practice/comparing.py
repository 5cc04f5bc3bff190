"""Two versions of a plan side by side: what stayed, what changed, what is new and what is gone, word by word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .differences import Run, differences
from .domains import Headline
from .words import N_, Word


class Change(Word):
    """What became of a part of the plan from one version to the other."""

    SAME = "same", N_("The same")
    CHANGED = "changed", N_("Changed")
    NEW = "new", N_("New")
    GONE = "gone", N_("No longer in the plan")


class ComparedAction(Protocol):
    """What is compared of an action."""

    id: int


class ComparedOutcome(Protocol):
    """What is compared of an outcome."""

    number: int
    words: str
    headline: Headline
    how_we_know: str
    start_score: int
    goal_score: int


@dataclass(frozen=True)
class Text:
    """One text in both versions, as runs of what is the same, gone and new."""

    change: Change
    runs: list[Run]


@dataclass(frozen=True)
class OutcomeChange:
    """One outcome in both versions: what became of it, and of each thing it says."""

    number: int
    change: Change
    headline: Text
    words: Text
    how_we_know: Text
    scores: Text
    actions: list[Text]


def text(before: str | None, after: str | None) -> Text:
    """One text in both versions; None where a version does not hold it at all."""
    if before is None or after is None:
        change = Change.NEW if before is None else Change.GONE
        runs = [Run(after or "", new=True)] if before is None else [Run(before, gone=True)]
        return Text(change, [run for run in runs if run.text])
    return Text(Change.SAME if before == after else Change.CHANGED, differences(before, after))


def outcomes(
    before: Sequence[ComparedOutcome],
    after: Sequence[ComparedOutcome],
    *,
    actions_of: Callable[[ComparedOutcome], Mapping[int, str]],
    headline: Callable[[Headline], str],
    scores: Callable[[ComparedOutcome], str],
) -> list[OutcomeChange]:
    """Every outcome that either version holds, by its number, which stays the same over the versions. `actions_of`
    gives the actions of one in words by a key that stays the same, too; `headline` and `scores` say those in words."""
    old, new = {o.number: o for o in before}, {o.number: o for o in after}
    return [
        _outcome(number, old.get(number), new.get(number), actions_of, headline, scores)
        for number in sorted(old.keys() | new.keys())
    ]


def _outcome(
    number: int,
    old: ComparedOutcome | None,
    new: ComparedOutcome | None,
    actions_of: Callable[[ComparedOutcome], Mapping[int, str]],
    headline: Callable[[Headline], str],
    scores: Callable[[ComparedOutcome], str],
) -> OutcomeChange:
    def both(say: Callable[[ComparedOutcome], str]) -> Text:
        return text(say(old) if old else None, say(new) if new else None)

    was, now = actions_of(old) if old else {}, actions_of(new) if new else {}
    actions = [text(was.get(key), now.get(key)) for key in dict.fromkeys([*was, *now])]
    head, words, how, where = both(lambda o: headline(o.headline)), both(_words), both(_how_we_know), both(scores)
    change = _of_all(old, new, [head, words, how, where, *actions])
    return OutcomeChange(number, change, head, words, how, where, actions)


def _words(outcome: ComparedOutcome) -> str:
    return outcome.words


def _how_we_know(outcome: ComparedOutcome) -> str:
    return outcome.how_we_know


def _of_all(old: object, new: object, parts: Sequence[Text]) -> Change:
    if old is None or new is None:
        return Change.NEW if old is None else Change.GONE
    return Change.SAME if all(part.change is Change.SAME for part in parts) else Change.CHANGED
