"""Kinds of note, and what each is for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .words import N_, Sentence, Word, say


class NoteKind(Word):
    """What a note tells of."""

    VISIT = "visit", N_("Visit")
    CALL = "call", N_("Call")
    MEETING = "meeting", N_("Meeting")
    DIRECT_WORK = "direct_work", N_("Direct work")
    VOICE = "voice", N_("A child’s voice")
    SIGNIFICANT = "significant", N_("Significant event")
    OVERSIGHT = "oversight", N_("Management oversight")
    HANDOVER = "handover", N_("Handover")


WRITTEN_BY_THEMSELVES = tuple(kind for kind in NoteKind if kind is not NoteKind.HANDOVER)
"""Kinds that somebody sits down to write; a handover is written when the lead changes."""
CONTACT = frozenset({NoteKind.VISIT, NoteKind.CALL, NoteKind.MEETING, NoteKind.DIRECT_WORK, NoteKind.VOICE})
"""Kinds that tell of a word with the family."""
MOST_MINUTES = 24 * 60


def missing(
    text: str,
    happened_on: date,
    today: date,
    *,
    kind: NoteKind | None = None,
    headline: str | None = None,
    minutes: int | None = None,
) -> Iterator[Sentence]:
    """What a note still lacks, in sentences."""
    if not text.strip():
        yield say(N_("Write what happened and what was said."), "text")
    if happened_on > today:
        yield say(N_("A note tells of what has happened: this day lies ahead."), "happened_on")
    if kind is NoteKind.SIGNIFICANT:
        yield from headline_missing(headline)
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        yield say(N_("Enter whole minutes, from 1 to %(most)s."), "minutes", most=MOST_MINUTES)


def headline_missing(headline: str | None) -> Iterator[Sentence]:
    """A significant event is told on the chronology in one line."""
    if not (headline or "").strip():
        yield say(N_("Say in one line what happened: the chronology shows it."), "headline")


LATE_KINDS = tuple(kind for kind in WRITTEN_BY_THEMSELVES if kind is not NoteKind.SIGNIFICANT)
"""Kinds of late paper: what is significant is told while there is still something to do about it."""


def lateness_missing(because: str) -> Iterator[Sentence]:
    """A late paper says why it is late."""
    if not because.strip():
        yield say(N_("Say why it is added only now."), "because")


def is_late(written_on: date, closed_on: date | None) -> bool:
    """Whether a note was added after its case had closed."""
    return closed_on is not None and written_on > closed_on


def missing_correction(text: str, because: str) -> Iterator[Sentence]:
    """What a correction of a note still lacks, in sentences."""
    if not text.strip():
        yield say(N_("A note is never emptied. Write what it should say."), "text")
    if not because.strip():
        yield say(N_("Say what was wrong, so that both versions can be understood."), "because")


def sharing_missing(shared_with: str, shared_on: date, happened_on: date, today: date) -> Iterator[Sentence]:
    """What is missing or wrong where a note was shared with the family."""
    if not shared_with.strip():
        yield say(N_("Name who in the family has seen it."), "shared_with")
    if shared_on > today:
        yield say(N_("This date cannot be in the future."), "shared_on")
    elif shared_on < happened_on:
        yield say(N_("This is before the note’s own day."), "shared_on")


def comment_missing(said_by: str, said_on: date, text: str, shared_on: date, today: date) -> Iterator[Sentence]:
    """What is missing or wrong in what the family says about a note; `shared_on` is when it was first shared."""
    if not said_by.strip():
        yield say(N_("Name who in the family said it."), "said_by")
    if not text.strip():
        yield say(N_("Write what they said, in their words."), "text")
    if said_on > today:
        yield say(N_("This date cannot be in the future."), "said_on")
    elif said_on < shared_on:
        yield say(N_("This is before the note was shared with the family."), "said_on")


def follow_up_missing(what: str, due_on: date, today: date) -> Iterator[Sentence]:
    """What is missing where a note asks something of somebody."""
    if not what.strip():
        yield say(N_("Write what they are asked to do."), "what")
    if due_on < today:
        yield say(N_("This day has passed: choose a day that is still to come."), "due_on")


def answer_missing(answer: str) -> Iterator[Sentence]:
    """What the answer to a follow-up lacks."""
    if not answer.strip():
        yield say(N_("Write what was done, or why it will not be."), "answer")
