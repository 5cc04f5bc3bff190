"""What people say by a link: recorded as theirs, with how they were known; and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..extensions import db
from ..models import Action, Answer, Case, Link, Plan, Practitioner, Score
from ..practice import clock, links
from ..practice.chronology import EventKind
from ..practice.domains import Respondent
from ..practice.links import AnswerKind, Purpose
from ..practice.outcomes import OwnerKind, score_problem
from ..practice.words import N_, NotYet, say
from .plans import keep_report


def _keep(
    plan: Plan, kind: AnswerKind, text: str | None, *, submission: str, by: Link, action: Action | None = None
) -> Answer:
    answer = Answer(
        link_id=by.id,
        case_id=by.case_id,
        plan_id=plan.id,
        action_id=action.id if action else None,
        who=by.recipient,
        kind=kind,
        text=text,
        waits=links.needs_an_answer(kind, text),
        submission=submission,
        given_at=clock.now(),
    )
    db.session.add(answer)
    return answer


def say_about_plan(case: Case, plan: Plan, *, kind: AnswerKind, text: str | None, submission: str, by: Link) -> Answer:
    """Somebody in the family says that the plan is right, is not right, or something else about it."""
    lacking = list(links.answer_missing(kind, text))
    if lacking or kind not in links.SAID:
        raise NotYet(*(lacking or [say(N_("Choose one."), "kind")]))
    answer = _keep(plan, kind, text, submission=submission, by=by)
    case.record(EventKind.FAMILY_SAID, by=None, because=text, who=by.recipient, answer=kind, version=plan.number)
    return answer


def give_scores(
    case: Case, plan: Plan, *, scores: Mapping[int, int], respondent: Respondent, submission: str, by: Link
) -> Answer:
    """Somebody in the family says how near each outcome is, on its scale, by the number of the outcome."""
    asked = {outcome.number: outcome for outcome in plan.outcomes}
    known = scores.keys() <= asked.keys()
    problems = [p for n, value in scores.items() if n in asked and (p := score_problem(value, asked[n].ends))]
    if not scores or problems or not known:
        raise NotYet(*(problems or [say(N_("Choose a number for at least one of them."))]))
    answer = _keep(plan, AnswerKind.SCORES, None, submission=submission, by=by)
    now = clock.now()
    db.session.add_all(
        Score(
            case_id=case.id,
            outcome_number=number,
            value=value,
            scale=asked[number].scale,
            respondent=respondent,
            scored_on=clock.today(),
            link_id=by.id,
            recorded_at=now,
        )
        for number, value in sorted(scores.items())
    )
    case.record(EventKind.FAMILY_SCORED, by=None, who=by.recipient, version=plan.number)
    db.session.expire(case, ["scores"])
    return answer


def report_action(
    case: Case,
    action: Action,
    *,
    done_on: date | None,
    progress: str | None,
    read_version: int,
    submission: str,
    by: Link,
) -> Answer:
    """The owner says how their action went. A link to one action works once; a family's page only for its own."""
    theirs = by.action_id == action.id if by.purpose is Purpose.ACTION else action.owner_kind is OwnerKind.FAMILY
    if not theirs or by.case_id != case.id:
        raise NotYet(say(N_("Somebody else does this.")))
    state = keep_report(case, action, done_on=done_on, progress=progress, read_version=read_version)
    answer = _keep(action.outcome.plan, AnswerKind.ACTION, progress, submission=submission, by=by, action=action)
    if by.purpose is Purpose.ACTION:
        by.done_at = clock.now()
    case.record(
        EventKind.OWNER_REPORTED,
        by=None,
        because=progress,
        who=by.recipient,
        state=state,
        number=action.outcome.number,
        code=action.code,
    )
    return answer


def attend(case: Case, answer: Answer, *, done_about: str, by: Practitioner) -> None:
    """Say what was done about something that the family said."""
    if answer.case_id != case.id:
        raise ValueError("an answer of another case")
    if answer.seen_at is not None:
        raise NotYet(say(N_("Somebody has already answered this.")))
    if not done_about.strip():
        raise NotYet(say(N_("Say what you did about it, or what you told them."), "done_about"))
    answer.seen_at, answer.seen_by_id, answer.done_about = clock.now(), by.id, done_about
    case.record(EventKind.FAMILY_ANSWERED, by=by, because=done_about, who=answer.who, answer=answer.kind)
