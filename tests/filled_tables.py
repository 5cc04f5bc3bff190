"""The form that asks why a table of a page is taken away."""

from __future__ import annotations

from tests.filling import Filled

TABLES: dict[str, Filled] = {
    "exports.table": Filled(
        "kamal", lambda _: "/tables/clocks/every/export", {"format": "csv", "purpose": "For the wall."}
    ),
}
