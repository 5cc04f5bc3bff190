"""Making the family's plan: outcomes in the family's words, actions with one owner, and the family's yes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Action, Case, FamilyMeeting, Outcome, Plan, Practitioner
from ..practice import clock, outcomes
from ..practice.chronology import EventKind
from ..practice.distance import ends_of
from ..practice.domains import HIGHEST_SCORE, LOWEST_SCORE, Headline, Respondent
from ..practice.outcomes import ActionState, AgreedHow, OwnerKind
from ..practice.stages import Move
from ..practice.words import N_, NotYet, Sentence, say
from . import both_texts, links, practice_models
from .reviews import keep_scores


def start_plan(
    case: Case, *, by: Practitioner, because: str | None = None, meeting: FamilyMeeting | None = None
) -> Plan:
    """Start a version of the plan; a change of an agreed one carries its outcomes and actions over and says why.
    From a family's own `meeting` come the outcomes that it wants, to be written out."""
    case.move(Move.WRITE_PLAN)
    if case.plan_in_writing is not None:
        raise NotYet(say(N_("A version of the plan is already in writing.")))
    agreed = case.plan
    _refuse(outcomes.missing_change(because) if agreed else ())
    plan = Plan(
        number=case.plans[-1].number + 1 if case.plans else 1,
        version=1,
        change_because=because,
        outcome_count=0,
        outcomes=[_carried_over(outcome) for outcome in case.agreed_outcomes] + _wished_for(case, meeting),
    )
    if agreed is not None:
        plan.one_more_because, plan.one_more_by_id = agreed.one_more_because, agreed.one_more_by_id
        plan.if_things_slip, plan.slip_version = agreed.if_things_slip, agreed.slip_version
    plan.outcome_count = len(plan.outcomes)
    case.plans.append(plan)
    case.record(EventKind.PLAN_STARTED, by=by, because=because, version=plan.number)
    return plan


def _carried_over(outcome: Outcome) -> Outcome:
    return Outcome(
        number=outcome.number,
        words=outcome.words,
        headline=outcome.headline,
        how_we_know=outcome.how_we_know,
        start_score=outcome.start_score,
        goal_score=outcome.goal_score,
        scale=outcome.scale,
        actions=[
            Action(
                what=action.what,
                owner_kind=action.owner_kind,
                owner_name=action.owner_name,
                owner_email=action.owner_email,
                due_on=action.due_on,
                done_on=action.done_on,
                progress=action.progress,
                copied_from_id=action.id,
            )
            for action in outcome.actions
        ],
    )


def _wished_for(case: Case, meeting: FamilyMeeting | None) -> list[Outcome]:
    """The outcomes of a family's own meeting. How it will know, and the scores, are still to be asked: until then no
    goal is higher than its start, and the plan says so."""
    if meeting is None:
        return []
    if meeting.case_id != case.id:
        raise NotYet(say(N_("This is the meeting of another episode.")))
    first, scale = _next_number(case), practice_models.model_for(case).scale
    return [
        Outcome(
            number=number,
            words=wish.words,
            headline=wish.headline,
            how_we_know="",
            start_score=0,
            goal_score=0,
            scale=scale,
        )
        for number, wish in enumerate(meeting.wishes, start=first)
    ]


def write_contingency(case: Case, *, text: str, read_version: int, by: Practitioner) -> None:
    """Write, in the version in writing, what will be done and who will be called if things slip."""
    plan = _in_writing(case)
    if plan.slip_version != read_version:
        raise both_texts.contingency(plan)
    _refuse(outcomes.contingency_missing(text))
    plan.if_things_slip = text
    plan.slip_version += 1
    plan.version += 1
    case.record(EventKind.CONTINGENCY_WRITTEN, by=by, version=plan.number)


