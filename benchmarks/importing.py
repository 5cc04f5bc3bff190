"""python -m benchmarks.importing: 650,000 figures, imported with every check, beside plain `executemany`
of the same rows into the same engine; how much memory each takes more than before."""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from familyhelp.casework.published import import_file
from familyhelp.extensions import db, writing
from familyhelp.models import Area, Dataset, Figure

from .inside import app_at

FIRST, LAST = 1991, 2100
"""Years enough that a few hundred areas fill the file, as in real ones, where each row is another filter."""
LINES = 9
"""Of the referrals file: ten of its columns are figures, one of them is not among those of this file."""
TARGET = 0.25
COLUMNS = (
    "referral_count", "rereferral_count", "rereferral_percent", "no_further_action_count", "no_further_action_percent",
    "not_in_need_count", "not_in_need_percent", "referral_child_count", "rereferral_child_count",
)  # fmt: skip


def write(path: Path, figures: int, areas: int | None = None) -> int:
    """Write a file of at least so many figures, of so many areas where that is asked for; gives how many it holds."""
    years = range(FIRST, LAST + 1 if areas is None else FIRST + -(-figures // (LINES * areas)))
    places = -(-figures // (LINES * len(years)))
    with path.open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.writer(out)
        writer.writerow(["time_period", "time_identifier", "geographic_level", "country_code", "country_name",
                         "old_la_code", "new_la_code", "la_name", "category", *COLUMNS])  # fmt: skip
        for year in years:
            for n in range(places):
                writer.writerow([year, "Reporting year", "Local authority", "E92999999", "Albany", "",
                                 f"E06{n:06d}", f"Town {n}", "Referrals and Re-referrals",
                                 *(n + year + k if n % 50 else "c" for k in range(LINES))])  # fmt: skip
    return places * len(years) * LINES


def measure(app: Flask, path: Path) -> tuple[float, float, float]:
    """Seconds of the import and of plain `executemany`, and megabytes that the import took more."""
    with app.app_context():
        writing.set(True)
        before = _peak()
        began = time.perf_counter()
        with path.open("rb") as stream:
            import_file(stream, path.name, by=None, progress=_tell)
        db.session.commit()
        imported = time.perf_counter() - began
        grown = _peak() - before
        return imported, _plain(), grown


def _plain() -> float:
    """The same rows by `executemany` of the driver, into an empty table of the same shape."""
    rows = [tuple(row) for row in _rows()]
    db.session.execute(sa.delete(Figure))
    db.session.commit()
    raw = db.engine.raw_connection()
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    began = time.perf_counter()
    cursor = raw.cursor()
    cursor.execute("BEGIN") if db.engine.dialect.name == "sqlite" else None
    cursor.executemany(f"INSERT INTO figures VALUES ({', '.join([mark] * 6)})", rows)
    raw.commit()
    raw.close()
    return time.perf_counter() - began


def _rows() -> Iterator[sa.Row]:
    table = Figure.__table__
    yield from db.session.execute(
        sa.select(table.c.dataset_id, table.c.area_id, table.c.line, table.c.year, table.c.value, table.c.symbol)
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tell(rows: int) -> None:
    if rows % 100_000 == 0:
        print(f"  {rows:,} figures so far", file=sys.stderr)


def main() -> int:
    """Import and compare; 1 where the import is slower than a quarter of plain rows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing", description=__doc__)
    parser.add_argument("--figures", type=int, default=650_000)
    parser.add_argument("--areas", type=int, help="how many areas, all new, the file names (657 otherwise)")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="familyhelp-import-") as folder:
        path = Path(folder) / "referrals.csv"
        figures = write(path, asked.figures, asked.areas)
        server = None
        url = f"sqlite:///{folder}/import.db"
        if asked.engine == "postgresql":
            from tests.databases import start_postgres

            server = start_postgres()
            server.create("importing")
            url = server.url("importing")
        try:
            app = app_at(url)
            with app.app_context():
                upgrade()
            imported, plain, grown = measure(app, path)
            with app.app_context():
                held = db.session.scalar(sa.select(Dataset.rows)), db.session.scalar(sa.select(sa.func.count(Area.id)))
                db.session.remove()
                db.engine.dispose()
        finally:
            if server is not None:
                server.stop()
    print(f"{asked.engine}: {figures:,} figures of {held[1]:,} areas, {path.name}")
    print(f"imported in {imported:.1f} s, plain rows in {plain:.1f} s: {plain / imported:.2f}; {grown:.0f} MB more")
    return 0 if held[0] == figures and plain / imported >= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
