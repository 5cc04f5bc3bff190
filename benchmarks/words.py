"""Invented names and texts, drawn from short lists."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from familyhelp.practice import names

T = TypeVar("T")

_FORENAMES_IN_ORDER = """
Ada Aisha Alfie Amara Amir Arlo Asha Ben Beth Billie Callum Cara Caleb Chidi Clara Dara Dev Dylan Edie Eli Ella
Elsie Emeka Esme Ethan Evie Farah Finn Flora Freya George Grace Hana Harvey Hugo Ibrahim Imani Iris Isla Ivy
Jack Jamal Jasmine Jude Kai Kezia Kit Lara Leah Leo Lila Logan Luca Lucy Maisie Malik Mara Mia Mina Molly Nadia
Nathan Nia Noah Nora Oscar Otis Owen Pia Polly Poppy Priya Quinn Rafe Ravi Reuben Rosa Rowan Ruby Sadie Salma
Sami Saskia Seth Sofia Stan Suki Tara Theo Tilly Tobi Uma Vera Wilf Willow Xanthe Yara Yusuf Zac Zara Zoe
"""
FORENAMES = _FORENAMES_IN_ORDER.split()
_HEADS_IN_ORDER = """
Al Ash Bark Beck Bin Black Bram Brook Burn Cald Carl Chad Clay Cob Col Crow Dal Dun Eas El Fair Fen Fox Gar Gild
Green Hal Hard Hart Hazel Heath Hol Horn Hum Ken Kil King Lam Lang Lin Long Lud Mar May Mere Mil Moor Nether New
Nor Oak Old Orm Pen Pick Quar Raven Red Rick Ros Row Sal San Scar Shel Sil Stan Sted Stock Sut Swin Thorn Til
Tow Up Wake Wal War Wat Wes Whit Wil Win Wood Wor Yar
"""
_HEADS = _HEADS_IN_ORDER.split()
_TAILS_IN_ORDER = """
acre bank beck borne bourne bridge brook burn bury by cliffe combe cote croft dale den don field fold ford gate
grave ham head hill holme house hurst land ley lock low man mere moor more mouth ness over pool ridge ro sby
shaw side stead stoke stone ston thorpe ton tree vale wade wall ward water way well wick wood worth yard
"""
_TAILS = _TAILS_IN_ORDER.split()
SURNAMES = [head + tail for head in _HEADS for tail in _TAILS]
STREETS = ("Quay", "Mill", "Orchard", "Station", "Church", "Harbour", "Castle", "Weaver", "Foundry", "Meadow")
_SENTENCES = (
    "We met at home and talked for an hour.",
    "Everyone was up and ready, and breakfast had been eaten.",
    "School says that mornings go better than last month.",
    "The youngest showed a drawing of the new bedroom.",
    "Mum said that the nights are still the hardest part.",
    "Dad rang in the evening and asked what he can do.",
    "We agreed who rings the landlord, and by when.",
    "The health visitor joined us and weighed the baby.",
    "There was shouting next door, which upset the children.",
    "Money ran out on Tuesday; the food bank helped.",
    "The eldest spoke about friends, football and the bus.",
    "We went through the plan together and ticked two things off.",
    "Grandma will take the children on Fridays from now on.",
    "The boiler has been mended and the flat is warm.",
    "The appointment was missed because the letter came late.",
    "They asked for a visit after school rather than before.",
    "The class teacher has noticed more smiles and fewer tears.",
    "We practised what to say when things get heated.",
    "The family chose what we look at next time.",
    "Nothing gave cause for worry today.",
)
NEEDS = (
    "Mornings are hard and school is missed two days a week.",
    "Rent is in arrears and a letter about eviction has come.",
    "A parent feels low and finds it hard to get going.",
    "There is much shouting at home, and a child is anxious.",
    "The baby does not settle and nobody sleeps.",
)
GOALS = (
    "We want mornings without shouting.",
    "We want everybody at school on time.",
    "We want to stay in our home and pay what we owe.",
    "We want to feel calm enough to talk.",
    "We want evenings together without screens.",
)
ACTIONS = (
    "Pack the bags the evening before.",
    "Ring the housing officer and ask for a payment plan.",
    "Meet the class teacher every second Friday.",
    "Go to the parents’ group on Wednesdays.",
    "Make a chart for bedtimes with the children.",
)


@cache
def texts() -> list[str]:
    """Some hundred note texts of 100 to 600 characters."""
    chance = random.Random(7)
    return [" ".join(chance.choices(_SENTENCES, k=chance.randint(2, 12))) for _ in range(500)]


@cache
def folded(name: str) -> str:
    """A name as keys hold it."""
    return names.fold(name)


@cache
def sound(surname: str) -> str:
    """The sound of a surname."""
    return names.sound_key(surname)


class Chance(random.Random):
    """A source of chance with the few words that stories need."""

    def one(self, of: Sequence[T]) -> T:
        """One of several."""
        return of[int(self.random() * len(of))]

    def some(self, low: int, high: int) -> int:
        """A whole number from low to high."""
        return low + int(self.random() * (high - low + 1))

    def maybe(self, share: float) -> bool:
        """True this often."""
        return self.random() < share

    def surname(self) -> str:
        """Some surnames are common: the commonest has one family in a hundred, as in life."""
        return SURNAMES[int(self.random() ** 2.2 * len(SURNAMES))]
