"""Workload: what each family weighs, from when a case counts as idle, and in what order work is looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from . import disclosure
from .chronology import EventKind
from .disclosure import Figure
from .stages import Stage
from .triage import Level
from .words import N_, Word

WEIGHTS: dict[Level, int] = {
    Level.UNIVERSAL: 1,
    Level.ADDITIONAL: 2,
    Level.COMPLEX: 3,
    Level.ACUTE: 5,
}
"""What one family counts for in somebody's workload, by its level of need."""

IDLE = timedelta(days=30)
"""A case in which nobody did anything for so long is idle."""

NOT_WORK = frozenset(
    {
        EventKind.REQUEST_ADDED,
        EventKind.LINK_OPENED,
        EventKind.LINK_LOCKED,
        EventKind.FAMILY_SAID,
        EventKind.FAMILY_SCORED,
        EventKind.FAMILY_SAID_AFTERWARDS,
        EventKind.OWNER_REPORTED,
        EventKind.CASE_AUDIT_BEGUN,
        EventKind.CASE_AUDIT_FINISHED,
    }
)
"""What others did: a request for help that came in, what came by a link, an audit. It waits for work and is none."""


class Mark(Word):
    """Why a manager looks at a family first."""

    LATE = "late", N_("Late")
    IDLE = "idle", N_("Idle")
    DRIFTING = "drifting", N_("Drifting")


@dataclass(frozen=True)
class Load:
    """What somebody carries, or a team: families and children, what they weigh, and how many need a look."""

    families: int = 0
    children: int = 0
    weight: int = 0
    marks: Mapping[Mark, int] = field(default_factory=lambda: dict.fromkeys(Mark, 0))
    stages: Mapping[Stage, int] = field(default_factory=dict)

    def __add__(self, other: Load) -> Load:
        """Both together."""
        stages = {s: self.stages.get(s, 0) + other.stages.get(s, 0) for s in Stage}
        return Load(
            self.families + other.families,
            self.children + other.children,
            self.weight + other.weight,
            {mark: self.marks[mark] + other.marks[mark] for mark in Mark},
            {stage: count for stage, count in stages.items() if count},
        )

    @property
    def order(self) -> tuple[int, ...]:
        """Whose work is looked at first: most late, then most idle, then most drifting."""
        return tuple(-self.marks[mark] for mark in Mark)


def shown_in_file(loads: Mapping[int, Load]) -> frozenset[tuple[int | None, Mark | None]]:
    """What of the loads of a team may leave, by person (None: the whole team) and mark (None: all families), so that no
    small number of families can be read or worked out: nor of those without the mark."""
    found: list[frozenset[tuple[int | None, Mark | None]]] = []
    for mark in Mark:
        parts = {(who, True): load.marks[mark] for who, load in loads.items()}
        parts |= {(who, False): load.families - load.marks[mark] for who, load in loads.items()}
        rows: dict[int | None, frozenset[tuple[int, bool]]] = {None: frozenset(parts)}
        rows |= {who: frozenset({(who, True), (who, False)}) for who in loads}
        families = [Figure((who, None), held) for who, held in rows.items()]
        marked = [Figure((who, mark), frozenset(p for p in held if p[1])) for who, held in rows.items()]
        rest = [
            Figure((who, "rest"), frozenset(p for p in held if not p[1]), hidden=True) for who, held in rows.items()
        ]
        found.append(disclosure.shown([*families, *marked, *rest], parts))
    everybody = [None, *loads]
    families_shown = {(who, None) for who in everybody if all((who, None) in one for one in found)}
    return frozenset(families_shown) | {
        (who, mark) for mark, one in zip(Mark, found, strict=True) for who in everybody if (who, mark) in one
    }


@dataclass(frozen=True)
class Offered:
    """Who is suggested for a family, and what they carry before it comes to them."""

    to: int
    carries: int


def share_out(
    families: Sequence[tuple[int, int, Collection[int]]], carried: Mapping[int, int]
) -> Mapping[int, Offered]:
    """Whom each family is suggested to: whoever may lead it and carries least by then, the heaviest family first.
    `families` holds number, weight, and who may lead it; `carried` the weight that each person carries."""
    loads = dict(carried)
    found: dict[int, Offered] = {}
    for number, weight, people in sorted(families, key=lambda one: (-one[1], one[0])):
        if people:
            to = min(people, key=lambda person: (loads.get(person, 0), person))
            found[number] = Offered(to, loads.get(to, 0))
            loads[to] = loads.get(to, 0) + weight
    return found
