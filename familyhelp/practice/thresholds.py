"""Whether the front door decides alike: what each kind of agency asked, what became of it, who was told and when; and
what of it may stand beside the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from . import disclosure
from .disclosure import Figure
from .suppression import hides_share, is_small
from .triage import PATHWAYS, ContactOutcome, Source
from .words import N_, Word


class From(Word):
    """Who asks, by kinds of agencies."""

    FAMILY = "family", N_("Families, relatives and neighbours")
    EDUCATION = "education", N_("Schools and education services")
    HEALTH = "health", N_("Health services")
    POLICE = "police", N_("The police")
    HOUSING = "housing", N_("Housing")
    AUTHORITY = "authority", N_("The authority itself")
    OTHER = "other", N_("Others, or not known")


_FROM = {
    Source.SELF: From.FAMILY,
    Source.RELATIVE: From.FAMILY,
    Source.SCHOOL: From.EDUCATION,
    Source.EDUCATION: From.EDUCATION,
    Source.GP: From.HEALTH,
    Source.HEALTH_VISITOR: From.HEALTH,
    Source.OTHER_HEALTH: From.HEALTH,
    Source.POLICE: From.POLICE,
    Source.HOUSING: From.HOUSING,
    Source.AUTHORITY: From.AUTHORITY,
}


def from_of(source: Source) -> From:
    """The kind of agency that a source belongs to."""
    return _FROM.get(source, From.OTHER)


class Became(Word):
    """What became of a request, as it stands on the page."""

    HELP = "help", N_("Help with a plan")
    JOINED = "joined", N_("Already open")
    PASSED_ON = "passed_on", N_("Social care")
    LIGHTER = "lighter", N_("Advice or community offer")
    NOTHING = "nothing", N_("No further action")
    RETURNED = "returned", N_("Returned")
    WAITING = "waiting", N_("Waiting")


def became(outcome: ContactOutcome | None) -> Became:
    """What became of a request with this outcome."""
    if outcome is None:
        return Became.WAITING
    if PATHWAYS[outcome].opens_case:
        return Became.HELP
    return {
        ContactOutcome.ALREADY_OPEN: Became.JOINED,
        ContactOutcome.STEP_UP: Became.PASSED_ON,
        ContactOutcome.RETURNED: Became.RETURNED,
        ContactOutcome.NO_ACTION: Became.NOTHING,
    }.get(outcome, Became.LIGHTER)


@dataclass(frozen=True)
class Kind:
    """Requests that are alike: who asked, what became of them, whether the referrer was told by a message, whether
    it was decided by its day, and whether it was returned at some time."""

    asker: From
    became: Became
    told: bool
    in_time: bool
    returned: bool


def _is(word: Became, kind: Kind) -> bool:
    return kind.became is word


_COLUMNS: dict[str, Callable[[Kind], bool]] = {
    "asked": lambda _kind: True,
    **{word.value: partial(_is, word) for word in Became},
    "decided": lambda kind: kind.became is not Became.WAITING,
    "told": lambda kind: kind.told,
    "not_told": lambda kind: kind.became is not Became.WAITING and not kind.told,
    "in_time": lambda kind: kind.in_time,
    "sent_back": lambda kind: kind.returned,
    "late": lambda kind: kind.became is not Became.WAITING and not kind.in_time,
}


@dataclass(frozen=True)
class Line:
    """One line of the page: its counts by column, None for what is hidden."""

    of: From | None
    counts: Mapping[str, int | None]

    def share(self, column: str) -> Fraction | None:
        """The share of the decided that was told, or decided in time; None where it is hidden or of nothing."""
        part, whole = self.counts[column], self.counts["decided"]
        return Fraction(part, whole) if part is not None and whole else None


def lines(kinds: Mapping[Kind, int]) -> list[Line]:
    """Every count as it is: all together, then each kind of agency that asked."""
    return [_line(of, kinds) for of in _asked_by(kinds)]


def _asked_by(kinds: Mapping[Kind, int]) -> list[From | None]:
    return [None, *(of for of in From if any(kind.asker is of and count for kind, count in kinds.items()))]


def _parts(of: From | None, column: str, kinds: Mapping[Kind, int]) -> frozenset[Kind]:
    counts = _COLUMNS[column]
    return frozenset(kind for kind in kinds if (of is None or kind.asker is of) and counts(kind))


def _line(of: From | None, kinds: Mapping[Kind, int]) -> Line:
    return Line(of, {c: sum(kinds[kind] for kind in _parts(of, c, kinds)) for c in _COLUMNS})


def without_small_numbers(kinds: Mapping[Kind, int]) -> list[Line]:
    """The kinds of agencies for readers to whom small numbers are hidden: without whatever is small, or could be worked
    out from what stands here and from any total, which the flow and the scorecard may tell. What hides behind a share
    is hidden with it. The totals are not told again: the flow says which of them may stand beside each other."""
    exact = [line for line in lines(kinds) if line.of]
    totals = [Figure((None, c), _parts(None, c, kinds)) for c in _COLUMNS]
    rows = [Figure((line.of, c), _parts(line.of, c, kinds)) for line in exact for c in _COLUMNS]
    rows.sort(key=lambda figure: -sum(kinds[kind] for kind in figure.parts))
    known = [one.key for one in totals if not is_small(sum(kinds[kind] for kind in one.parts))]
    shown = disclosure.shown([*totals, *rows], kinds, known)
    return [_without(line, shown) for line in exact]


def _without(line: Line, shown: frozenset[Any]) -> Line:
    held = {c: n if (line.of, c) in shown else None for c, n in line.counts.items()}
    for share in ("told", "in_time"):
        if hides_share(line.counts[share], line.counts["decided"]):
            held[share] = None
    return Line(line.of, held)


def nothing_shown(kinds: Mapping[Kind, int]) -> list[Line]:
    """The same where all is hidden, since quarterly reports tell parts of it."""
    return [Line(of, dict.fromkeys(_COLUMNS)) for of in _asked_by(kinds) if of]


SHOWN: Sequence[Became] = tuple(Became)
"""The columns of what became of it, in their order."""
