"""MOVES: how a case moves from stage to stage, and what must be true first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from . import endings, outcomes
from .words import N_, NotYet, Sentence, Word, say


class Stage(Word):
    """Where an episode of help stands."""

    ALLOCATING = "allocating", N_("Waiting for a lead")
    ASSESSING = "assessing", N_("Assessment")
    PLANNING = "planning", N_("Making the plan")
    ACTIVE = "active", N_("Plan under way")
    STATUTORY = "statutory", N_("With statutory social care")
    CLOSED = "closed", N_("Closed")


class Direction(Word):
    """Which way a step goes."""

    UP = "up", N_("Step-up")
    DOWN = "down", N_("Step-down")


class Move(Word):
    """What can happen to a case. The slug is also the act that a person needs the right to do."""

    ALLOCATE = "allocate", N_("Give the case to a lead")
    CHANGE_LEAD = "change_lead", N_("Change the lead")
    RECORD_AGREEMENT = "record_agreement", N_("Record the family’s agreement")
    WITHDRAW_AGREEMENT = "withdraw_agreement", N_("Record that the family withdrew")
    ASSESS = "assess", N_("Write the assessment")
    COMPLETE_ASSESSMENT = "complete_assessment", N_("Complete the assessment")
    SHARE_ASSESSMENT = "share_assessment", N_("Share the assessment with the family")
    WRITE_PLAN = "write_plan", N_("Write the plan")
    ALLOW_ONE_MORE = "allow_one_more", N_("Allow a fourth outcome")
    AGREE_PLAN = "agree_plan", N_("Record that the family agreed the plan")
    REPORT_ACTION = "report_action", N_("Say how an action went")
    REVIEW = "review", N_("Hold a review")
    WRITE_NOTE = "write_note", N_("Write a note")
    STEP_UP = "step_up", N_("Ask for a step-up")
    STEP_DOWN = "step_down", N_("Ask for a step-down")
    RECALL_STEP_UP = "recall_step_up", N_("Take the step-up back")
    RECALL_STEP_DOWN = "recall_step_down", N_("Take the step-down back")
    ACCEPT_STEP_UP = "accept_step_up", N_("Accept the step-up")
    ACCEPT_STEP_DOWN = "accept_step_down", N_("Accept the step-down")
    DECLINE_STEP_UP = "decline_step_up", N_("Decline the step-up")
    DECLINE_STEP_DOWN = "decline_step_down", N_("Decline the step-down")
    CLOSE = "close", N_("Close the case")
    ASK_CLOSING = "ask_closing", N_("Ask the manager to close the case")
    APPROVE_CLOSING = "approve_closing", N_("Approve the closing")
    SEND_BACK_CLOSING = "send_back_closing", N_("Send the closing back")
    ADD_LATE_PAPER = "add_late_paper", N_("Add a late paper")
    CHECK_IN = "check_in", N_("Record a check-in")
    RE_ENGAGE = "re_engage", N_("Open a new episode")


class Facts(Protocol):
    """What the rules read of a case; the record gives it, the rules never ask a database."""

    stage: Stage

    @property
    def agreement_in_force(self) -> bool:
        """Whether the family's agreement to work together stands."""

    @property
    def pending_step(self) -> Direction | None:
        """Which way a step waits for its answer, if one does."""

    @property
    def assessed_domains(self) -> int:
        """How many domains of the assessment say something."""

    @property
    def plan_in_writing(self) -> outcomes.PlanFacts | None:
        """The newest version of the plan while it is not agreed."""

    @property
    def plan_agreed(self) -> bool:
        """Whether some version of the plan was agreed."""

    @property
    def open_actions(self) -> int:
        """How many actions of the agreed plan are not done."""

    @property
    def outcome_results(self) -> Sequence[endings.Ended]:
        """The agreed outcomes with how each ended."""

    @property
    def closing_facts(self) -> endings.ClosingFacts | None:
        """The closing as it is about to be made."""

    @property
    def has_open_disagreement(self) -> bool:
        """Whether two sides still disagree about the family."""

    @property
    def closing_asked(self) -> bool:
        """Whether a closing waits for a manager's answer."""

    @property
    def on_edge_register(self) -> bool:
        """Whether the family is on the edge-of-care register."""

    @property
    def has_lead(self) -> bool:
        """Whether somebody leads the case."""

    @property
    def family_has_open_case(self) -> bool:
        """Whether the family has another open episode."""


Need = Callable[[Facts], Iterable[Sentence]]


