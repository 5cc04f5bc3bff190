"""`make run`: from a fresh clone to a service with invented families in it; the second time in seconds."""

from __future__ import annotations

import errno
import os
import socket
import sys

from tools import environment, styles, translations
from tools.work import LOG, ROOT, Stop, carry_out, last_words, say, where

FLASK = [str(environment.PYTHON), "-m", "flask", "--app", "wsgi"]


def main() -> int:
    """Everything in its order; the last step is the server itself, in place of this process."""
    port = wanted_port()
    free(port)
    environment.writable()
    LOG.unlink(missing_ok=True)
    environment.ensure("requirements.lock")
    styles.ensure()
    translations.ensure()
    say("Bringing the database up to date")
    flask("db", "upgrade", otherwise="The database could not be brought up to date")
    flask("demo", "--if-empty", otherwise="The invented families could not be made", aloud=True)
    sys.stdout.flush()
    os.chdir(ROOT)
    # Links in messages and letters lead to this server, unless somebody says where else it stands.
    os.environ.setdefault("FAMILYHELP_URL", f"http://localhost:{port}")
    os.execv(FLASK[0], [*FLASK, "serve", "--port", str(port)])


def wanted_port() -> int:
    """The port that PORT asks for."""
    asked = os.environ.get("PORT") or "5000"
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise Stop(f"PORT={asked} is not a port: choose a number from 1 to 65535, as in: make run PORT=5001")
    return int(asked)


def free(port: int) -> None:
    """Ask for the port before the long steps, not after them."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stop(port_refused(port, error)) from None


def port_refused(port: int, error: OSError) -> str:
    """Why the port is not to be had, and what to do."""
    if error.errno == errno.EACCES:
        reason = f"You may not serve on port {port}"
    else:
        reason = f"Port {port} is taken by another program"
    return f"{reason}: choose another, as in: make run PORT={port + 1 if 1024 <= port < 65535 else 5001}"


def flask(*words: str, otherwise: str, aloud: bool = False) -> None:
    """One of the application's own commands; what it prints goes to the log, and to the person when aloud."""
    well, printed = carry_out([*FLASK, *words], env={"PYTHONUNBUFFERED": "1"}, aloud=aloud)
    if not well:
        raise Stop(f"{otherwise}: {last_words(printed)} (all of it is in {where(LOG)}).")
