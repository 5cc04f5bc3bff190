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


def missing(text: str, happened_on: date, today: date) -> Iterator[Sentence]:
    """What a note still lacks, in sentences."""
    if not text.strip():
        yield say(N_("Write what happened and what was said."), "text")
    if happened_on > today:
        yield say(N_("A note tells of what has happened: this day lies ahead."), "happened_on")


def missing_correction(text: str, because: str) -> Iterator[Sentence]:
    """What a correction of a note still lacks, in sentences."""
    if not text.strip():
        yield say(N_("A note is never emptied. Write what it should say."), "text")
    if not because.strip():
        yield say(N_("Say what was wrong, so that both versions can be understood."), "because")
