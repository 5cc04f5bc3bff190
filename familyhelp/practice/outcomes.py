"""Family plans: two or three agreed outcomes, each with a start, a goal and actions that somebody owns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from . import identifiers
from .domains import HIGHEST_SCORE, LOWEST_SCORE
from .words import N_, Sentence, Word, say

FEWEST_OUTCOMES, MOST_OUTCOMES, MOST_WITH_REASON = 2, 3, 4


class Route(Word):
    """What follows for a family that said no."""

    UNIVERSAL = "universal", N_("Universal services go on, such as school and the health visitor")
    ONE_SERVICE = "one_service", N_("One service goes on with them")
    STEP_UP = "step_up", N_("A child may be at risk: a step-up is asked for")
    NO_FURTHER = "no_further", N_("No further help; they know how to come back")


class OwnerKind(Word):
    """Who owns an action: one owner, always."""

    FAMILY = "family", N_("Someone in the family")
    NETWORK = "network", N_("Someone in the family network")
    PROFESSIONAL = "professional", N_("A professional")


class ActionState(Word):
    """How an action stands."""

    DONE = "done", N_("Done")
    UNDER_WAY = "under_way", N_("Not done yet")


class AgreedHow(Word):
    """How a family said yes."""

    IN_PERSON = "in_person", N_("In person")
    BY_PHONE = "by_phone", N_("By phone")
    IN_WRITING = "in_writing", N_("In writing")
    ON_A_DEVICE = "on_a_device", N_("On a device, by their own hand")


class Result(Word):
    """How one agreed outcome stands when the case closes."""

    MET = "met", N_("Met")
    PARTLY = "partly", N_("Partly met")
    NOT_MET = "not_met", N_("Not met")


class Standing(Word):
    """How an agreed outcome stands at a review, against the time before."""

    THERE = "there", N_("It has happened")
    BETTER = "better", N_("Better than before")
    SAME = "same", N_("About the same")
    HARDER = "harder", N_("Harder than before")


class ReviewDecision(Word):
    """What a review decides."""

    CONTINUE = "continue", N_("Carry on with the plan")
    CHANGE = "change", N_("Change the plan")
    STEP_UP = "step_up", N_("Ask for a step-up")
    STEP_DOWN = "step_down", N_("Ask for a step-down")
    CLOSE = "close", N_("Get ready to close")


class ActionFacts(Protocol):
    """What the rules read of an action."""

    what: str
    owner_name: str
    due_on: date


class OutcomeFacts(Protocol):
    """What the rules read of an outcome."""

    number: int
    words: str
    how_we_know: str
    start_score: int
    goal_score: int

    @property
    def actions(self) -> Sequence[ActionFacts]:
        """Its actions."""


class PlanFacts(Protocol):
    """What the rules read of a plan."""

    one_more_because: str | None

    @property
    def outcomes(self) -> Sequence[OutcomeFacts]:
        """Its outcomes."""


def missing(plan: PlanFacts) -> Iterator[Sentence]:
    """What a plan lacks before a family can agree it, in sentences."""
    count = len(plan.outcomes)
    if count < FEWEST_OUTCOMES:
        yield say(N_("A plan needs two or three agreed outcomes; this one has %(count)s."), count=count)
    if count > MOST_WITH_REASON:
        yield say(
            N_("A plan holds three agreed outcomes, or four with a manager’s reason; this one has %(count)s."),
            count=count,
        )
    elif count > MOST_OUTCOMES and not (plan.one_more_because or "").strip():
        yield say(N_("A plan holds at most three agreed outcomes. A manager can allow a fourth and say why."))
    for outcome in plan.outcomes:
        if outcome.goal_score <= outcome.start_score:
            yield say(
                N_("Outcome %(number)s: the goal must be higher than the starting score."),
                number=outcome.number,
            )
        if not outcome.how_we_know.strip():
            yield say(N_("Outcome %(number)s: how will everyone know that it has happened?"), number=outcome.number)
        if not outcome.actions:
            yield say(
                N_("Outcome %(number)s has no action yet: who will do what, and by when?"),
                number=outcome.number,
            )


def score_problem(score: int, ends: tuple[int, int] = (LOWEST_SCORE, HIGHEST_SCORE)) -> Sentence | None:
    """Why a score is not on the scale (its lowest and its highest score), or None."""
    lowest, highest = ends
    if lowest <= score <= highest:
        return None
    return say(N_("A score is a whole number from %(lowest)s to %(highest)s."), lowest=lowest, highest=highest)


def missing_change(because: str | None) -> Iterator[Sentence]:
    """What a change of an agreed plan lacks before it starts."""
    if not (because or "").strip():
        yield say(N_("Say what changes and why, so that the family can follow."), "because")


def missing_one_more(because: str) -> Iterator[Sentence]:
    """What a manager must say to allow a fourth outcome."""
    if not because.strip():
        yield say(N_("Say why this family needs a fourth outcome."), "because")


def outcome_missing(
    words: str,
    how_we_know: str,
    start_score: int,
    goal_score: int,
    ends: tuple[int, int] = (LOWEST_SCORE, HIGHEST_SCORE),
) -> Iterator[Sentence]:
    """What one outcome lacks, in sentences; `ends` are the lowest and the highest score of its scale."""
    if not words.strip():
        yield say(N_("Write what the family wants, in its own words."), "words")
    if not how_we_know.strip():
        yield say(N_("Write how everyone will know that it has happened."), "how_we_know")
    for score, name in ((start_score, "start_score"), (goal_score, "goal_score")):
        problem = score_problem(score, ends)
        if problem:
            yield say(problem.text, name, **problem.facts)
    if goal_score <= start_score:
        yield say(N_("The goal must be higher than the starting score."), "goal_score")


def contingency_missing(text: str) -> Iterator[Sentence]:
    """What is missing in what to do if things slip."""
    if not text.strip():
        yield say(N_("Write what you will do and whom you will call if things slip."), "text")


def nothing_in_writing() -> Sentence:
    """Why nothing in the plan can be written now."""
    return say(N_("No version of the plan is in writing. Start one first."))


def start_score_stays() -> Sentence:
    """Why the starting score of an agreed outcome cannot be written again."""
    return say(
        N_("The family agreed where this outcome started. Distance travelled counts from there, so it stays."),
        "start_score",
    )


def action_missing(what: str, owner_name: str, due_on: date, opened_on: date) -> Iterator[Sentence]:
    """What one action lacks, in sentences."""
    if not what.strip():
        yield say(N_("Write what will be done."), "what")
    if not owner_name.strip():
        yield say(N_("Name the one person who will do it."), "owner_name")
    if due_on < opened_on:
        yield say(N_("This date is before the work with the family began."), "due_on")


def email_problem(owner_kind: OwnerKind, owner_email: str | None) -> Iterator[Sentence]:
    """What is wrong with the e-mail address of an action's owner."""
    if not owner_email:
        return
    wrong = identifiers.email_problem(owner_email)
    if wrong:
        yield say(wrong.text, "owner_email", **wrong.facts)
    if owner_kind is OwnerKind.FAMILY:
        yield say(
            N_("Families answer on their own page. Give them a link to it instead of writing their address here."),
            "owner_email",
        )


def agreeing_missing(agreed_by: str, agreed_on: date, earliest: date, today: date) -> Iterator[Sentence]:
    """What is missing or wrong in the family's yes."""
    if not agreed_by.strip():
        yield say(N_("Name who in the family agreed."), "agreed_by")
    if agreed_on > today:
        yield say(N_("This date cannot be in the future."), "agreed_on")
    elif agreed_on < earliest:
        yield say(N_("This is before the case was opened, or before the last version was agreed."), "agreed_on")


def report_missing(done_on: date | None, progress: str | None, today: date) -> Iterator[Sentence]:
    """What a report on an action lacks."""
    if done_on and done_on > today:
        yield say(N_("This date cannot be in the future."), "done_on")
    if done_on is None and not (progress or "").strip():
        yield say(N_("Say when it was done, or how it is going."), "progress")
