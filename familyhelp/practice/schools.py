"""Where a child went to school before: worked out from what the record said, change by change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class EarlierSchool:
    """A school, nursery or other setting of before: since when, as far as it is known, and until when."""

    name: str
    since: date | None
    until: date


def earlier(school: str | None, since: date | None, changes: Iterable[tuple[date, Mapping[str, Any]]]) -> Iterator[Any]:
    """The schools before the one of now, the newest first, from the changes of a record, the newest first: the day of
    each, and what was held before it (`was_school`, `was_school_since`; a change leaves out what it did not touch).
    Where only the name changed and not the day since when, the name was set right: that is no other school."""
    for day, was in changes:
        began = _day(was["was_school_since"]) if "was_school_since" in was else since
        name = was.get("was_school", school)
        if name and name != school and not (school and since and began == since):
            yield EarlierSchool(name, began, min(since, day) if since and (not began or since >= began) else day)
        school, since = name, began


def _day(held: Any) -> date | None:
    return date.fromisoformat(held) if held else None
