"""Pages asked for inside this process: how many statements they take, and what they cost without any server."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask, has_app_context
from flask.globals import _cv_app

from familyhelp import config, create_app
from familyhelp.extensions import db

from .staff import PASSWORD

SECRET = "a secret of the benchmarks alone, and long enough"


def app_at(url: str) -> Flask:
    """The application on a database, with the settings of a deployment."""
    settings = config.settings(_nowhere()) | {
        "SECRET_KEY": SECRET,
        "ENVIRONMENT": "production",
        "SQLALCHEMY_DATABASE_URI": url,
    }
    return create_app(settings)


def _nowhere() -> Any:
    from pathlib import Path
    from tempfile import gettempdir

    os.environ.setdefault("FAMILYHELP_SECRET_KEY", SECRET)
    return Path(gettempdir())


class Inside:
    """A browser that hands its requests straight to the application."""

    def __init__(self, app: Flask) -> None:
        self.app, self.cookies = app, {}
        self.status, self.headers = "", []

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> bytes:
        """One request; its cookies are kept, redirects are not followed."""
        body = urlencode(data or {}, doseq=True).encode()
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if method == "POST" else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
        }
        return copy_context().run(self._apart, environ) if has_app_context() else self._page(environ)

    def _apart(self, environ: dict[str, Any]) -> bytes:
        """As a request comes in life: not inside an application context that a test has open."""
        _cv_app.set(None)
        return self._page(environ)

    def _page(self, environ: dict[str, Any]) -> bytes:
        answer = self.app(environ, self._start)
        page = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return page

    def _start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        self.status, self.headers = status, headers
        for name, value in headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]

    def sign_in(self, email: str) -> Inside:
        """Sign in by the page."""
        page = self.ask("GET", "/sign-in").decode()
        self.ask("POST", "/sign-in", hidden(page) | {"email": email, "password": PASSWORD})
        if not self.status.startswith("303"):
            raise RuntimeError(f"{email} could not sign in: {self.status}")
        return self

    def send(self, path: str, answers: dict[str, str]) -> str:
        """Fill in the last form of a page and send it; the address where it leads."""
        self.ask("POST", path, hidden(self.ask("GET", path).decode()) | answers)
        return next(value for name, value in self.headers if name.lower() == "location")

    def cpu(self, path: str, times: int) -> float:
        """Milliseconds of CPU that one request for a page takes, without a server."""
        for _ in range(max(5, times // 10)):
            self.ask("GET", path)
            if not self.status.startswith("200"):
                raise RuntimeError(f"{path}: {self.status}")
        began = time.process_time()
        for _ in range(times):
            self.ask("GET", path)
        return (time.process_time() - began) / times * 1000


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's last form."""
    form = page.rpartition("<form ")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return dict(found)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements that the application sends meanwhile, without BEGIN and PRAGMA."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
