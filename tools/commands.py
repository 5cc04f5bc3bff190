"""The commands by name, and the one place where a failure becomes a sentence and an exit code."""

from __future__ import annotations

import sys

from tools import browser, environment, run, styles, translations
from tools.work import Stop


def prepare() -> int:
    """Everything the checks and tests need."""
    environment.writable()
    environment.ensure("requirements-test.lock")
    styles.ensure()
    translations.ensure()
    return 0


def only_styles() -> int:
    """Styles and scripts, after a change to assets/ or package.json."""
    environment.writable()
    environment.ensure("requirements.lock")
    styles.ensure()
    return 0


COMMANDS = {
    "run": run.main,
    "prepare": prepare,
    "styles": only_styles,
    "browser-tests": browser.main,
}


def main(words: list[str]) -> int:
    """Carry out one command; 0 when it went well."""
    command = COMMANDS.get(words[0]) if len(words) == 1 else None
    if command is None:
        sys.stderr.write("Say which: python3 -m tools " + " | ".join(COMMANDS) + "\n")
        return 2
    try:
        return command()
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was done so far is kept.\n")
        return 130
