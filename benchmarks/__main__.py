"""python -m benchmarks: fill, serve, measure, print; with --explain, how the database finds what each page shows."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade

from familyhelp.extensions import db
from familyhelp.practice import clock

from . import at_rest, explaining
from .filling import Landmarks, counts, fill
from .inside import app_at
from .measuring import SAVING, Result, measure
from .pages import PAGES, problems

SIZES = (1_000, 10_000, 100_000)


def main() -> int:
    """Measure each size in turn; 1 where a count (never a time) is over its target."""
    asked = _arguments()
    results = []
    with _databases(asked.engine, asked.keep) as place:
        for families in asked.families:
            url, marks = _filled(place(families), families, asked.seed)
            if asked.encrypted:
                url = at_rest.encrypted(url, asked.encrypted)
            if asked.explain:
                explaining.show(app_at(url), marks)
                continue
            results.append(measure(url, marks, asked.requests))
            _print(results[-1])
    if len(results) > 1:
        _growth(results[0], results[-1])
    return 1 if any(_over(result) for result in results) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--families", type=int, nargs="+", default=SIZES, help="how many, one run after another")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--requests", type=int, default=200, help="how many for each page, after the warm-up")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder where SQLite databases stay for the next run")
    parser.add_argument("--encrypted", choices=("columns", "database"), help="with the named columns or the whole file")
    parser.add_argument("--explain", action="store_true", help="show query plans instead of measuring")
    asked = parser.parse_args()
    if asked.requests < 20 or min(asked.families) < 20:
        parser.error("at least 20 requests and 20 families")
    return asked


@contextmanager
def _databases(engine: str, keep: Path | None) -> Iterator[object]:
    """A way to the address of a database for a size, in a temporary folder that goes with the block."""
    if engine == "postgresql":
        from tests.databases import start_postgres

        server = start_postgres()
        try:

            def made(families: int) -> str:
                server.create(f"bench_{families}")
                return server.url(f"bench_{families}")

            yield made
        finally:
            server.stop()
        return
    folder = keep or Path(tempfile.mkdtemp(prefix="familyhelp-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield lambda families: f"sqlite:///{folder / f'{families}.db'}"
    finally:
        if keep is None:
            shutil.rmtree(folder)


def _filled(url: str, families: int, seed: int) -> tuple[str, Landmarks]:
    """A database with that many families: one that was kept, or a new one."""
    file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
    marks_file = file.with_suffix(".json") if file else None
    if file and marks_file and marks_file.exists():
        return url, Landmarks.kept(marks_file)
    if file:
        file.unlink(missing_ok=True)
    began = time.monotonic()
    app = app_at(url)
    with app.app_context():
        upgrade()
        db.engine.dispose()
        marks = fill(db.engine, families, today=clock.today(), seed=seed)
        with db.engine.connect() as connection:
            made = ", ".join(f"{number:,} {what}" for what, number in counts(connection).items())
        db.engine.dispose()
    if marks_file:
        marks.keep(marks_file)
    print(f"\nFilled in {time.monotonic() - began:.0f} s: {made} ({marks.rows:,} rows)", flush=True)
    return url, marks


def _print(result: Result) -> None:
    print(f"\n{result.families:,} families, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'page':26} {'statements':>10} {'bytes':>7} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8} {'times bare':>10}")
    for cost in result.costs:
        ratio = f"{cost.ratio:10.1f}" if cost.ratio else " " * 10
        counted = f"{cost.name:26} {cost.statements:10} {cost.bytes:7,}"
        print(f"{counted} {cost.p50:8.1f} {cost.p95:8.1f} {cost.cpu:8.2f} {ratio}")
    print(
        f"both workers: {result.memory:.0f} MiB ({result.memory_with_keeper:.0f} MiB with the process that keeps them)"
    )
    print(f"the deed of {SAVING}: {result.deed:.1f} times two rows through the ORM", flush=True)
    for sentence in _over(result):
        print(f"OVER: {sentence}")


def _over(result: Result) -> list[str]:
    return [
        sentence
        for page, cost in zip(PAGES, result.costs, strict=False)
        for sentence in problems(page.name, cost.bytes, cost.statements, page.is_list)
    ]


def _growth(small: Result, large: Result) -> None:
    print(f"\nCPU at {large.families:,} families over {small.families:,}")
    for before, after in zip(small.costs, large.costs, strict=True):
        print(f"{before.name:26} {after.cpu / before.cpu:6.2f}")


if __name__ == "__main__":
    sys.exit(main())
