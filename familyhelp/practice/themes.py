"""Learning themes: what we keep seeing, what good looks like, what we change. A theme never carries a name: not of
anybody in the families that it came from, not of a practitioner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .words import N_, Sentence, Word, say


class SourceKind(Word):
    """Where a theme comes from."""

    FEEDBACK = "feedback", N_("Feedback")
    COMPLAINT = "complaint", N_("Complaint")
    COMPLIMENT = "compliment", N_("Compliment")
    AUDIT = "audit", N_("Practice audit")
    PRACTICE = "practice", N_("What we see in practice")


class Whose(Word):
    """What to write where a name stands."""

    CHILD = "child", N_("the child")
    PARENT = "parent", N_("a parent")
    NETWORK = "network", N_("somebody in the family")
    FAMILY = "family", N_("the family")
    WORKER = "worker", N_("the worker")
    SOMEBODY = "somebody", N_("somebody")


@dataclass(frozen=True)
class Name:
    """A name that must not stand in a theme, and what to write instead. Where it is `whole`, only the whole of it is
    one: half of it may be anybody's."""

    name: str
    whose: Whose
    whole: bool = False


_EVERYDAY = """
a an art best bill black brown by chance child cook day de dear do drew early eve faith field frank
glad good grace grant green grey hand hill home hope i in joy just king la law le little long love
mark marsh may miles mine more north of on pat pearl price reed rich rob rose rush short so south
sue summer van wade wait ward way west white will winter wise wood woods young
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Words that are names, too. They count as a name only where they are written with a capital letter."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LIKE = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_LONG_ENOUGH_FOR_MORE_THAN_ONE = 4


def _fold(text: str) -> str:
    """A text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIKE))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _forms(word: str) -> Iterator[str]:
    """What a word of a text may be: itself, and what is left without “’s”, a plural of a name, or before a “’”."""
    parts = _fold(word).replace("’", "'").split("'")
    whole = "".join(parts)
    yield whole
    if len(parts) > 1:
        yield from parts
        yield "".join(parts[:-1])
    if word[:1].isupper() and whole.endswith("s") and len(whole) > _LONG_ENOUGH_FOR_MORE_THAN_ONE:
        yield whole[:-1]


def _parts(name: str) -> list[str]:
    """The words of a name, folded."""
    return [_fold(word).replace("'", "").replace("’", "") for word in _WORD.findall(name)]


def names_in(text: str, names: Iterable[Name]) -> Mapping[str, Whose]:
    """The words of a text that are names, as they are written there, each with what to write instead."""
    single: dict[str, Whose] = {}
    wholes: dict[tuple[str, ...], Whose] = {}
    for name in names:
        parts = _parts(name.name)
        if name.whole and len(parts) > 1:
            wholes.setdefault(tuple(parts), name.whose)
        else:
            single.update({part: name.whose for part in parts if len(part) > 1 and part not in single})
    words = _WORD.findall(text)
    found: dict[str, Whose] = {}
    for word in words:
        for form in _forms(word):
            if form in single and (form not in EVERYDAY or word[:1].isupper()):
                found.setdefault(word, single[form])
    return found | _whole_names(words, wholes)


def _whole_names(words: list[str], wholes: Mapping[tuple[str, ...], Whose]) -> dict[str, Whose]:
    found: dict[str, Whose] = {}
    lengths = {len(parts) for parts in wholes}
    folded = [set(_forms(word)) for word in words]
    begins: dict[str, list[tuple[str, ...]]] = {}
    for parts in wholes:
        begins.setdefault(parts[0], []).append(parts)
    for at in range(len(words) if lengths else 0):
        for parts in (parts for form in folded[at] for parts in begins.get(form, ())):
            here = folded[at : at + len(parts)]
            if len(here) == len(parts) and all(part in forms for part, forms in zip(parts, here, strict=True)):
                found.setdefault(" ".join(words[at : at + len(parts)]), wholes[parts])
    return found


def named(texts: Mapping[str, str], names: Iterable[Name]) -> Iterator[Sentence]:
    """Why texts (by their field) cannot stand in a theme: which word is a name, and what to write instead."""
    held = list(names)
    for field, text in texts.items():
        for word, whose in names_in(text, held).items():
            yield say(
                N_("“%(word)s” is a name, and a theme carries none. Write “%(instead)s” instead, or another word."),
                field,
                word=word,
                instead=whose,
            )


def missing(texts: Mapping[str, str]) -> Iterator[Sentence]:
    """What a theme lacks, by field."""
    lacking = {
        "title": N_("Give the theme a title."),
        "seen": N_("Write what we keep seeing."),
        "good": N_("Write what good looks like."),
        "change": N_("Write what we change."),
        "heard": N_("Write what we heard, in words for families."),
        "changed": N_("Write what we changed, in words for families."),
        "because": N_("Say why it is no longer shown."),
        "came_of_it": N_("Write what came of it."),
    }
    for field, text in texts.items():
        if not text.strip():
            yield say(lacking[field], field)


def missing_day(due_on: date, today: date) -> Iterator[Sentence]:
    """What is wrong with the day by which something changes."""
    if due_on < today:
        yield say(N_("Choose a day that is still to come."), "due_on")


def missing_source(kind: SourceKind, reference: str | None, *, found: bool) -> Iterator[Sentence]:
    """What is wrong with where a theme comes from."""
    if kind is SourceKind.PRACTICE:
        if reference:
            yield say(N_("What we see in practice has no reference."), "reference")
    elif not reference:
        yield say(N_("Enter its reference."), "reference")
    elif not found:
        yield say(N_("There is none with this reference among those that you see."), "reference")


def family_words(name: str) -> str:
    """What is a name in the name of a family, such as “Ashdown” in “the Ashdown family”."""
    return " ".join(word for word in name.split() if word.casefold() not in ("the", "family", "and", "of"))


MOST_KEYS = 4_000
"""So many pairs and threes of words of a text are looked up, which is more than a page of writing has."""


def name_keys(text: str) -> frozenset[str]:
    """The keys (as in `names.name_key`) by which two or three words of a text, one of them with a capital letter, may
    be found as the whole name of somebody who is held."""
    words = _WORD.findall(text)
    keys: set[str] = set()
    for length in (2, 3):
        for at in range(len(words) - length + 1):
            here = words[at : at + length]
            if not any(word[:1].isupper() for word in here) or len(keys) > MOST_KEYS:
                continue
            *before, last = here
            first = [next(_forms(word)) for word in before]
            for end in set(_forms(last)) - {""}:
                keys.add(" ".join([end, *first]))
                keys.add(" ".join([*first, end]))
                keys.add(" ".join([*first[1:], end, first[0]]))
    return frozenset(keys)
