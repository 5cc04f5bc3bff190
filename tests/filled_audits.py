"""The forms of practice audit, filled in as a person would; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests import audit_stories as audits


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about audits."""
    return {
        "audit_tools.start": row("adam", lambda _: "/audit-tools/checklist/next"),
        "audit_tools.domain": row(
            "adam", audits.in_tool("/domains/plan"), {"question": "Who does what?"}, edits="question"
        ),
        "audit_tools.add_domain": row(
            "adam", audits.in_tool("/domains/new"), {"name": "Fathers", "question": "Was he asked?", "safety": "y"}
        ),
        "audit_tools.leave_out": row("adam", audits.in_tool("/domains/plan/leave-out")),
        "audit_tools.use": row("adam", audits.in_tool("/use")),
        "audit_rounds.plan": row(
            "mabel",
            lambda _: "/audit-rounds/new",
            {
                "name": "Spring audits",
                "due_on": 30,
                "which": "ten_domains",
                "size": "5",
                "sampling": "team",
                "auditors": "<morag>",
            },
        ),
        "audit_rounds.draw": row("mabel", audits.to_draw),
        "audits.begin": row("morag", audits.to_begin, events=2),
        "audits.grade": row(
            "morag", audits.of(audits.begun, "/domains/plan"), {"grade": "good", "why": "Clear."}, edits="why"
        ),
        "audits.words": row(
            "morag",
            audits.of(audits.begun, "/words"),
            {"strengths": "He rings.", "family_said": "x"},
            edits="strengths",
        ),
        "audits.reflect": row(
            "kamal", audits.of(audits.reflected, "/reflection"), {"text": "Jude was rarely seen."}, edits="text"
        ),
        "audits.finish": row("morag", audits.of(audits.begun, "/finish"), {"overall": "good", "held_on": 0}, events=2),
        "moderations.ask": row("mabel", audits.of(audits.finished, "/second-look"), {"moderator": "<mabel>"}),
        "moderations.agree": row(
            "morag",
            audits.of(audits.paired, "/agree"),
            {"grade_plan": "good", "overall": "good", "because": "It is clear enough."},
        ),
        "audit_actions.add": row(
            "morag",
            audits.of(audits.finished, "/actions/new"),
            {"what": "See Jude alone.", "owner": "<kamal>", "due_on": 14},
        ),
        "audit_actions.report": row("kamal", audits.of_action("/report"), {"what": "He showed me his room."}),
        "audit_actions.close": row("morag", audits.of_action("/close", reported=True), {"because": "Read the note."}),
        "audit_actions.again": row("mabel", audits.of(audits.asks_again, "/again"), {"auditor": "<morag>"}),
        "audit_rounds.hand_on": row(
            "mabel", audits.of(audits.begun, "/hand-on"), {"auditor": "<mabel>", "because": "She has left."}
        ),
    }
