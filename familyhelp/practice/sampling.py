"""Drawing which cases a round of audits looks at, and who looks: the same frame and the same seed always give the same
draw. Chance is a digest of the seed and the case, so that anybody can check it by hand, on any machine.

Nobody is overlooked: who has waited longest comes first, and whoever would soon have waited a year comes before all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .words import N_, Sentence, Word, say

WITHIN = 365
"""Every open case is audited within so many days."""
PRESSING = WITHIN - 92
"""Whoever has waited so many days comes before all others: a quarter is left."""
BAND = 28
"""Among the rest, those who have waited the same number of four weeks stand alike, and chance decides."""
MOST = 200


class Sampling(Word):
    """How cases are chosen."""

    RANDOM = "random", N_("At random from all open cases")
    TEAM = "team", N_("At random, each team by its share")
    LEVEL = "level", N_("At random, each level of need by its share")
    LEAD = "lead", N_("At random, key workers and partner lead professionals by their share")
    THEME = "theme", N_("By a theme")


class Theme(Word):
    """What a themed round looks at."""

    STEPPED_UP = "stepped_up", N_("Stepped up in the last year")
    RE_REFERRED = "re_referred", N_("Back within a year of an earlier episode")
    OPEN_LONG = "open_long", N_("Open for over 12 months")
    CLOSED_LATELY = "closed_lately", N_("Closed in the last quarter")


@dataclass(frozen=True)
class Framed:
    """A case that can be drawn: since when it waits (its last audit or its first day), and who may not audit it."""

    code: str
    stratum: str
    since: date
    audited: bool
    barred: frozenset[str] = frozenset()


Drawn = tuple[tuple[str, str], ...]
"""Cases with their auditors, in the order of the cases' codes."""


def chance(seed: str, *what: str) -> str:
    """A number that nobody can foresee, the same for the same seed and the same thing."""
    return hashlib.sha256("\x1f".join((seed, *what)).encode()).hexdigest()


def draw(frame: Iterable[Framed], auditors: Iterable[str], *, seed: str, size: int, on: date) -> Drawn:
    """Draw at most `size` cases and give each to an auditor who may see to it."""
    people = sorted(set(auditors))
    able = [case for case in frame if set(people) - case.barred]
    chosen = _pressing(able, seed, size, on)
    chosen += _by_strata(able, chosen, seed, size, on)
    return _given(chosen, people, seed)


def waited(case: Framed, on: date) -> int:
    """How many days a case has waited for its next audit."""
    return (on - case.since).days


def _pressing(able: Sequence[Framed], seed: str, size: int, on: date) -> list[Framed]:
    pressing = [case for case in able if waited(case, on) >= PRESSING]
    return sorted(pressing, key=lambda c: (-waited(c, on), chance(seed, "case", c.code)))[:size]


def _by_strata(able: Sequence[Framed], chosen: Sequence[Framed], seed: str, size: int, on: date) -> Iterator[Framed]:
    """The rest of the draw, one after the other: each from the stratum that is furthest behind its share of all that
    can be drawn (Sainte-Laguë), there the one who has waited longest, and chance where several have."""
    taken = {case.code for case in chosen}
    waiting: dict[str, list[Framed]] = defaultdict(list)
    for case in sorted(able, key=lambda c: (waited(c, on) // BAND, chance(seed, "case", c.code))):
        if case.code not in taken:
            waiting[case.stratum].append(case)
    shares = Counter(case.stratum for case in able)
    given = Counter(case.stratum for case in chosen)
    for _ in range(size - len(chosen)):
        strata = [stratum for stratum, cases in waiting.items() if cases]
        if not strata:
            return
        behind = max(strata, key=lambda s: (Fraction(shares[s], 2 * given[s] + 1), chance(seed, "stratum", s)))
        given[behind] += 1
        yield waiting[behind].pop()


def _given(chosen: Sequence[Framed], people: Sequence[str], seed: str) -> Drawn:
    """Each case with its auditor: who has fewest so far, of those who may; the cases with least choice first."""
    load: Counter[str] = Counter()
    found = {}
    for case in sorted(chosen, key=lambda c: (len(set(people) - c.barred), chance(seed, "order", c.code))):
        may = [person for person in people if person not in case.barred]
        found[case.code] = min(may, key=lambda p: (load[p], chance(seed, "auditor", case.code, p)))
        load[found[case.code]] += 1
    return tuple(sorted(found.items()))


# What is kept, so that a draw can be made again --------------------------------------------------------------------


def kept(frame: Iterable[Framed]) -> list[dict[str, Any]]:
    """A frame as the database keeps it."""
    return [
        {
            "code": case.code,
            "stratum": case.stratum,
            "since": case.since.isoformat(),
            "audited": case.audited,
            "barred": sorted(case.barred),
        }
        for case in sorted(frame, key=lambda case: case.code)
    ]


def read(frame: Iterable[Mapping[str, Any]]) -> list[Framed]:
    """A frame as the database kept it."""
    return [
        Framed(c["code"], c["stratum"], date.fromisoformat(c["since"]), c["audited"], frozenset(c["barred"]))
        for c in frame
    ]


def digest(frame: Sequence[Mapping[str, Any]], auditors: Iterable[str], drawn: Iterable[Sequence[str]]) -> str:
    """SHA-256 of what was drawn from what, for the chronology of the round: neither can be changed unnoticed."""
    content = [list(frame), sorted(auditors), sorted(list(pair) for pair in drawn)]
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def a_year(open_cases: int, months: int = 1) -> int:
    """How many audits a round needs, one every so many months, for every open case to be audited within a year. A
    case can wait for four weeks longer than its turn, so eleven months are counted for twelve."""
    return -(-open_cases * months // 11)


def missing_to_plan(
    *,
    name: str,
    starts_on: date | None,
    due_on: date | None,
    size: int | None,
    sampling: Sampling | None,
    theme: Theme | None,
    auditors: Sequence[Any],
) -> Iterator[Sentence]:
    """What the plan of a round lacks."""
    if not name.strip():
        yield say(N_("Give the round a name."), "name")
    if starts_on and due_on and due_on < starts_on:
        yield say(N_("The round cannot end before it starts."), "due_on")
    if size is None or not 1 <= size <= MOST:
        yield say(N_("A round has 1 to %(most)s audits."), "size", most=MOST)
    if sampling is Sampling.THEME and theme is None:
        yield say(N_("Choose the theme."), "theme")
    if not auditors:
        yield say(N_("Choose at least one auditor."), "auditors")
