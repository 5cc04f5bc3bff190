"""Counting every local measure again over a million episodes, beside the same counts in SQL written by hand on the same
database: python -m benchmarks.recompute --episodes 1000000 (add --engine postgresql)."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_migrate import upgrade

from familyhelp.casework.scorecard import keep_counts
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.periods import Period, quarter_of
from familyhelp.queries.local_measures import counted, counted_each
from familyhelp.queries.local_results import LATE, years_counted
from familyhelp.queries.measure_rows import bounds

from .by_hand import FILL, HAND
from .inside import app_at

MOST = 1.5
"""How many times the same SQL by hand a full count may take."""


def main() -> int:
    """Fill, count both ways, compare; 1 where the counts differ or it takes too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recompute", description=__doc__)
    parser.add_argument("--episodes", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with _database(asked.engine) as url:
        app = app_at(url)
        with app.app_context():
            upgrade()
            db.engine.dispose()
            _fill(asked.episodes)
            return _measure()


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "postgresql":
        from tests.databases import start_postgres

        server = start_postgres()
        try:
            server.create("recompute")
            yield server.url("recompute")
        finally:
            server.stop()
        return
    with tempfile.TemporaryDirectory(prefix="familyhelp-recompute-") as folder:
        yield f"sqlite:///{Path(folder) / 'recompute.db'}"


def _fill(episodes: int) -> None:
    """Rows of the tables that are counted, by the engine itself: as many and as varied as in life, about nobody."""
    began = time.perf_counter()
    today = clock.today()
    lite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        # Requests and cases name each other: rows are trusted while they are filled in.
        if lite:  # not inside a transaction, where it would do nothing
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.commit()
        for statement in FILL[db.engine.dialect.name]:
            asked = {"n": episodes, "today": today.isoformat() if lite else today}
            values = {name: value for name, value in asked.items() if f":{name}" in statement}
            connection.execute(sa.text(statement), values)
            connection.commit()
    db.engine.dispose()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    print(f"{episodes:,} episodes filled in {time.perf_counter() - began:.0f} s", flush=True)


def _measure() -> int:
    today, years = clock.today(), years_counted()
    db.session.rollback()
    ours, wrong = {}, []
    for year in years:
        took, found = _timed(lambda year=year: counted(year, today))  # type: ignore[misc]
        ours[year] = {c.measure: (c.numerator, c.denominator) for c in found}
        by_hand, hand = _timed(lambda year=year: _by_hand(year, today))  # type: ignore[misc]
        wrong += [(year, name, ours[year][name], pair) for name, pair in hand.items() if ours[year][name] != pair]
        print(f"year {year}: {took:.2f} s, by hand {by_hand:.2f} s, {took / by_hand:.2f} times", flush=True)
        ratios.append((took, by_hand))
    whole, hand_whole = (sum(pair[at] for pair in ratios) for at in (0, 1))
    print(f"all {len(years)} years: {whole:.1f} s, by hand {hand_whole:.1f} s, {whole / hand_whole:.2f} times")
    took, _ = _timed(lambda: _after_a_day(today))
    print(f"after a day's work, what a page counts again: {took:.1f} s")
    for one in wrong:
        print(f"DIFFERS: {one}")
    return 1 if wrong or whole > MOST * hand_whole else 0


ratios: list[tuple[float, float]] = []


def _timed(what: Callable[[], Any]) -> tuple[float, Any]:
    """How long something takes, to its last row, and what it gives."""
    began = time.perf_counter()
    found = what()
    took = time.perf_counter() - began
    db.session.rollback()
    return took, found


def _by_hand(year: int, today: date) -> dict[str, tuple[Any, Any]]:
    """The same counts, each by a statement that somebody would write for it."""
    values = bounds(Period(year), today)
    found = {}
    for name, statement in HAND[db.engine.dialect.name].items():
        asked = statement.compile().params
        top, bottom = db.session.execute(statement, {key: values[key] for key in asked}).one()
        if name == "days":
            continue  # the median needs a histogram; what is timed here is reading the same rows
        found[name] = (int(top or 0), None if bottom is None else int(bottom))
    return found


def _after_a_day(today: date) -> None:
    """What the first page of a day counts again: the quarter that runs, and in its first weeks the one before it."""
    typed = list(dict.fromkeys([quarter_of(today), quarter_of(today - LATE)]))
    keep_counts(db.session.connection(), counted_each(typed, today))


if __name__ == "__main__":
    sys.exit(main())
