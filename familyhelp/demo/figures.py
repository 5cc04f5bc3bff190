"""Published figures of a country that does not exist: an authority, ten neighbours, their region and a nation, in files
of the same shape as the real ones and through the same import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from ..casework.published import import_file
from .towns import NATION, REGION, SPEND, WELLBEING, Sums, Town, year_of

NEIGHBOURS = (
    "Harrowdene",
    "Wexcombe",
    "Thornavon",
    "Eastermoor",
    "Pellingford",
    "Quillby",
    "Stonemarsh",
    "Ottersea",
    "Lyndwater",
    "Cragmouth",
)
HOW_CLOSE = ("Very close", "Very close", "Close", "Close", "Close", "Close", "Somewhat close", "Somewhat close")
YEARS = 6
Rows = Iterator[dict[str, Any]]
Years = dict[int, dict[str, Sums]]


def import_figures(chance: Random, *, authority: str, today: date) -> int:
    """Import invented figures for `authority` and its invented neighbours: six years, up to the last one that would be
    published by `today`. The same `chance` gives the same figures. Gives how many there are."""
    last = today.year - (today.month < 11)
    files = made(chance, [authority, *NEIGHBOURS], last)
    return sum(import_file(io.BytesIO(content), name, by=None).dataset.rows for name, content in files.items())


def made(chance: Random, names: Sequence[str], last: int) -> dict[str, bytes]:
    """The files, by name: the first authority is the demo's own, the others are its neighbours."""
    towns = [Town(chance, number, name) for number, name in enumerate(names, 1)]
    before = last - YEARS
    everything: Years = {year: year_of(chance, towns, year - before) for year in range(before, last + 1)}
    years = {year: sums for year, sums in everything.items() if year > before}
    return {
        "invented_population.csv": _csv(_population(towns, everything)),
        "invented_referrals.csv": _csv(_referrals(towns, years)),
        "invented_looked_after.csv": _csv(_looked_after(towns, years, everything)),
        "invented_long.csv": _csv(_long(towns, years)),
        "invented_neighbours.csv": _csv(_neighbours(chance, towns)),
    }


def _csv(rows: Rows) -> bytes:
    first = next(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(first), lineterminator="\n")
    writer.writeheader()
    writer.writerow(first)
    writer.writerows(rows)
    return out.getvalue().encode()


def _each(towns: Sequence[Town], years: Years) -> Iterator[tuple[int, dict[str, str], Sums]]:
    """Every year, the latest first, and every place in it: the columns that say where, and its counts."""
    nation = {"country_code": NATION[0], "country_name": NATION[1]}
    region = {"region_code": REGION[0], "region_name": REGION[1]}
    empty = dict.fromkeys(("region_code", "region_name", "old_la_code", "new_la_code", "la_name"), "")
    for year in sorted(years, reverse=True):
        time = {"time_period": str(year), "time_identifier": "Reporting year"}
        yield year, time | {"geographic_level": "National"} | nation | empty, years[year]["nation"]
        yield year, time | {"geographic_level": "Regional"} | nation | empty | region, years[year]["region"]
        for town in towns:
            own = {"old_la_code": town.number, "new_la_code": town.code, "la_name": town.name}
            yield year, time | {"geographic_level": "Local authority"} | nation | region | own, years[year][town.number]


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}"


def _population(towns: Sequence[Town], years: Years) -> Rows:
    for _year, where, sums in _each(towns, years):
        yield where | {"age_group": "Children aged 0 to 17 years", "population_estimate": round(sums["children"])}


def _referrals(towns: Sequence[Town], years: Years) -> Rows:
    for year, where, sums in _each(towns, years):
        # The last neighbour could not say for one year how many led to nothing: a gap, as in real files.
        gap = where["old_la_code"] == towns[-1].number and year == max(years)
        yield where | {
            "category": "Referrals and Re-referrals",
            "referral_count": round(sums["referrals"]),
            "rereferral_count": round(sums["again"]),
            "rereferral_percent": _percent(sums["again"], sums["referrals"]),
            "no_further_action_count": "u" if gap else round(sums["nothing"]),
            "no_further_action_percent": "u" if gap else _percent(sums["nothing"], sums["referrals"]),
        }


def _looked_after(towns: Sequence[Town], years: Years, with_before: Years) -> Rows:
    kinds = {
        "looked_after": "Children looked after on 31 March each year",
        "starting": "Children starting to be looked after each year",
        "ceasing": "Children ceasing to be looked after each year",
    }
    for year, where, sums in _each(towns, years):
        place = where["old_la_code"] or {"National": "nation", "Regional": "region"}[where["geographic_level"]]
        children = with_before[year - 1][place]["children"]
        # A little more children start than cease, so that the number looked after grows as it does in life.
        counted = {**sums, "ceasing": 0.94 * sums["starting"]}
        for key, kind in kinds.items():
            rate = f"{10_000 * counted[key] / children:.0f}"
            yield where | {
                "population_type": kind,
                "population_estimate": round(children),
                "children_count": round(counted[key]),
                "rate_per_10000": rate,
            }


def _long(towns: Sequence[Town], years: Years) -> Rows:
    places = [(town.number, town.name, REGION[1], town.number) for town in towns]
    places += [("998", REGION[1], "NA", "region"), ("999", NATION[1], "NA", "nation")]
    for measure in (*SPEND, *(line for line, _low, _high in WELLBEING)):
        for year in sorted(years):
            period = f"{year - 1}-{year % 100:02d} (OT)" if measure in SPEND else str(year)
            for number, name, region, key in places:
                value = years[year][key][measure]
                yield {
                    "measure": measure,
                    "measure_name": f"{measure} (invented)",
                    "unit": "Spend" if measure in SPEND else "",
                    "polarity": "-",
                    "period": period,
                    "la_number": number,
                    "area": name,
                    "region": region,
                    "value": round(value) if measure in SPEND else f"{value:.1f}",
                }


def _neighbours(chance: Random, towns: Sequence[Town]) -> Rows:
    for town in towns:
        others = [other for other in towns if other is not town]
        chance.shuffle(others)
        row = {"old_la_code": town.number, "la_name": town.name, "region_ind": "1", "region_name": REGION[1]}
        for position, other in enumerate(others, 1):
            row[f"SN_{position}"] = other.number
            row[f"SN_{position}P"] = HOW_CLOSE[min(position, len(HOW_CLOSE)) - 1]
        yield row
