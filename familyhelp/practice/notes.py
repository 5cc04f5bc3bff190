"""Kinds of note, and what each is for."""

from __future__ import annotations

from .words import N_, Word


class NoteKind(Word):
    """What a note tells of."""

    VISIT = "visit", N_("Visit")
    CALL = "call", N_("Call")
    MEETING = "meeting", N_("Meeting")
    DIRECT_WORK = "direct_work", N_("Direct work")
    VOICE = "voice", N_("A child’s voice")
    SIGNIFICANT = "significant", N_("Significant event")
    OVERSIGHT = "oversight", N_("Management oversight")
