"""How the database finds what each page shows: the plan of every statement, and how long it takes alone."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from flask import Flask

from familyhelp.extensions import db

from .filling import Landmarks
from .inside import Inside
from .pages import PAGES

SLOW = 2.0  # milliseconds from which a statement's whole plan is shown


def show(app: Flask, marks: Landmarks) -> None:
    """Print, for every page, its statements that take longer than they should, with their plans."""
    with app.app_context():
        engine = db.engine
    browsers: dict[str, Inside] = {}
    for page in PAGES:
        browser = browsers.get(page.who) or browsers.setdefault(page.who, Inside(app).sign_in(getattr(marks, page.who)))
        path = page.path(marks, browser)
        browser.ask("GET", path)
        sent = _sent(engine, browser, path)
        slowest = max((took for _, _, took in sent), default=0)
        print(f"\n{page.name}: {len(sent)} statements, the slowest {slowest:.2f} ms")
        for statement, values, took in sent:
            if took >= SLOW and statement.startswith(("SELECT", "WITH", "(SELECT")):
                _plan(engine, statement, values, took)


def _sent(engine: sa.Engine, browser: Inside, path: str) -> list[tuple[str, Any, float]]:
    sent: list[tuple[str, Any, float]] = []
    began = [0.0]

    def before(*_: Any) -> None:
        began[0] = time.perf_counter()

    def after(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        sent.append((statement, values, (time.perf_counter() - began[0]) * 1000))

    sa.event.listen(engine, "before_cursor_execute", before)
    sa.event.listen(engine, "after_cursor_execute", after)
    try:
        browser.ask("GET", path)
    finally:
        sa.event.remove(engine, "before_cursor_execute", before)
        sa.event.remove(engine, "after_cursor_execute", after)
    return [one for one in sent if not one[0].startswith(("BEGIN", "PRAGMA"))]


def _plan(engine: sa.Engine, statement: str, values: Any, took: float) -> None:
    words = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    print(f"  {took:.1f} ms: {' '.join(statement.split())[:300]}")
    with engine.connect() as connection:
        for row in connection.exec_driver_sql(f"{words} {statement}", values):
            print(f"      {row[-1]}")
