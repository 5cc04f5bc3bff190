"""The forms around steps and endings, filled in as a person would: what `Filled` is made of, by page."""

from __future__ import annotations

from typing import Any

from familyhelp.practice.stages import Stage
from tests import stories_steps as told

ROWS: dict[str, dict[str, Any]] = {
    "disagreements.new": {
        "who": "kamal",
        "where": told.on(Stage.ACTIVE, "/disagreements/new", told.decline_up),
        "answers": {
            "about": "The step-up was declined.",
            "side": "social_care",
            "other_side": "Lionel Achebe",
            "our_view": "The risk has grown.",
            "other_view": "The plan works.",
        },
    },
    "disagreements.talk": {
        "who": "kamal",
        "where": told.disagreement_page("/talk"),
        "answers": {
            "talked_on": 0,
            "who_talked": "Kamal and Lionel",
            "decided": "We look again together.",
            "result": "agreed",
            "learned": "Ring before declining.",
        },
    },
    "disagreements.hand_on": {
        "who": "mabel",
        "where": told.disagreement_page("/holder"),
        "answers": {"holder": "<mabel>", "because": "Kamal is on leave."},
    },
    "clocks.working_hours": {
        "who": "adam",
        "where": lambda _cast: "/clocks/working-hours",
        "answers": {"opens": "8:30", "closes": "16.30", "because": "The new opening times."},
        "edits": "because",
    },
    "panels.day": {"who": "lionel", "where": told.before_panel("/panel"), "answers": {"meets_on": 3}},
    "panels.advice": {
        "who": "mabel",
        "where": told.before_panel("/panel/advice", met=True),
        "answers": {"advice": "more", "present": "Rosa, Kamal and Lionel", "because": "The school was not heard."},
    },
    "steps.receive": {"who": "lionel", "where": told.step_page("/received")},
    "steps.send": {
        "who": "kamal",
        "where": told.step_page("/send"),
        "answers": {"liaison": "<lionel>", "how": "letter"},
    },
    "edge_of_care.flag": {
        "who": "kamal",
        "where": told.on(Stage.ACTIVE, "/edge-of-care/flag"),
        "answers": {"reason": "Rosa cannot keep Poppy at home.", "review_on": 28},
    },
    "edge_of_care.support": {
        "who": "kamal",
        "where": told.on(Stage.ACTIVE, "/edge-of-care/support", told.put_on_edge),
        "answers": {"kind": "network", "what": "Grandma, on weekends.", "starts_on": 0, "cost": "1,250.50"},
    },
    "edge_of_care.look": {
        "who": "mabel",
        "where": told.on(Stage.ACTIVE, "/edge-of-care/look", told.put_on_edge),
        "answers": {"look": "panel", "held_on": 0, "decided": "A family meeting first.", "review_on": 42},
    },
    "edge_of_care.take_off": {
        "who": "kamal",
        "where": told.on(Stage.ACTIVE, "/edge-of-care/off", told.put_on_edge),
        "answers": {"because": "Grandma helps, and it is calm."},
    },
    "closing_requests.approve": {
        "who": "mabel",
        "where": told.on(Stage.ACTIVE, "/closing/approve", told.kamal_asks_to_close),
    },
    "closing_requests.send_back": {
        "who": "mabel",
        "where": told.on(Stage.ACTIVE, "/closing/send-back", told.kamal_asks_to_close),
        "answers": {"because": "See Jude once more first."},
    },
    "closing_requests.late_paper": {
        "who": "kamal",
        "where": told.on(Stage.CLOSED, "/late-paper"),
        "answers": {
            "kind": "meeting",
            "happened_on": -7,
            "text": "The school’s minutes.",
            "because": "They came today.",
        },
    },
    "legal_bases.change": {
        "who": "kamal",
        "where": told.on(Stage.ACTIVE, "/legal-basis/change"),
        "answers": {"basis": "section_17", "starts_on": 0, "overseer": "<lionel>", "because": "A child in need."},
    },
}
