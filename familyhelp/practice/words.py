"""How the practice speaks: enumerations with a stable slug and a label, and sentences that can be translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self, TypeVar


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a text for translation; it is translated where it is shown."""
    return text


class Word(StrEnum):
    """One of a fixed list: stored as its slug, shown as its label (translated where it is shown)."""

    label: str

    def __new__(cls, slug: str, label: str) -> Self:
        """Keep the slug as the value and the label beside it."""
        word = str.__new__(cls, slug)
        word._value_ = slug
        word.label = label
        return word


W = TypeVar("W", bound=Word)


def word_of(words: type[W], slug: str) -> W:
    """The word of a list that has this slug. Raises ValueError where there is none."""
    find: Callable[[str], W] = words
    return find(slug)


Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Sentence:
    """A sentence for people: its text is the key for translation, `%(name)s` marks what is filled in."""

    text: str
    facts: dict[str, Scalar] = field(default_factory=dict, hash=False)
    field_name: str | None = None

    def in_words(self, translate: Callable[[str], str]) -> str:
        """The sentence, translated and filled in."""
        facts = {k: translate(v.label) if isinstance(v, Word) else v for k, v in self.facts.items()}
        text = translate(self.text)
        return text % facts if facts else text

    def __str__(self) -> str:
        return self.in_words(lambda text: text)


def say(text: str, field_name: str | None = None, **facts: Scalar) -> Sentence:
    """A sentence with its facts; `field_name` names the form field it is about, if there is one."""
    return Sentence(text, facts, field_name)


class Refusal(Exception):
    """The practice says no, in sentences that a person can act on."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__(" ".join(str(s) for s in sentences))
        self.sentences = sentences


class NotYet(Refusal):
    """The practice does not allow this now: what is missing, in sentences."""


class Changed(Refusal):
    """Somebody else saved a newer version since this one was read; nothing was overwritten."""

    def __init__(self, *, stored: Mapping[str, str], version: int, who: str | None = None) -> None:
        """`stored` holds the newer text by form field, `version` the version it has, `who` the name of its writer."""
        super().__init__(
            say(
                N_(
                    "%(who)s saved a newer version while you were writing. Both texts are below: "
                    "make yours say what should stand, then save again."
                ),
                who=who or N_("Somebody"),
            )
        )
        self.stored = stored
        self.version = version


def version_after(newest: int) -> int:
    """The version of what is set by rows that never change, by the number of its newest row, 0 where there is none:
    never 0, which a form says that does not say what it read."""
    return newest + 1
