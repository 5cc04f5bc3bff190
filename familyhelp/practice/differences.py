"""What changed between two texts, word by word, so that nobody has to look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

_WORDS, _LINES, _WHOLE = re.compile(r"\s+|\w+|[^\w\s]"), re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r".+", re.DOTALL)
MOST_PAIRS = 250_000
"""Pieces that differ in one text times those in the other: beyond this, words give way to lines, lines to the whole,
since the time grows with their product."""


@dataclass(frozen=True)
class Run:
    """A stretch of text: in both (neither flag), only in the earlier one (gone), or only in the later one (new)."""

    text: str
    gone: bool = False
    new: bool = False


def differences(before: str, after: str) -> list[Run]:
    """The two texts as one row of runs. The runs that are not new make up `before`, those that are not gone `after`,
    to the last character."""
    if before == after:
        return [Run(before)] if before else []
    return list(_joined(_runs(before, after)))


def _runs(before: str, after: str) -> list[Run]:
    for pieces in (_WORDS, _LINES, _WHOLE):
        old, new = pieces.findall(before), pieces.findall(after)
        same = _alike(old, new)
        same_at_end = _alike(old[same:][::-1], new[same:][::-1])
        old_middle, new_middle = old[same : len(old) - same_at_end], new[same : len(new) - same_at_end]
        if len(old_middle) * len(new_middle) <= MOST_PAIRS:
            break
    runs = [Run("".join(old[:same])), *_of_pieces(old_middle, new_middle), Run("".join(old[len(old) - same_at_end :]))]
    return [run for run in runs if run.text]


def _alike(some: list[str], others: list[str]) -> int:
    """How many pieces at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def _of_pieces(old: list[str], new: list[str]) -> Iterator[Run]:
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Run("".join(old[old_from:old_to]))
            continue
        yield Run("".join(old[old_from:old_to]), gone=True)
        yield Run("".join(new[new_from:new_to]), new=True)


def _joined(found: list[Run]) -> Iterator[Run]:
    """A lone space that two changes have in common is part of the change, which is easier to read."""
    at = 0
    while at < len(found):
        gone = new = ""
        while at < len(found) and (found[at].gone or found[at].new or _bridge(found, at)):
            run = found[at]
            gone += "" if run.new else run.text
            new += "" if run.gone else run.text
            at += 1
        if gone:
            yield Run(gone, gone=True)
        if new:
            yield Run(new, new=True)
        if at < len(found):
            yield found[at]
            at += 1


def _bridge(runs: list[Run], at: int) -> bool:
    inside = 0 < at < len(runs) - 1
    return inside and not runs[at].text.strip() and _changed(runs[at - 1]) and _changed(runs[at + 1])


def _changed(run: Run) -> bool:
    return run.gone or run.new