def write_outcome(
    case: Case,
    outcome: Outcome | None,
    *,
    words: str,
    headline: Headline,
    how_we_know: str,
    start_score: int,
    goal_score: int,
    read_version: int,
    by: Practitioner,
) -> Outcome:
    """Write a new outcome (None), or write one again. The starting score of one that was agreed stays."""
    plan = _in_writing(case)
    text = {
        "words": words,
        "headline": headline,
        "how_we_know": how_we_know,
        "start_score": start_score,
        "goal_score": goal_score,
    }
    scale = outcome.scale if outcome else practice_models.model_for(case).scale
    _refuse(
        outcomes.outcome_missing(
            words, how_we_know, start_score, goal_score, ends_of(scale) or (LOWEST_SCORE, HIGHEST_SCORE)
        )
    )
    if outcome is None:
        outcome = Outcome(number=_next_number(case), actions=[], scale=scale, **text)
        plan.outcomes.append(outcome)
        plan.outcome_count = len(plan.outcomes)
    else:
        _belongs(outcome, plan)
        if outcome.version != read_version:
            raise both_texts.outcome(outcome)
        if outcome.start_score != start_score and outcome.number in _agreed_numbers(case):
            raise NotYet(outcomes.start_score_stays())
        for name, value in text.items():
            setattr(outcome, name, value)
        outcome.version += 1
    plan.version += 1
    case.record(EventKind.OUTCOME_WRITTEN, by=by, number=outcome.number)
    return outcome


def remove_outcome(case: Case, outcome: Outcome, *, by: Practitioner, read_version: int | None = None) -> None:
    """Take an outcome out of the version in writing; agreed versions keep theirs."""
    plan = _in_writing(case)
    _belongs(outcome, plan)
    if read_version not in (None, outcome.version):
        raise both_texts.outcome(outcome)
    plan.outcomes.remove(outcome)
    plan.outcome_count = len(plan.outcomes)
    plan.version += 1
    case.record(EventKind.OUTCOME_REMOVED, by=by, number=outcome.number)


def write_action(
    case: Case,
    outcome: Outcome,
    action: Action | None,
    *,
    what: str,
    owner_kind: OwnerKind,
    owner_name: str,
    due_on: date,
    read_version: int,
    by: Practitioner,
    owner_email: str | None = None,
) -> Action:
    """Write a new action (None) under an outcome, or write one again. An owner outside who has an e-mail address is
    written to when the family has agreed the plan."""
    plan = _in_writing(case)
    _belongs(outcome, plan)
    _refuse(outcomes.action_missing(what, owner_name, due_on, case.opened_on))
    _refuse(outcomes.email_problem(owner_kind, owner_email))
    text = {
        "what": what,
        "owner_kind": owner_kind,
        "owner_name": owner_name,
        "owner_email": owner_email,
        "due_on": due_on,
    }
    if action is None:
        action = Action(**text)
        outcome.actions.append(action)
    else:
        if action.outcome is not outcome:
            raise NotYet(_of_an_agreed_version())
        if action.version != read_version:
            raise both_texts.action(action)
        for name, value in text.items():
            setattr(action, name, value)
        action.version += 1
    plan.version += 1
    case.record(EventKind.ACTION_WRITTEN, by=by, number=outcome.number)
    return action


def remove_action(case: Case, action: Action, *, by: Practitioner, read_version: int | None = None) -> None:
    """Take an action out of the version in writing; agreed versions keep theirs."""
    plan = _in_writing(case)
    outcome = action.outcome
    _belongs(outcome, plan)
    if read_version not in (None, action.version):
        raise both_texts.action(action)
    outcome.actions.remove(action)
    plan.version += 1
    case.record(EventKind.ACTION_REMOVED, by=by, number=outcome.number)


def allow_one_more(case: Case, *, because: str, by: Practitioner) -> None:
    """Let the version in writing hold a fourth outcome, and say why."""
    case.move(Move.ALLOW_ONE_MORE)
    plan = case.plan_in_writing
    if plan is None:
        raise NotYet(outcomes.nothing_in_writing())
    if plan.one_more_because:
        raise NotYet(say(N_("A fourth outcome is already allowed in this plan.")))
    _refuse(outcomes.missing_one_more(because))
    plan.one_more_because, plan.one_more_by_id = because, by.id
    case.record(EventKind.ONE_MORE_ALLOWED, by=by, because=because)