def an_agreement(case: Facts) -> Iterator[Sentence]:
    """Early help is voluntary: the family has agreed to work together."""
    if not case.agreement_in_force:
        yield say(N_("The family has not agreed to work together yet. Record their agreement first."))


def an_agreement_to_end(case: Facts) -> Iterator[Sentence]:
    """There is an agreement that can be withdrawn."""
    if not case.agreement_in_force:
        yield say(N_("There is no agreement in force to withdraw."))


def no_agreement_yet(case: Facts) -> Iterator[Sentence]:
    """One agreement at a time."""
    if case.agreement_in_force:
        yield say(N_("The family’s agreement is already recorded."))


def an_assessment(case: Facts) -> Iterator[Sentence]:
    """At least one domain says something."""
    if case.assessed_domains == 0:
        yield say(N_("The assessment is still empty: write at least one part with the family."))


def a_plan_to_agree(case: Facts) -> Iterator[Sentence]:
    """The plan in writing is whole."""
    if case.plan_in_writing is None:
        yield say(N_("There is no plan to agree yet. Write it with the family first."))
    else:
        yield from outcomes.missing(case.plan_in_writing)


def an_agreed_plan(case: Facts) -> Iterator[Sentence]:
    """The family has agreed a plan."""
    if not case.plan_agreed:
        yield say(N_("The family has not agreed a plan yet."))


def work_to_carry_on(case: Facts) -> Iterator[Sentence]:
    """A step-down carries the plan and its open actions across; monitoring alone is not a plan."""
    if not case.plan_agreed or case.open_actions == 0:
        yield say(
            N_(
                "A step-down carries a plan with open actions; “monitoring” alone is not enough. "
                "Agree a plan with the family first."
            )
        )


def no_step_pending(case: Facts) -> Iterator[Sentence]:
    """Nothing waits for an answer."""
    if case.pending_step is Direction.UP:
        yield say(N_("A step-up is waiting for its answer. Wait for it, or take it back first."))
    elif case.pending_step is Direction.DOWN:
        yield say(N_("A step-down is waiting for its answer. Wait for it, or take it back first."))


def a_step_up_pending(case: Facts) -> Iterator[Sentence]:
    """A step-up waits for an answer."""
    if case.pending_step is not Direction.UP:
        yield say(N_("No step-up is waiting for an answer."))


def a_step_down_pending(case: Facts) -> Iterator[Sentence]:
    """A step-down waits for an answer."""
    if case.pending_step is not Direction.DOWN:
        yield say(N_("No step-down is waiting for an answer."))


def no_disagreement_open(case: Facts) -> Iterator[Sentence]:
    """Nothing ends while two sides still talk about it."""
    if case.has_open_disagreement:
        yield say(N_("A professional disagreement about this family is open. Record how it ended first."))


def no_closing_asked(case: Facts) -> Iterator[Sentence]:
    """One closing at a time waits for its answer."""
    if case.closing_asked:
        yield say(N_("A closing is waiting for the manager’s answer."))


def a_closing_asked(case: Facts) -> Iterator[Sentence]:
    """A closing waits for an answer."""
    if not case.closing_asked:
        yield say(N_("No closing is waiting for an answer."))


def off_the_edge_register(case: Facts) -> Iterator[Sentence]:
    """Nobody leaves the register by being forgotten."""
    if case.on_edge_register:
        yield say(N_("The family is on the edge-of-care register. Take it off first, and say why."))


def a_whole_closing(case: Facts) -> Iterator[Sentence]:
    """Nothing closes with an outcome unspoken."""
    yield from endings.missing(case.closing_facts, case.outcome_results, case.plan_agreed)


def somebody_to_check_in(case: Facts) -> Iterator[Sentence]:
    """Whoever leads holds the family until the last check-in."""
    closing = case.closing_facts
    if closing and closing.check_in_months and not case.has_lead:
        yield say(
            N_("Nobody leads this case, so nobody would make the check-ins. Give it to a lead first."), "check_ins"
        )


def no_other_episode(case: Facts) -> Iterator[Sentence]:
    """One family, one open episode at a time."""
    if case.family_has_open_case:
        yield say(N_("The family already has an open case."))


@dataclass(frozen=True)
class Row:
    """One row of MOVES: from any of these stages, to that one (None: the case stays), once the needs are met."""

    move: Move
    start: frozenset[Stage]
    end: Stage | None = None
    needs: tuple[Need, ...] = ()


def _at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


S = Stage
OPEN_STAGES = frozenset(Stage) - {Stage.CLOSED}
IN_HAND = OPEN_STAGES - {Stage.ALLOCATING}
EARLY_HELP = IN_HAND - {Stage.STATUTORY}

