"""MOVES by full product: every move from every stage, whole and with each single thing missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

import pytest

from familyhelp.practice import stages, steps
from familyhelp.practice.endings import ClosureReason, Ended
from familyhelp.practice.outcomes import Result
from familyhelp.practice.stages import MOVES, Direction, Move, Stage
from familyhelp.practice.triage import Level
from familyhelp.practice.words import NotYet, word_of

# Where each move leads from each stage. A dash: it does not start there. =: the case stays where it is.
WHERE = """
                   allocating assessing planning active    statutory closed
allocate           assessing  -         -        -         -         -
change_lead        -          =         =        =         =         -
record_agreement   =          =         =        =         =         -
withdraw_agreement =          =         =        =         =         -
assess             -          =         =        =         -         -
complete_assessment -         planning  -        -         -         -
share_assessment   -          -         =        =         -         -
write_plan         -          -         =        =         =         -
allow_one_more     -          -         =        =         =         -
agree_plan         -          -         active   =         =         -
report_action      -          -         -        =         =         -
review             -          -         -        =         -         -
write_note         =          =         =        =         =         -
step_up            -          =         =        =         -         -
step_down          -          -         -        -         =         -
recall_step_up     -          =         =        =         -         -
recall_step_down   -          -         -        -         =         -
accept_step_up     -          statutory statutory statutory -        -
accept_step_down   -          -         -        -         active    -
decline_step_up    -          =         =        =         -         -
decline_step_down  -          -         -        -         =         -
close              closed     closed    closed   closed    closed    -
ask_closing        =          =         =        =         =         -
approve_closing    closed     closed    closed   closed    closed    -
send_back_closing  =          =         =        =         =         -
add_late_paper     -          -         -        -         -         =
check_in           -          -         -        -         -         =
re_engage          -          -         -        -         -         =
"""
HEAD, *ROWS = WHERE.strip().splitlines()
TABLE = {row.split()[0]: dict(zip(HEAD.split(), row.split()[1:], strict=True)) for row in ROWS}


@dataclass
class Action:
    what: str = "Pack bags."
    owner_name: str = "Rosa"
    due_on: date = date(2026, 3, 20)


@dataclass
class Outcome:
    number: int
    words: str = "Calm mornings."
    how_we_know: str = "On time."
    start_score: int = 3
    goal_score: int = 7
    actions: list[Action] = field(default_factory=lambda: [Action()])


@dataclass
class Plan:
    one_more_because: str | None = None
    outcomes: list[Outcome] = field(default_factory=lambda: [Outcome(1), Outcome(2)])


@dataclass
class Closing:
    reason: ClosureReason = ClosureReason.MET
    summary: str = "Done."
    family_feedback: str | None = "Good."
    sustaining_plan: str | None = "Ring Grandma."
    who_was_told: str = "School."
    check_ins_declined: bool = False
    check_in_months: list[int] = field(default_factory=lambda: [3, 6])


@dataclass
class Case:
    """A case in which everything is as the move needs it, unless the test says otherwise."""

    stage: Stage
    agreement_in_force: bool = True
    pending_step: Direction | None = None
    assessed_domains: int = 1
    plan_in_writing: Plan | None = field(default_factory=Plan)
    plan_agreed: bool = True
    open_actions: int = 1
    outcome_results: list[Ended] = field(default_factory=lambda: [Ended(1, Result.MET, 8), Ended(2, Result.PARTLY, 6)])
    closing_facts: Closing | None = field(default_factory=Closing)
    has_open_disagreement: bool = False
    on_edge_register: bool = False
    closing_asked: bool = False
    has_lead: bool = True
    family_has_open_case: bool = False


ANSWERS = {"step_up": Direction.UP, "step_down": Direction.DOWN}


def ready(move: Move, stage: Stage) -> Case:
    """A case at a stage with everything that the move needs."""
    pending = next((way for name, way in ANSWERS.items() if move.value.endswith(f"_{name}")), None)
    answers = move in (Move.APPROVE_CLOSING, Move.SEND_BACK_CLOSING)
    agreed = move is not Move.RECORD_AGREEMENT
    return Case(stage, agreement_in_force=agreed, pending_step=pending, closing_asked=answers)


def test_the_table_of_the_test_speaks_of_every_move_and_stage():
    assert set(TABLE) == {move.value for move in Move}
    assert all(set(row) == {stage.value for stage in Stage} for row in TABLE.values())


@pytest.mark.parametrize(("move", "stage"), list(product(Move, Stage)))
def test_every_move_from_every_stage(move, stage):
    expected = TABLE[move.value][stage.value]
    case = ready(move, stage)
    if expected == "-":
        assert not stages.possible(move, stage)
        with pytest.raises(NotYet) as refused:
            stages.after(move, case)
        assert [str(s) for s in refused.value.sentences] == [
            f"“{move.label}” does not fit a case at the stage “{stage.label}”."
        ]
    else:
        assert stages.possible(move, stage)
        assert stages.after(move, case) is (stage if expected == "=" else word_of(Stage, expected))


LACKING = {
    "no agreement": {"agreement_in_force": False},
    "an agreement already": {"agreement_in_force": True},
    "no assessment": {"assessed_domains": 0},
    "nothing in writing": {"plan_in_writing": None},
    "one outcome": {"plan_in_writing": Plan(outcomes=[Outcome(1)])},
    "four outcomes without a reason": {"plan_in_writing": Plan(outcomes=[Outcome(n) for n in range(1, 5)])},
    "five outcomes": {"plan_in_writing": Plan("A reason.", [Outcome(n) for n in range(1, 6)])},
    "an outcome without action": {"plan_in_writing": Plan(outcomes=[Outcome(1), Outcome(2, actions=[])])},
    "a goal below the start": {"plan_in_writing": Plan(outcomes=[Outcome(1), Outcome(2, goal_score=2)])},
    "no agreed plan": {"plan_agreed": False},
    "no open action": {"open_actions": 0},
    "no step waits": {"pending_step": None},
    "a step-up waits": {"pending_step": Direction.UP},
    "a step-down waits": {"pending_step": Direction.DOWN},
    "no closing": {"closing_facts": None},
    "an outcome unspoken": {"outcome_results": [Ended(1, Result.MET, 8), Ended(2, None, 6)]},
    "an open disagreement": {"has_open_disagreement": True},
    "on the edge register": {"on_edge_register": True},
    "a closing waits": {"closing_asked": True},
    "no closing waits": {"closing_asked": False},
    "nobody leads": {"has_lead": False},
    "another open case": {"family_has_open_case": True},
}
TO_CLOSE = (
    "a step-up waits, a step-down waits, an open disagreement, on the edge register, no closing, "
    "an outcome unspoken, nobody leads, no agreed plan"
)
# What stops each move; everything else does not.
STOPPED = {
    "allocate": "",
    "change_lead": "a step-up waits, a step-down waits",
    "record_agreement": "an agreement already",
    "withdraw_agreement": "no agreement",
    "assess": "no agreement",
    "complete_assessment": "no agreement, no assessment",
    "share_assessment": "",
    "write_plan": "",
    "allow_one_more": "",
    "agree_plan": (
        "nothing in writing, one outcome, four outcomes without a reason, five outcomes, an outcome without action, "
        "a goal below the start"
    ),
    "report_action": "no agreed plan",
    "review": "no agreed plan",
    "write_note": "",
    "step_up": "a step-up waits, a step-down waits",
    "step_down": "a step-up waits, a step-down waits, no agreed plan, no open action",
    "recall_step_up": "no step waits, a step-down waits",
    "recall_step_down": "no step waits, a step-up waits",
    "accept_step_up": "no step waits, a step-down waits",
    "accept_step_down": "no step waits, a step-up waits, no agreed plan, no open action",
    "decline_step_up": "no step waits, a step-down waits",
    "decline_step_down": "no step waits, a step-up waits",
    "close": f"a closing waits, {TO_CLOSE}",
    "ask_closing": f"a closing waits, {TO_CLOSE}",
    "approve_closing": f"no closing waits, {TO_CLOSE}",
    "send_back_closing": "no closing waits",
    "add_late_paper": "",
    "check_in": "",
    "re_engage": "another open case",
}


@pytest.mark.parametrize("lack", LACKING)
@pytest.mark.parametrize("row", MOVES, ids=lambda row: f"{row.move.value}-{row.end.value if row.end else 'stays'}")
def test_each_move_is_stopped_by_what_it_needs_and_by_nothing_else(row, lack):
    for stage in row.start:
        case = replace(ready(row.move, stage), **LACKING[lack])
        stops = lack in STOPPED[row.move.value].split(", ")
        # The first agreement of a plan needs the family's agreement to work together; a changed plan does not.
        stops = stops or (row.move is Move.AGREE_PLAN and stage is Stage.PLANNING and lack == "no agreement")
        if not stops:
            assert stages.after(row.move, case) is (row.end or stage)
            continue
        with pytest.raises(NotYet) as refused:
            stages.after(row.move, case)
        assert refused.value.sentences
        assert all(str(sentence).endswith((".", "?")) for sentence in refused.value.sentences)


def test_everything_that_is_missing_is_said_at_once():
    case = Case(Stage.ASSESSING, agreement_in_force=False, assessed_domains=0)
    with pytest.raises(NotYet) as refused:
        stages.after(Move.COMPLETE_ASSESSMENT, case)
    assert len(refused.value.sentences) == 2


def test_no_move_but_a_closing_leads_to_closed_and_nothing_leads_out_of_it():
    assert {row.move for row in MOVES if row.end is Stage.CLOSED} == {Move.CLOSE, Move.APPROVE_CLOSING}
    assert all(row.end is None for row in MOVES if Stage.CLOSED in row.start)


def test_every_open_stage_can_be_left():
    for stage in stages.OPEN_STAGES:
        assert any(stage in row.start and row.end not in (None, stage) for row in MOVES), stage


def test_no_stage_has_two_rows_for_one_move():
    for move, stage in product(Move, Stage):
        assert sum(row.move is move and stage in row.start for row in MOVES) <= 1


# Closings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(ClosureReason))
@pytest.mark.parametrize("agreed", [True, False])
def test_each_reason_to_close_fits_with_a_plan_without_one_or_both(reason, agreed):
    fits = {
        ClosureReason.MET: (True, False),
        ClosureReason.PARTLY_MET: (True, False),
        ClosureReason.WITHDRAWN_AFTER: (True, False),
        ClosureReason.WITHDRAWN_BEFORE: (False, True),
    }.get(reason, (True, True))[0 if agreed else 1]
    case = Case(
        Stage.ACTIVE if agreed else Stage.ASSESSING,
        plan_agreed=agreed,
        outcome_results=[Ended(1, Result.MET, 8)] if agreed else [],
        closing_facts=Closing(reason, check_in_months=[], check_ins_declined=True),
    )
    if fits:
        assert stages.after(Move.CLOSE, case) is Stage.CLOSED
    else:
        with pytest.raises(NotYet) as refused:
            stages.after(Move.CLOSE, case)
        assert {s.field_name for s in refused.value.sentences} == {"reason"}


@pytest.mark.parametrize(
    ("change", "field_name"),
    [
        ({"summary": " "}, "summary"),
        ({"who_was_told": ""}, "who_was_told"),
        ({"family_feedback": None}, "family_feedback"),
        ({"sustaining_plan": " "}, "sustaining_plan"),
        ({"check_in_months": []}, "check_ins"),
        ({"check_ins_declined": True}, "check_ins"),
        ({"check_in_months": [4]}, "check_ins"),
        ({"reason": ClosureReason.MOVED}, "check_ins"),
        ({"reason": ClosureReason.ERROR}, "check_ins"),
    ],
)
def test_each_thing_a_closing_lacks_is_said_at_its_question(change, field_name):
    case = Case(Stage.ACTIVE, closing_facts=replace(Closing(), **change))
    with pytest.raises(NotYet) as refused:
        stages.after(Move.CLOSE, case)
    assert [s.field_name for s in refused.value.sentences] == [field_name]


@pytest.mark.parametrize("score", [None, -1, 11])
def test_a_last_score_is_on_the_scale_and_is_asked_for_where_the_work_came_to_its_end(score):
    case = Case(Stage.ACTIVE, outcome_results=[Ended(1, Result.MET, score)])
    with pytest.raises(NotYet) as refused:
        stages.after(Move.CLOSE, case)
    assert [s.field_name for s in refused.value.sentences] == ["score_1"]
    case.closing_facts = Closing(ClosureReason.CHILD_DIED, check_in_months=[])
    if score is None:
        assert stages.after(Move.CLOSE, case) is Stage.CLOSED


# Steps ------------------------------------------------------------------------------------------------------


def asked(direction=Direction.UP, to_level=Level.ACUTE, **more) -> list[str | None]:
    whole = {"reasons": "Why.", "risk": "A man.", "family_view": "Glad.", "family_agrees": True}
    request = steps.Request(direction, to_level, **whole | {"without_agreement_because": None} | more)
    return [sentence.field_name for sentence in steps.missing(request)]


@pytest.mark.parametrize("level", list(Level))
def test_a_step_down_leads_to_level_2_or_3_and_never_from_statutory_to_none(level):
    assert asked(Direction.DOWN, level) == ([] if level in (Level.ADDITIONAL, Level.COMPLEX) else ["to_level"])


def test_a_step_says_why_what_the_risk_is_and_what_the_family_thinks():
    assert asked() == []
    assert asked(reasons=" ") == ["reasons"]
    assert asked(risk=None) == ["risk"]
    assert asked(Direction.DOWN, Level.COMPLEX, risk=None) == []
    assert asked(family_view=" ") == ["family_view"]
    assert asked(family_agrees=False, family_view=None) == ["without_agreement_because"]
    assert asked(family_agrees=False, without_agreement_because="Not safe to ask.") == []
