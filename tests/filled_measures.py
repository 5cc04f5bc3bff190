"""The form of the assumptions of avoided cost."""

from __future__ import annotations

from tests.filling import Filled

MEASURES: dict[str, Filled] = {
    "costs.assume": Filled(
        "anita",
        lambda _: "/costs/assumptions",
        {
            "share_low": "5",
            "share_high": "20",
            "cost_low": "2000",
            "cost_high": "12000",
            "source": "A study of our own.",
            "source_on": 0,
        },
        edits="source",
    ),
}
