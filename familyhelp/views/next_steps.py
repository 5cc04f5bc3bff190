"""What next, and why: the answer that every case page gives, read from DUE, MOVES and MAY."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext

from ..models import Case
from ..policy import Act, could, may
from ..practice import stages
from ..practice.chronology import Subject
from ..practice.references import write_code
from ..practice.reviews import NEXT_MOVE
from ..practice.stages import Direction, Move, Stage
from ..practice.timescales import Deadline, Due, beside_the_stage, next_deadline, review_deadlines
from ..practice.words import Word, word_of
from ..queries.assessments import begun
from .addresses import address
from .guards import Door, me

_ANSWERS = {Direction.UP: Move.ACCEPT_STEP_UP, Direction.DOWN: Move.ACCEPT_STEP_DOWN}
_NOT_OFFERED = frozenset({Move.ALLOW_ONE_MORE})


@dataclass(frozen=True)
class NextStep:
    """One thing to do: what, by when, why, and where (None: somebody else does it)."""

    deadline: Deadline
    link: str | None
    late: bool
    move: Move | None = None

    @property
    def what(self) -> Word:
        """What to do now: the first of it that is still to do, where that is not yet what is due."""
        return self.move or self.deadline.due


def pages() -> dict[Act, str]:
    """The page of each act on a case: the endpoint that needs nothing but the case. Worked out once; where
    several would do, the first in the list of blueprints."""
    found: dict[Act, str] = current_app.extensions.setdefault("familyhelp_pages", {})
    if not found:
        for rule in current_app.url_map.iter_rules():
            door: Door | None = getattr(current_app.view_functions[rule.endpoint], "door", None)
            if door and door.act and door.subject is Subject.CASE and rule.arguments == {"case"} and _has_get(rule):
                found.setdefault(door.act, rule.endpoint)
    return found


def _has_get(rule: object) -> bool:
    return "GET" in (getattr(rule, "methods", None) or ())


def link_for(move: Move, case: Case) -> str | None:
    """Where the reader does a move on a case; None where they may not, or where it has no page."""
    act = word_of(Act, move.value)
    endpoint = pages().get(act)
    if endpoint is None or not may(me(), act, case):
        return None
    return address(endpoint, case=write_code(case.code))


_OF_ITS_OWN: dict[Due, tuple[Act, str]] = {
    Due.MINUTES: (Act.REVIEW, "reviews.newest_copies"),
    Due.AGREEMENT_AGAIN: (Act.RECORD_AGREEMENT, "agreements.again"),
    Due.SHARING_ENDS: (Act.KEEP_SHARING, "sharing.sharing"),
    Due.EDGE_REVIEW: (Act.KEEP_EDGE_REGISTER, "edge_of_care.look"),
}
"""What is done on a page of its own, not on that of its move: for whom, and where."""


def link_due(due: Due, move: Move | None, case: Case, months: int | None) -> str | None:
    """Where the reader does what is due of a case; None where they may not. `months` names its next check-in."""
    if due is Due.CHECK_IN and months is not None and may(me(), Act.CHECK_IN, case):
        return address("closings.check_in", case=write_code(case.code), months=months)
    act, endpoint = _OF_ITS_OWN.get(due, (None, ""))
    if act is not None and may(me(), act, case):
        return address(endpoint, case=write_code(case.code))
    return link_for(move, case) if move else None


READING = (
    (lazy_gettext("Summary"), "summaries.summary"),
    (lazy_gettext("Assessment"), "assessments.assessment"),
    (lazy_gettext("Plan"), "plans.plan"),
    (lazy_gettext("Reviews"), "reviews.reviews"),
    (lazy_gettext("Distance travelled"), "distance.distance"),
    (lazy_gettext("The next meeting"), "meetings.meeting"),
    (lazy_gettext("Family group decision making"), "family_meetings.family_meetings"),
    (lazy_gettext("Notes"), "notes.notes"),
    (lazy_gettext("Attachments"), "attachments.list_of"),
    (lazy_gettext("Steps"), "steps.history"),
    (lazy_gettext("Feedback"), "feedback.of_case"),
    (lazy_gettext("Tell the managers how it works"), "feedback.on_a_case"),
    (lazy_gettext("Disagreements"), "disagreements.of_case"),
    (lazy_gettext("Information sharing"), "sharing.sharing"),
    (lazy_gettext("Legal basis"), "legal_bases.legal_basis"),
    (lazy_gettext("Edge of care"), "edge_of_care.of_case"),
)
"""What there is to read of a case, and its pages."""


def reading() -> list[tuple[Any, str]]:
    """The pages of a case that the reader may read."""
    return [(name, endpoint) for name, endpoint in READING if _readable(endpoint)]


def _readable(endpoint: str) -> bool:
    door: Door | None = getattr(current_app.view_functions.get(endpoint), "door", None)
    return door is not None and door.act is not None and could(me(), door.act)


def next_step(case: Case, today: date) -> NextStep | None:
    """What is due next for a case, as the reader meets it."""
    deadline = next_deadline(case)
    if deadline is None:
        return None
    move = deadline.clock.move
    if deadline.due is Due.STEP_ANSWER and case.pending_step:
        move = _ANSWERS[case.pending_step]
    check_in = case.next_check_in if deadline.due is Due.CHECK_IN else None
    link = link_due(deadline.due, move, case, check_in.months if check_in else None)
    if deadline.due is Due.ASSESSMENT and link and not begun(case):
        # Nobody completes what is empty: writing it comes first.
        return NextStep(deadline, link_for(Move.ASSESS, case), deadline.is_late(today), Move.ASSESS)
    return NextStep(deadline, link, deadline.is_late(today))


def also_due(case: Case) -> list[Deadline]:
    """What else about reviews is due in a case, behind what is due next: nothing hides behind something late."""
    first = next_deadline(case)
    found = [*(review_deadlines(case) if case.stage is Stage.ACTIVE else ()), *beside_the_stage(case)]
    return [deadline for deadline in found if first is None or deadline.due is not first.due]


def offered(case: Case, slug: str | None) -> tuple[Move, str] | None:
    """What the review that was just recorded decided, and its page, where the reader may do it now."""
    move = next((m for m in NEXT_MOVE.values() if m.value == slug), None)
    if move is None or not stages.possible(move, case.stage):
        return None
    link = link_for(move, case)
    return (move, link) if link else None


def other_moves(case: Case) -> list[tuple[Move, str]]:
    """Everything else the reader can do with the case at this stage: the move and its page."""
    found = []
    fits = _what_fits(case)
    for move in Move:
        if move in _NOT_OFFERED or not stages.possible(move, case.stage) or not fits.get(move, True):
            continue
        link = link_for(move, case)
        if link:
            found.append((move, link))
    # What ends something stands last, where nobody presses it by mistake.
    return sorted(found, key=lambda pair: pair[0] in (Move.CLOSE, Move.WITHDRAW_AGREEMENT))


def _what_fits(case: Case) -> dict[Move, bool]:
    """What the case itself already rules out is left out, so that the list stays short."""
    pending, agreed = case.pending_step, case.agreement_in_force
    up, down = pending is Direction.UP, pending is Direction.DOWN
    return {
        Move.RECORD_AGREEMENT: not agreed,
        Move.WITHDRAW_AGREEMENT: agreed,
        Move.STEP_UP: not pending,
        Move.STEP_DOWN: not pending,
        Move.CLOSE: not pending and not case.closing_asked,
        Move.APPROVE_CLOSING: case.closing_asked,
        Move.SEND_BACK_CLOSING: case.closing_asked,
        Move.CHANGE_LEAD: not pending,
        Move.RECALL_STEP_UP: up,
        Move.ACCEPT_STEP_UP: up,
        Move.DECLINE_STEP_UP: up,
        Move.RECALL_STEP_DOWN: down,
        Move.ACCEPT_STEP_DOWN: down,
        Move.DECLINE_STEP_DOWN: down,
    }
