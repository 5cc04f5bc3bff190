"""Annex A: the lists of children that inspectors ask an authority for, as far as this service holds them.

Headers, their order, kinds and coded values are those of the inspectorate's own template (lists 1, 2, 3 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from .people import Ethnicity, Sex
from .triage import Source
from .words import Word

MONTHS = 6
"""How far each list reaches back."""


def since(at: date) -> date:
    """The first day of the six months that end with `at`."""
    return at - relativedelta(months=MONTHS) + relativedelta(days=1)


class Kind(Word):
    """What stands in a column."""

    TEXT = "text", "text"
    CODE = "code", "one of the coded values"
    DATE = "date", "a day"
    AGE = "age", "whole years at the day of the extract; empty for an unborn child"


@dataclass(frozen=True)
class Column:
    """One column of a list: its header, what stands in it, and the only values it may hold where it is coded."""

    header: str
    kind: Kind = Kind.TEXT
    codes: tuple[str, ...] = ()


def _coded(header: str, codes: Mapping[str, str]) -> Column:
    return Column(header, Kind.CODE, tuple(codes.values()))


GENDERS = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded", "N": "d) Neither"}
_ETHNICITIES = (
    "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB",
    "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT", "UNKNOWN",
)  # fmt: skip
ETHNICITIES = {code: f"{chr(ord('a') + at)}) {code}" for at, code in enumerate(_ETHNICITIES)}
SOURCES = {
    "1A": "a) 1A: Individual", "1B": "b) 1B: Individual", "1C": "c) 1C: Individual", "1D": "d) 1D: Individual",
    "2A": "e) 2A: Schools", "2B": "f) 2B: Education services", "3A": "g) 3A: Health services",
    "3B": "h) 3B: Health services", "3C": "i) 3C: Health services", "3D": "j) 3D: Health services",
    "3E": "k) 3E: Health services", "3F": "l) 3F: Health services", "4": "m) 4: Housing", "5A": "n) 5A: LA services",
    "5B": "o) 5B: LA services", "5C": "p) 5C: LA services", "5D": "p1) 5D: LA services", "6": "q) 6: Police",
    "7": "r) 7: Other legal agency", "8": "s) 8: Other", "9": "t) 9: Anonymous", "10": "u) 10: Unknown",
}  # fmt: skip
YES, NO = "a) Yes", "b) No"
UNKNOWN_DISABILITY = "c) Unknown"

_CHILD = (
    Column("Child Unique ID"),
    _coded("Gender", GENDERS),
    _coded("Ethnicity", ETHNICITIES),
    Column("Date of Birth", Kind.DATE),
    Column("Age", Kind.AGE),
)
LISTS: dict[str, tuple[Column, ...]] = {
    "List 1": (*_CHILD, Column("Date of Contact", Kind.DATE), _coded("Contact Source", SOURCES)),
    "List 2": (
        *_CHILD,
        Column("Assessment start date", Kind.DATE),
        Column("Assessment completion date", Kind.DATE),
        Column("Organisation completing assessment"),
    ),
    "List 3": (
        *_CHILD,
        Column("Date of Referral", Kind.DATE),
        _coded("Referral Source", SOURCES),
        _coded("Referral NFA?", {"yes": YES, "no": NO}),
        Column("Number of Referrals in Last 12 Months"),
        Column("Allocated Team"),
        Column("Allocated Worker"),
    ),
    "List 6": (
        *_CHILD,
        _coded("Does the Child have a Disability", {"yes": YES, "no": NO, "unknown": UNKNOWN_DISABILITY}),
        Column("CIN Start Date", Kind.DATE),
        Column("Primary Need Code"),
        Column("Date Child Was Last Seen", Kind.DATE),
        Column("CIN Closure Date", Kind.DATE),
        Column("Reason for Closure"),
        Column("Case Status"),
        Column("Allocated Team"),
        Column("Allocated Worker"),
    ),
}

NOTES: dict[str, tuple[str, ...]] = {
    "List 1": (
        "Every request for help that was received in the six months, a row for each child it names. A child who is "
        "matched to nobody yet has the reference of the request in place of an identifier.",
    ),
    "List 2": (
        "Every episode of help that was open on the day of the extract, or whose assessment was completed in the six "
        "months, a row for each child. The assessment starts on the day its first part was written.",
    ),
    "List 3": (
        "What this service sent to statutory social care in the six months: requests for help that were stepped up at "
        "once, and step-ups of open episodes. Referrals made to statutory social care by others are in its own system. "
        "No further action: yes where a step-up was declined, no where it was accepted; not said where no answer is "
        "held. The team and the worker are those of this service.",
    ),
    "List 6": (
        "Families whose step-up was accepted and who are still followed here. Episodes that began in statutory social "
        "care are in its own system. Primary need and the day a child was last seen there are not held.",
    ),
}
"""What a reader must know of each list, beside the list."""


def gender(sex: Sex | None) -> str:
    """The coded value of a sex as recorded at birth."""
    return GENDERS[sex.value if sex else "U"]


def disability(codes: str | None) -> str:
    """Whether a child has a disability, by the codes held; unknown while nobody has asked."""
    if not codes:
        return UNKNOWN_DISABILITY
    return NO if codes == "NONE" else YES


def ethnicity(code: Ethnicity | None) -> str:
    """The coded value of an ethnic background; unknown where nobody is matched."""
    return ETHNICITIES[code.value if code else "UNKNOWN"]


def source(code: Source | None) -> str:
    """The coded value of who asked; unknown where nobody did."""
    return SOURCES[code.value if code else "10"]


def age(born: date | None, at: date) -> int | None:
    """Whole years on a day; None for an unborn child and where the day of birth is unknown."""
    if born is None or born > at:
        return None
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
