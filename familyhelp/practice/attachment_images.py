"""Pictures are drawn anew before they are kept: where and when a photo was taken, and whatever else hid beside what it
shows, stays behind."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

from .attachment_formats import BROKEN, TOO_MUCH, NotTaken
from .attachments import Format
from .words import N_

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4_096
"""Pixels of the longer side that are kept: a drawing of A4 at 350 to the inch."""
MOVES = N_("This picture moves. Choose one that stands still.")
_PILLOW = {Format.PNG: "PNG", Format.JPEG: "JPEG"}


def drawn_anew(content: bytes, format: Format) -> bytes:
    """The picture alone, upright, in its own format, without anything that was written beside it. Raises NotTaken."""
    try:
        with Image.open(io.BytesIO(content), formats=[_PILLOW[format]]) as opened:
            return _drawn(opened, format)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken(TOO_MUCH) from None
    except NotTaken:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, struct.error):
        raise NotTaken(BROKEN) from None


def _drawn(opened: Image.Image, format: Format) -> bytes:
    if opened.width * opened.height > MOST_PIXELS:
        raise NotTaken(TOO_MUCH)
    # The second picture of a phone's photo (its depth, its brightness) does not move; it is left behind.
    if format is Format.PNG and getattr(opened, "is_animated", False):
        raise NotTaken(MOVES)
    if format is Format.JPEG:
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    see_through = format is Format.PNG and (upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info)
    plain = upright.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    written = io.BytesIO()
    if format is Format.JPEG:
        clean.save(written, "JPEG", quality=88)
    else:
        clean.save(written, "PNG")
    return written.getvalue()
