"""Files as somebody uploads them: small ones, of a country that does not exist."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tests import published_files as files
from tests.published_files import PLACES


def a_file(content: bytes, name: str = "figures.csv") -> tuple[str]:
    """A file on disk, as a browser sends it: read anew at each sending."""
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content)
    return (str(path),)


def referrals(last: int = 2025, count: Any = 100) -> bytes:
    """A publication that the service knows, the last two years of it."""
    years = (last - 1, last)
    return files.to_csv([files.referrals(year, place, count, 7, "c") for year in years for place in [None, *PLACES]])


def unknown(last: int = 2025, late: int = 10) -> bytes:
    """A publication that it does not: two filters, three indicators, a byte-order mark, columns in another order."""
    rows = [
        files.ees(
            year,
            place,
            assessment_type=kind,
            sex=sex,
            ethnicity="All",
            assessed=100,
            late=late + n if kind == "All" else "c",
            late_percent=10.5,
        )
        for year in (last - 1, last)
        for n, place in enumerate([None, *PLACES])
        for kind in ("First", "All")
        for sex in ("Total", "Male")
    ]
    return files.to_csv(rows, list(reversed(rows[0])), mark=True)
