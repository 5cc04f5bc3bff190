"""Relationships between people: recorded once, read from both sides; what follows from them; what cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .words import N_, Sentence, Word, say


class Kin(Word):
    """What one person is to another."""

    PARENT = "parent", N_("Parent")
    CHILD = "child", N_("Child")
    ADOPTIVE_PARENT = "adoptive_parent", N_("Adoptive parent")
    ADOPTED_CHILD = "adopted_child", N_("Adopted child")
    STEP_PARENT = "step_parent", N_("Step-parent")
    STEP_CHILD = "step_child", N_("Step-child")
    FOSTER_CARER = "foster_carer", N_("Foster carer")
    FOSTER_CHILD = "foster_child", N_("Foster child")
    GUARDIAN = "guardian", N_("Special guardian")
    WARD = "ward", N_("Child under special guardianship")
    GRANDPARENT = "grandparent", N_("Grandparent")
    GRANDCHILD = "grandchild", N_("Grandchild")
    AUNT_UNCLE = "aunt_uncle", N_("Aunt or uncle")
    NIECE_NEPHEW = "niece_nephew", N_("Niece or nephew")
    SIBLING = "sibling", N_("Brother or sister")
    HALF_SIBLING = "half_sibling", N_("Half-brother or half-sister")
    STEP_SIBLING = "step_sibling", N_("Stepbrother or stepsister")
    COUSIN = "cousin", N_("Cousin")
    PARTNER = "partner", N_("Partner")
    MARRIED = "married", N_("Husband, wife or civil partner")
    SEPARATED = "separated", N_("Former partner, or separated")
    DIVORCED = "divorced", N_("Divorced")
    OTHER_KIN = "other_kin", N_("Another relative")
    FRIEND = "friend", N_("Friend")


K = Kin
_PAIRS = (
    (K.PARENT, K.CHILD),
    (K.ADOPTIVE_PARENT, K.ADOPTED_CHILD),
    (K.STEP_PARENT, K.STEP_CHILD),
    (K.FOSTER_CARER, K.FOSTER_CHILD),
    (K.GUARDIAN, K.WARD),
    (K.GRANDPARENT, K.GRANDCHILD),
    (K.AUNT_UNCLE, K.NIECE_NEPHEW),
)
_TURNED = {younger: elder for elder, younger in _PAIRS}
INVERSE: Mapping[Kin, Kin] = {kin: kin for kin in Kin} | dict(_PAIRS) | _TURNED
"""What the other one is to the first, by what the first is to the other."""
RECORDED = tuple(kin for kin in Kin if kin not in _TURNED)
"""A relationship is kept as what its elder side is to the younger, so that it stands on record once."""
PARENTS = frozenset({K.PARENT, K.ADOPTIVE_PARENT})
"""From whom siblings, half siblings and grandparents follow."""
RAISING = PARENTS | {K.STEP_PARENT, K.FOSTER_CARER, K.GUARDIAN}
"""Who stands a generation above a child."""
COUPLES = frozenset({K.PARTNER, K.MARRIED, K.SEPARATED, K.DIVORCED})
OVER = frozenset({K.SEPARATED, K.DIVORCED})
_FOR_LIFE = PARENTS | {K.GRANDPARENT, K.AUNT_UNCLE, K.SIBLING, K.HALF_SIBLING, K.COUSIN}
"""These do not end: where they were wrong they are corrected."""
_ELDER_BORN = PARENTS | {K.GRANDPARENT, K.FOSTER_CARER, K.GUARDIAN}
"""Whoever is one of these was born before the other."""


TOLD: Mapping[Kin, str] = {
    K.PARENT: N_("%(one)s: parent of %(other)s"),
    K.ADOPTIVE_PARENT: N_("%(one)s: adoptive parent of %(other)s"),
    K.STEP_PARENT: N_("%(one)s: step-parent of %(other)s"),
    K.FOSTER_CARER: N_("%(one)s: foster carer of %(other)s"),
    K.GUARDIAN: N_("%(one)s: special guardian of %(other)s"),
    K.GRANDPARENT: N_("%(one)s: grandparent of %(other)s"),
    K.AUNT_UNCLE: N_("%(one)s: aunt or uncle of %(other)s"),
    K.SIBLING: N_("%(one)s and %(other)s: brothers or sisters"),
    K.HALF_SIBLING: N_("%(one)s and %(other)s: half-brothers or half-sisters"),
    K.STEP_SIBLING: N_("%(one)s and %(other)s: stepbrothers or stepsisters"),
    K.COUSIN: N_("%(one)s and %(other)s: cousins"),
    K.PARTNER: N_("%(one)s and %(other)s: partners"),
    K.MARRIED: N_("%(one)s and %(other)s: married, or civil partners"),
    K.SEPARATED: N_("%(one)s and %(other)s: former partners, or separated"),
    K.DIVORCED: N_("%(one)s and %(other)s: divorced"),
    K.OTHER_KIN: N_("%(one)s and %(other)s: relatives"),
    K.FRIEND: N_("%(one)s and %(other)s: friends"),
}
"""Every relationship as it is kept, in words that are true of the living and of those who have died."""


@dataclass(frozen=True)
class Tie:
    """One relationship: `one` is `kin` to `other`."""

    one: int
    kin: Kin
    other: int
    ended: bool = False
    code: str = ""


@dataclass(frozen=True)
class Somebody:
    """A person, as far as relationships ask: name, and day of birth or the day on which they are expected."""

    key: int
    name: str
    born: date | None = None


@dataclass(frozen=True)
class Seen:
    """A relationship as one of its two reads it: what the other is to them. What nobody recorded follows from the
    parents of both."""

    kin: Kin
    other: int
    ended: bool = False
    recorded: bool = True


def turned(one: int, kin: Kin, other: int) -> tuple[int, Kin, int]:
    """A relationship as it is kept: the elder side first."""
    return (one, kin, other) if kin in RECORDED else (other, INVERSE[kin], one)


# What follows -------------------------------------------------------------------------------------------------


def parents_of(ties: Sequence[Tie]) -> dict[int, list[int]]:
    """The parents by birth or adoption of each child that has any recorded."""
    found: dict[int, list[int]] = {}
    for tie in ties:
        if tie.kin in PARENTS and tie.one != tie.other and tie.one not in found.setdefault(tie.other, []):
            found[tie.other].append(tie.one)
    return found


def around(ties: Sequence[Tie], people: Collection[int]) -> dict[int, list[Seen]]:
    """What everybody is to each of these people, recorded and following, in the order of the words."""
    found: dict[int, list[Seen]] = {person: [] for person in people}
    related: set[frozenset[int]] = set()
    for tie in ties:
        if tie.one == tie.other:
            continue
        related.add(frozenset((tie.one, tie.other)))
        if tie.one in found:
            found[tie.one].append(Seen(INVERSE[tie.kin], tie.other, tie.ended))
        if tie.other in found:
            found[tie.other].append(Seen(tie.kin, tie.one, tie.ended))
    for one, kin, other in _following(parents_of(ties)):
        if frozenset((one, other)) not in related:
            related.add(frozenset((one, other)))
            if one in found:
                found[one].append(Seen(INVERSE[kin], other, recorded=False))
            if other in found:
                found[other].append(Seen(kin, one, recorded=False))
    order = {kin: n for n, kin in enumerate(Kin)}
    return {person: sorted(seen, key=lambda s: (s.ended, order[s.kin], s.other)) for person, seen in found.items()}


def _following(parents: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Kin, int]]:
    children = sorted(parents)
    for n, child in enumerate(children):
        for sibling in children[n + 1 :]:
            mine, theirs = set(parents[child]), set(parents[sibling])
            if mine & theirs:
                yield child, K.HALF_SIBLING if mine - theirs and theirs - mine else K.SIBLING, sibling
        for parent in parents[child]:
            for grandparent in parents.get(parent, ()):
                if grandparent != child:
                    yield grandparent, K.GRANDPARENT, child


# What cannot be -----------------------------------------------------------------------------------------------


def problems(
    one: Somebody, kin: Kin, other: Somebody, held: Sequence[Tie], forebears: Collection[int]
) -> Iterator[Sentence]:
    """Why these two cannot be so related, in sentences; the relationship as it is kept. `held` are the relationships
    of either of them, without the one that is corrected, and `forebears` all who came before `one`."""
    names = {"one": one.name, "other": other.name}
    if one.key == other.key:
        yield say(N_("Nobody is related to themselves: choose somebody else."), "other")
        return
    pair = {one.key, other.key}
    kinds = {tie.kin for tie in held if {tie.one, tie.other} == pair and not tie.ended}
    if any(t.kin is kin and (t.one, t.other) == (one.key, other.key) and not t.ended for t in held) or (
        kin in kinds and INVERSE[kin] is kin
    ):
        yield say(N_("This is on the record already: %(one)s and %(other)s."), "kin", **names)
    if kin in COUPLES and kinds & (RAISING - {K.STEP_PARENT}):
        yield say(N_("%(one)s and %(other)s are held as parent and child: they cannot be a couple."), "kin", **names)
    if kin in RAISING and kinds & COUPLES:
        yield say(N_("%(one)s and %(other)s are held as a couple: neither is the other’s parent."), "kin", **names)
    if kin in PARENTS and other.key in forebears:
        yield say(N_("%(other)s comes before %(one)s in the family: the two cannot be child and parent."), **names)
    if kin in _ELDER_BORN and one.born and other.born and one.born >= other.born:
        yield say(N_("%(one)s is younger than %(other)s: look at both dates of birth, or turn it round."), **names)
    if kin is K.PARENT and len({t.one for t in held if t.kin is kin and t.other == other.key} - {one.key}) >= 2:
        yield say(N_("Two parents by birth are held for %(other)s: correct one of them first."), "kin", **names)


def wrong_dates(kin: Kin, starts_on: date | None, ends_on: date | None, today: date) -> Iterator[Sentence]:
    """Why these days cannot be, in sentences."""
    if starts_on and starts_on > today:
        yield say(N_("This day lies ahead."), "starts_on")
    if ends_on and ends_on > today:
        yield say(N_("This day lies ahead."), "ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        yield say(N_("It cannot end before it began."), "ends_on")
    if ends_on and kin in _FOR_LIFE:
        yield say(
            N_("This does not end (%(kin)s). Where it was never so, take it off the record instead."),
            "ends_on",
            kin=kin,
        )


def can_end(kin: Kin) -> bool:
    """Whether a relationship of this kind can end."""
    return kin not in _FOR_LIFE and kin not in OVER
