"""Two workers on this machine alone, as in a deployment, and what they cost."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from .inside import SECRET, hidden
from .staff import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
KEYS = ("FAMILYHELP_DATA_KEYS", "FAMILYHELP_DATABASE_KEY")
PLAIN = "BENCHMARKS_PLAIN"
"""The database as it was before it was encrypted, for the bare page."""
WORKERS = 2
PATIENCE = 60  # seconds that the workers may take to start
FORM = "application/x-www-form-urlencoded"


class Server:
    """A gunicorn with two workers."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def workers(self) -> list[int]:
        """The numbers of the worker processes."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Seconds of CPU that the workers have taken so far, the kernel's work for them included."""
        return sum(_cpu_of(pid) for pid in self.workers())

    def memory(self) -> tuple[float, float]:
        """MiB of the workers together, and with the process that keeps them: what is shared counts once
        (proportional set size)."""
        workers = sum(_pss_of(pid) for pid in self.workers()) / 1024
        return workers, workers + _pss_of(self.process.pid) / 1024


def _cpu_of(pid: int) -> float:
    """Seconds of CPU of a process. /proc/PID/stat counts in hundredths; where the kernel keeps nanoseconds
    (schedstat), those are taken, thread by thread."""
    exact = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    if exact:
        return sum(int(file.read_text().split()[0]) for file in exact) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss_of(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def serving(application: str, database: str) -> Iterator[Server]:
    """Serve an application (module:callable) on a free port of 127.0.0.1; it ends with the block, or with us."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    listener.set_inheritable(True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYHELP_")}
    environment |= {name: os.environ[name] for name in KEYS if name in os.environ}
    environment |= {
        "FAMILYHELP_ENV": "production",
        "FAMILYHELP_SECRET_KEY": SECRET,
        "FAMILYHELP_DATABASE_URL": database,
        "FAMILYHELP_URL": "https://familyhelp.example.org",
        "BARE_DATABASE": os.environ.get(PLAIN, database),
    }
    process = subprocess.Popen(
        [
            # The rest is in gunicorn.conf.py, as in a deployment.
            *(sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"fd://{listener.fileno()}"),
            *("--worker-tmp-dir", "/dev/shm", "--log-level", "warning", application),
        ],
        cwd=ROOT,
        env=environment,
        pass_fds=[listener.fileno()],
        preexec_fn=_end_with_us,
    )
    server = Server(process, listener.getsockname()[1])
    listener.close()
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_us() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _wait(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError("The server did not start: see above.")
        if len(server.workers()) == WORKERS:
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not start its workers.")


class Browser:
    """A browser on this machine: it keeps cookies and follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}
        self.status, self.location = 0, ""

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[bytes, float]:
        """One request: the page, and the milliseconds from connecting to its last byte."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(data) if data is not None else None
        if body is not None:
            headers |= {"Content-Type": FORM, "Origin": f"http://127.0.0.1:{self.port}"}
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        page = answer.read()
        took = (time.perf_counter() - began) * 1000
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        self.status, self.location = answer.status, answer.headers.get("Location", "")
        connection.close()
        return page, took

    def sign_in(self, email: str) -> Browser:
        """Sign in by the page, as a person does."""
        page, _ = self.ask("GET", "/sign-in")
        self.ask("POST", "/sign-in", hidden(page.decode()) | {"email": email, "password": PASSWORD})
        if self.status != 303:
            raise RuntimeError(f"{email} could not sign in: {self.status}")
        return self
