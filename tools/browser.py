"""The tests in a real browser: in Chromium, once, on SQLite."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.environment import PYTHON
from tools.work import ROOT, Stop, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where Chromium is: FAMILYHELP_CHROMIUM, or the first of its names on the PATH."""
    named = os.environ.get("FAMILYHELP_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> int:
    """Run tests/browser; without a browser say so, and pass only where a person, not CI, is looking."""
    found = chromium()
    if found:
        tests = subprocess.run(
            [
                PYTHON,
                "-m",
                "pytest",
                "-p",
                "tools.nothing_skipped",
                "-n",
                "auto",
                "--dist",
                "worksteal",
                "tests/browser",
                "--engine",
                "sqlite",
            ],
            cwd=ROOT,
            env={**os.environ, "FAMILYHELP_CHROMIUM": found},
            check=False,
        )
        return tests.returncode
    if os.environ.get("CI") == "true":
        raise Stop("There is no Chromium here, and under CI nothing may be left out: install chromium.")
    say("There is no Chromium here: the browser tests are left out (apt-get install chromium libatomic1).")
    return 0
