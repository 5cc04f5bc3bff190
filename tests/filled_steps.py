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
    "legal_bases.change": {
        "who": "kamal",
        "where": told.on(Stage.ACTIVE, "/legal-basis/change"),
        "answers": {"basis": "section_17", "starts_on": 0, "overseer": "<lionel>", "because": "A child in need."},
    },
}
