"""What holds for files that are uploaded: how large, of which kind, for how long they wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .outturn import SPREADSHEET
from .own_measures import OwnMeasure
from .scorecard import Better, Quadrant
from .words import N_, NotYet, Word, say, word_of

LARGEST = 24 * 1024 * 1024
"""Bytes. Larger files are imported by the command, which holds no whole file in memory."""
WAITS = timedelta(hours=24)
MOST_WAITING = 5
MOST_MEASURES = 12


class Per(Word):
    """What a figure means, where somebody describes it."""

    NUMBER = "1", N_("A number")
    POUNDS = "pounds", N_("An amount of pounds")
    PERCENT = "100", N_("A share of every 100")
    RATE = "10000", N_("A rate for every 10,000 children")


def per_of(own: OwnMeasure) -> Per:
    """What the figure of a measure that was described already means."""
    return Per.POUNDS if own.pounds else next((one for one in Per if one.value == str(own.per)), Per.NUMBER)


def insist_on_kind(content: bytes) -> None:
    """Refuse what cannot be a table of figures, before it is read. Raises NotYet."""
    if not content.strip(b"\xef\xbb\xbf \r\n\t"):
        raise NotYet(say(N_("The file is empty."), "file"))
    if len(content) > LARGEST:
        say_most = N_("The file has more than %(most)s megabytes: import it by the command “flask published import”.")
        raise NotYet(say(say_most, "file", most=LARGEST >> 20))
    if not content.startswith(SPREADSHEET) and b"\x00" in content:
        raise NotYet(say(N_("This is neither a CSV file nor a spreadsheet (.xlsx, .ods)."), "file"))


def kept(own: OwnMeasure) -> dict[str, Any]:
    """A description as it is kept with an upload."""
    return {
        "name": own.name,
        "label": own.label,
        "quadrant": own.quadrant.value,
        "better": own.better.value,
        "numerator": own.numerator,
        "denominator": own.denominator,
        "per": own.per,
        "filters": dict(own.filters),
        "pounds": own.pounds,
    }


def read(held: dict[str, Any]) -> OwnMeasure:
    """A description as it was kept."""
    words = {"quadrant": word_of(Quadrant, held["quadrant"]), "better": word_of(Better, held["better"])}
    return OwnMeasure(**{**held, **words})
