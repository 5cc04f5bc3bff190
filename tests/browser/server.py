"""The application as a browser meets it: a real server on a free port of this machine, with a clock that tests set."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from familyhelp.practice import clock


class Served:
    """A served application. `moment` is what its clock says; `failed` holds what it could not answer."""

    def __init__(self, app: Flask, moment: datetime) -> None:
        self.app, self.start, self.moment = app, moment, moment
        self.failed: list[str] = []
        self.answered: list[str] = []
        self._answering = 0
        self._open = False
        self._lock = threading.Condition()
        self._server = create_server(self._answer, host="127.0.0.1", port=0, threads=4, ident=None)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, name="served", daemon=True)
        self._thread.start()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, *rest: Any) -> Any:
            if status.startswith("5"):
                self._failure(environ, status)
            return start_response(status, *rest)

        with self._lock:
            if not self._open:
                # A window that was closed sends its last word late. The tables are being emptied: it must not look.
                start_response("503 Between two tests", [("Content-Length", "0")])
                return []
            self._answering += 1
        try:
            with clock.at(self.moment):
                answer = self.app(environ, start)
                try:
                    return [b"".join(answer)]
                finally:
                    getattr(answer, "close", lambda: None)()
        except Exception as error:
            self._failure(environ, repr(error))
            raise
        finally:
            with self._lock:
                self._answering -= 1
                self.answered.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
                self._lock.notify_all()

    def _failure(self, environ: dict[str, Any], what: str) -> None:
        self.failed.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {what}")

    def later(self, **by: float) -> None:
        """Move the clock on: `later(minutes=40)`."""
        self.moment += timedelta(**by)

    def quiet(self, seconds: float = 10) -> None:
        """Wait until nothing is being answered. Then what the last page sent of itself has arrived, too."""
        end = time.monotonic() + seconds
        with self._lock:
            assert self._lock.wait_for(lambda: self._answering == 0, max(0.0, end - time.monotonic()))

    def open(self) -> None:
        """Answer from now on."""
        with self._lock:
            self._open = True

    def shut(self, seconds: float = 10) -> None:
        """Answer to the end what was begun, and nothing after that until it is opened again."""
        with self._lock:
            self._open = False
            assert self._lock.wait_for(lambda: self._answering == 0, seconds)

    def wait_for(self, what: str, seconds: float = 10) -> None:
        """Wait until it has answered this since `answered` was last emptied: `wait_for("POST /drafts")`."""
        with self._lock:
            assert self._lock.wait_for(lambda: what in self.answered, seconds), f"nobody asked: {what}"

    def stop(self) -> None:
        """Answer no more."""
        self.shut()
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._server._map))
        self._thread.join(5)
        self._server.task_dispatcher.shutdown()
