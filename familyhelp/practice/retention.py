"""How long records are kept: rules of the authority's own within bounds, and the last day that each record is kept,
worked out whenever it is asked for. A day that cannot be worked out is no day: such a record is never disposed of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from .words import N_, Sentence, Word, say


class RecordKind(Word):
    """What is kept: each has its own rule."""

    HELPED = "helped", N_("A family that was helped")
    REQUEST = "request", N_("A request for help that led to no case")
    RECORD = "record", N_("A family without a request or a case")


@dataclass(frozen=True)
class Rule:
    """How many years a record is kept from where it counts, and until which birthday of the youngest child at least."""

    record: RecordKind
    years: int
    child_until: int | None
    """None: no birthday counts."""
    counts_from: str
    why: str
    version: int = 0
    """The number of the setting that it comes from; 0: as it is usual."""


USUAL: Mapping[RecordKind, Rule] = MappingProxyType(
    {
        rule.record: rule
        for rule in (
            Rule(
                RecordKind.HELPED,
                6,
                25,
                N_("the day on which the family’s last case closed, or its last request came to nothing"),
                N_(
                    "Grown children may ask what help their family had, and claims can be made for six years. No law "
                    "sets these years for early help: authorities commonly choose them, and this one may choose others."
                ),
            ),
            Rule(
                RecordKind.REQUEST,
                6,
                None,
                N_("the day on which the request was decided"),
                N_(
                    "A later worry for the same children can be read beside it, and claims can be made for six years. "
                    "No law sets these years: they are the authority’s choice."
                ),
            ),
            Rule(
                RecordKind.RECORD,
                2,
                None,
                N_("the day on which the record was started"),
                N_(
                    "Nobody asked for help and nobody helped, so there is little reason to hold it. No law sets these "
                    "years: they are the authority’s choice."
                ),
            ),
        )
    }
)
"""The rules as they are while the authority has set none."""

YEARS = (1, 30)
CHILD_UNTIL = (18, 30)
"""Within which bounds an authority sets a rule. 0 as a birthday: none counts."""


def missing(record: RecordKind, years: int | None, child_until: int | None, because: str) -> Iterator[Sentence]:
    """What is wrong with a change of a rule. `child_until` is 0 where no birthday counts."""
    if years is None or not YEARS[0] <= years <= YEARS[1]:
        yield say(N_("Records are kept for %(least)s to %(most)s years."), "years", least=YEARS[0], most=YEARS[1])
    if record is RecordKind.HELPED and child_until != 0:
        least, most = CHILD_UNTIL
        if child_until is None or not least <= child_until <= most:
            sentence = N_("Write a birthday from the %(least)sth to the %(most)sth, or 0 where none counts.")
            yield say(sentence, "child_until", least=least, most=most)
    if not because.strip():
        yield say(N_("Say why, and where it is laid down."), "because")


# The last day ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Child:
    """A child as far as it counts: the date of birth, and whether that was estimated."""

    born: date | None
    estimated: bool = False


@dataclass(frozen=True)
class Until:
    """The last day on which a record is kept, or why there is none."""

    on: date | None
    lacks: str | None = None

    def is_over(self, today: date) -> bool:
        """Whether the record may be disposed of today."""
        return self.on is not None and self.on < today


UNKNOWN_BIRTH = N_("A child’s date of birth is not known. Find it out, or keep the record.")


def kept_until(rule: Rule, begins: date, children: Sequence[Child] = ()) -> Until:
    """The last day on which a record is kept: so many years from where it counts, and, where the rule says so, until
    that birthday of every child. An estimated date of birth counts as a year later, so that nothing goes too early."""
    last = anniversary(begins, rule.years)
    if rule.child_until is None:
        return Until(last)
    for child in children:
        if child.born is None:
            return Until(None, UNKNOWN_BIRTH)
        last = max(last, anniversary(child.born, rule.child_until + child.estimated))
    return Until(last)


def anniversary(day: date, years: int) -> date:
    """The same day so many years on; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def begun_by(years: int, today: date) -> date:
    """The latest day whose anniversary after so many years lies before today: lists look for records by it."""
    yesterday = today - timedelta(days=1)
    try:
        return yesterday.replace(year=yesterday.year - years)
    except ValueError:
        return date(yesterday.year - years, 2, 28)
