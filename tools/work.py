"""Saying what is going on, doing the long steps, and remembering that they are done."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "instance" / "setup.log"


class Stop(Exception):
    """The work cannot go on; the message is the sentence that the person reads."""


def say(text: str) -> None:
    """One line of progress, at once: the output may be a pipe."""
    print(text, flush=True)


def carry_out(
    command: Sequence[str | Path],
    *,
    env: dict[str, str] | None = None,
    heard: Callable[[str], None] | None = None,
    aloud: bool = False,
) -> tuple[bool, str]:
    """Run a command, keep all it prints in the log, and give back whether it went well and what it printed.

    `heard` is called with every line, to count progress. `aloud` leaves its output to the person, with a progress
    bar where there is a screen; its complaints stay here, since the caller makes a sentence of them.
    """
    LOG.parent.mkdir(mode=0o700, exist_ok=True)
    words = [str(word) for word in command]
    printed = []
    with LOG.open("a", encoding="utf-8") as log, tempfile.TemporaryFile("w+", errors="replace") as complaints:
        log.write("$ " + " ".join(words) + "\n")
        log.flush()
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=None if aloud else subprocess.PIPE,
            stderr=complaints if aloud else subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        try:
            for line in process.stdout or ():
                printed.append(line)
                log.write(line)
                if heard:
                    heard(line)
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            complaints.seek(0)
            printed.append(complaints.read())
            log.write(printed[-1])
    return code == 0, "".join(printed)


NO_NETWORK = (
    "name resolution",
    "Name or service not known",
    "nodename nor servname",
    "Connection refused",
    "Network is unreachable",
    "No route to host",
    "timed out",
    "Max retries exceeded",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "EHOSTUNREACH",
    "ETIMEDOUT",
    "ERR_SOCKET_TIMEOUT",
)
CALLED = re.compile(r"(?:Error|ERROR|npm error(?! code)(?! A complete log)):? (.+)")
RAISED = re.compile(r"[A-Za-z_][\w.]*: (.+)")
FULL = ("No space left on device", "ENOSPC")


def why(printed: str, *, what: str) -> str:
    """The sentence for a fetch that failed: what was not fetched and, as far as the output tells, why."""
    if any(sign in printed for sign in FULL):
        return f"{what} could not be put in place: the disk is full. Make room, then run make again."
    if any(sign in printed for sign in NO_NETWORK):
        return (
            f"{what} could not be fetched: there is no way to the package registry from here. "
            "Check the network (or the proxy settings), then run make again."
        )
    if "HASHES" in printed or "EINTEGRITY" in printed:
        return f"{what} were refused: what came is not what the lock file names (see {where(LOG)})."
    return f"{what} could not be fetched: {last_words(printed)} (all of it is in {where(LOG)})."


def last_words(printed: str) -> str:
    """The line of an output that says most: what a program calls its error, else what a traceback ends in."""
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    called = [found[1] for line in lines if (found := CALLED.match(line))]
    after = printed.rpartition("Traceback (most recent call last)")[2].splitlines()
    raised = [found[1] for line in after if (found := RAISED.match(line))]
    said = (called or raised or lines[-1:] or ["it said nothing"])[0]
    return said.strip().rstrip(".")


def where(path: Path) -> str:
    """A path as a person in the project's folder would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def digest(paths: Iterable[Path], *also: str) -> str:
    """A digest over the names and contents of files: another one means that the work must be done again."""
    whole = hashlib.sha256()
    for part in also:
        whole.update(part.encode() + b"\0")
    for path in sorted(paths):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    """Whether the work that left this stamp was done from the same sources."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == mark


def done(stamp: Path, mark: str) -> None:
    """Leave the stamp. Only after the work: an interrupted step is done again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark + "\n", encoding="utf-8")
