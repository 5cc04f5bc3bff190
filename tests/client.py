"""A browser for the tests that reads every page strictly, as a person and a screen reader would."""

from __future__ import annotations

import re
from contextvars import copy_context
from typing import Any
from urllib.parse import urljoin

import html5lib
from flask import Flask
from flask.globals import _cv_app
from werkzeug.test import TestResponse

from familyhelp.casework import sign_ins
from familyhelp.extensions import db
from familyhelp.models import Practitioner
from tests.cast import PASSWORD

CONTROLS = {"input", "textarea", "select", "button"}


class Page:
    """A page that was read: its status, its words, its forms and links."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response, self.path = response, path
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.root = _strictly(self.html, path)

    @property
    def text(self) -> str:
        """Every word of the page, spaces folded."""
        return _words(self.root)

    @property
    def main(self) -> str:
        """The words of the main part."""
        return _words(next(self.find("main"), self.root))

    @property
    def title(self) -> str:
        return _words(next(self.find("title")))

    @property
    def heading(self) -> str:
        return _words(next(self.find("h1")))

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [_words(li) for box in self.find("div", class_="govuk-error-summary") for li in box.iter("li")]

    def find(self, tag: str, *, class_: str | None = None) -> Any:
        """Elements by tag, and by class."""
        return (e for e in self.root.iter(tag) if class_ is None or class_ in (e.get("class") or "").split())

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {_words(a): a.get("href") or "" for a in self.find("a")}

    def form(self, containing: str | None = None) -> Any:
        """The form of the main part that has a field of this name, or else its first."""
        forms = [f for main in self.find("main") for f in main.iter("form")]
        for form in forms:
            if containing is None or any((e.get("name") or "") == containing for e in form.iter()):
                return form
        raise AssertionError(f"{self.path} has no form with {containing!r}")

    def fields(self, containing: str | None = None) -> dict[str, Any]:
        """What the form would send as it stands."""
        found: dict[str, Any] = {}
        for e in self.form(containing).iter():
            name = e.get("name")
            if not name or e.tag not in CONTROLS or e.tag == "button":
                continue
            if e.tag == "textarea":
                found[name] = (e.text or "").removeprefix("\n")
            elif e.tag == "select":
                options = list(e.iter("option"))
                chosen = next((o for o in options if "selected" in o.attrib), options[0] if options else None)
                found[name] = chosen.get("value", "") if chosen is not None else ""
            elif e.get("type") in ("radio", "checkbox"):
                if "checked" in e.attrib:
                    found.setdefault(name, []).append(e.get("value"))
            else:
                found[name] = e.get("value", "")
        return found


def _words(element: Any) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _strictly(html: str, path: str) -> Any:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(html)
    assert not parser.errors, f"{path}: {[(where, code) for where, code, _ in parser.errors][:3]}"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"{path}: the same id twice: {twice}"
    known = set(ids)
    labels = {e.get("for") for e in root.iter("label")}
    for e in root.iter():
        if e.tag in CONTROLS - {"button"} and e.get("type") != "hidden":
            assert e.get("id") in labels or e.get("aria-label") or e.get("aria-labelledby"), (
                f"{path}: a control without a label: {dict(e.attrib)}"
            )
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            for target in (e.get(name) or "").split():
                assert target in known, f"{path}: {name} points at nothing: {target}"
        for name in e.attrib:
            assert not name.startswith("on") and name != "style", f"{path}: {name} breaks the security policy"
        if e.tag == "a" and (e.get("href") or "").startswith("#"):
            assert (e.get("href") or "")[1:] in known, f"{path}: a link to nothing: {e.get('href')}"
    assert len(list(root.iter("h1"))) == 1, f"{path}: one h1 a page"
    assert not list(root.iter("script")) or all(e.get("src") for e in root.iter("script")), f"{path}: inline script"
    titles = [_words(t) for t in root.iter("title") if t.text]
    assert titles and titles[0], f"{path}: no title"
    assert "None" not in titles[0], f"{path}: title {titles[0]!r}"
    return root


class StrictClient:
    """A browser: it keeps cookies, reads strictly, and never follows a redirect unless asked."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self.here = "/"

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request, apart from the test's own database session and application context."""
        assert not (db.session.new or db.session.dirty or db.session.deleted), "commit what the test made first"
        db.session.commit()

        def apart() -> TestResponse:
            _cv_app.set(None)
            return self.http.open(path, method=method, **options)

        return copy_context().run(apart)

    def sign_in(self, person: Practitioner) -> None:
        """Sit down at a browser that this person has signed in at. The page of signing in takes a tenth of a second
        to check a password; tests about signing in go by it."""
        self.http = self.app.test_client()
        token = sign_ins.start(db.session.merge(person), "a browser of the tests")
        db.session.commit()
        with self.http.session_transaction() as session:
            session.update({"_user_id": token, "_fresh": True, "last_practitioner": person.code})

    def sign_in_by_page(self, person: Practitioner, password: str = PASSWORD) -> Page | TestResponse:
        """Sign in by the page, as a person does."""
        answer = self.ask("GET", "/sign-in")
        if answer.status_code == 303:
            self.http = self.app.test_client()  # somebody else sits down at a browser of their own
            answer = self.ask("GET", "/sign-in")
        assert answer.status_code == 200, answer.status
        self.here = "/sign-in"
        page = Page(answer, self.here)
        return self.send(page, {"email": person.email, "password": password})

    def get(self, path: str, status: int = 200) -> Page:
        """Open a page and read it."""
        response = self.ask("GET", path)
        assert response.status_code == status, f"GET {path}: {response.status} {response.location or ''}"
        self.here = path
        return Page(response, path)

    def status(self, path: str) -> int:
        """Only the status of a page."""
        return self.ask("GET", path).status_code

    def send(self, page: Page, answers: dict[str, Any], status: int = 303, containing: str | None = None) -> Any:
        """Fill in the form of a page and send it. Gives the page it leads to (303) or the page it shows."""
        data = page.fields(containing)
        unknown = {name for name in answers if not _has(page.form(containing), name)}
        assert not unknown, f"{page.path}: the form has no {unknown}"
        data.update(answers)
        target = urljoin(page.path, page.form(containing).get("action") or page.path)
        return self.post(target, data, status)

    def post(self, path: str, data: dict[str, Any], status: int = 303) -> Any:
        """Send data to a path. Gives the response for a redirect, else the page."""
        response = self.ask("POST", path, data=data)
        assert response.status_code == status, (
            f"POST {path}: {response.status} {response.location or ''} {_errors(response)}"
        )
        return response if status in (204, 301, 302, 303) else Page(response, path)

    def follow(self, response: TestResponse) -> Page:
        """Open the page that a redirect leads to."""
        assert response.location
        return self.get(response.location)

    def token(self) -> str:
        """A form token for a direct request."""
        page = self.get("/")
        field = next(e for e in page.root.iter("input") if e.get("name") == "csrf_token")
        return str(field.get("value"))


def _has(form: Any, name: str) -> bool:
    return any(e.get("name") == name for e in form.iter())


def _errors(response: TestResponse) -> str:
    try:
        page = Page(response, "")
        return str(page.errors or page.main[:300])
    except AssertionError:
        return response.get_data(as_text=True)[:300]
