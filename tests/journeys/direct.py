"""Hands that send requests directly and read each page strictly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin

from flask import Flask

from familyhelp.practice import clock
from tests.client import Page, StrictClient
from tests.conftest import MONDAY
from tests.journeys.hands import GUESTS, Answer, Called, Hands, folded


class DirectHands(Hands):
    """Hands that send requests directly and read each page strictly."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.clients: dict[str, StrictClient] = {}
        self.moment: datetime = MONDAY
        self.client: StrictClient
        self.pages: dict[str, Page] = {}
        self.who = ""

    @property
    def page(self) -> Page:
        """The page that is open before the one whose turn it is."""
        return self.pages[self.who]

    @page.setter
    def page(self, page: Page) -> None:
        self.pages[self.who] = page

    def now(self, who: str) -> None:
        self.who = who
        new = who not in self.clients
        self.client = self.clients.setdefault(who, StrictClient(self.app))
        if new and who not in GUESTS:
            self.open("/sign-in")
            self.sign_in(who)

    def sign_in(self, who: str) -> None:
        self.send({"email": self.email(who), "password": self.password(who)})

    def open(self, path: str, status: int = 200) -> None:
        with clock.at(self.moment):
            response = self.client.ask("GET", path)
        if response.status_code in (302, 303) and status == 200:
            self.passed(path)
            self.open(response.location)
            if self.path.startswith("/sign-in") and not path.startswith("/sign-in"):
                self.sign_in(self.who)
            return
        assert response.status_code == status, f"{self.who}: GET {path}: {response.status}"
        if status == 303:
            return
        self.page = Page(response, path)
        if status == 200:
            self.passed(path)

    def follow(self, tail: str) -> None:
        main = next(self.page.find("main"))
        if tail == "#next":
            links = [a for p in self.page.find("p", class_="fh-next__what") for a in p.iter("a")]
        else:
            every = [*main.iter("a"), *self.page.find("a")]
            links = [a for a in every if (a.get("href") or "").partition("?")[0].endswith(tail)]
        assert links, f"{self.who}: {self.path} has no link to {tail!r}: {sorted(set(self.page.links.values()))}"
        self.open(links[0].get("href"))

    def click(self, words: str) -> None:
        main = next(self.page.find("main"))
        links = [a for a in [*main.iter("a"), *self.page.find("a")] if words in folded("".join(a.itertext()))]
        assert links, f"{self.who}: {self.path} has no link that says {words!r}: {sorted(self.page.links)}"
        self.open(urljoin(self.path, links[0].get("href")))

    def send(self, answers: Mapping[str, Answer] | None = None, *, status: int = 303, into: str | None = None) -> None:
        field = into or next((_field(name, value) for name, value in (answers or {}).items()), None)
        form, data = self.page.form(field), self.page.fields(field)
        for name, value in (answers or {}).items():
            _put(form, data, name, value)
        if form.get("method") == "get":
            return self.open(f"{form.get('action') or self.path}?{urlencode(data, doseq=True)}")
        with clock.at(self.moment):
            response = self.client.ask("POST", form.get("action") or self.path, data=data)
        where = f"{self.who}: POST {form.get('action') or self.path}"
        if response.status_code != status:
            page = Page(response, self.path) if response.status_code != 303 else None
            raise AssertionError(f"{where}: {response.status}: {page and (page.errors or page.main[:500])}")
        if status == 303:
            self.open(response.location)
        else:
            self.page = Page(response, self.path)
        return None

    def press(self, words: str) -> None:
        for form in self.page.find("form"):
            if any(words in folded("".join(button.itertext())) for button in form.iter("button")):
                hidden = {e.get("name"): e.get("value") for e in form.iter("input")}
                with clock.at(self.moment):
                    response = self.client.ask("POST", form.get("action") or self.path, data=hidden)
                assert response.status_code == 303, f"{self.who}: {words!r}: {response.status}"
                return self.open(response.location)
        raise AssertionError(f"{self.who}: {self.path} has no button {words!r}")

    def let_pass(self, **time: float) -> None:
        self.moment += timedelta(**time)

    def shown(self, where: str) -> str:
        tag, _, kind = where.partition(".")
        return folded("".join(next(self.page.find(tag, class_=kind or None)).itertext()))

    def has(self, field: str) -> bool:
        return any(e.get("name") == field for e in self.page.root.iter())

    @property
    def path(self) -> str:
        return self.page.path

    @property
    def heading(self) -> str:
        return self.page.heading

    @property
    def text(self) -> str:
        return self.page.main

    @property
    def errors(self) -> list[str]:
        return self.page.errors

    @property
    def today(self) -> date:
        return clock.local_day(self.moment)


def _field(name: str, value: Answer) -> str:
    return f"{name}-day" if isinstance(value, date) else name


def _put(form: Any, data: dict[str, Any], name: str, value: Answer) -> None:
    controls = [e for e in form.iter() if e.get("name") == _field(name, value)]
    assert controls, f"the form has no {name}"
    if isinstance(value, date):
        data |= {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}
    elif isinstance(value, Called):
        data[name] = _value_called(form, controls, value)
    elif isinstance(value, list) and any(isinstance(one, Called) for one in value):
        data[name] = [_value_called(form, controls, one) for one in value]
    elif isinstance(value, tuple):
        data[name] = value
    elif isinstance(value, bool):
        data.pop(name, None)
        if value:
            data[name] = controls[0].get("value")
    else:
        offered = {e.get("value") for e in controls if e.get("type") in ("radio", "checkbox")}
        assert not offered or set([value] if isinstance(value, str) else value) <= offered, f"{name}: {offered}"
        data[name] = value


def _value_called(form: Any, controls: list[Any], label: str) -> str:
    """The value of the option, or of the radio button, that has this label (or begins with it)."""
    if controls[0].tag == "select":
        found = {folded("".join(o.itertext())): o.get("value") for o in controls[0].iter("option")}
    else:
        texts = {e.get("for"): folded("".join(e.itertext())) for e in form.iter("label")}
        found = {texts[e.get("id")]: e.get("value") for e in controls}
    values = [value for text, value in found.items() if text.startswith(label)]
    assert len(values) == 1, f"{label!r} among {list(found)}"
    return str(values[0])
