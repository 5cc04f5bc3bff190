"""One size: what every page takes in statements, bytes, time and CPU, beside the bare page of the same bytes."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from familyhelp.casework import keeping, notes
from familyhelp.extensions import db, writing
from familyhelp.models import Case, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code

from . import bare
from .filling import Landmarks
from .inside import Inside, app_at, hidden, statements
from .pages import PAGES, Measured
from .serving import Browser, Server, serving

WARM_UP = 40
ROUNDS = 10
Request = Callable[[], float]
"""One request; it gives the milliseconds it took."""
TEXT = "We met at home and talked for an hour. " * 8
SAVING = "saving a note"


@dataclass
class Cost:
    """What one page costs: times in milliseconds, CPU of the workers in milliseconds for each request."""

    name: str
    bytes: int = 0
    statements: int = 0
    p50: float = 0
    p95: float = 0
    cpu: float = 0
    bare: float = 0
    """CPU of the bare page of the same bytes, behind the same server."""

    @property
    def ratio(self) -> float | None:
        """How many times the bare page it costs."""
        return self.cpu / self.bare if self.bare else None


@dataclass
class Result:
    """Everything measured at one size."""

    families: int
    costs: list[Cost] = field(default_factory=list)
    memory: float = 0
    memory_with_keeper: float = 0
    deed: float = 0
    """CPU of the deed that writes a note, its event and its submission key, in times of two rows through the ORM."""


def measure(url: str, marks: Landmarks, requests: int) -> Result:
    """Measure every page on a filled database."""
    result = Result(marks.families)
    app = app_at(url)
    paths = _inside(app, marks, result)
    result.deed = deed_ratio(app, marks, requests)
    with app.app_context():
        db.engine.dispose()
    with serving("wsgi:app", url) as server, serving("benchmarks.bare:create_app()", url) as plain:
        people = {page.who: Browser(server.port).sign_in(getattr(marks, page.who)) for page in PAGES}
        for page, cost in zip(PAGES, result.costs, strict=False):
            here, there = paths[page.name], f"/page/{cost.bytes}"
            browser, other = people[page.who], Browser(plain.port)
            _side_by_side(
                cost, server, lambda b=browser, p=here: _get(b, p), plain, lambda b=other, p=there: _get(b, p), requests
            )
        saver = _saver(people["key_worker"], marks)
        inserter = Browser(plain.port)
        _side_by_side(result.costs[-1], server, saver, plain, lambda: _insert(inserter), requests)
        result.memory, result.memory_with_keeper = server.memory()
    return result


def _side_by_side(cost: Cost, server: Server, ours: Request, plain: Server, bare_one: Request, requests: int) -> None:
    """Ask for a page and for the bare one in turns, so that a busy minute of the machine falls on both; the CPU of
    each is the middle one of the rounds."""
    for _ in range(WARM_UP):
        ours()
        bare_one()
    times: list[float] = []
    taken, taken_bare = [], []
    for _ in range(ROUNDS):
        each = -(-requests // ROUNDS)
        taken.append(_round(server, ours, each, times))
        taken_bare.append(_round(plain, bare_one, each, []))
    cost.cpu, cost.bare = _middle(taken), _middle(taken_bare)
    times.sort()
    cost.p50, cost.p95 = times[len(times) // 2], times[len(times) * 95 // 100]


def _round(server: Server, request: Request, times: int, kept: list[float]) -> float:
    began = server.cpu()
    kept.extend(request() for _ in range(times))
    return (server.cpu() - began) / times * 1000


def _get(browser: Browser, path: str) -> float:
    took = browser.ask("GET", path)[1]
    if browser.status != 200:
        raise RuntimeError(f"{path}: {browser.status}")
    return took


def _insert(browser: Browser) -> float:
    took = browser.ask("POST", "/insert", {"text": TEXT})[1]
    if browser.status != 303:
        raise RuntimeError(f"the bare insert: {browser.status}")
    return took


def _saver(browser: Browser, marks: Landmarks) -> Request:
    path = f"/cases/{write_code(marks.case)}/notes/new"
    form = note_form(browser.ask("GET", path)[0].decode())

    def save() -> float:
        took = browser.ask("POST", path, form | {"submission": uuid.uuid4().hex})[1]
        if browser.status != 303:
            raise RuntimeError(f"{path}: {browser.status}")
        return took

    return save


def _inside(app: Flask, marks: Landmarks, result: Result) -> dict[str, str]:
    """Statements and bytes, asked for in this process. Where each page is."""
    browsers: dict[str, Inside] = {}
    paths = {}
    for page in PAGES:
        if page.who not in browsers:
            browsers[page.who] = Inside(app).sign_in(getattr(marks, page.who))
        paths[page.name], size, sent = ask(app, browsers[page.who], page, marks)
        result.costs.append(Cost(page.name, size, len(sent)))
    sent, size = save_note(app, browsers["key_worker"], marks)
    result.costs.append(Cost(SAVING, size, len(sent)))
    return paths


def ask(app: Flask, browser: Inside, page: Measured, marks: Landmarks) -> tuple[str, int, list[str]]:
    """Open one page in this process: where it is, its bytes, and the statements that it took."""
    path = page.path(marks, browser)
    with statements(app) as sent:
        body = browser.ask("GET", path)
    if not browser.status.startswith("200"):
        raise RuntimeError(f"{page.name} ({path}): {browser.status}")
    return path, len(body), sent


def note_form(page: str) -> dict[str, str]:
    """The form of a new note, filled in."""
    today = clock.today()
    return hidden(page) | {
        "kind": NoteKind.CALL.value,
        "happened_on-day": str(today.day),
        "happened_on-month": str(today.month),
        "happened_on-year": str(today.year),
        "text": TEXT,
    }


def save_note(app: Flask, browser: Inside, marks: Landmarks) -> tuple[list[str], int]:
    """Save one note in this process: the statements it took, and the bytes of its form."""
    path = f"/cases/{write_code(marks.case)}/notes/new"
    page = browser.ask("GET", path)
    with statements(app) as sent:
        browser.ask("POST", path, note_form(page.decode()))
    if not browser.status.startswith("303"):
        raise RuntimeError(f"{path}: {browser.status}")
    return sent, len(page)


def deed_ratio(app: Flask, marks: Landmarks, times: int) -> float:
    """CPU of the deed (note, event, submission key, commit) over that of two rows through the ORM, without any page."""
    with app.app_context():
        writing.set(True)
        bare.Bare.metadata.create_all(db.engine)
        case_id = db.session.scalars(sa.select(Case.id).where(Case.code == marks.long_case)).one()
        worker_id = db.session.scalars(sa.select(Practitioner.id).where(Practitioner.email == marks.key_worker)).one()
        db.session.rollback()

        def deed() -> None:
            # What the door has already found is not the deed's.
            case, worker = db.session.get_one(Case, case_id), db.session.get_one(Practitioner, worker_id)
            began = time.process_time()
            notes.write_note(
                case,
                kind=NoteKind.CALL,
                happened_on=clock.today(),
                text=TEXT,
                people_seen=None,
                restricted=False,
                by=worker,
            )
            keeping.remember_submission(worker_id, uuid.uuid4().hex, "/cases/notes/new", "/cases/notes")
            db.session.commit()
            taken.append(time.process_time() - began)
            db.session.remove()

        taken: list[float] = []
        plain: list[float] = []
        for _ in range(times):
            deed()
            with Session(db.engine) as session:
                began = time.process_time()
                bare.insert_two(session, TEXT)
                plain.append(time.process_time() - began)
        return _middle(taken) / _middle(plain)


def _middle(values: list[Any]) -> float:
    return float(sorted(values)[len(values) // 2])
