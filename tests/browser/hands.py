"""Hands at a real browser: with a mouse, by keyboard alone, and without script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import ElementHandle, Page, Request, Response

from familyhelp.practice import clock
from tests.browser.person import Desk
from tests.journeys.hands import GUESTS, Answer, Called, Hands, folded

FIND_LINK = """([tail, words]) => {
  const main = document.getElementById("main");
  const every = tail === "#next"
    ? [...main.querySelectorAll(".fh-next__what a")]
    : [...main.querySelectorAll("a"), ...document.querySelectorAll("a")];
  return every.find((a) => tail === null
    ? a.textContent.replace(/\\s+/g, " ").includes(words)
    : tail === "#next" || new URL(a.href).pathname.endsWith(tail)) ?? null;
}"""
FIND_FORM = """(name) => [...document.querySelectorAll("#main form")].find(
  (form) => !name || [...form.elements].some((e) => e.name === name)) ?? null"""
FIND_SUBMIT = """(form) => form.querySelector("button:not(.govuk-button--secondary)")
  ?? form.querySelector("button")"""
FIND_BUTTON = """(words) => [...document.querySelectorAll("button")].find(
  (b) => b.textContent.replace(/\\s+/g, " ").includes(words)) ?? null"""
FIND_CONTROL = """([form, name, value, label]) => {
  const controls = [...form.elements].filter((e) => e.name === name);
  if (value === null && label === null) return controls.find((e) => e.type !== "hidden") ?? null;
  return controls.find((e) => label === null
    ? e.value === value
    : [...(e.labels ?? [])].some((l) => l.textContent.replace(/\\s+/g, " ").trim().startsWith(label))) ?? null;
}"""


class BrowserHands(Hands):
    """A person at a browser with a mouse."""

    width, script = 1280, True

    def __init__(self, app: Flask, sit_down: Callable[..., Desk], inspect: Callable[[Desk, str], None]) -> None:
        """`inspect` looks at each page the first time that it is opened."""
        super().__init__(app)
        self.sit_down, self.inspect = sit_down, inspect
        self.desks: dict[str, Desk] = {}
        self.who = ""

    @property
    def desk(self) -> Desk:
        """Where the one whose turn it is sits."""
        return self.desks[self.who]

    @property
    def page(self) -> Page:
        """What is open there."""
        return self.desk.page

    # Going somewhere ---------------------------------------------------------------------------------------------
    def now(self, who: str) -> None:
        self.who = who
        if who not in self.desks:
            self.desks[who] = self.sit_down(width=self.width, script=self.script)
            if who not in GUESTS:
                self.open("/sign-in")
                self.sign_in(who)

    def sign_in(self, who: str) -> None:
        self.send({"email": self.email(who), "password": self.password(who)})

    def open(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        if status == 303:
            assert answer.request.redirected_from is not None, f"{self.who}: {path} leads nowhere else"
            return None
        assert answer.status == status, f"{self.who}: GET {path}: {answer.status}"
        if self.path == "/sign-in" and path != "/sign-in":
            return self.sign_in(self.who)
        self._arrived(answer)
        return None

    def _arrived(self, answer: Response) -> None:
        step: Request | None = answer.request
        while step:
            if step.method == "GET":
                self.passed(step.url)
            step = step.redirected_from
        self.inspect(self.desk, self.path)

    def _lead(self, act: Callable[[], None]) -> Response:
        """Do what leads to another page, and wait for it."""
        # Not "navigation": a step inside the page, as over the skip link, would count as one.
        with self.page.expect_event("load"):
            act()
        answer = self.desk.answer
        assert answer is not None
        return answer

    def follow(self, tail: str) -> None:
        self._go(self.page.evaluate_handle(FIND_LINK, [tail, None]).as_element(), tail)

    def click(self, words: str) -> None:
        self._go(self.page.evaluate_handle(FIND_LINK, [None, words]).as_element(), words)

    def _go(self, link: ElementHandle | None, what: str) -> None:
        assert link, f"{self.who}: {self.path} has no link to {what!r}"
        answer = self._lead(lambda: self.activate(link))
        if self.path == "/sign-in":
            return self.sign_in(self.who)
        assert answer.status == 200, f"{self.who}: {what}: {answer.status}"
        return self._arrived(answer)

    # Filling in --------------------------------------------------------------------------------------------------
    def send(self, answers: Mapping[str, Answer] | None = None, *, status: int = 303, into: str | None = None) -> None:
        first = next(iter((answers or {}).items()), None)
        name = into or (first and (f"{first[0]}-day" if isinstance(first[1], date) else first[0]))
        form = self.page.evaluate_handle(FIND_FORM, name).as_element()
        assert form, f"{self.who}: {self.path} has no form with {name!r}"
        for field, answer in (answers or {}).items():
            self._put(form, field, answer)
        button = form.evaluate_handle(FIND_SUBMIT).as_element()
        assert button
        reads = form.evaluate("form => form.method === 'get'")
        answer = self._lead(lambda: self.activate(button))
        self._answered(answer, 200 if reads else status)

    def press(self, words: str) -> None:
        button = self.page.evaluate_handle(FIND_BUTTON, words).as_element()
        assert button, f"{self.who}: {self.path} has no button {words!r}"
        self._answered(self._lead(lambda: self.activate(button)), 303)

    def _answered(self, answer: Response, status: int) -> None:
        came_from: Request | None = answer.request.redirected_from
        got = 303 if came_from else answer.status
        assert got == status, f"{self.who}: {self.path}: {got}, {self.errors or self.text[:400]}"
        if came_from:
            assert answer.status == 200, f"{self.who}: {self.path}: {answer.status}"
            self._arrived(answer)
        else:
            self.inspect(self.desk, f"{self.path} refused {status}")

    def _put(self, form: ElementHandle, name: str, answer: Answer) -> None:
        if isinstance(answer, date):
            for part in ("day", "month", "year"):
                self.write(self._control(form, f"{name}-{part}"), str(getattr(answer, part)))
            return
        control = self._control(form, name)
        kind = control.evaluate("e => e.type")
        if kind == "radio":
            label = str(answer) if isinstance(answer, Called) else None
            self.tick(self._control(form, name, None if label else str(answer), label))
        elif kind == "checkbox":
            for value in answer if isinstance(answer, list) else [None]:
                label = str(value) if isinstance(value, Called) else None
                self.tick(self._control(form, name, None if label else value, label))
        elif kind == "select-one":
            self.pick(control, str(answer), by_label=isinstance(answer, Called))
        elif isinstance(answer, tuple):
            control.set_input_files(answer[0])
        else:
            self.write(control, str(answer))

    def _control(
        self, form: ElementHandle, name: str, value: str | None = None, label: str | None = None
    ) -> ElementHandle:
        control = self.page.evaluate_handle(FIND_CONTROL, [form, name, value, label]).as_element()
        assert control, f"{self.who}: {self.path}: the form has no {name} {value or label or ''}"
        return control

    # With a mouse ------------------------------------------------------------------------------------------------
    def activate(self, element: ElementHandle) -> None:
        """Press a link or a button."""
        element.click(no_wait_after=True)

    def write(self, control: ElementHandle, text: str) -> None:
        """Write a text where another one may stand."""
        control.fill(text)

    def tick(self, control: ElementHandle) -> None:
        """Choose a radio button or tick a checkbox, by its label."""
        self.page.evaluate_handle("e => e.labels[0]", control).as_element().click()  # type: ignore[union-attr]
        assert control.is_checked()

    def pick(self, control: ElementHandle, answer: str, *, by_label: bool) -> None:
        """Choose from a list."""
        value = answer
        if by_label:
            value = control.evaluate("(e, t) => [...e.options].find(o => o.text.startsWith(t))?.value", answer)
        control.select_option(value=value)

    # Reading -----------------------------------------------------------------------------------------------------
    def let_pass(self, **time: float) -> None:
        self._served.later(**time)

    @property
    def _served(self) -> Any:
        return next(iter(self.desks.values())).served

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return folded(self.page.evaluate("document.querySelector('h1').textContent"))

    @property
    def text(self) -> str:
        return folded(self.page.evaluate("document.getElementById('main').textContent"))

    @property
    def errors(self) -> list[str]:
        return [
            folded(text)
            for text in self.page.evaluate(
                "[...document.querySelectorAll('.govuk-error-summary li')].map(e => e.textContent)"
            )
        ]

    @property
    def today(self) -> date:
        return clock.local_day(self._served.moment)

    @property
    def moment(self) -> datetime:
        return self._served.moment

    def shown(self, where: str) -> str:
        return folded(self.page.evaluate("where => document.querySelector(where).textContent", where))

    def has(self, field: str) -> bool:
        return bool(self.page.evaluate("name => document.getElementsByName(name).length > 0", field))


class PlainHands(BrowserHands):
    """The same with script switched off."""

    script = False
