"""What each part of an assessment says, line by line: the same lines on its page, in its versions and side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from ..models import AssessmentAround, AssessmentPart, Voice
from ..practice.assessing import Topic
from ..practice.domains import Respondent
from .language import day, word

Line = tuple[Any, str]
"""What a line is about, and what it says."""


@dataclass(frozen=True)
class Changes:
    """Two versions of one part side by side: what each is called, and each line before and after."""

    before: str
    after: str
    lines: Sequence[tuple[Any, str, str]]


def part_lines(part: AssessmentPart) -> list[Line]:
    """The lines of one domain."""
    return [
        (_("What is working well"), part.working_well),
        (_("What we are worried about"), part.worries),
        (_("What is seen: the presenting need"), part.presenting_need or ""),
        (_("What lies under it: the underlying need"), part.underlying_need or ""),
        (_("Needs that were ticked"), "\n".join(str(_(need)) for need in part.needs or ())),
        (_("What needs to happen"), part.needs_to_happen),
        *((_("Score: %(who)s", who=word(who)), str(part.scored.get(who, ""))) for who in Respondent),
    ]


def voice_lines(voice: Voice) -> list[Line]:
    """The lines of one voice."""
    return [
        (_("What they say"), voice.words),
        (_("An ordinary day for them"), voice.daily_life),
        (_("How they were heard"), word(voice.heard)),
        (_("When"), day(voice.heard_on) if voice.heard_on else ""),
        (_("Who heard them"), voice.heard_by),
        (_("Why not yet, and what we will try"), voice.because or ""),
    ]


def around_lines(written: AssessmentAround) -> list[Line]:
    """The lines about the network, or about the professionals."""
    if written.topic is Topic.NETWORK:
        return [(_("Who helps"), written.who), (_("Who could help more"), written.more)]
    return [(_("Who is involved"), written.who), (_("What they see"), written.more)]


def changes(
    pair: Sequence[Any],
    lines: Callable[[Any], list[Line]],
    version: int,
    carried: tuple[Any, date] | None = None,
) -> Changes | None:
    """A version beside the one before it; the first one beside what was carried over from the last episode. None
    where there is nothing to stand beside."""
    newer = next((record for record in pair if record.version == version), None)
    older = next((record for record in pair if record.version == version - 1), None)
    if newer is None or (older is None and carried is None):
        return None
    if older is not None:
        before = str(_("Version %(number)s, %(on)s", number=older.version, on=day(older.written_at)))
    else:
        assert carried is not None  # noqa: S101 - said to the type checker
        older = carried[0]
        before = str(_("The last episode of help, %(on)s", on=day(carried[1])))
    after = str(_("Version %(number)s, %(on)s", number=newer.version, on=day(newer.written_at)))
    both = zip(lines(older), lines(newer), strict=True)
    return Changes(before, after, [(label, was, now) for (label, was), (_label, now) in both if was or now])