TO_CLOSE: tuple[Need, ...] = (
    no_step_pending,
    no_disagreement_open,
    off_the_edge_register,
    a_whole_closing,
    somebody_to_check_in,
)
"""What must be true before a case closes, whoever says so."""

MOVES: tuple[Row, ...] = (
    Row(Move.ALLOCATE, _at(S.ALLOCATING), S.ASSESSING),
    Row(Move.CHANGE_LEAD, IN_HAND, needs=(no_step_pending,)),
    Row(Move.RECORD_AGREEMENT, OPEN_STAGES, needs=(no_agreement_yet,)),
    Row(Move.WITHDRAW_AGREEMENT, OPEN_STAGES, needs=(an_agreement_to_end,)),
    Row(Move.ASSESS, _at(S.ASSESSING, S.PLANNING, S.ACTIVE), needs=(an_agreement,)),
    Row(Move.COMPLETE_ASSESSMENT, _at(S.ASSESSING), S.PLANNING, (an_agreement, an_assessment)),
    Row(Move.SHARE_ASSESSMENT, _at(S.PLANNING, S.ACTIVE)),
    Row(Move.WRITE_PLAN, _at(S.PLANNING, S.ACTIVE, S.STATUTORY)),
    Row(Move.ALLOW_ONE_MORE, _at(S.PLANNING, S.ACTIVE, S.STATUTORY)),
    Row(Move.AGREE_PLAN, _at(S.PLANNING), S.ACTIVE, (an_agreement, a_plan_to_agree)),
    Row(Move.AGREE_PLAN, _at(S.ACTIVE, S.STATUTORY), None, (a_plan_to_agree,)),
    Row(Move.REPORT_ACTION, _at(S.ACTIVE, S.STATUTORY), needs=(an_agreed_plan,)),
    Row(Move.REVIEW, _at(S.ACTIVE), needs=(an_agreed_plan,)),
    Row(Move.WRITE_NOTE, OPEN_STAGES),
    Row(Move.ADD_LATE_PAPER, _at(S.CLOSED)),
    Row(Move.STEP_UP, EARLY_HELP, needs=(no_step_pending,)),
    Row(Move.STEP_DOWN, _at(S.STATUTORY), needs=(no_step_pending, work_to_carry_on)),
    Row(Move.RECALL_STEP_UP, EARLY_HELP, needs=(a_step_up_pending,)),
    Row(Move.RECALL_STEP_DOWN, _at(S.STATUTORY), needs=(a_step_down_pending,)),
    Row(Move.ACCEPT_STEP_UP, EARLY_HELP, S.STATUTORY, (a_step_up_pending,)),
    Row(Move.ACCEPT_STEP_DOWN, _at(S.STATUTORY), S.ACTIVE, (a_step_down_pending, work_to_carry_on)),
    Row(Move.DECLINE_STEP_UP, EARLY_HELP, needs=(a_step_up_pending,)),
    Row(Move.DECLINE_STEP_DOWN, _at(S.STATUTORY), needs=(a_step_down_pending,)),
    Row(Move.CLOSE, OPEN_STAGES, S.CLOSED, (no_closing_asked, *TO_CLOSE)),
    Row(Move.ASK_CLOSING, OPEN_STAGES, needs=(no_closing_asked, *TO_CLOSE)),
    Row(Move.APPROVE_CLOSING, OPEN_STAGES, S.CLOSED, (a_closing_asked, *TO_CLOSE)),
    Row(Move.SEND_BACK_CLOSING, OPEN_STAGES, needs=(a_closing_asked,)),
    Row(Move.CHECK_IN, _at(S.CLOSED)),
    Row(Move.RE_ENGAGE, _at(S.CLOSED), needs=(no_other_episode,)),
)


def row_for(move: Move, stage: Stage) -> Row:
    """The row of MOVES for a move from a stage. Raises NotYet where there is none."""
    for row in MOVES:
        if row.move is move and stage in row.start:
            return row
    raise NotYet(say(N_("“%(move)s” does not fit a case at the stage “%(stage)s”."), move=move, stage=stage))


def after(move: Move, case: Facts) -> Stage:
    """The stage that a move leads to. Raises NotYet with every sentence of what is missing."""
    row = row_for(move, case.stage)
    lacking = [sentence for need in row.needs for sentence in need(case)]
    if lacking:
        raise NotYet(*lacking)
    return row.end or case.stage


@cache
def possible(move: Move, stage: Stage) -> bool:
    """Whether a move starts from a stage at all, whatever else is still missing."""
    return any(row.move is move and stage in row.start for row in MOVES)
