"""The forms of feedback, complaints and themes, for tests/filled.py (which is imported before this file)."""

from __future__ import annotations

from familyhelp.practice.stages import Stage
from tests.filled import Filled, on

LEARNING: dict[str, Filled] = {
    "feedback.record": Filled(
        "kamal",
        on(Stage.ACTIVE, "/feedback/new"),
        {"how": "on_paper", "who": "child", "given_on": 0, "heard": "no", "differently": "Come after school."},
    ),
    "feedback.on_a_case": Filled("kamal", on(Stage.ACTIVE, "/tell-managers"), {"works": "mostly", "text": "Time."}),
    "feedback.on_the_offer": Filled("flora", lambda _: "/tell-managers", {"works": "yes", "text": "The phone line."}),
}
