"""Authorities that were split or merged, as data: which became which, and when. A series never joins two places: the
figures of one stop where those of the others begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .words import N_, Sentence, say


@dataclass(frozen=True)
class Change:
    """On 1 April of a year some authorities ended and others began, each with its three digits."""

    year: int
    ended: Mapping[str, str]
    began: Mapping[str, str]


CHANGES = (
    Change(2009, {"820": "Bedfordshire"}, {"822": "Bedford", "823": "Central Bedfordshire"}),
    Change(2009, {"875": "Cheshire"}, {"895": "Cheshire East", "896": "Cheshire West and Chester"}),
    Change(
        2019,
        {"835": "Dorset (until 2019)", "836": "Poole", "837": "Bournemouth"},
        {"838": "Dorset", "839": "Bournemouth, Christchurch and Poole"},
    ),
    Change(2021, {"928": "Northamptonshire"}, {"940": "North Northamptonshire", "941": "West Northamptonshire"}),
    Change(2023, {"909": "Cumbria"}, {"942": "Cumberland", "943": "Westmorland and Furness"}),
)
"""The changes of English authorities that hold children’s services. A county that became one unitary authority within
the same bounds kept its three digits, and is the same place."""


def told(number: str | None) -> Sentence | None:
    """What is to be said of the figures of an authority, where it ended or began with a change."""
    for change in CHANGES:
        if number in change.began:
            sentence = N_("This authority began on 1 April %(year)s, in the place of %(others)s. Earlier figures are "
                          "theirs and are not joined to its own.")  # fmt: skip
            return say(sentence, year=str(change.year), others=_listed(change.ended))
        if number in change.ended:
            sentence = N_("This authority ended on 31 March %(year)s. Its place was taken by %(others)s, whose figures "
                          "are not joined to these.")  # fmt: skip
            return say(sentence, year=str(change.year), others=_listed(change.began))
    return None


def _listed(names: Mapping[str, str]) -> str:
    return "; ".join(names.values())
