"""Assessments, plans and reviews of the invented episodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from familyhelp.practice.chronology import EventKind
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.outcomes import ActionState, AgreedHow, OwnerKind, ReviewDecision

from .words import ACTIONS, GOALS, texts

if TYPE_CHECKING:
    from .episodes import Episode

HEADLINES = list(Headline)
WEEKS_6 = timedelta(weeks=6)


@dataclass
class Goal:
    """An outcome of the plan: its row, which is left when the story is over, and its last score."""

    number: int
    row: dict[str, object]
    score: int
    goal: int
    open_actions: list[dict[str, object]] = field(default_factory=list)


def assess(case: Episode, *, whole: bool) -> None:
    """A few parts of the assessment, and its end."""
    world = case.world
    begun = world.chance.some(0, 9)
    for number in range(world.chance.some(2, 5)):
        domain = HEADLINES[(begun + number) % 10]
        at = case.tell(EventKind.ASSESSED, case.day(0.15), case.worker, domain=domain)
        world.rows.add(
            "assessment_parts",
            case_id=case.id,
            domain=domain,
            version=1,
            working_well=world.chance.one(texts())[:200],
            worries=world.chance.one(texts())[:200],
            needs_to_happen=world.chance.one(texts())[:200],
            score=world.chance.some(1, 7),
            written_by_id=case.worker.id,
            written_at=at,
        )
    if whole:
        case.assessed_on = case.day(0.2)
        case.tell(EventKind.ASSESSMENT_COMPLETED, case.assessed_on, case.worker)


def write(case: Episode, *, agreed: bool) -> None:
    """The plan with two or three outcomes, each with two actions; agreed by the family, or still in writing."""
    world, chance, worker = case.world, case.world.chance, case.worker
    written, count = case.day(0.22), chance.some(2, 3)
    case.tell(EventKind.PLAN_STARTED, written, worker, version=1)
    plan = {"case_id": case.id, "number": 1, "outcome_count": count}
    if agreed:
        case.plan_agreed_on = case.day(0.25)
        how = chance.one(list(AgreedHow))
        at = case.tell(EventKind.PLAN_AGREED, case.plan_agreed_on, worker, who=case.home.parent, version=1, how=how)
        plan |= {"agreed_on": case.plan_agreed_on, "agreed_by": case.home.parent, "agreed_how": how, "recorded_at": at}
    plan_id = world.rows.add("plans", **plan)
    for number in range(1, count + 1):
        start = chance.some(1, 5)
        goal = chance.some(start + 1, 10)
        case.tell(EventKind.OUTCOME_WRITTEN, written, worker, number=number)
        outcome_id = world.rows.add(
            "outcomes",
            plan_id=plan_id,
            number=number,
            words=chance.one(GOALS),
            headline=chance.one(HEADLINES),
            how_we_know="We all say so, and school or the worker sees it too.",
            start_score=start,
            goal_score=goal,
        )
        one = Goal(number, world.rows["outcomes"].rows[-1], start, goal)
        case.outcomes.append(one)
        for _ in range(2):
            one.open_actions.append(_action(case, outcome_id, number, written))
        if agreed:
            score(case, one, start, case.plan_agreed_on)


def _action(case: Episode, outcome_id: int, number: int, written: date) -> dict[str, object]:
    world, chance = case.world, case.world.chance
    kind = OwnerKind.FAMILY if chance.maybe(0.6) else OwnerKind.PROFESSIONAL
    case.tell(EventKind.ACTION_WRITTEN, written, case.worker, number=number)
    world.rows.add(
        "actions",
        code=world.codes(),
        outcome_id=outcome_id,
        what=chance.one(ACTIONS),
        owner_kind=kind,
        owner_name=case.home.people[0].forename if kind is OwnerKind.FAMILY else case.worker.name,
        due_on=written + timedelta(days=chance.some(7, 90)),
    )
    return world.rows["actions"].rows[-1]


def score(
    case: Episode,
    one: Goal,
    value: int,
    day: date,
    review_id: int | None = None,
    respondent: Respondent = Respondent.PRACTITIONER,
) -> None:
    """One score, 0 to 10, of one outcome."""
    at = case.told[-1][0]
    case.world.rows.add(
        "scores",
        case_id=case.id,
        outcome_number=one.number,
        review_id=review_id,
        value=value,
        respondent=respondent,
        scored_on=day,
        recorded_by_id=(case.lead or case.worker).id,
        recorded_at=at,
    )


def review(case: Episode) -> None:
    """Reviews every six weeks, of which some were not held; between them, actions are done."""
    world, chance = case.world, case.world.chance
    day, number = case.plan_agreed_on + WEEKS_6, 0
    last = case.shape.last_day(world.today)
    while day < last and not (number > 1 and chance.maybe(0.15)):
        number += 1
        at = case.tell(EventKind.REVIEWED, day, case.worker, number=number, decision=ReviewDecision.CONTINUE)
        review_id = world.rows.add(
            "reviews",
            case_id=case.id,
            number=number,
            held_on=day,
            attended=f"{case.home.parent}, {case.worker.name}",
            progress=chance.one(texts()),
            family_view=chance.one(texts())[:200],
            decision=ReviewDecision.CONTINUE,
            next_review_on=day + WEEKS_6,
            recorded_by_id=case.worker.id,
            recorded_at=at,
        )
        for one in case.outcomes:
            one.score = max(0, min(10, one.score + chance.some(-1, 2)))
            score(case, one, one.score, day, review_id)
            if chance.maybe(0.3):
                score(case, one, chance.some(1, 9), day, review_id, Respondent.PARENT)
            if one.open_actions and chance.maybe(0.4):
                _report(case, one, one.open_actions.pop(), day)
        case.next_review_on = day + WEEKS_6
        day += WEEKS_6


def _report(case: Episode, one: Goal, action: dict[str, object], day: date) -> None:
    action |= {"done_on": day, "version": 2}
    case.tell(
        EventKind.ACTION_REPORTED, day, case.worker, state=ActionState.DONE, number=one.number, code=action["code"]
    )
