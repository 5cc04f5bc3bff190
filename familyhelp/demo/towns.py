"""Invented authorities, each with its own level and drift for everything that is counted."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

NATION = ("E92999999", "Brightholm")
REGION = ("E12999999", "Saltings and Wolds")
TIMES_REGION = 9
"""How many times as many children the nation has as the region."""
SPEND = ("C&YPExpenditure", "SureStartFinance", "FamilySupportFinance", "YoungPeopleFinance", "TotalLACFinance")
WELLBEING = (
    ("FSP_NEW_GOODDEV", 63.0, 71.0),
    ("TotPerAbNew", 15.0, 22.0),
    ("TotSevPerAbNew", 1.6, 3.2),
    ("16-17 NEET", 2.2, 6.0),
    ("FirstYJS", 110.0, 220.0),
    ("HospAd0-14", 60.0, 105.0),
    ("CMH_0-17yrs", 60.0, 110.0),
)
Sums = dict[str, float]
"""What is counted in one place and year, by name."""


class Town:
    """One invented authority."""

    def __init__(self, chance: Random, number: int, name: str) -> None:
        self.number, self.code, self.name = f"{number:03d}", f"E09999{number:03d}", name
        self.children = chance.randint(38_000, 120_000)
        self.referrals = chance.uniform(0.042, 0.064)
        self.again, self.nothing = chance.uniform(0.17, 0.26), chance.uniform(0.03, 0.11)
        self.looked_after, self.starting = chance.uniform(0.0055, 0.0098), chance.uniform(0.0021, 0.0035)
        self.spend, self.early_help = chance.uniform(1_050, 1_500), chance.uniform(0.12, 0.21)
        self.care = chance.uniform(0.50, 0.60)
        self.drift = chance.uniform(-0.03, 0.03)
        self.wellbeing = {line: chance.uniform(low, high) for line, low, high in WELLBEING}

    def sums(self, chance: Random, nth: int) -> Sums:
        """What is counted in the nth year."""
        moved = (1 + self.drift) ** nth * chance.uniform(0.97, 1.03)
        children = round(self.children * 1.004**nth * chance.uniform(0.998, 1.002))
        referrals = round(children * self.referrals * moved)
        spend = round(children * self.spend * 1.06**nth)
        early = spend * self.early_help / moved
        return {
            "children": children,
            "referrals": referrals,
            "again": round(referrals * self.again * moved),
            "nothing": round(referrals * self.nothing * chance.uniform(0.9, 1.1)),
            "looked_after": round(children * self.looked_after * moved),
            "starting": round(children * self.starting * moved),
            "C&YPExpenditure": spend,
            "SureStartFinance": round(early * 0.2),
            "FamilySupportFinance": round(early * 0.65),
            "YoungPeopleFinance": round(early * 0.15),
            "TotalLACFinance": round(spend * self.care * chance.uniform(0.98, 1.02)),
            **{line: round(value * chance.uniform(0.96, 1.04), 1) for line, value in self.wellbeing.items()},
        }


def year_of(chance: Random, towns: Sequence[Town], nth: int) -> dict[str, Sums]:
    """Every count of a year, by the number of the place. The region is the sum of its authorities, the nation many
    times the region; shares are averages."""
    found = {town.number: town.sums(chance, nth) for town in towns}
    shares = {line for line, _low, _high in WELLBEING}
    places = list(found.values())
    region = {key: sum(place[key] for place in places) for key in places[0]}
    region |= {line: round(region[line] / len(places), 1) for line in shares}
    found["region"] = region
    found["nation"] = {
        key: round(value * chance.uniform(0.94, 1.06), 1) if key in shares else _larger(value, chance)
        for key, value in region.items()
    }
    return found


def _larger(value: float, chance: Random) -> float:
    """A count of the region as a count of the nation, rounded to 10 as those are."""
    return round(value * TIMES_REGION * chance.uniform(0.97, 1.03), -1)
