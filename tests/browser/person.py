"""A person at a browser window: what they open, read, fill in and send."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page, Response

from familyhelp.extensions import db
from familyhelp.models import Practitioner
from tests.browser.server import Served
from tests.cast import PASSWORD

DESK, PHONE, MAGNIFIED = 1280, 375, 320
"""Widths in CSS pixels: a desk, a phone, and that desk magnified to 400 per cent."""


class Desk:
    """A browser window with its own cookies, as wide as `width`, with or without script."""

    def __init__(self, browser: Browser, served: Served, *, width: int = DESK, script: bool = True) -> None:
        self.served, self.script = served, script
        self.context = browser.new_context(
            base_url=served.url,
            viewport={"width": width, "height": 900 if width == DESK else 667},
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        self.wrong: list[str] = []
        self.expects_trouble = False
        self.answer: Response | None = None  # the answer that the open page came with
        self.page: Page
        self.new_page()

    def new_page(self) -> None:
        """Open another tab and turn to it."""
        self.page = self.context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", lambda said: said.type == "error" and self._console(said.text))

    def _answered(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            self.answer = answer

    def _console(self, text: str) -> None:
        # A refused form answers with 400 or 409, which Chromium calls a failed resource.
        if "status of 40" not in text:
            self.wrong.append(f"{self.page.url}: {text}")

    def open(self, path: str, status: int = 200) -> Page:
        """Open an address."""
        _let_go()
        answer: Response | None = self.page.goto(path)
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"
        return self.page

    def sign_in(self, person: Practitioner | str, password: str = PASSWORD) -> Page:
        """Sign in by the page."""
        email = person if isinstance(person, str) else person.email
        self.open("/sign-in")
        return self.fill_in_sign_in(email, password)

    def fill_in_sign_in(self, person: Practitioner | str, password: str = PASSWORD) -> Page:
        """Sign in on the page that is open."""
        email = person if isinstance(person, str) else person.email
        _let_go()
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main form button")
        return self.page

    def widen(self, width: int) -> None:
        """Make the window as wide as this."""
        self.page.set_viewport_size({"width": width, "height": 900 if width == DESK else 667})

    def ask(self, script: str, *more: Any) -> Any:
        """What the page says to a question in its own language."""
        return self.page.evaluate(script, *more)

    def leave(self) -> None:
        """Close the window. Its script must have met no error, nor the security policy a breach."""
        self.context.close()
        self.served.quiet()
        assert self.expects_trouble or not self.wrong, f"the page's script met: {self.wrong}"


def _let_go() -> None:
    """End what the test itself reads or writes in the database: an open transaction would hold the service up."""
    assert not (db.session.new or db.session.dirty or db.session.deleted), "commit what the test made first"
    db.session.commit()
