"""The Python side: a virtual environment in .venv, filled from a lock file of packages and their digests."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.work import ROOT, Stop, carry_out, digest, done, is_done, last_words, say, why

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WRITTEN_TO = (".venv", "node_modules", "instance", "familyhelp/static")


def writable() -> None:
    """Stop with a sentence where the folder cannot be written to.

    Tried, not asked: for root a read-only disk and a locked folder look alike until something is written.
    """
    for place in [ROOT, *(ROOT / name for name in WRITTEN_TO)]:
        if not place.is_dir():
            continue
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            raise Stop(
                f"{place} cannot be written to ({error.strerror}): "
                "copy the project to a folder of your own, then run make there."
            ) from None


def ensure(lock: str) -> None:
    """The virtual environment, holding what this lock file names."""
    if not usable():
        create()
    install(lock)


def usable() -> bool:
    """Whether .venv can be used as it is: whole, and its Python still there and new enough."""
    if not PYTHON.exists():
        return False
    question = (
        "import sys, importlib.util as u; sys.exit(0 if sys.version_info >= (3, 11) and u.find_spec('pip') else 1)"
    )
    try:
        return subprocess.run([PYTHON, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create() -> None:
    """Make .venv anew with the Python that runs this."""
    if not can_make_environments():
        get_venv_package()
    say(f"Making a virtual environment in .venv with Python {sys.version_info[0]}.{sys.version_info[1]}")
    well, printed = carry_out([sys.executable, "-m", "venv", "--clear", VENV])
    if not well:
        raise Stop(f"The virtual environment could not be made: {last_words(printed)}.")


def can_make_environments() -> bool:
    """Debian and Ubuntu keep what `python3 -m venv` needs in a package of its own."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def get_venv_package() -> None:
    """Install that package where this is allowed without a question; otherwise say which it is."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    sentence = (
        f"This Python cannot make a virtual environment: install the package {package} "
        f"(sudo apt-get install {package}), then run make again."
    )
    apt = shutil.which("apt-get")
    if not apt:
        raise Stop(sentence)
    may = as_root()
    if may is None:
        raise Stop(sentence)
    say(f"Installing the package {package}, which makes virtual environments")
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    carry_out([*may, apt, "update"], env=quietly)
    well, printed = carry_out([*may, apt, "install", "-y", "--no-install-recommends", package], env=quietly)
    if not well:
        raise Stop(f"{sentence} (It was tried: {last_words(printed)}.)")
    importlib.invalidate_caches()


def as_root() -> list[str] | None:
    """What to put before a command so that root runs it without a password; None where nobody may."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install(lock: str, what: str = "The Python packages", announced: str = "") -> None:
    """Put in place what a lock file names, once for each of its contents."""
    path = ROOT / lock
    stamp = VENV / f".{lock}.done"
    mark = digest([path])
    if is_done(stamp, mark):
        return
    total = len(re.findall(r"^[A-Za-z0-9][\w.-]*==", path.read_text(encoding="utf-8"), re.MULTILINE))
    say(announced or f"Fetching Python packages ({total} at most; a minute or two the first time)")
    fetched = 0

    def heard(line: str) -> None:
        nonlocal fetched
        if line.lstrip().startswith("Collecting "):
            fetched += 1
            if fetched % 10 == 0:
                say(f"  {fetched} fetched")
        elif line.startswith("Installing collected packages"):
            say("  putting them in place")

    well, printed = carry_out(
        [
            *(PYTHON, "-m", "pip", "install", "--require-hashes"),
            # A source package runs a build whose own requirements no digest covers, and needs a compiler.
            "--only-binary=:all:",
            *("-r", path),
        ],
        env={
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
            # A person's own settings may say "install for me alone", which a virtual environment refuses.
            "PIP_USER": "0",
            # Without a network, say so within a minute.
            "PIP_RETRIES": os.environ.get("PIP_RETRIES", "2"),
            "PIP_DEFAULT_TIMEOUT": os.environ.get("PIP_DEFAULT_TIMEOUT", "20"),
            "PYTHONUNBUFFERED": "1",
        },
        heard=heard,
    )
    if not well:
        raise Stop(why(printed, what=what))
    done(stamp, mark)


def folder_of(package: str) -> Path:
    """Where a package of the virtual environment lies."""
    question = f"import {package}, os; print(os.path.dirname({package}.__file__))"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip())
