"""Translations: compiled from familyhelp/translations/*.po, if any, for pages in other languages."""

from __future__ import annotations

from tools.environment import PYTHON
from tools.work import ROOT, Stop, carry_out, digest, done, is_done, last_words, say

FOLDER = ROOT / "familyhelp" / "translations"


def ensure() -> None:
    """Compile the catalogues whose sources changed."""
    sources = sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))
    stamp = ROOT / ".venv" / ".translations.done"
    if not sources:
        return
    mark = digest(sources)
    if is_done(stamp, mark) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    say("Compiling translations")
    well, printed = carry_out([PYTHON, "-m", "babel.messages.frontend", "compile", "-d", FOLDER])
    if not well:
        raise Stop(f"The translations do not compile: {last_words(printed)}.")
    done(stamp, mark)
