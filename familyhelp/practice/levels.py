"""Levels of need as an authority calls, colours and describes them. Their numbers stay, so that figures hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .words import N_, Sentence, Word, say


class Colour(Word):
    """The colours of a tag: each is readable on its own ground, and none is the only sign."""

    GREY = "grey", N_("Grey")
    GREEN = "green", N_("Green")
    TEAL = "teal", N_("Teal")
    BLUE = "blue", N_("Blue")
    PURPLE = "purple", N_("Purple")
    YELLOW = "yellow", N_("Yellow")
    ORANGE = "orange", N_("Orange")
    RED = "red", N_("Red")


USUAL_COLOURS = {"1": Colour.GREEN, "2": Colour.BLUE, "3": Colour.ORANGE, "4": Colour.RED}


@dataclass(frozen=True)
class OwnLevel:
    """One level as the authority set it last: `number` is its slug, `signs` what tells it from the next."""

    number: str
    name: str
    colour: Colour
    means: str
    signs: str


_own: Mapping[str, OwnLevel] = {}


def keep_to(own: Iterable[OwnLevel]) -> None:
    """Speak of levels as the authority does, from now on; of two for one level the later one counts."""
    global _own
    _own = {one.number: one for one in own}


def own(number: str) -> OwnLevel | None:
    """How the authority set a level; None where it never did."""
    return _own.get(number)


def label(number: str, usual: str) -> str:
    """What a level is called: its number, then the authority's name for it."""
    held = _own.get(number)
    return f"{number} {held.name}" if held else usual


def missing(number: str, name: str, means: str, others: Iterable[str]) -> Iterator[Sentence]:
    """What is wrong with a name and a meaning of a level."""
    if not name.strip():
        yield say(N_("Write what the level is called."), "name")
    if name.strip().lower() in {other.lower() for other in others}:
        yield say(N_("Another level is called so already."), "name")
    if name.strip()[:1].isdigit() or name.strip() == number:
        yield say(N_("The number stands before the name by itself."), "name")
    if not means.strip():
        yield say(N_("Write what the level means: it stands beside the choice."), "means")