def agree_plan(
    case: Case,
    *,
    agreed_by: str,
    agreed_on: date,
    how: AgreedHow,
    by: Practitioner,
    read_version: int | None = None,
    address_of: links.AddressOf | None = None,
) -> None:
    """Record that the family agreed the version in writing; what is new in it gets its first score. With `address_of`
    (how a link is written) owners outside who have an e-mail address are told by a link to their action.

    Raises NotYet where the plan is no longer the one that was read (`read_version`)."""
    before = _agreed_numbers(case)
    plan = case.plan_in_writing
    _refuse(outcomes.agreeing_missing(agreed_by, agreed_on, _earliest(case), clock.today()))
    if plan is not None and read_version not in (None, plan.version):
        raise NotYet(say(N_("The plan was changed while this page was open. Read it again before you record a yes.")))
    case.move(Move.AGREE_PLAN)
    if plan is None:
        raise NotYet(outcomes.nothing_in_writing())
    plan.agreed_on, plan.agreed_by, plan.agreed_how = agreed_on, agreed_by, how
    plan.recorded_at = clock.now()
    case.plan_agreed_on = case.plan_agreed_on or agreed_on
    case.reset_clock()
    first = [(o.number, Respondent.PRACTITIONER, o.start_score) for o in plan.outcomes if o.number not in before]
    keep_scores(case, first, agreed_on, by=by)
    case.record(EventKind.PLAN_AGREED, by=by, who=agreed_by, version=plan.number, how=how)
    links.follow(plan)
    if address_of is not None:
        links.tell_owners(case, plan, by=by, address_of=address_of)


def report_action(
    case: Case, action: Action, *, done_on: date | None, progress: str | None, read_version: int, by: Practitioner
) -> None:
    """Say how an action of the agreed plan went. Each report stays readable in the chronology."""
    state = keep_report(case, action, done_on=done_on, progress=progress, read_version=read_version)
    case.record(
        EventKind.ACTION_REPORTED,
        by=by,
        because=progress,
        state=state,
        number=action.outcome.number,
        code=action.code,
    )


def keep_report(
    case: Case, action: Action, *, done_on: date | None, progress: str | None, read_version: int
) -> ActionState:
    """How an action went, on the record; whoever says so writes the event. Part of a deed, no deed of its own."""
    case.move(Move.REPORT_ACTION)
    if action.outcome.plan is not case.plan:
        raise NotYet(say(N_("This action is not in the plan as it stands now. Open the plan again.")))
    if action.version != read_version:
        raise both_texts.report(action)
    _refuse(outcomes.report_missing(done_on, progress, clock.today()))
    for one in (action, *_copies_in_writing(action)):
        one.done_on, one.progress = done_on, progress
    action.version += 1
    return ActionState.DONE if done_on else ActionState.UNDER_WAY


# What the deeds share ---------------------------------------------------------------------------------------


def _refuse(lacking: object) -> None:
    sentences = [s for s in lacking if isinstance(s, Sentence)]  # type: ignore[attr-defined]
    if sentences:
        raise NotYet(*sentences)


def _in_writing(case: Case) -> Plan:
    case.move(Move.WRITE_PLAN)
    if case.plan_in_writing is None:
        raise NotYet(outcomes.nothing_in_writing())
    return case.plan_in_writing


def _of_an_agreed_version() -> Sentence:
    return say(N_("What the family agreed does not change. Change it in the version in writing."))


def _belongs(outcome: Outcome, plan: Plan) -> None:
    if outcome not in plan.outcomes:
        raise NotYet(_of_an_agreed_version())


def _numbers(case: Case) -> sa.Select[int]:
    return sa.select(Outcome.number).join(Plan, Plan.id == Outcome.plan_id).where(Plan.case_id == case.id)


def _next_number(case: Case) -> int:
    # Over every version, so that the number of an outcome that left the plan is never given to another one.
    return (db.session.scalar(_numbers(case).order_by(Outcome.number.desc()).limit(1)) or 0) + 1


def _agreed_numbers(case: Case) -> frozenset[int]:
    return frozenset(db.session.scalars(_numbers(case).where(Plan.agreed_on.is_not(None)).distinct()))


def _copies_in_writing(action: Action) -> list[Action]:
    return list(db.session.scalars(sa.select(Action).where(Action.copied_from_id == action.id)))


def _earliest(case: Case) -> date:
    return case.plan.agreed_on or case.opened_on if case.plan else case.opened_on
