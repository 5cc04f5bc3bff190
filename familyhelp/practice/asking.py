"""Asking for help on the public page: who asks, what each is asked and in which words, and what must be said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from .triage import Source
from .words import N_, Word

KEPT_FOR = timedelta(hours=24)
"""How long what was typed is kept after the last change, if it is not sent."""
LARGEST = 128 * 1024
"""How many bytes one page of it may send."""


class Asker(Word):
    """Who asks on the public page."""

    PARENT = "parent", N_("I am a parent or carer, and ask for my own family")
    YOUNG_PERSON = "young_person", N_("I am a child or young person, and ask for myself")
    RELATIVE = "relative", N_("I am a relative, friend or neighbour of a family")
    PROFESSIONAL = "professional", N_("I work with a family, for example in a school or as a doctor")


OF_THE_FAMILY = frozenset({Asker.PARENT, Asker.YOUNG_PERSON})


class Knows(Word):
    """Whether the family knows that somebody asks, and agrees."""

    AGREES = "agrees", N_("Yes, they know and they agree")
    KNOWS = "knows", N_("They know, but they have not agreed")
    NOT_TOLD = "not_told", N_("No, they do not know")


class Harm(Word):
    """Whether a child may come to serious harm."""

    NO = "no", N_("No")
    MAY_BE = "may_be", N_("Yes, or it may be so")


class Part(Word):
    """The pages, in their order."""

    WHO = "who", N_("Who is asking")
    AGREEMENT = "agreement", N_("What the family knows")
    YOU = "you", N_("How we reach you")
    FAMILY = "family", N_("Who it is about")
    WHY = "why", N_("What would help")
    SAFETY = "safety", N_("Whether everybody is safe")


WORKS_IN = (
    Source.SCHOOL,
    Source.EDUCATION,
    Source.GP,
    Source.HEALTH_VISITOR,
    Source.OTHER_HEALTH,
    Source.HOUSING,
    Source.POLICE,
    Source.AUTHORITY,
    Source.OTHER,
)
"""Where somebody works who asks for a family."""


KNOWS_SAYS: Mapping[Asker, Mapping[Knows, str]] = {
    Asker.PARENT: {
        Knows.AGREES: N_("Yes, keep it and use it to help us"),
        Knows.KNOWS: N_("I would like to talk with somebody about that first"),
    },
    Asker.YOUNG_PERSON: {
        Knows.AGREES: N_("Yes, somebody at home knows"),
        Knows.NOT_TOLD: N_("No, nobody at home knows"),
    },
    Asker.RELATIVE: {word: word.label for word in Knows},
    Asker.PROFESSIONAL: {word: word.label for word in Knows},
}
"""What each can answer when asked who knows."""


ASKED: Mapping[str, Mapping[Asker | None, str]] = {
    "knows": {
        Asker.PARENT: N_("May we keep what you tell us, and use it to help your family?"),
        Asker.YOUNG_PERSON: N_("Does somebody at home know that you are asking?"),
        None: N_("Does the family know that you are asking, and do they agree?"),
    },
    "name": {None: N_("What is your name?")},
    "reach": {
        Asker.PARENT: N_("When and how is it good to reach you?"),
        Asker.YOUNG_PERSON: N_("When and how can we reach you so that you are all right with it?"),
        None: N_("When and how is it good to reach you?"),
    },
    "needs": {
        Asker.PARENT: N_("What would you like help with?"),
        Asker.YOUNG_PERSON: N_("What is it like for you, and what would help?"),
        None: N_("What does the family need help with, and why now?"),
    },
    "strengths": {
        Asker.PARENT: N_("What goes well at home?"),
        Asker.YOUNG_PERSON: N_("What is good, and who is good to you?"),
        None: N_("What goes well in the family?"),
    },
    "tried": {
        Asker.PARENT: N_("What have you tried, and who has helped before?"),
        Asker.YOUNG_PERSON: N_("Has somebody helped you before?"),
        None: N_("What has been tried already?"),
    },
    "harm": {
        Asker.PARENT: N_("Are you worried that a child, or you yourself, may come to serious harm?"),
        Asker.YOUNG_PERSON: N_("Is somebody hurting you, or are you afraid that somebody will?"),
        None: N_("May a child be at risk of serious harm?"),
    },
    "risk": {
        Asker.PARENT: N_("What are you worried about?"),
        Asker.YOUNG_PERSON: N_("What is happening? Write as much or as little as you like."),
        None: N_("What makes you think so?"),
    },
}
"""What each question is called, by who is asked; the rest are asked as the last one says."""


def asked(name: str, asker: Asker) -> str:
    """How a question reads to somebody; untranslated."""
    words = ASKED[name]
    return words.get(asker) or words[None]


def source_of(asker: Asker, works_in: Source | None, named: bool) -> Source:
    """Where the request comes from, in the words of the front door."""
    if asker in OF_THE_FAMILY:
        return Source.SELF
    if asker is Asker.RELATIVE:
        return Source.RELATIVE if named else Source.ANONYMOUS
    return works_in or Source.OTHER


def family_agrees(asker: Asker, knows: Knows) -> bool:
    """Whether the family knows about the request and agrees: a young person alone cannot say it for all of them."""
    return knows is Knows.AGREES and asker is not Asker.YOUNG_PERSON
