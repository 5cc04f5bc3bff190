"""Small published files in the shape of the real ones, of a country that does not exist."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NATION = ("E92999999", "Albany")
REGION = ("E12999999", "Saltshire")
PLACES = [(f"{n:03d}", f"E0999900{n}", f"Town {n}") for n in range(1, 7)]


def to_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None, *, mark: bool = False) -> bytes:
    """The bytes of a CSV file; `columns` gives their order, `mark` puts a byte-order mark in front."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return (b"\xef\xbb\xbf" if mark else b"") + out.getvalue().encode()


def ees(year: int | str, place: tuple[str, str, str] | None, **cells: Any) -> dict[str, Any]:
    """A row in the standard of "Explore education statistics": of an authority, or (None) of the nation."""
    level = "National" if place is None else "Local authority"
    old, new, name = place or ("", "", "")
    region_code, region_name = REGION if place else ("", "")
    return {
        "time_period": str(year),
        "time_identifier": "Reporting year",
        "geographic_level": level,
        "country_code": NATION[0],
        "country_name": NATION[1],
        "region_code": region_code,
        "region_name": region_name,
        "old_la_code": old,
        "new_la_code": new,
        "la_name": name,
        **cells,
    }


def regional(year: int, **cells: Any) -> dict[str, Any]:
    """A row of the region."""
    return {
        **ees(year, None, **cells),
        "geographic_level": "Regional",
        "region_code": REGION[0],
        "region_name": REGION[1],
    }


def referrals(year: int | str, place: tuple[str, str, str] | None, count: Any, again: Any, nothing: Any = "z") -> dict:
    """A row of the referrals file."""
    return ees(
        year,
        place,
        category="Referrals and Re-referrals",
        referral_count=count,
        rereferral_count=again,
        rereferral_percent="z",
        no_further_action_count=nothing,
    )


def population(year: int, place: tuple[str, str, str] | None, children: Any) -> dict[str, Any]:
    """A row of the population file."""
    return ees(year, place, age_group="Children aged 0 to 17 years", population_estimate=children)


def looked_after(year: int, place: tuple[str, str, str] | None, children: Any, published: Any = "z") -> dict[str, Any]:
    """A row of the looked-after file: children at 31 March."""
    return ees(
        year,
        place,
        population_type="Children looked after on 31 March each year",
        population_estimate="x",
        children_count=children,
        rate_per_10000=published,
    )


def long(measure: str, period: str, place: tuple[str, str, str], value: Any) -> dict[str, Any]:
    """A row of the long file."""
    return {
        "measure": measure,
        "measure_name": measure,
        "unit": "Spend",
        "polarity": "-",
        "period": period,
        "la_number": place[0],
        "area": place[2],
        "region": REGION[1],
        "value": value,
    }


def neighbours(place: tuple[str, str, str], near: Iterable[str]) -> dict[str, Any]:
    """A row of the neighbours file."""
    row = {"old_la_code": place[0], "la_name": place[2], "region_ind": "1", "region_name": REGION[1]}
    for position, number in enumerate(near, 1):
        row |= {f"SN_{position}": number, f"SN_{position}P": "Close "}
    return row
