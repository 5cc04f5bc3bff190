"""Hands at the service. A story (story.py) is told through them, so that the same story is lived by direct requests
here, and in a real browser with a mouse, by keyboard alone and without script (tests/browser)."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from flask import Flask

from tests.cast import PASSWORD

Answer = str | bool | date | list[str] | tuple[str]
"""A tuple is a file on disk, to be uploaded."""


GUESTS = frozenset({"rosa", "bright", "social care", "somebody", "ana"})
"""Those who come by a link or ask for help: they have no account to sign in with, or not yet."""
FILES = frozenset({"copies.plain", "copies.large", "exports.file", "calendars.feed", "attachments.file"})
"""What is no page: a PDF, a spreadsheet, a calendar, which tests of their own read."""


class Called(str):
    """The one of a list that is called so: people choose by words, not by codes."""


class Hands(ABC):
    """Several people, each at their own browser. `now(who)` says whose turn it is."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.visited: set[str] = set()
        self.passwords: dict[str, str] = {}

    # What each kind of hands does in its own way ---------------------------------------------------------------
    @abstractmethod
    def now(self, who: str) -> None:
        """It is this person's turn. The first time they come to a browser of their own they sign in."""

    @abstractmethod
    def open(self, path: str, status: int = 200) -> None:
        """Type an address."""

    @abstractmethod
    def follow(self, tail: str) -> None:
        """Follow the first link of the main part (or else of the page) that leads to an address that ends so."""

    @abstractmethod
    def click(self, words: str) -> None:
        """Follow the first link of the main part (or else of the page) that says these words."""

    @abstractmethod
    def send(self, answers: Mapping[str, Answer] | None = None, *, status: int = 303, into: str | None = None) -> None:
        """Fill in the form that has the fields of `answers` (or the field `into`), send it, and go where it leads."""

    @abstractmethod
    def press(self, words: str) -> None:
        """Press the button that says these words, and go where it leads."""

    @abstractmethod
    def let_pass(self, **time: float) -> None:
        """Let time pass: `let_pass(days=3)`."""

    @abstractmethod
    def shown(self, where: str) -> str:
        """The words of the one element that a selector (tag and class) finds."""

    @abstractmethod
    def has(self, field: str) -> bool:
        """Whether a form of the page asks for this."""

    @property
    @abstractmethod
    def path(self) -> str:
        """The address of the page that is open."""

    @property
    @abstractmethod
    def heading(self) -> str:
        """The page's heading."""

    @property
    @abstractmethod
    def text(self) -> str:
        """Every word of the main part, spaces folded."""

    @property
    @abstractmethod
    def errors(self) -> list[str]:
        """The sentences of the error summary."""

    @property
    @abstractmethod
    def today(self) -> date:
        """The day that the service thinks it is."""

    @abstractmethod
    def sign_in(self, who: str) -> None:
        """Sign in at a browser where nobody is signed in."""

    # What follows from it ----------------------------------------------------------------------------------------
    def next(self) -> None:
        """Do what the page says is next."""
        self.follow("#next")

    def see(self, *words: str) -> None:
        """The main part says each of these."""
        for said in words:
            assert said in self.text, f"{self.path} does not say {said!r}:\n{self.text[:1500]}"

    def not_see(self, *words: str) -> None:
        """The main part says none of these."""
        for said in words:
            assert said not in self.text, f"{self.path} says {said!r}"

    def refused(self, part: str, answers: Mapping[str, Answer] | None = None, *, status: int = 409) -> None:
        """Send the form; it is refused with a sentence that says `part`."""
        self.send(answers, status=status)
        assert any(part in sentence for sentence in self.errors), f"{self.path}: {self.errors}"

    def passed(self, path: str) -> None:
        """Note that the page of this address was read, or led on to another."""
        endpoint = endpoint_of(self.app, urlsplit(path).path)
        if endpoint:
            self.visited.add(endpoint)

    def email(self, who: str) -> str:
        """The address that somebody signs in with."""
        return f"{who}@example.org"

    def password(self, who: str) -> str:
        """Their password."""
        return self.passwords.get(who, PASSWORD)


def endpoint_of(app: Flask, path: str) -> str | None:
    """The page that an address leads to."""
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import RequestRedirect

    try:
        return str(app.url_map.bind("").match(path, method="GET")[0])
    except (RequestRedirect, HTTPException):
        return None


def folded(text: str) -> str:
    """A text with its spaces folded."""
    return re.sub(r"\s+", " ", text).strip()
