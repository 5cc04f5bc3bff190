"""python -m benchmarks.people_importing: invented people from a file, checked and then taken over with matching, beside
how many are held already (--people, --held; add --engine postgresql)."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_migrate import upgrade

from familyhelp.casework.people_import import check_file, import_people
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.people_files import NEEDED, OPTIONAL

from .inside import app_at
from .invented import homes
from .matching import database, fill
from .words import Chance

TARGET = 5_000


def write(path: Path, people: int) -> int:
    """Write a file of at least so many people; gives how many."""
    number = 0
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, [*NEEDED, *OPTIONAL])
        writer.writeheader()
        for family, home in enumerate(homes(Chance(11), people, clock.today())):
            for person, role in home.people:
                number += 1
                writer.writerow(
                    {
                        "reference": number,
                        "family": family,
                        "role": role.value,
                        "forename": person.forename,
                        "surname": person.surname,
                        "birth_date": person.birth_date,
                        "phone": person.phone,
                        "address": person.lines,
                        "postcode": "ZZ99 3VZ",
                    }
                )
    return number


def main() -> int:
    """Write a file, check it, take it over; 1 where it takes too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.people_importing", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--held", type=int, default=100_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, database(asked.engine, asked.keep) as url:
        app = app_at(url)
        path = Path(folder) / "people.csv"
        people = write(path, asked.people)
        with app.app_context():
            upgrade()
            db.engine.dispose()
            if not asked.keep or not asked.keep.stat().st_size > 10_000_000:
                fill(db.engine, asked.held, clock.today())
            return _measure(path, people)


def _measure(path: Path, people: int) -> int:
    times = []
    importing = partial(import_people, progress=lambda _: db.session.commit())
    for name, what in (("checked", check_file), ("taken over", importing)):
        began, at = time.perf_counter(), time.process_time()
        with path.open("rb") as stream:
            taken = what(stream, "benchmark")
        db.session.commit()
        took, worked = time.perf_counter() - began, time.process_time() - at
        times.append(worked)
        print(f"{name}: {people:,} people in {took:.1f} s ({people / took:,.0f} a second), {worked:.1f} s of CPU")
    print(f"{taken.pairs:,} pairs may be held twice; together {people / sum(times):,.0f} people a second of CPU")
    return int(people / times[-1] < TARGET)


if __name__ == "__main__":
    sys.exit(main())
