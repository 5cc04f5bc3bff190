"""What published statistics look like: their symbols, numbers, levels, codes and periods."""

from __future__ import annotations

import re

from .words import N_, Word


class Symbol(Word):
    """What stands where a number is not published. It stays a gap and is never turned into 0."""

    CONFIDENTIAL = "c", N_("suppressed to protect people’s confidentiality")
    NOT_AVAILABLE = "x", N_("not available")
    NOT_APPLICABLE = "z", N_("not applicable")
    UNRELIABLE = "u", N_("of low reliability")
    LOW = "low", N_("rounds to 0, but is not 0")
    LOW_SHORT = "k", N_("low: rounds to 0, but is not 0")
    NOT_PUBLISHED = "-", N_("not published")
    NOT_COLLECTED = ":", N_("not collected")
    SMALL = "~", N_("suppressed because the number is small")
    NOT_THERE = "..", N_("not available for this period")
    MISSING = "NA", N_("not available in this file")


_SYMBOLS = {symbol.value: symbol for symbol in Symbol}
COUNT = re.compile(r"[0-9]{1,18}|[0-9](?:\.[0-9]{1,17})?[eE]\+?[0-9]{1,2}")
NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")


def symbol_of(cell: str) -> Symbol | None:
    """The symbol that a cell holds, with or without the brackets of the newer style (`[x]`)."""
    if len(cell) > 2 and cell[0] == "[" and cell[-1] == "]":
        cell = cell[1:-1]
    return _SYMBOLS.get(cell)


class AreaLevel(Word):
    """How wide an area is."""

    NATION = "national", N_("Nation")
    REGION = "regional", N_("Region")
    AUTHORITY = "authority", N_("Local authority")


LEVELS = {
    "National": AreaLevel.NATION,
    "Regional": AreaLevel.REGION,
    "Local authority": AreaLevel.AUTHORITY,
}
OTHER_LEVELS = frozenset(
    {
        "English devolved area",
        "Institution",
        "Local authority district",
        "Local enterprise partnership",
        "Local skills improvement plan area",
        "MAT",
        "Multi-academy trust",
        "Opportunity area",
        "Parliamentary constituency",
        "Planning area",
        "Police force area",
        "Provider",
        "RSC region",
        "School",
        "Sponsor",
        "Ward",
    }
)
"""Levels of the EES standard that the scorecard has no use for; their rows are counted and left out."""

NUMBER_OF_AUTHORITY = re.compile(r"[0-9]{3}")
CODES = {
    AreaLevel.NATION: re.compile(r"(?:[EWSN]92|K0[1-5])[0-9]{6}"),
    AreaLevel.REGION: re.compile(r"E1[23][0-9]{6}"),
    AreaLevel.AUTHORITY: re.compile(r"(?:E0[6-9]|E10|W06|S12|N09)[0-9]{6}"),
}
"""The nine characters of a code, by the level that its first three say."""

REGIONS = {
    "970": ("E92000001", "England"),
    "980": ("E12000001", "North East"),
    "981": ("E12000002", "North West"),
    "982": ("E12000003", "Yorkshire and The Humber"),
    "983": ("E12000004", "East Midlands"),
    "984": ("E12000005", "West Midlands"),
    "985": ("E12000006", "East of England"),
    "986": ("E12000007", "London"),
    "987": ("E13000001", "Inner London"),
    "988": ("E13000002", "Outer London"),
    "989": ("E12000008", "South East"),
    "990": ("E12000009", "South West"),
}
"""The long file knows regions and England by a number; here are their codes and names."""


EARLIEST, LATEST = 1990, 2100
_SIX = re.compile(r"([0-9]{4})([0-9]{2})")
_LONG_PERIOD = re.compile(r"([0-9]{4})(?:[-/]([0-9]{2}))?(?: \(OT\))?")


def _ending(first: str, second: str | None) -> int | None:
    year = int(first)
    if second is not None:
        year += 1
        if f"{year:04d}"[2:] != second:
            return None
    return year if EARLIEST <= year <= LATEST else None


def year_of(period: str) -> int | None:
    """The year in which a period ends: 2025 for `2025`, `202425`, `2024-25`, `2024/25` and `2024-25 (OT)`; None
    for anything else."""
    found = _SIX.fullmatch(period) or _LONG_PERIOD.fullmatch(period)
    return _ending(found[1], found[2]) if found else None


def is_whole_year(identifier: str) -> bool:
    """Whether a time identifier of the EES standard means a whole year (of any kind)."""
    return identifier.casefold().endswith("year")
