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
        timed = [(_alone(engine, *one), *one) for one in _sent(engine, browser, path)]
        print(f"\n{page.name}: {len(timed)} statements, the slowest {max(timed, default=(0,))[0]:.2f} ms", flush=True)
        for took, statement, values in timed:
            if took >= SLOW:
                _plan(engine, statement, values, took)


def _sent(engine: sa.Engine, browser: Inside, path: str) -> list[tuple[str, Any]]:
    """What a page asks of the database, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH", "(SELECT")):
            sent.append((statement, values))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        browser.ask("GET", path)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return sent


def _alone(engine: sa.Engine, statement: str, values: Any) -> float:
    """Milliseconds that a statement takes to its last row: the quickest of five, since others are at work here."""
    times = []
    with engine.connect() as connection:
        for _ in range(5):
            began = time.perf_counter()
            connection.exec_driver_sql(statement, values).all()
            times.append((time.perf_counter() - began) * 1000)
    return min(times)


def _plan(engine: sa.Engine, statement: str, values: Any, took: float) -> None:
    words = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
    print(f"  {took:.1f} ms: {' '.join(statement.split())[:300]}")
    with engine.connect() as connection:
        for row in connection.exec_driver_sql(f"{words} {statement}", values):
            print(f"      {row[-1]}")
