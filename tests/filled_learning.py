"""The forms of feedback, complaints and themes, for tests/filled.py (which is imported before this file)."""

from __future__ import annotations

from familyhelp.practice.stages import Stage
from tests import learning
from tests.filled import Filled, on

LEARNING: dict[str, Filled] = {
    "feedback.record": Filled(
        "kamal",
        on(Stage.ACTIVE, "/feedback/new"),
        {"how": "on_paper", "who": "child", "given_on": 0, "heard": "no", "differently": "Come after school."},
    ),
    "feedback.on_a_case": Filled("kamal", on(Stage.ACTIVE, "/tell-managers"), {"works": "mostly", "text": "Time."}),
    "feedback.on_the_offer": Filled("flora", lambda _: "/tell-managers", {"works": "yes", "text": "The phone line."}),
    "complaints.receive": Filled(
        "mabel",
        lambda _: "/complaints/new",
        {
            "kind": "complaint",
            "received_on": 0,
            "said_by": "child",
            "about": "waiting",
            "text": "It took a year.",
            "concerns": "<kamal>",
            "handler": "<morag>",
        },
    ),
    "complaints.acknowledge": Filled("mabel", learning.at_complaint("/acknowledge"), {"on": 0}),
    "complaints.hand_over": Filled(
        "mabel", learning.at_complaint("/hand-over"), {"handler": "<morag>", "because": "She knows nobody in it."}
    ),
    "complaints.answer": Filled(
        "mabel",
        learning.at_complaint("/answer"),
        {"found": "upheld", "because": "His diary.", "told": "Sorry.", "told_on": 0, "lesson": "Ring before."},
    ),
}
